// What every screen is: while it is there it reads one view model of the core after every event, and draws it as pieces when
// it is another. It keeps nothing of its own.

class Screen<Model: Equatable & Sendable>: UIViewController {
    let host: AppHost
    /// Whom or what it is about: an id of the core, or nothing.
    let about: String
    let column = Column()
    let scroll = UIScrollView(frame: .zero)
    /// What stays at the bottom, such as the controls of a call.
    let foot = Column(spacing: Grid.small)
    private let frameView = UIView(frame: .zero)
    private(set) var look = Look.ordinary
    private(set) var model: Model?
    private var watch: Watch?
    private var clock, reading: Task<Void, Never>?
    private var again = false
    /// Whether something in the model runs, such as a duration.
    var runs: Bool { false }

    init(_ host: AppHost, _ about: String = "") {
        (self.host, self.about) = (host, about)
        super.init(nibName: nil, bundle: nil)
        hidesBottomBarWhenPushed = true
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }

    /// A person could see it now.
    var isSeen: Bool { host.root.map { Sotto.isSeen(sight: $0.sight(of: self)) } == true }
    /// Reads the view model.
    func read(_ phone: Phone) async -> Model? { nil }
    /// What the screen shows of it.
    func pieces(_ model: Model) -> [any Piece] { [] }
    /// What is always in reach, below them.
    func footer(_ model: Model) -> [any Piece] { [] }
    /// Title and bars.
    func dress(_ model: Model) {}
    /// There is nothing to show any more.
    func gone() {
        if navigationController?.topViewController === self { navigationController?.popViewController(animated: true) }
    }
    /// The level hides or forbids something now: the whole screen says so.
    func isSecure(_ model: Model) -> Bool { false }

    override func viewDidLoad() {
        super.viewDidLoad()
        build()
        frameView.isUserInteractionEnabled = false
        frameView.layer.borderWidth = 4
        frameView.layer.cornerRadius = 40
        frameView.isHidden = true
        view.pin(frameView)
        wear(.ordinary)
    }

    /// The column in the middle, as wide as the screen up to what reads well; below it the foot, above the keyboard.
    func build() {
        let safe = view.safeAreaLayoutGuide
        let end = foot.bottomAnchor.constraint(equalTo: view.keyboardLayoutGuide.topAnchor, constant: -Grid.small)
        view.place(foot, also: wide(foot, in: safe) + [end])
        let above = scroll.bottomAnchor.constraint(equalTo: foot.topAnchor, constant: -Grid.small)
        view.place(scroll, in: safe, top: 0, leading: 0, trailing: 0, also: [above])
        scroll.alwaysBounceVertical = true
        scroll.keyboardDismissMode = .interactive
        let sides = wide(column, in: scroll.frameLayoutGuide)
        scroll.place(column, in: scroll.contentLayoutGuide, top: Grid.usual, bottom: Grid.usual, also: sides)
    }

    /// As wide as there is room for, up to what reads well.
    private func wide(_ part: UIView, in guide: UILayoutGuide) -> [NSLayoutConstraint] {
        let sides = [
            part.leadingAnchor.constraint(equalTo: guide.leadingAnchor, constant: Grid.usual),
            part.trailingAnchor.constraint(equalTo: guide.trailingAnchor, constant: -Grid.usual),
        ]
        for side in sides { side.priority = .defaultHigh }
        return sides + [
            part.centerXAnchor.constraint(equalTo: guide.centerXAnchor),
            part.widthAnchor.constraint(lessThanOrEqualToConstant: Grid.column),
        ]
    }

    override func viewWillAppear(_ animated: Bool) {
        super.viewWillAppear(animated)
        wear(look)
        guard watch == nil else { return }
        watch = host.session.watch { [weak self] _ in self?.refresh() }
        if runs {
            clock = Task { [weak self] in
                // cancelled: the screen is gone
                while (try? await Task.sleep(for: .seconds(1))) != nil { self?.refresh() }
            }
        }
        refresh()
    }
    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        watch?()
        clock?.cancel()
        watch = nil
    }

    /// Reads again. One reading at a time: views that wait for the disk must not overtake each other.
    func refresh() {
        again = true
        guard reading == nil else { return }
        reading = Task { [weak self] in
            while let self, self.again {
                self.again = false
                let fresh = await self.read(self.host.phone)
                guard fresh != self.model || fresh == nil else { continue }
                self.model = fresh
                self.show(fresh)
            }
            self?.reading = nil
        }
    }

    private func show(_ model: Model?) {
        guard let model else { return gone() }
        wear(isSecure(model) ? .secure : .ordinary)
        dress(model)
        draw(model)
    }
    func redraw() { if let model { draw(model) } }
    func draw(_ model: Model) {
        // with very large letters all of it scrolls: a footer would leave no room
        let large = traitCollection.preferredContentSizeCategory.isAccessibilityCategory
        let (body, below) = (pieces(model), footer(model))
        column.fill(large ? body + below : body, look)
        foot.fill(large ? [] : below, look)
    }

    private func wear(_ look: Look) {
        self.look = look
        overrideUserInterfaceStyle = look.secure ? .dark : .unspecified
        view.backgroundColor = look.ground
        view.tintColor = look.accent
        // the bar is the container's
        navigationController?.overrideUserInterfaceStyle = look.secure ? .dark : .unspecified
        navigationController?.navigationBar.tintColor = look.accent
        frameView.isHidden = !look.secure
        frameView.layer.borderColor = Palette.amber.cgColor
        view.bringSubviewToFront(frameView)
    }
}

/// A button of a bar, of the shell itself.
@MainActor func barItem(_ icon: UIImage, _ label: String?, _ action: @escaping @MainActor () -> Void) -> UIBarButtonItem {
    let item = UIBarButtonItem(image: icon, primaryAction: UIAction { _ in action() })
    item.accessibilityLabel = label
    return item
}

/// A button of a bar, from the core.
@MainActor func barButton(
    _ button: Sotto.Button, _ icon: UIImage, _ host: AppHost, action: @escaping @MainActor () -> Void
) -> UIBarButtonItem? {
    guard button.state != .absent else { return nil }
    var reason: String?
    if case .disabled(let why) = button.state { reason = why.words }
    let item = barItem(icon, button.label.words) { if let reason { host.say(reason) } else { action() } }
    item.accessibilityHint = reason
    if reason != nil { item.tintColor = Palette.quiet }
    return item
}
