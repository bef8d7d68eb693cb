// The secure screen: the levels, what both phones can do, and the start.

final class SecureScreen: Screen<SecureView> {
    /// Where the finger is; none: as the core opens the screen.
    var level: UInt8?
    private var contact: String? { about.isEmpty ? nil : about }

    override func read(_ phone: Phone) async -> SecureView? { phone.secureView(level: level) }
    override func isSecure(_ model: SecureView) -> Bool { true }
    override func dress(_ model: SecureView) { title = host.words[.secureTitle] }

    @Pieces override func pieces(_ model: SecureView) -> [any Piece] {
        Mark(mark: model.eyeglasses)
        Words(host.words[.forbidsTitle], .heading)
        model.stops.map { stop in
            Stop(stop: stop) { [weak self] in
                self?.level = stop.level
                self?.refresh()
            }
        }
        model.because.map { Words($0.words, .quiet) }
        Words(host.words[.canTitle], .heading)
        trouble([], nil, model.remedies, model.columns, model.simulated, host)
        if let contact {
            Control(model.chatOnly, .chat) { [weak self, host] in
                if host.attempt({ try $0.askSecureChat(contact: contact, level: model.chosen) }) { self?.gone() }
            }
            Control(model.ding, .bell) { [host] in host.open(with(ComposeDingScreen(host, contact)) { $0.level = model.chosen }) }
        }
    }
    override func footer(_ model: SecureView) -> [any Piece] {
        [Control(model.start, .glasses, .primary) { [weak self, host, contact] in
            if host.attempt({ try $0.startSecure(contact: contact, level: model.chosen) }) { self?.gone() }
        }]
    }
}
