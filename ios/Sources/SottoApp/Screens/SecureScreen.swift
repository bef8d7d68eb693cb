// The secure screen: the levels, what both phones can do, and the start.
import SottoKit
import UIKit

final class SecureScreen: Screen<SecureView> {
    private let contact: String?
    /// Where the finger is; the core says the rest.
    private var level: UInt8?

    init(_ host: AppHost, _ contact: String?, level: UInt8? = nil) {
        self.contact = contact
        self.level = level
        super.init(host)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }

    override func read(_ phone: Phone) async -> SecureView? {
        let view = phone.secureView(level: level ?? 0)
        guard level == nil else { return view }
        // the finger begins at the level of the call, else at the first stop
        level = (view.stops.first { $0.inForce } ?? view.stops.first)?.level
        return phone.secureView(level: level ?? 0)
    }
    override func isSecure(_ model: SecureView) -> Bool { true }
    override func dress(_ model: SecureView) { title = host.words[.secureTitle] }

    override func pieces(_ model: SecureView) -> [any Piece] {
        let (host, words) = (host, host.words)
        var pieces: [any Piece] = [Mark(mark: model.eyeglasses), Words(words[.forbidsTitle], .heading)]
        pieces += model.stops.map { stop in
            Stop(stop: stop) { [weak self] in
                self?.level = stop.level
                self?.refresh()
            }
        }
        pieces += model.because.map { Words($0.words, .quiet) }
        pieces += [Words(words[.canTitle], .heading), Columns(columns: model.columns)] as [any Piece]
        pieces += trouble([], nil, model.remedies, host)
        if let simulated = model.simulated { pieces.append(Words(simulated.words, .warning)) }
        if let contact {
            pieces += [
                Control(model.chatOnly, .chat) { [weak self] in self?.chatOnly(model, contact) },
                Control(model.ding, .bell) { host.go(.compose([contact], secure: true)) },
            ]
        }
        return pieces
    }
    override func footer(_ model: SecureView) -> [any Piece] {
        [Control(model.start, .glasses, .primary) { [weak self] in self?.start(model) }]
    }

    private func chatOnly(_ model: SecureView, _ contact: String) {
        guard let chosen = model.stops.first(where: { $0.chosen })?.level else { return }
        if host.attempt({ try $0.askSecureChat(contact: contact, level: chosen) }) {
            navigationController?.popViewController(animated: true)
        }
    }

    private func start(_ model: SecureView) {
        guard let chosen = model.stops.first(where: { $0.chosen })?.level else { return }
        host.withMicrophone { [weak self, host, contact] in
            guard host.attempt({ try $0.startSecure(contact: contact, level: chosen) }) else { return }
            self?.navigationController?.popViewController(animated: true)
        }
    }
}
