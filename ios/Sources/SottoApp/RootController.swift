// The root of the window: the tabs, and above them what the core says is to be seen now (a call, a Ding that rings).

/// A screen of one contact, or of the call that runs: the preset gesture is about them.
@MainActor protocol OfContact: UIViewController { var about: String { get } }

public final class RootController: UIViewController {
    let host: AppHost
    let canvas = SecureCanvas(frame: .zero)
    let tabs = UITabBarController(nibName: nil, bundle: nil)
    private let cover = UIView(frame: .zero)
    private var watch: Watch?
    private var base: UIViewController?
    /// What lies above, and which it is.
    private(set) var above: UINavigationController?
    private var shows = Front.nothing
    /// The call goes on below the other screens.
    private var isAway = false
    private let bar = ControlView(frame: .zero)
    private var notes: [UIView] = []
    /// Asks once more.
    private weak var sheet: UIView?
    /// Opened from outside: shown once it is not locked and nothing lies above.
    private var waiting: UIViewController?
    private var lockView: CoverView? { didSet { feel() } }

    public init(_ host: AppHost) {
        self.host = host
        super.init(nibName: nil, bundle: nil)
        host.root = self
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }

    public override func viewDidLoad() {
        super.viewDidLoad()
        view.backgroundColor = Palette.ground
        view.pin(canvas)
        cover.backgroundColor = Palette.secureGround
        cover.isHidden = true
        view.pin(cover)
        fillTabs()
        base(host.phone.firstRunView().needed ? UINavigationController(rootViewController: JoinScreen(host)) : tabs)
        watch = host.session.watch { [weak self] in self?.follow($0) }
        follow(.other)
    }

    private func fillTabs() {
        let words = host.words
        let screens: [(UIViewController, ShellWords.Key, Icon)] = [
            (ChatsScreen(host), .chats, .chat), (ContactsScreen(host), .contacts, .people),
            (DingsScreen(host), .dings, .bell), (SettingsScreen(host), .settings, .gear),
        ]
        tabs.viewControllers = screens.map { screen, title, icon in
            screen.title = words[title]
            screen.hidesBottomBarWhenPushed = false
            let controller = UINavigationController(rootViewController: screen)
            controller.tabBarItem = UITabBarItem(title: words[title], image: icon.image(26), selectedImage: nil)
            return controller
        }
        tabs.view.tintColor = Palette.accent
    }

    private func base(_ controller: UIViewController) {
        if let base { remove(base) }
        base = controller
        add(controller, at: 0)
    }

    private func add(_ controller: UIViewController, at index: Int) {
        addChild(controller)
        controller.view.frame = canvas.content.bounds
        controller.view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        canvas.content.insertSubview(controller.view, at: index)
        controller.didMove(toParent: self)
    }

    private func remove(_ controller: UIViewController) {
        controller.willMove(toParent: nil)
        controller.view.removeFromSuperview()
        controller.removeFromParent()
    }

    /// After the first run: the levels in pictures, then the card.
    func joined() {
        base(tabs)
        (tabs.viewControllers?.first as? UINavigationController)?.pushViewController(LevelsScreen(host), animated: false)
    }

    /// What lies above everything is the core's to say.
    private func follow(_ event: Event) {
        if case .joined = event { joined() }
        if case .gestureRecognised(let level) = event, let top = navigation?.topViewController as? any OfContact {
            push(with(SecureScreen(host, top.about)) { $0.level = level })
        }
        let wanted = host.phone.front()
        defer { open() }
        guard wanted != shows else { return showBar() }
        shows = wanted
        isAway = false
        showBar()
        dismissSheets()
        if let above { remove(above) }
        above = nil
        let screen: UIViewController
        switch wanted {
        case .nothing: return
        case .incoming: screen = IncomingScreen(host)
        case .call: screen = RunningScreen(host)
        case .ended: screen = EndedScreen(host)
        case .ding(let id): screen = IncomingDingScreen(host, id)
        }
        let navigation = UINavigationController(rootViewController: screen)
        above = navigation
        add(navigation, at: canvas.content.subviews.count)
        navigation.view.accessibilityViewIsModal = true
        raiseLock()
        UIAccessibility.post(notification: .screenChanged, argument: navigation.view)
    }

    /// Back to the chats while the call goes on, and back again.
    func minimise(_ away: Bool) {
        isAway = away
        above?.view.isHidden = away
        if !away {
            // nothing that came up meanwhile lies above it
            dismissSheets()
            raiseLock()
        }
        // nor a question; and what is covered now learns it
        answered()
    }
    private func showBar() {
        guard shows == .call, case .running(let call) = host.phone.callScreen() else { return bar.removeFromSuperview() }
        // seen at once, whatever lies above it
        if call.urgent { above?.popToRootViewController(animated: false) }
        if call.urgent, isAway { return minimise(false) }
        guard isAway else { return bar.removeFromSuperview() }
        let look = call.secure ? Look.secure : .ordinary
        bar.show(Control(call.stateWords.button, .phone, .primary) { [weak self] in self?.minimise(false) }, look)
        guard bar.superview == nil else { return }
        let middle = bar.centerXAnchor.constraint(equalTo: canvas.content.centerXAnchor)
        canvas.content.place(bar, in: canvas.content.safeAreaLayoutGuide, bottom: 56, also: [middle])
    }

    /// Opens a screen on what the person looks at.
    func push(_ screen: UIViewController) {
        if lockView == nil || isRaised { navigation?.pushViewController(screen, animated: true) }
    }
    /// Opens what came from outside, now or as soon as it may be seen.
    func open(_ screen: UIViewController? = nil) {
        waiting = screen ?? waiting
        guard let next = waiting, lockView == nil, shows == .nothing || shows == .call && isAway else { return }
        waiting = nil
        push(next)
    }
    /// Whether a person could see this screen now.
    func sight(of screen: UIViewController) -> Sight {
        let covered = navigation?.topViewController !== screen || presentedViewController != nil || sheet != nil
        return Sight(inFront: host.system.notifier.isInFront, locked: lockView != nil, covered: covered)
    }
    /// Touches and motion are felt only where somebody can see why.
    func feel() { host.senses.isAwake = host.system.notifier.isInFront && lockView == nil }

    /// The way that the person is on.
    private var navigation: UINavigationController? {
        if let above, !above.view.isHidden { return above }
        return (base as? UINavigationController) ?? tabs.selectedViewController as? UINavigationController
    }

    /// One sentence, for a while; VoiceOver reads it at once.
    func say(_ text: String) {
        let style = above?.overrideUserInterfaceStyle ?? .unspecified
        let note = Group { Words(text) }.build(style == .dark ? .secure : .ordinary)
        note.overrideUserInterfaceStyle = style
        (note.layer.borderWidth, note.layer.borderColor) = (2, Palette.quiet.cgColor)
        notes.append(note)
        let guide = canvas.content.safeAreaLayoutGuide
        canvas.content.place(note, in: guide, leading: Grid.usual, bottom: Grid.large * 3, trailing: Grid.usual)
        // above a call that lies above the lock, and else below that
        if !isRaised { raiseLock() }
        UIAccessibility.post(notification: .announcement, argument: text)
        Task { [weak self] in
            // nobody cancels it
            try? await Task.sleep(for: .seconds(6))
            note.removeFromSuperview()
            self?.notes.removeAll { $0 === note }
        }
    }

    /// Asks once more before something is gone. Within the canvas, not an alert: captures see those.
    func confirm(_ button: Sotto.Button, _ why: Text?, _ then: @escaping @MainActor () -> Void) {
        let sheet = CoverView(frame: .zero)
        sheet.backgroundColor = Palette.secureGround.withAlphaComponent(0.6)
        let asks = Group {
            Words(why?.words ?? host.words[.deleteSure], .heading, centered: true)
            Control(button, .trash, .danger) { [weak self] in
                self?.answered()
                then()
            }
            plain(host.words[.cancel]) { [weak self] in self?.answered() }
        }
        sheet.column.fill([asks], .ordinary)
        answered()
        canvas.content.pin(sheet)
        self.sheet = sheet
        UIAccessibility.post(notification: .screenChanged, argument: sheet)
    }

    private func answered() {
        sheet?.removeFromSuperview()
        sheet = nil
        host.session.refresh()
    }

    /// Hides everything from the app switcher.
    func cover(_ covered: Bool) {
        if covered { dismissSheets() }
        cover.isHidden = !covered
        view.bringSubviewToFront(cover)
    }

    /// What the system shows above the app is seen by captures and by the app switcher: it goes.
    func dismissSheets() { if presentedViewController != nil { dismiss(animated: false) } }

    /// Covers everything but a call until the owner of the phone is there; asks for them unless the app goes away.
    func lock(asking: Bool = true) {
        if lockView == nil {
            let lock = CoverView(frame: .zero)
            lock.say(host.words[.locked], [plain(host.words[.unlock], .lock, .primary) { [weak self] in self?.unlock() }])
            lockView = lock
            canvas.content.pin(lock)
            raiseLock()
            host.session.refresh()
        }
        if asking { unlock() }
    }
    /// A call lies above the lock.
    private var isRaised: Bool { !isAway && host.phone.frontOverLock() }
    private func raiseLock() {
        let raised = lockView.map { [$0, isRaised ? above?.view : nil].compactMap { $0 } }
        for view in raised ?? notes { canvas.content.bringSubviewToFront(view) }
    }
    private func unlock() {
        Task { [weak self, host] in
            guard await host.system.owner.authenticate(reason: host.words[.locked]) else { return }
            self?.lockView?.removeFromSuperview()
            self?.lockView = nil
            host.session.refresh()
        }
    }

    public func leave() {
        watch?()
        if let above { remove(above) }
        if let base { remove(base) }
    }
}
