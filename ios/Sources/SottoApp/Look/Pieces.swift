// The pieces: words, controls of the core, pictures, groups.

/// What there is of these, in one line.
func dotted(_ parts: String?...) -> String { parts.compactMap { $0 }.joined(separator: " · ") }

/// A sentence.
struct Words: Piece {
    enum Style { case title, heading, body, quiet, warning, number }
    let text: String
    var style = Style.body
    var centered = false
    var icon: Icon?
    init(_ text: String, _ style: Style = .body, centered: Bool = false, icon: Icon? = nil) {
        (self.text, self.style, self.centered, self.icon) = (text, style, centered, icon)
    }
    init?(_ text: Text?, _ style: Style = .body, centered: Bool = false, icon: Icon? = nil) {
        guard let text else { return nil }
        self.init(text.words, style, centered: centered, icon: icon)
    }
    func make() -> WordsView { WordsView(frame: .zero) }
    func update(_ view: WordsView, _ look: Look) {
        let label = view.label
        label.text = text
        label.textAlignment = centered ? .center : .natural
        label.accessibilityTraits = style == .title || style == .heading ? .header : .staticText
        label.textColor = style == .quiet ? Palette.quiet : style == .warning ? Palette.danger : Palette.text
        let size: UIFont.TextStyle =
            switch style {
            case .title: .title1
            case .heading: .headline
            case .number: .title2
            case .quiet: .subheadline
            case .body, .warning: .body
            }
        label.font = .preferredFont(forTextStyle: size)
        view.axis = centered ? .vertical : .horizontal
        view.alignment = centered && icon != nil ? .center : icon == nil ? .fill : .center
        view.picture.isHidden = icon == nil
        view.picture.image = icon?.image(20)
        view.picture.tintColor = style == .warning ? Palette.danger : look.accent
    }
}

final class WordsView: Stack {
    let label = UILabel()
    let picture = UIImageView(image: nil)
    override func build() {
        spacing = Grid.small
        label.numberOfLines = 0
        label.adjustsFontForContentSizeCategory = true
        picture.keepsItsWidth()
        addArrangedSubview(picture)
        addArrangedSubview(label)
    }
}

/// A control of the core. A forbidden one stays where it was, grey and with a small lock; a tap tells why.
struct Control: Piece {
    enum Role {
        case primary, plain, danger, tile, primaryTile, dangerTile, row
        var isTile: Bool { [.tile, .primaryTile, .dangerTile].contains(self) }
    }
    let button: Sotto.Button
    var icon: Icon?
    var role = Role.plain
    /// One of several that is chosen: a check, and VoiceOver says so.
    var chosen = false
    let action: @MainActor () -> Void
    init(
        _ button: Sotto.Button, _ icon: Icon? = nil, _ role: Role = .plain, chosen: Bool = false,
        action: @escaping @MainActor () -> Void
    ) {
        (self.button, self.icon, self.role, self.chosen, self.action) = (button, icon, role, chosen, action)
    }
    func make() -> ControlView { ControlView(frame: .zero) }
    func update(_ view: ControlView, _ look: Look) { view.show(self, look) }
}

final class ControlView: UIButton {
    private var act: (@MainActor () -> Void)?
    private var reason: String?

    override init(frame: CGRect) {
        super.init(frame: frame)
        heightAnchor.constraint(greaterThanOrEqualToConstant: Grid.target).isActive = true
        widthAnchor.constraint(greaterThanOrEqualToConstant: Grid.target).isActive = true
        addAction(UIAction { [weak self] _ in self?.tapped() }, for: .touchUpInside)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }

    private func tapped() {
        guard let reason else { act?() ?? (); return }
        (window?.rootViewController as? RootController)?.say(reason)
    }

    func show(_ control: Control, _ look: Look) {
        act = control.action
        reason = nil
        isHidden = control.button.state == .absent
        var made = UIButton.Configuration.filled()
        (made.baseBackgroundColor, made.baseForegroundColor) =
            switch control.role {
            case .primary, .primaryTile: (look.accent, look.onAccent)
            case .danger, .dangerTile: (Palette.danger, Palette.onDanger)
            case .tile, .plain, .row: (look.card, look.accent)
            }
        made.title = control.button.label.words
        made.image = control.icon?.image(control.role.isTile ? 28 : 22)
        made.imagePadding = Grid.small
        made.contentInsets = NSDirectionalEdgeInsets(top: 11, leading: 14, bottom: 11, trailing: 14)
        made.cornerStyle = .fixed
        made.background.cornerRadius = 14
        if control.role.isTile { made.imagePlacement = .top }
        contentHorizontalAlignment = control.role == .row ? .leading : .center
        accessibilityTraits = control.chosen ? [.button, .selected] : .button
        accessibilityHint = nil
        if case .disabled(let why) = control.button.state {
            reason = why.words
            made.image = Icon.lock.image(control.role.isTile ? 28 : 18)
            made.baseBackgroundColor = look.card
            made.baseForegroundColor = Palette.quiet
            // it can be tapped, for its reason; VoiceOver says both
            accessibilityTraits.insert(.notEnabled)
            accessibilityHint = reason
        }
        accessibilityLabel = control.button.label.words
        configuration = made
    }
}

/// A control of the shell itself, such as *Cancel*.
@MainActor func plain(
    _ label: String, _ icon: Icon? = nil, _ role: Control.Role = .plain, action: @escaping @MainActor () -> Void
) -> Control {
    Control(Text(key: "", args: [], words: label).button, icon, role, action: action)
}

/// One of several values, or something that is on or off; all in one line below each other.
@MainActor func choice(_ button: Sotto.Button, _ chosen: Bool, action: @escaping @MainActor () -> Void) -> Control {
    Control(button, chosen ? .check : .blank, .row, chosen: chosen, action: action)
}
extension Text {
    /// As a button that can be used.
    var button: Sotto.Button { Sotto.Button(label: self, state: .enabled) }
}

/// Pieces on a ground of their own.
struct Group: Piece {
    let pieces: [any Piece]
    var warning = false
    init(_ heading: Text? = nil, warning: Bool = false, @Pieces _ pieces: () -> [any Piece]) {
        self.pieces = (Words(heading, .heading).map { [$0] } ?? []) + pieces()
        self.warning = warning
    }
    func make() -> GroupView { GroupView(frame: .zero) }
    func update(_ view: GroupView, _ look: Look) {
        view.backgroundColor = look.card
        view.layer.borderWidth = warning ? 2 : 0
        view.layer.borderColor = Palette.danger.resolvedColor(with: view.traitCollection).cgColor
        view.column.fill(pieces, look)
    }
}

final class GroupView: Made {
    let column = Column(spacing: Grid.small)
    override func build() {
        layer.cornerRadius = 16
        pin(column, inset: Grid.usual)
    }
}

/// Pieces beside each other, each as wide as the next; below each other where letters are very large.
struct Row: Piece {
    let pieces: [any Piece]
    init(@Pieces _ pieces: () -> [any Piece]) { self.pieces = pieces() }
    func make() -> RowView { RowView(frame: .zero) }
    func update(_ view: RowView, _ look: Look) {
        let large = view.traitCollection.preferredContentSizeCategory.isAccessibilityCategory
        view.axis = large ? .vertical : .horizontal
        view.distribution = large ? .fill : .fillEqually
        view.spacing = Grid.small
        view.fill(pieces, look)
    }
}
final class RowView: Column {}

/// The eyeglasses, large, with their state in words.
struct Mark: Piece {
    let mark: Eyeglasses
    var side: CGFloat = 72
    func make() -> GlassesView { GlassesView(image: nil) }
    func update(_ view: GlassesView, _ look: Look) { view.show(mark, side: side, tint: look.accent) }
}

/// A picture, such as the card's code: on white, whatever the look.
struct Picture: Piece {
    let data: Data
    let label: String
    func make() -> PictureView { PictureView(frame: .zero) }
    func update(_ view: PictureView, _ look: Look) {
        view.picture.image = UIImage(data: data)
        view.picture.accessibilityLabel = label
    }
}
final class PictureView: Made {
    let picture = UIImageView(image: nil)
    override func build() {
        backgroundColor = .white
        layer.cornerRadius = 16
        picture.contentMode = .scaleAspectFit
        picture.isAccessibilityElement = true
        picture.accessibilityTraits = .image
        picture.heightAnchor.constraint(equalTo: picture.widthAnchor, multiplier: 1).isActive = true
        pin(picture, inset: Grid.usual)
    }
}

/// A picture of lines of the app's own, in the look's colour.
struct Drawing: Piece {
    let size: CGSize
    let draw: @MainActor (CGRect) -> Void
    func make() -> UIImageView { UIImageView(image: nil) }
    func update(_ view: UIImageView, _ look: Look) {
        let drawn = UIGraphicsImageRenderer(size: size).image { _ in
            UIColor.black.set()
            draw(CGRect(origin: .zero, size: size))
        }
        (view.image, view.tintColor, view.contentMode) = (drawn.withRenderingMode(.alwaysTemplate), look.accent, .center)
    }
}
