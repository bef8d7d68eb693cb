// A screen is a column of pieces. A piece describes a view; the column makes it once and brings it up to date after that,
// so that VoiceOver and the keyboard stay where they are.

@MainActor protocol Piece {
    associatedtype Shown: UIView
    func make() -> Shown
    func update(_ view: Shown, _ look: Look)
}

/// Pieces below each other, as many as there are.
@MainActor @resultBuilder enum Pieces {
    static func buildExpression(_ piece: any Piece) -> [any Piece] { [piece] }
    static func buildExpression(_ piece: (any Piece)?) -> [any Piece] { piece.map { [$0] } ?? [] }
    static func buildExpression(_ pieces: [any Piece]) -> [any Piece] { pieces }
    static func buildBlock(_ parts: [any Piece]...) -> [any Piece] { parts.flatMap { $0 } }
    static func buildOptional(_ part: [any Piece]?) -> [any Piece] { part ?? [] }
    static func buildEither(first: [any Piece]) -> [any Piece] { first }
    static func buildEither(second: [any Piece]) -> [any Piece] { second }
    static func buildArray(_ parts: [[any Piece]]) -> [any Piece] { parts.flatMap { $0 } }
}

extension Piece {
    func build(_ look: Look) -> UIView {
        let view = make()
        update(view, look)
        return view
    }
    /// `false`: that view is another piece's.
    func fits(_ view: UIView, _ look: Look) -> Bool {
        guard type(of: view) == Shown.self, let mine = view as? Shown else { return false }
        update(mine, look)
        return true
    }
}

/// Pieces below or beside each other.
class Column: Stack {
    override func build() {
        axis = .vertical
        spacing = Grid.usual
    }
    convenience init(spacing: CGFloat) {
        self.init(frame: .zero)
        self.spacing = spacing
    }

    func fill(_ pieces: [any Piece], _ look: Look) {
        for (index, piece) in pieces.enumerated() {
            let there = index < arrangedSubviews.count ? arrangedSubviews[index] : nil
            if let there, piece.fits(there, look) { continue }
            there?.removeFromSuperview()
            insertArrangedSubview(piece.build(look), at: index)
        }
        for extra in arrangedSubviews.dropFirst(pieces.count) { extra.removeFromSuperview() }
    }
}

extension UIView {
    func keepsItsWidth() {
        setContentHuggingPriority(.required, for: .horizontal)
        setContentCompressionResistancePriority(.required, for: .horizontal)
    }
    /// The child fills its parent.
    func pin(_ child: UIView, inset: CGFloat = 0) {
        place(child, top: inset, leading: inset, bottom: inset, trailing: inset)
    }
    /// Puts a child at these distances from the edges of its parent or of a guide; what is left out stays free.
    func place(
        _ child: UIView, in guide: UILayoutGuide? = nil, top: CGFloat? = nil, leading: CGFloat? = nil,
        bottom: CGFloat? = nil, trailing: CGFloat? = nil, also: [NSLayoutConstraint] = []
    ) {
        child.translatesAutoresizingMaskIntoConstraints = false
        addSubview(child)
        let edges = [
            top.map { child.topAnchor.constraint(equalTo: guide?.topAnchor ?? topAnchor, constant: $0) },
            leading.map { child.leadingAnchor.constraint(equalTo: guide?.leadingAnchor ?? leadingAnchor, constant: $0) },
            bottom.map { child.bottomAnchor.constraint(equalTo: guide?.bottomAnchor ?? bottomAnchor, constant: -$0) },
            trailing.map { child.trailingAnchor.constraint(equalTo: guide?.trailingAnchor ?? trailingAnchor, constant: -$0) },
        ]
        NSLayoutConstraint.activate(edges.compactMap { $0 } + also)
    }
}

/// A view or a stack that is made in code only.
class Stack: UIStackView {
    override init(frame: CGRect) {
        super.init(frame: frame)
        build()
    }
    required init(coder: NSCoder) { fatalError("made in code only") }
    func build() {}
}
class Made: UIView {
    override init(frame: CGRect) {
        super.init(frame: frame)
        build()
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }
    func build() {}
}

/// A view that persists, such as one that is typed into.
struct Kept: Piece {
    let view: UIView
    init(_ view: UIView) { self.view = view }
    func make() -> UIView { view }
    func update(_ view: UIView, _ look: Look) {}
    func fits(_ there: UIView, _ look: Look) -> Bool { there === view }
}
