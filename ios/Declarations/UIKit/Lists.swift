// Tables, their cells' content, searching.
import Foundation

extension IndexPath {
    public init(row: Int, section: Int) { self.init(indexes: [section, row]) }
    public var row: Int { self[1] }
    public var section: Int { self[0] }
}

/// https://developer.apple.com/documentation/uikit/uicontentconfiguration
@MainActor public protocol UIContentConfiguration {
    func makeContentView() -> any UIView & UIContentView
    func updated(for state: any UIConfigurationState) -> Self
}
@MainActor public protocol UIContentView: StubObject {
    var configuration: any UIContentConfiguration { get set }
}
@MainActor public protocol UIConfigurationState {}

/// https://developer.apple.com/documentation/uikit/uitableviewcell
@MainActor open class UITableViewCell: UIView {
    public enum CellStyle: Int, Sendable { case `default`, value1, value2, subtitle }
    public enum AccessoryType: Int, Sendable { case none, disclosureIndicator, detailDisclosureButton, checkmark }
    public enum SelectionStyle: Int, Sendable { case none, blue, gray, `default` }
    open var accessoryType = AccessoryType.none
    open var selectionStyle = SelectionStyle.default
    public let contentView = UIView(frame: .zero)
    open var contentConfiguration: (any UIContentConfiguration)? {
        didSet {
            guard let made = contentConfiguration else { return }
            if let view = contentView.subviews.first as? any UIView & UIContentView { view.configuration = made } else {
                let view = made.makeContentView()
                view.autoresizingMask = [.flexibleWidth, .flexibleHeight]
                contentView.addSubview(view)
            }
        }
    }
    public override init(frame: CGRect) {
        super.init(frame: frame)
        contentView.autoresizingMask = [.flexibleWidth, .flexibleHeight]
        addSubview(contentView)
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? { contentView.subviews.first?.stubFit(width) }
}

@MainActor public protocol UITableViewDataSource: StubObject {
    func tableView(_ tableView: UITableView, numberOfRowsInSection section: Int) -> Int
    func tableView(_ tableView: UITableView, cellForRowAt indexPath: IndexPath) -> UITableViewCell
}
@MainActor public protocol UITableViewDelegate: StubObject {
    func tableView(_ tableView: UITableView, didSelectRowAt indexPath: IndexPath)
    func tableView(
        _ tableView: UITableView, trailingSwipeActionsConfigurationForRowAt indexPath: IndexPath
    ) -> UISwipeActionsConfiguration?
    func tableView(_ tableView: UITableView, willDisplay cell: UITableViewCell, forRowAt indexPath: IndexPath)
}
extension UITableViewDelegate {
    public func tableView(_ tableView: UITableView, didSelectRowAt indexPath: IndexPath) {}
    public func tableView(
        _ tableView: UITableView, trailingSwipeActionsConfigurationForRowAt indexPath: IndexPath
    ) -> UISwipeActionsConfiguration? { nil }
    public func tableView(_ tableView: UITableView, willDisplay cell: UITableViewCell, forRowAt indexPath: IndexPath) {}
}
@MainActor open class UISwipeActionsConfiguration: NSObject {
    public let actions: [UIContextualAction]
    public init(actions: [UIContextualAction]) { self.actions = actions }
    open var performsFirstActionWithFullSwipe = true
}
@MainActor open class UIContextualAction: NSObject {
    public enum Style: Int, Sendable { case normal, destructive }
    public typealias Handler = (UIContextualAction, UIView, @escaping (Bool) -> Void) -> Void
    public let title: String?
    public let stubHandler: Handler
    public init(style: UIContextualAction.Style, title: String?, handler: @escaping Handler) {
        self.title = title
        stubHandler = handler
    }
}

/// https://developer.apple.com/documentation/uikit/uitableview
@MainActor open class UITableView: UIScrollView {
    public enum Style: Int, Sendable { case plain, grouped, insetGrouped }
    public enum ScrollPosition: Int, Sendable { case none, top, middle, bottom }
    public enum SeparatorStyle: Int, Sendable { case none, singleLine }
    open weak var dataSource: (any UITableViewDataSource)?
    open weak var delegate: (any UITableViewDelegate)?
    open var separatorStyle = SeparatorStyle.singleLine
    open var backgroundView: UIView?
    open var tableFooterView: UIView?
    open var allowsSelection = true
    private var classes: [String: UITableViewCell.Type] = [:]
    public private(set) var stubCells: [UITableViewCell] = []
    private var atEnd = false
    public init(frame: CGRect, style: UITableView.Style) { super.init(frame: frame) }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open func register(_ cellClass: UITableViewCell.Type?, forCellReuseIdentifier identifier: String) {
        classes[identifier] = cellClass
    }
    open func dequeueReusableCell(withIdentifier identifier: String, for indexPath: IndexPath) -> UITableViewCell {
        UITableViewCell(frame: .zero)
    }
    open func reloadData() {
        for cell in stubCells { cell.removeFromSuperview() }
        let count = dataSource?.tableView(self, numberOfRowsInSection: 0) ?? 0
        // what could be on a screen: the first or the last rows
        let rows = atEnd ? max(0, count - 40)..<count : 0..<min(count, 40)
        stubCells = rows.compactMap { row in
            dataSource?.tableView(self, cellForRowAt: IndexPath(row: row, section: 0))
        }
        for cell in stubCells { addSubview(cell) }
        for (cell, row) in zip(stubCells, rows) {
            delegate?.tableView(self, willDisplay: cell, forRowAt: IndexPath(row: row, section: 0))
        }
    }
    /// The person swipes over a row.
    public func stubSwipe(_ row: Int) -> [UIContextualAction] {
        let path = IndexPath(row: row, section: 0)
        return delegate?.tableView(self, trailingSwipeActionsConfigurationForRowAt: path)?.actions ?? []
    }
    open func scrollToRow(at indexPath: IndexPath, at scrollPosition: UITableView.ScrollPosition, animated: Bool) {
        atEnd = scrollPosition == .bottom
        if atEnd { reloadData() }
    }
    open func deselectRow(at indexPath: IndexPath, animated: Bool) {}
    open override func layoutSubviews() {
        let safe = safeAreaInsets
        var y = safe.top
        for cell in stubCells {
            let height = max(44, cell.stubFit(bounds.width).height)
            cell.frame = CGRect(x: 0, y: y, width: bounds.width, height: height)
            y += height
        }
        contentSize = CGSize(width: bounds.width, height: y)
        let room = bounds.height - safe.bottom
        if atEnd, y > room { for cell in stubCells { cell.frame.origin.y -= y - room } }
        if let backgroundView {
            if backgroundView.superview == nil { insertSubview(backgroundView, at: 0) }
            backgroundView.frame = bounds
        }
    }
}

/// https://developer.apple.com/documentation/uikit/uisearchcontroller
@MainActor open class UISearchController: UIViewController {
    public let searchBar = UISearchBar(frame: .zero)
    open weak var searchResultsUpdater: (any UISearchResultsUpdating)?
    open var obscuresBackgroundDuringPresentation = true
    public init(searchResultsController: UIViewController?) { super.init(nibName: nil, bundle: nil) }
    public required init?(coder: NSCoder) { fatalError("not from a nib") }
    public func stubType(_ text: String) {
        searchBar.text = text
        searchResultsUpdater?.updateSearchResults(for: self)
    }
}
@MainActor open class UISearchBar: UIView {
    open var text: String?
    open var placeholder: String?
}
@MainActor public protocol UISearchResultsUpdating: StubObject {
    func updateSearchResults(for searchController: UISearchController)
}
