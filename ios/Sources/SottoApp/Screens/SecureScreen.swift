// The secure screen: the levels, what both phones can do, and the start.
import SottoKit
import UIKit

final class SecureScreen: Screen<SecureView> {
    /// Where the finger is; none: as the core opens the screen.
    var level: UInt8?
    private var contact: String? { about.isEmpty ? nil : about }

    override func read(_ phone: Phone) async -> SecureView? { phone.secureView(level: level) }
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
        pieces.append(Words(words[.canTitle], .heading))
        pieces += trouble([], nil, model.remedies, model.columns, model.simulated, host)
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
        if host.attempt({ try $0.askSecureChat(contact: contact, level: model.chosen) }) {
            navigationController?.popViewController(animated: true)
        }
    }

    private func start(_ model: SecureView) {
        host.withMicrophone { [weak self, host, contact] in
            guard host.attempt({ try $0.startSecure(contact: contact, level: model.chosen) }) else { return }
            self?.navigationController?.popViewController(animated: true)
        }
    }
}
