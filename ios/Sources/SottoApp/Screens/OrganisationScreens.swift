// Organisations: whose policies were accepted, and one that is offered, shown before anything is accepted.
import SottoKit
import UIKit
import UniformTypeIdentifiers

/// What a policy demands.
@MainActor private func demands(_ policy: PolicyView) -> [any Piece] {
    var pieces: [any Piece] = [Words(policy.validity.words, .quiet)]
    pieces += policy.demands.map { row in
        Group([Words(row.calls.words, .heading), Words(dotted(row.place.words, row.hours.words), .quiet)]
            + row.asks.map { Words($0.words, icon: .lock) })
    }
    pieces += [Words(policy.nothing), Words(policy.levelsTitle, .heading)].compactMap { $0 }
    pieces += policy.levels.map { level in
        Group([Words(level.title.words, .heading)] + level.forbids.map { Words($0.words, icon: .lock) })
    }
    return pieces + [Words(policy.both.words), Words(policy.issuer, .quiet)]
}

final class OrganisationsScreen: Screen<OrganisationsView>, UIDocumentPickerDelegate {
    override func read(_ phone: Phone) async -> OrganisationsView? { phone.organisationsView() }
    override func dress(_ model: OrganisationsView) { title = model.title.words }
    override func pieces(_ model: OrganisationsView) -> [any Piece] {
        let all: [any Piece] = model.organisations.flatMap { [host] row in
            [Words(row.title.words, .title)] + demands(row.policy) + [
                Control(row.leave, .trash, .danger) {
                    host.confirm(row.leave) { host.attempt { try $0.removePolicy(issuer: row.policy.key) } }
                }, Words(row.leaveHint.words, .quiet),
            ]
        }
        let add = Control(model.add, .paste) { [weak self] in self?.pick() }
        return all + [Words(model.empty)].compactMap { $0 } + [add]
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
    override func pieces(_ model: OfferView) -> [any Piece] {
        [Words(model.title.words, .title), Words(model.state.words)] + (model.policy.map(demands) ?? [])
    }
    override func footer(_ model: OfferView) -> [any Piece] {
        [Control(model.accept, .check, .primary) { [weak self, host, policy] in
            if host.attempt({ try $0.acceptPolicy(policy: policy) }) { self?.gone() }
        }]
    }
}
