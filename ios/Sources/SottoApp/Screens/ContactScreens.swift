// Contacts: the list, the page of one, and the calls that were.

final class ContactsScreen: ListScreen<ContactsView>, UISearchResultsUpdating {
    private var search = ""
    private let searching = UISearchController(searchResultsController: nil)

    override func viewDidLoad() {
        super.viewDidLoad()
        searching.searchResultsUpdater = self
        searching.obscuresBackgroundDuringPresentation = false
        searching.searchBar.placeholder = host.words[.search]
        navigationItem.searchController = searching
    }
    func updateSearchResults(for searchController: UISearchController) {
        search = searchController.searchBar.text ?? ""
        refresh()
    }

    override func read(_ phone: Phone) async -> ContactsView? {
        phone.contactsView(search: search.isEmpty ? nil : search)
    }

    override func dress(_ model: ContactsView) {
        let calls = barItem(Icon.clock.image(), host.words[.calls]) { [host] in host.open(CallsScreen(host)) }
        navigationItem.leftBarButtonItems = [calls]
        navigationItem.rightBarButtonItems = [
            model.add.first.flatMap { barButton($0, Icon.plus.image(), host) { [host] in host.open(ScannerScreen(host)) } },
            model.add.last.flatMap { barButton($0, Icon.code.image(), host) { [host] in host.open(CardScreen(host)) } },
        ].compactMap { $0 }
    }

    override func rows(_ model: ContactsView) -> [any Piece & RowContent] {
        model.lines.map { line in
            ListRow(
                title: line.name, mark: line.verified?.words,
                below: line.lastCall.map { "\($0.what.words) · \($0.ago.words)" }, icon: .person,
                control: Control(line.call, .phone) { [host] in host.dial(line.id) },
                action: { [host] in host.open(ContactScreen(host, line.id)) })
        }
    }

    override func nothing(_ model: ContactsView) -> [any Piece] {
        guard let empty = model.empty else { return [] }
        let mark = Eyeglasses(look: .outline, label: empty)
        let scan = model.add.prefix(1).map { Control($0, .code, .primary) { [host] in host.open(ScannerScreen(host)) } }
        return [Mark(mark: mark, side: 96), Words(empty.words, centered: true)] + scan
    }
}

final class ContactScreen: Screen<ContactView>, OfContact {
    override func read(_ phone: Phone) async -> ContactView? { phone.contactView(contact: about) }
    override func dress(_ model: ContactView) { title = model.name }

    @Pieces override func pieces(_ model: ContactView) -> [any Piece] {
        let (host, id) = (host, about)
        Words(model.name, .title, centered: true)
        Words(model.verifiedWords.words, .quiet, centered: true, icon: model.verified ? .verified : nil)
        Row {
            plain(host.words[.chats], .chat, .tile) { host.open(ChatScreen(host, id)) }
            Control(model.call, .phone, .tile) { host.dial(id) }
        }
        Group {
            model.secureLevels.map { row in Control(row.button, .glasses) { host.dial(id, level: row.level) } }
        }
        Row {
            Control(model.ding, .bell, .tile) { host.open(ComposeDingScreen(host, id)) }
            Control(model.secureDing, .glasses, .tile) { 
                host.open(with(ComposeDingScreen(host, id)) { $0.level = host.phone.secureView(level: nil).chosen })
            }
        }
        model.identifiers.map { identifier($0, id, host) }
        if let safety = model.safety {
            Group(safety.title) {
                Words(safety.number, .number)
                Words(safety.how.words, .quiet)
                Control(safety.compare, .code) { host.open(ScannerScreen(host)) }
            }
        }
        Group {
            Words(host.words[.usualLevel], .heading)
            model.usualLevels.map { row in
                choice(row.title.button, row.chosen) {
                    host.attempt { try $0.setUsualLevel(contact: id, level: row.level) }
                }
            }
        }
        Control(model.block, .lock) {
            host.confirm(model.block, model.blockSure) { host.attempt { try $0.block(contact: id, on: !model.blocked) } }
        }
        Control(model.delete, .trash, .danger) {
            host.confirm(model.delete) { host.attempt { try $0.forget(contact: id) } }
        }
    }
}

final class CallsScreen: ListScreen<[LogLine]> {
    override func read(_ phone: Phone) async -> [LogLine]? { phone.callLog() }
    override func dress(_ model: [LogLine]) { title = host.words[.calls] }
    override func nothing(_ model: [LogLine]) -> [any Piece] { [Words(host.words[.callsNone], centered: true)] }
    override func rows(_ model: [LogLine]) -> [any Piece & RowContent] {
        model.map { line in
            var row = ListRow(
                title: line.title.words, below: dotted(line.what.words, line.lasted?.words),
                beside: dotted(line.ago.words, line.reason.words), icon: .phone)
            if let contact = line.contact { row.action = { [host] in host.open(ContactScreen(host, contact)) } }
            return row
        }
    }
}
