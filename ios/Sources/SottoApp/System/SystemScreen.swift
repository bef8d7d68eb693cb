// What the screen shows to whom: captures, the app switcher, copying.

/// Screen recording, mirroring and screenshots.
final class SystemCaptures: CaptureWatch {
    private weak var root: RootController?
    private weak var scene: UIWindowScene?
    private var hidden = false
    private var watches: [any NSObjectProtocol] = []
    var onCaptureChange: (@MainActor () -> Void)?
    var onScreenshot: (@MainActor () -> Void)?
    /// No public interface of iOS vouches for what hides secure text.
    let hidingIsProven = false

    init() {
        watches = observe([UIApplication.userDidTakeScreenshotNotification]) { [weak self] in self?.onScreenshot?() }
    }

    /// Of the scene; before there is one, of the screen.
    var isCaptured: Bool { scene.map { $0.traitCollection.sceneCaptureState == .active } ?? UIScreen.main.isCaptured }

    func attach(_ root: RootController, _ window: UIWindow) {
        self.root = root
        scene = window.windowScene
        window.registerForTraitChanges([UITraitSceneCaptureState.self]) {
            [weak self] (_: UIWindow, _: UITraitCollection) in
            self?.onCaptureChange?()
        }
        if hidden { _ = root.canvas.hide(true) }
        // one that ran before there was a scene
        onCaptureChange?()
    }

    func hide(_ hidden: Bool) -> Bool {
        self.hidden = hidden
        if hidden { root?.dismissSheets() }
        return root?.canvas.hide(hidden) ?? false
    }
}

/// The app switcher's picture. Notifications name nobody.
final class SystemCurtain: Curtain {
    weak var root: RootController?
    /// People are hidden.
    private var drawn = false { didSet { root?.cover(away && drawn) } }
    /// The app goes to the app switcher, until it comes back.
    var away = false { didSet { root?.cover(away && drawn) } }
    func hidePeople(_ hidden: Bool) { drawn = hidden }
}

/// The pasteboard and the texts that can be copied.
final class SystemCopying: CopyControl {
    private static var allowed = true
    /// What opens over a text: the system's menu, or none to copy from.
    static var menu: UIMenu? { allowed ? nil : UIMenu(children: []) }
    var onCopy: (@MainActor () -> Void)?
    private var watches: [any NSObjectProtocol] = []

    init() {
        watches = observe([UIPasteboard.changedNotification]) { [weak self] in
            // emptying changes it, too
            if UIPasteboard.general.hasStrings { self?.onCopy?() }
        }
    }

    func allowCopying(_ allowed: Bool) { Self.allowed = allowed }
    func empty() { UIPasteboard.general.items = [] }
}
