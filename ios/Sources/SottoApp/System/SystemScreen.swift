// What the screen shows to whom: captures, the app switcher, copying.
import SottoKit
import UIKit

/// Screen recording, mirroring and screenshots.
final class SystemCaptures: CaptureWatch {
    private weak var root: RootController?
    private weak var scene: UIWindowScene?
    private var hidden = false
    private var watch: (any NSObjectProtocol)?
    var onCaptureChange: (@MainActor () -> Void)?
    var onScreenshot: (@MainActor () -> Void)?
    /// No public interface of iOS vouches for what hides secure text.
    let hidingIsProven = false

    init() {
        watch = NotificationCenter.default.addObserver(
            forName: UIApplication.userDidTakeScreenshotNotification, object: nil, queue: nil
        ) { @Sendable [weak self] _ in
            Task { @MainActor in self?.onScreenshot?() }
        }
    }

    var isCaptured: Bool { scene?.traitCollection.sceneCaptureState == .active }

    func attach(_ root: RootController, _ window: UIWindow) {
        self.root = root
        scene = window.windowScene
        window.registerForTraitChanges([UITraitSceneCaptureState.self]) {
            [weak self] (_: UIWindow, _: UITraitCollection) in
            self?.onCaptureChange?()
        }
        if hidden { _ = root.canvas.hide(true) }
    }

    func hide(_ hidden: Bool) -> Bool {
        self.hidden = hidden
        return root?.canvas.hide(hidden) ?? false
    }
}

/// The app switcher's picture and delivered notifications.
final class SystemCurtain: Curtain {
    weak var root: RootController?
    private var drawn = false
    private let notifier: SystemNotifier
    init(_ notifier: SystemNotifier) { self.notifier = notifier }

    func hidePeople(_ hidden: Bool) {
        drawn = hidden
        if hidden { notifier.withdrawAll() }
    }
    /// The app goes to the app switcher, or comes back.
    func leaving(_ leaving: Bool) { root?.cover(leaving && drawn) }
}

/// The pasteboard and the texts that can be copied.
final class SystemCopying: CopyControl {
    /// What `Composer` asks when a menu opens.
    private(set) static var allowed = true
    var onCopy: (@MainActor () -> Void)?
    private var watch: (any NSObjectProtocol)?

    init() {
        watch = NotificationCenter.default.addObserver(
            forName: UIPasteboard.changedNotification, object: nil, queue: nil
        ) { @Sendable [weak self] _ in
            Task { @MainActor in
                // emptying changes it, too
                guard let self, UIPasteboard.general.hasStrings else { return }
                self.onCopy?()
            }
        }
    }

    func allowCopying(_ allowed: Bool) { Self.allowed = allowed }
    func empty() { UIPasteboard.general.items = [] }
}
