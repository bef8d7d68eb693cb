// The app put together: what the thin target with @main holds.
import AVFAudio

@MainActor public final class Shell: Adapters {
    public private(set) var host: AppHost?
    public let words: ShellWords
    private let home: URL
    private var folder: URL { home.appendingPathComponent("phone", isDirectory: true) }
    private let vault: any KeyVault
    public let audio: any AudioSession
    public var captures: any CaptureWatch { screen }
    public var curtain: any Curtain { switcher }
    public let copying: any CopyControl = SystemCopying()
    public let calls: any CallSystem = SystemCalls(groups: 1)
    public var notifier: any Notifier { notices }
    public let push: any PushSource = SystemPush(queue: .main)
    public let owner: any Authenticator = SystemOwner()
    public let camera: any Camera = SystemCamera()
    public let sound: any SoundCard = SystemSound()
    public let voice: any Voice = SystemVoice(AVSpeechSynthesizer())
    public let motion: any MotionSensor = SystemMotion()
    public let voucher: any AppVoucher
    private let notices = SystemNotifier(center: .current())
    private let screen = SystemCaptures()
    private let switcher = SystemCurtain()
    private lazy var levers = Levers(self)
    private var opening: Task<AppHost, any Error>?
    /// Done once the phone that was open before is closed.
    private var closing: Task<Void, Never>?
    private weak var root: RootController?
    private weak var window: UIWindow?
    /// Opened from outside before the app could show it.
    private var late: (@MainActor (AppHost) -> Void)?
    private var watch: Watch?
    /// Where Apple wakes this app.
    private var target: PushTarget?
    /// What the system rings for while the app opens.
    private var ringing: UUID?

    /// `hasReceiver`: the device has an earpiece, as phones have and tablets have not. `vault`: another than the enclave.
    public init(folder: URL, vault: (any KeyVault)? = nil, preferred: [String], hasReceiver: Bool) {
        home = folder
        self.vault = vault ?? EnclaveKey(file: folder.appendingPathComponent("phone/vault.key"))
        words = ShellWords(preferred: preferred)
        audio = SystemAudio(hasReceiver: hasReceiver)
        voucher = SystemVoucher(file: folder.appendingPathComponent("phone/attest.key"))
        push.onToken = { [weak self] token in
            self?.target = token.map { .apns(token: $0, sandbox: isSandbox) } ?? .nowhere
            self?.tellTarget()
        }
        push.onWake = { [weak self] in self?.wake() }
        notices.onOpen = { [weak self] chat in self?.opened { $0.root?.open(ChatScreen($0, chat)) } }
        push.register()
    }

    /// Opens the phone, once for all who ask; a wake-up in the background needs no window for it.
    public func open() async throws -> AppHost {
        if let host { return host }
        let opening = opening ?? Task { try await openNow() }
        self.opening = opening
        return try await opening.value
    }
    private func openNow() async throws -> AppHost {
        defer { opening = nil }
        await closing?.value
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // the enclave of another device could not open it
        var (place, values) = (folder, URLResourceValues())
        values.isExcludedFromBackup = true
        try place.setResourceValues(values)
        let session = try await Session.open(
            folder: folder, country: nil, language: words.choice.language, levers: levers, vault: vault)
        let made = AppHost(
            session, self, levers, words, lockFile: folder.appendingPathComponent("locks"), ringing: ringing)
        host = made
        watch = session.watch { [weak self] in self?.follow($0) }
        tellTarget()
        return made
    }
    private func tellTarget() { if let target, let host { host.attempt { try $0.setPush(target: target) } } }

    /// Shows the app in a window.
    public func show(in window: UIWindow) async {
        self.window = window
        window.traitOverrides.layoutDirection = words.choice.rightToLeft ? .rightToLeft : .leftToRight
        window.tintColor = Palette.accent
        do {
            let root = RootController(try await open())
            self.root = root
            switcher.root = root
            root.host.erase = { [weak self] in self?.erase() }
            screen.attach(root, window)
            window.rootViewController = root
            (window as? TouchWindow)?.onTouches = { [weak root] in root?.host.senses.touched($0) }
            root.feel()
            away(false)
            late?(root.host)
            late = nil
        } catch OpenError.VaultForeign(_, let words) {
            // what another device's keys lock can only be deleted
            let (erase, sure) = (self.words.of("settings.erase"), self.words.of("settings.erase_sure"))
            let really = plain(erase, .trash, .danger) { [weak self] in self?.erase() }
            show(words, [plain(erase, .trash) { [weak self] in self?.show(sure, [really]) }])
        } catch { show(SottoKit.words(of: error)) }
        window.makeKeyAndVisible()
    }

    private func follow(_ event: Event) {
        switch event {
        case .pushChanged:
            if host?.phone.pushView().gone == true { push.register() }
        case .contactsChanged: askForNotices()
        case .stopped(let problem):
            // as where the disk is full: nothing can be kept any more, so nothing goes on
            Task {
                await close()
                show(problem.words)
            }
        default: break
        }
    }

    /// The phone is not open: why, and a button that tries again.
    private func show(_ problem: String, _ others: [Control] = []) {
        guard let window else { return }
        let (cover, controller) = (CoverView(frame: .zero), UIViewController(nibName: nil, bundle: nil))
        let again = plain(words[.retry], nil, .primary) { [weak self] in
            Task { if let window = self?.window { await self?.show(in: window) } }
        }
        cover.say(problem, [again] + others)
        controller.view.pin(cover)
        window.rootViewController = controller
    }

    /// A link was opened. It is shown as if it had been scanned: nothing happens by itself.
    public func open(_ link: URL) {
        opened { host in
            if link.isFileURL { return host.offer(link) }
            let scanner = ScannerScreen(host)
            scanner.loadViewIfNeeded()
            host.root?.open(scanner)
            scanner.found(link.absoluteString, seen: false)
        }
    }
    private func opened(_ show: @escaping @MainActor (AppHost) -> Void) {
        if let host, host.root != nil { show(host) } else { late = show }
    }

    public func inFront(_ front: Bool) {
        notices.isInFront = front
        switcher.away = !front
        root?.feel()
        if front { host?.desk.isTaken = false }
        // what came meanwhile is seen now, and what rings here rings elsewhere
        host?.session.refresh()
        askForNotices()
    }
    /// The app is in the background, or comes back: locked, where the person wants that.
    public func away(_ away: Bool) { if host?.locks == true { root?.lock(asking: !away) } }
    /// Once there is somebody who can be called, and the app is looked at.
    private func askForNotices() {
        guard notices.isInFront, let host, host.phone.noticesWanted() else { return }
        notices.ask { host.say(host.words[.notificationsWhy]) }
    }

    /// For every wake-up iOS wants a call to ring at once, before anyone can know what waits.
    private func wake() {
        let id = UUID()
        calls.ring(id, title: words[.wake])
        ringing = ringing ?? id
        host?.desk.expect(id)
        Task {
            defer { if ringing == id { ringing = nil } }
            guard let host = try? await open() else { return calls.ended(id, .failed) }
            await host.desk.awaitCall(id)
        }
    }

    private func erase() {
        Task {
            let phone = host?.phone
            await close()
            notices.withdrawAll()
            do {
                try phone?.erase()
                // the app's own, the key that the enclave sealed among them
                if FileManager.default.fileExists(atPath: home.path) { try FileManager.default.removeItem(at: home) }
                if let window { await show(in: window) }
            } catch { show(SottoKit.words(of: error)) }
        }
    }

    public func close() async {
        watch?()
        root?.leave()
        // whoever opens meanwhile gets another
        if let old = host { closing = Task { await old.close() } }
        host = nil
        await closing?.value
    }
}

/// Builds for development are woken by Apple's other service.
#if DEBUG
private let isSandbox = true
#else
private let isSandbox = false
#endif
