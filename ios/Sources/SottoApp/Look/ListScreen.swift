// A screen that is a list: rows of any number, drawn as they come into sight.
import SottoKit
import UIKit

/// One row: a title, what stands below and beside it, and where a tap leads.
struct ListRow {
    var title: String
    var mark: String?
    var below: String?
    var beside: String?
    var unread: String?
    var icon: Icon?
    var action: (@MainActor () -> Void)?
    /// Beside the row, such as a call.
    var control: Control?
}

class ListScreen<Model: Equatable & Sendable>: Screen<Model>, UITableViewDataSource, UITableViewDelegate {
    let table = UITableView(frame: .zero, style: .plain)
    private let empty = Column()
    private var shown: [any Piece & RowContent] = []

    /// The rows of the model.
    func rows(_ model: Model) -> [any Piece & RowContent] { [] }
    /// Shown where there are none.
    func nothing(_ model: Model) -> [any Piece] { [] }

    override func build() {
        view.pin(table)
        table.dataSource = self
        table.delegate = self
        table.separatorStyle = .none
        table.backgroundColor = .clear
        table.register(UITableViewCell.self, forCellReuseIdentifier: "row")
        empty.translatesAutoresizingMaskIntoConstraints = false
        view.addSubview(empty)
        NSLayoutConstraint.activate([
            empty.centerYAnchor.constraint(equalTo: view.centerYAnchor),
            empty.leadingAnchor.constraint(equalTo: view.leadingAnchor, constant: Grid.large),
            empty.trailingAnchor.constraint(equalTo: view.trailingAnchor, constant: -Grid.large),
        ])
    }

    override func draw(_ model: Model) {
        shown = rows(model)
        table.reloadData()
        empty.isHidden = !shown.isEmpty
        empty.fill(shown.isEmpty ? nothing(model) : [], look)
    }
    var count: Int { shown.count }

    func tableView(_ tableView: UITableView, numberOfRowsInSection section: Int) -> Int { shown.count }

    func tableView(_ tableView: UITableView, cellForRowAt indexPath: IndexPath) -> UITableViewCell {
        let cell = tableView.dequeueReusableCell(withIdentifier: "row", for: indexPath)
        cell.selectionStyle = .none
        cell.backgroundColor = .clear
        cell.contentConfiguration = PieceContent(piece: shown[indexPath.row], look: look)
        return cell
    }
}

/// A piece that is a whole row.
@MainActor protocol RowContent {}

/// A piece as the content of a cell.
struct PieceContent: UIContentConfiguration {
    let piece: any Piece
    let look: Look
    func makeContentView() -> any UIView & UIContentView { PieceContentView(self) }
    func updated(for state: any UIConfigurationState) -> PieceContent { self }
}

final class PieceContentView: UIView, UIContentView {
    private let column = Column()
    private var made: PieceContent
    init(_ content: PieceContent) {
        made = content
        super.init(frame: .zero)
        pin(column)
        column.fill([content.piece], content.look)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }
    var configuration: any UIContentConfiguration {
        get { made }
        set {
            guard let content = newValue as? PieceContent else { return }
            made = content
            column.fill([content.piece], content.look)
        }
    }
}

extension ListRow: Piece, RowContent {
    func make() -> ListRowView { ListRowView(frame: .zero) }
    func update(_ view: ListRowView, _ look: Look) { view.show(self, look) }
}

final class ListRowView: UIStackView {
    private let open = TapView(frame: .zero)
    private let picture = UIImageView(image: nil)
    private let title = UILabel()
    private let below = UILabel()
    private let beside = UILabel()
    private let unread = UILabel()
    private let control = ControlView(frame: .zero)

    override init(frame: CGRect) {
        super.init(frame: frame)
        spacing = Grid.small
        alignment = .center
        isLayoutMarginsRelativeArrangement = true
        directionalLayoutMargins = NSDirectionalEdgeInsets(
            top: Grid.small, leading: Grid.usual, bottom: Grid.small, trailing: Grid.usual)
        for (label, style) in [
            (title, UIFont.TextStyle.headline), (below, .subheadline), (beside, .footnote), (unread, .footnote),
        ] {
            label.font = .preferredFont(forTextStyle: style)
            label.adjustsFontForContentSizeCategory = true
            label.textColor = label === title ? Palette.text : Palette.quiet
            label.isAccessibilityElement = false
        }
        title.numberOfLines = 2
        below.numberOfLines = 2
        unread.textColor = Palette.accent
        let texts = Column(spacing: 2)
        texts.isUserInteractionEnabled = false
        for label in [title, below, beside, unread] { texts.addArrangedSubview(label) }
        open.pin(texts)
        open.heightAnchor.constraint(greaterThanOrEqualToConstant: Grid.target).isActive = true
        picture.contentMode = .center
        picture.setContentHuggingPriority(.required, for: .horizontal)
        picture.setContentCompressionResistancePriority(.required, for: .horizontal)
        open.setContentHuggingPriority(.defaultLow, for: .horizontal)
        control.setContentHuggingPriority(.required, for: .horizontal)
        control.setContentCompressionResistancePriority(.required, for: .horizontal)
        for view in [picture, open, control] { addArrangedSubview(view) }
    }
    required init(coder: NSCoder) { fatalError("made in code only") }

    func show(_ row: ListRow, _ look: Look) {
        picture.image = row.icon?.image(26)
        picture.isHidden = row.icon == nil
        picture.tintColor = look.accent
        title.text = row.mark == nil ? row.title : "\(row.title)  ✓"
        for (label, text) in [(below, row.below), (beside, row.beside), (unread, row.unread)] {
            label.text = text
            label.isHidden = text == nil
        }
        open.act = row.action
        open.accessibilityLabel = [row.title, row.mark, row.below, row.beside, row.unread].compactMap { $0 }
            .joined(separator: ", ")
        open.accessibilityTraits = row.action == nil ? .staticText : .button
        control.isHidden = row.control == nil
        if let shown = row.control {
            control.show(shown, look)
            control.configuration?.title = nil
        }
    }
}

/// Something to tap that is no button in looks.
final class TapView: UIControl {
    var act: (@MainActor () -> Void)?
    override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
        addAction(UIAction { [weak self] _ in self?.act?() ?? () }, for: .touchUpInside)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }
}
