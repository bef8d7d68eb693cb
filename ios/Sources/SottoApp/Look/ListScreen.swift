// A screen that is a list: rows of any number, drawn as they come into sight.

/// One row: a title, what stands below and beside it, and where a tap leads.
struct ListRow {
    var title: String
    var mark: String?
    var below: String?
    var beside: String?
    var unread: String?
    var icon: Icon?
    /// Of several, one that is chosen.
    var chosen = false
    /// Beside the row, such as a call.
    var control: Control?
    var action: (@MainActor () -> Void)?
}

class ListScreen<Model: Equatable & Sendable>: Screen<Model>, UITableViewDataSource, UITableViewDelegate {
    let table = UITableView(frame: .zero, style: .plain)
    private let empty = Column()
    private var shown: [any Piece & RowContent] = []

    /// The rows of the model.
    func rows(_ model: Model) -> [any Piece & RowContent] { [] }
    /// Where the table ends.
    var tableEnd: NSLayoutYAxisAnchor { view.bottomAnchor }
    /// Shown where there are none.
    func nothing(_ model: Model) -> [any Piece] { [] }

    override func build() {
        view.place(table, top: 0, leading: 0, trailing: 0, also: [table.bottomAnchor.constraint(equalTo: tableEnd)])
        table.dataSource = self
        table.delegate = self
        table.separatorStyle = .none
        table.backgroundColor = .clear
        table.register(UITableViewCell.self, forCellReuseIdentifier: "row")
        let middle = empty.centerYAnchor.constraint(equalTo: view.centerYAnchor)
        view.place(empty, leading: Grid.large, trailing: Grid.large, also: [middle])
    }

    override func draw(_ model: Model) {
        shown = rows(model)
        table.reloadData()
        empty.isHidden = !shown.isEmpty
        empty.fill(shown.isEmpty ? nothing(model) : [], look)
    }
    var count: Int { shown.count }

    func tableView(_ tableView: UITableView, numberOfRowsInSection section: Int) -> Int { shown.count }

    // of the delegate, said here: the system asks the class that declares the conformance, and no other
    func tableView(_ tableView: UITableView, willDisplay cell: UITableViewCell, forRowAt indexPath: IndexPath) {}
    func tableView(
        _ tableView: UITableView, trailingSwipeActionsConfigurationForRowAt indexPath: IndexPath
    ) -> UISwipeActionsConfiguration? { nil }

    func tableView(_ tableView: UITableView, cellForRowAt indexPath: IndexPath) -> UITableViewCell {
        let cell = tableView.dequeueReusableCell(withIdentifier: "row", for: indexPath)
        cell.selectionStyle = .none
        cell.backgroundColor = .clear
        let column = cell.contentView.subviews.first as? Column ?? Column()
        if column.superview == nil { cell.contentView.pin(column) }
        column.fill([shown[indexPath.row]], look)
        return cell
    }
}

/// A piece that is a whole row.
@MainActor protocol RowContent {}

extension ListRow: Piece, RowContent {
    func make() -> ListRowView { ListRowView(frame: .zero) }
    func update(_ view: ListRowView, _ look: Look) { view.show(self, look) }
}

final class ListRowView: Stack {
    private let (picture, open) = (UIImageView(image: nil), TapView(frame: .zero))
    private let (texts, control) = (Column(spacing: 2), ControlView(frame: .zero))

    override func build() {
        spacing = Grid.small
        alignment = .center
        isLayoutMarginsRelativeArrangement = true
        directionalLayoutMargins = NSDirectionalEdgeInsets(
            top: Grid.small, leading: Grid.usual, bottom: Grid.small, trailing: Grid.usual)
        texts.isUserInteractionEnabled = false
        open.pin(texts)
        open.heightAnchor.constraint(greaterThanOrEqualToConstant: Grid.target).isActive = true
        picture.contentMode = .center
        picture.keepsItsWidth()
        open.setContentHuggingPriority(.defaultLow, for: .horizontal)
        control.keepsItsWidth()
        for view in [picture, open, control] { addArrangedSubview(view) }
    }

    func show(_ row: ListRow, _ look: Look) {
        picture.image = row.icon?.image(26)
        picture.isHidden = row.icon == nil
        picture.tintColor = look.accent
        let quiet = [row.below, row.beside].compactMap { $0.map { Words($0, .quiet) } }
        let title: [any Piece] = [Words(row.mark == nil ? row.title : "\(row.title)  ✓", .heading)]
        texts.fill(title + quiet + [row.unread].compactMap { $0.map { Words($0, .heading) } }, look)
        for case let line as WordsView in texts.arrangedSubviews { line.label.numberOfLines = 2 }
        open.act = row.action
        open.accessibilityLabel = [row.title, row.mark, row.below, row.beside, row.unread].compactMap { $0 }
            .joined(separator: ", ")
        open.accessibilityTraits = row.action == nil ? .staticText : row.chosen ? [.button, .selected] : .button
        control.isHidden = row.control == nil
        if let shown = row.control {
            control.show(shown, look)
            control.configuration?.title = nil
        }
    }
}

/// Something to tap that is no button in looks.
class TapView: UIControl {
    var act: (@MainActor () -> Void)?
    override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
        addAction(UIAction { [weak self] _ in self?.act?() ?? () }, for: .touchUpInside)
        build()
    }
    func build() {}
    required init?(coder: NSCoder) { fatalError("made in code only") }
}
