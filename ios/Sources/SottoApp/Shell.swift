// The app put together: what the thin target with @main holds.
import SottoKit
import UIKit

@MainActor public final class Shell {
    public private(set) var host: AppHost?
    public let words: ShellWords
    private let folder: URL
    private let vault: any KeyVault
    private let notifier = SystemNotifier()
    private let captures = SystemCaptures()
    private let curtain: SystemCurtain
    private let adapters: Adapters
    private let levers: Levers
    private weak var root: RootController?
    private var watch: Watch?
    /// Where Apple wakes this app.
    private var target: PushTarget?

    /// `hasReceiver`: the device has an earpiece, as phones have and tablets have not.
    public init(folder: URL, vault: any KeyVault, preferred: [String], hasReceiver: Bool) {
        (self.folder, self.vault) = (folder, vault)
        words = ShellWords(preferred: preferred)
        curtain = SystemCurtain(notifier)
        adapters = Adapters(
            audio: SystemAudio(hasReceiver: hasReceiver), captures: captures, curtain: curtain,
            copying: SystemCopying(), calls: SystemCalls(), notifier: notifier, push: SystemPush(),
            owner: SystemOwner(), camera: SystemCamera(), sound: SystemSound(), voice: SystemVoice(),
            motion: SystemMotion(), voucher: SystemVoucher(file: folder.appendingPathComponent("attest.key")))
        levers = Levers(adapters)
        adapters.push.onToken = { [weak self] token in
            self?.target = token.map { .apns(token: $0, sandbox: isSandbox) } ?? .nowhere
            self?.tellTarget()
        }
        adapters.push.onWake = { [weak self] in self?.wake() }
        adapters.push.register()
    }

    /// Opens the phone; a wake-up in the background needs no window for it.
    public func open() async throws -> AppHost {
        if let host { return host }
        let session = try await Session.open(
            folder: folder, country: nil, language: words.choice.language, levers: levers, vault: vault)
        if let host {
            // two asked at once: the first is kept
            await session.close()
            return host
        }
        let made = AppHost(session, adapters, levers, words)
        host = made
        tellTarget()
        return made
    }
    private func tellTarget() {
        if let target, let host { host.attempt { try $0.setPush(target: target) } }
    }

    /// Shows the app in a window.
    public func show(in window: UIWindow) async {
        window.traitOverrides.layoutDirection = words.choice.rightToLeft ? .rightToLeft : .leftToRight
        window.tintColor = Palette.accent
        do {
            let root = RootController(try await open())
            self.root = root
            curtain.root = root
            captures.attach(root, window)
            window.rootViewController = root
            (window as? TouchWindow)?.onTouches = { [weak root] in root?.host.senses.touched($0) }
            watch = root.host.session.watch { [weak self, weak window] in self?.follow($0, window) }
        } catch { show(SottoKit.words(of: error), in: window) }
        window.makeKeyAndVisible()
    }

    private func follow(_ event: Event, _ window: UIWindow?) {
        switch event {
        case .pushChanged:
            if host?.phone.pushView().gone == true { adapters.push.register() }
        case .stopped(let problem):
            // as where the disk is full: nothing can be kept any more, so nothing goes on
            Task {
                await close()
                if let window { show(problem.words, in: window) }
            }
        default: break
        }
    }

    /// The phone is not open: why, and one button that tries again.
    private func show(_ problem: String, in window: UIWindow) {
        let (cover, controller) = (CoverView(frame: .zero), UIViewController(nibName: nil, bundle: nil))
        let again = plain(words[.retry], nil, .primary) { [weak self, weak window] in
            guard let self, let window else { return }
            Task { await self.show(in: window) }
        }
        cover.say(problem, again)
        controller.view.pin(cover)
        window.rootViewController = controller
    }

    /// A link was opened. It is shown as if it had been scanned: nothing happens by itself.
    public func open(_ link: URL) {
        guard let host, let root else { return }
        if link.isFileURL { return host.offer(link) }
        let scanner = ScannerScreen(host)
        scanner.loadViewIfNeeded()
        root.push(scanner)
        scanner.found(link.absoluteString)
    }

    public func inFront(_ front: Bool) {
        notifier.isInFront = front
        curtain.leaving(!front)
        host?.senses.isAwake = front
    }

    /// For every wake-up iOS wants a call to ring at once, before anyone can know what waits.
    private func wake() {
        let id = UUID()
        adapters.calls.ring(id, title: words[.wake])
        Task {
            guard let host = try? await open() else { return adapters.calls.ended(id, by: .unknown) }
            await host.desk.awaitCall(id, words[.wake])
        }
    }

    public func close() async {
        watch?.stop()
        root?.leave()
        await host?.close()
        host = nil
    }
}

/// Builds for development are woken by Apple's other service.
#if DEBUG
private let isSandbox = true
#else
private let isSandbox = false
#endif
