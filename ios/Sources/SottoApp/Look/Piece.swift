// A screen is a column of pieces. A piece describes a view; the column makes it once and brings it up to date after that,
// so that VoiceOver and the keyboard stay where they are.
import SottoKit
import UIKit

@MainActor protocol Piece {
    associatedtype Shown: UIView
    func make() -> Shown
    func update(_ view: Shown, _ look: Look)
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
class Column: UIStackView {
    override init(frame: CGRect) {
        super.init(frame: frame)
        axis = .vertical
        spacing = Grid.usual
    }
    required init(coder: NSCoder) { fatalError("made in code only") }
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

/// Fills its parent, or a guide of it.
extension UIView {
    func pin(_ child: UIView, inset: CGFloat = 0, safely: Bool = false) {
        child.translatesAutoresizingMaskIntoConstraints = false
        addSubview(child)
        let guide = safeAreaLayoutGuide
        NSLayoutConstraint.activate([
            child.leadingAnchor.constraint(equalTo: safely ? guide.leadingAnchor : leadingAnchor, constant: inset),
            child.trailingAnchor.constraint(equalTo: safely ? guide.trailingAnchor : trailingAnchor, constant: -inset),
            child.topAnchor.constraint(equalTo: safely ? guide.topAnchor : topAnchor, constant: inset),
            child.bottomAnchor.constraint(equalTo: safely ? guide.bottomAnchor : bottomAnchor, constant: -inset),
        ])
    }
}

/// A view that is made in code only.
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
