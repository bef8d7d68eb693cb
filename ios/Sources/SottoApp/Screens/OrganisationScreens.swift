// Organisations: whose policies were accepted, and one that is offered, shown before anything is accepted.
import UniformTypeIdentifiers

/// What a policy demands.
@MainActor @Pieces private func demands(_ policy: PolicyView) -> [any Piece] {
    Words(policy.validity.words, .quiet)
    policy.demands.map { row in
        Group(row.calls) {
            Words(dotted(row.place.words, row.hours.words), .quiet)
            row.asks.map { Words($0.words, icon: .lock) }
        }
    }
    Words(policy.nothing)
    Words(policy.levelsTitle, .heading)
    policy.levels.map { level in
        Group(level.title) {
            level.forbids.map { Words($0.words, icon: .lock) }
        }
    }
    Words(policy.both.words)
    Words(policy.issuer, .quiet)
}

final class OrganisationsScreen: Screen<OrganisationsView>, UIDocumentPickerDelegate {
    override func read(_ phone: Phone) async -> OrganisationsView? { phone.organisationsView() }
    override func dress(_ model: OrganisationsView) { title = model.title.words }
    @Pieces override func pieces(_ model: OrganisationsView) -> [any Piece] {
        for row in model.organisations {
            Words(row.title.words, .title)
            demands(row.policy)
            Control(row.leave, .trash, .danger) { [host] in
                host.confirm(row.leave) { host.attempt { try $0.removePolicy(issuer: row.policy.key) } }
            }
            Words(row.leaveHint.words, .quiet)
        }
        Words(model.empty)
        Control(model.add, .paste) { [weak self] in self?.pick() }
    }
    private func pick() {
        let picker = UIDocumentPickerViewController(forOpeningContentTypes: [.data], asCopy: true)
        picker.delegate = self
        present(picker, animated: true)
    }
    func documentPicker(_ controller: UIDocumentPickerViewController, didPickDocumentsAt urls: [URL]) {
        urls.first.map(host.offer)
    }
}

final class OfferScreen: Screen<OfferView> {
    var policy = Data()
    override func read(_ phone: Phone) async -> OfferView? { phone.offerView(policy: policy) }
    override func dress(_ model: OfferView) { title = model.title.words }
    @Pieces override func pieces(_ model: OfferView) -> [any Piece] {
        Words(model.title.words, .title)
        Words(model.state.words)
        if let policy = model.policy { demands(policy) }
    }
    override func footer(_ model: OfferView) -> [any Piece] {
        [Control(model.accept, .check, .primary) { [weak self, host, policy] in
            if host.attempt({ try $0.acceptPolicy(policy: policy) }) { self?.gone() }
        }]
    }
}
