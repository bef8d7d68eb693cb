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
    private var opening: Task<Void, Never>?
    private var watch: Watch?
    /// By which Apple wakes this app.
    private var token: Data?

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
        adapters.push.onToken = { [weak self] in self?.token = $0 }
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
        return made
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
            watch = root.host.session.watch { [weak self, weak window] in
                guard case .stopped(let problem) = $0, let self, let window else { return }
                // as where the disk is full: nothing can be kept any more, so nothing goes on
                Task {
                    await self.close()
                    self.show(problem.words, in: window)
                }
            }
        } catch { show(SottoKit.words(of: error), in: window) }
        window.makeKeyAndVisible()
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

    private func wake() {
        opening = Task { [weak self] in
            guard let self, let host = try? await self.open() else { return }
            host.desk.awaitCall(self.words[.wake])
        }
    }

    public func close() async {
        watch?.stop()
        root?.leave()
        await host?.close()
        host = nil
    }
}
