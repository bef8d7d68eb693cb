// Dings: the list, making one, one that was sent, one that rings.

final class DingsScreen: ListScreen<[DingLine]> {
    override func read(_ phone: Phone) async -> [DingLine]? { phone.dingsView() }
    override func dress(_ model: [DingLine]) {
        title = host.words[.dings]
        navigationItem.rightBarButtonItems = [
            barItem(Icon.plus.image(), host.words[.newDing]) { [host] in host.open(PeopleScreen(host)) }
        ]
    }
    override func rows(_ model: [DingLine]) -> [any Piece & RowContent] {
        model.compactMap { line -> (any Piece & RowContent)? in
            switch line {
            case .received(let view): return Group { incoming(view, host) + doing(view, host) }
            case .sent(let view):
                return ListRow(
                    title: view.kind.words, below: view.summary.words,
                    beside: dotted(view.ago.words, view.length, view.expires.words),
                    icon: view.secure ? .glasses : .bell, action: { [host] in host.open(SentDingScreen(host, view.id)) })
            @unknown default: return nil
            }
        }
    }
    override func nothing(_ model: [DingLine]) -> [any Piece] { [Words(host.words[.dingsNone], centered: true)] }
}

/// For whom a new one is, one or many: rows of the app, since captures see a menu of the system's.
final class PeopleScreen: ListScreen<ContactsView> {
    private var chosen: [String] = []
    override func read(_ phone: Phone) async -> ContactsView? { phone.contactsView(search: nil) }
    override func dress(_ model: ContactsView) {
        title = host.words[.newDing]
        let next = barItem(Icon.check.image(), host.words[.next]) { [weak self, host] in
            guard let self else { return }
            host.open(with(ComposeDingScreen(host)) { $0.to = self.chosen })
        }
        navigationItem.rightBarButtonItems = chosen.isEmpty ? [] : [next]
    }
    override func rows(_ model: ContactsView) -> [any Piece & RowContent] {
        model.lines.map { line in
            let isChosen = chosen.contains(line.id)
            return ListRow(
                title: line.name, mark: line.verified?.words, icon: isChosen ? .check : .person, chosen: isChosen
            ) { [weak self] in
                if isChosen { self?.chosen.removeAll { $0 == line.id } } else { self?.chosen.append(line.id) }
                self?.dress(model)
                self?.redraw()
            }
        }
    }
    @Pieces override func nothing(_ model: ContactsView) -> [any Piece] { Words(model.empty, centered: true) }
}

/// A Ding that came: the same in the list and above everything.
@MainActor @Pieces func incoming(_ model: IncomingDingView, _ host: AppHost) -> [any Piece] {
    Words(model.title.words, .heading, icon: model.secure ? .glasses : .bell)
    Words(dotted(model.kind.words, model.length, model.ago.words), .quiet)
    Words(model.plays.words, .quiet)
    Words(model.verified, .quiet, icon: .verified)
    model.text.map { Words($0) }
    forbidding(model.willForbid, model.forbids)
    Words(model.state, .heading)
    Words(model.simulated, .warning)
}

/// What can be done with it.
@MainActor @Pieces func doing(_ model: IncomingDingView, _ host: AppHost) -> [any Piece] {
    let (id, later) = (model.id, model.later.state)
    Control(model.listen, .play, .primary) { host.attempt { try $0.listen(ding: id) } }
    Control(model.stop, .stop) { host.attempt { try $0.stopListening() } }
    Control(model.confirm, .check) { host.attempt { try $0.confirmDing(ding: id) } }
    model.laterIn.map { row in
        Control(Sotto.Button(label: row.words, state: later), .clock) {
            host.attempt { try $0.remindLater(ding: id, minutes: row.minutes) }
        }
    }
}

final class IncomingDingScreen: Screen<IncomingDingView> {
    override var runs: Bool { true }
    override func read(_ phone: Phone) async -> IncomingDingView? { phone.dingView(ding: about) }
    override func isSecure(_ model: IncomingDingView) -> Bool { model.secure }
    override func pieces(_ model: IncomingDingView) -> [any Piece] {
        [Mark(mark: model.eyeglasses, side: 88)] + incoming(model, host)
    }
    override func footer(_ model: IncomingDingView) -> [any Piece] { doing(model, host) }
}

final class ComposeDingScreen: Screen<ComposeDingView> {
    /// Chosen on the way here: a secure one is meant.
    var level: UInt8?
    lazy var to = [about]
    private let text = Field(.default)
    override var runs: Bool { true }

    override func viewDidLoad() {
        super.viewDidLoad()
        text.addAction(UIAction { [weak self] _ in self?.refresh() }, for: .editingChanged)
    }
    override func viewWillDisappear(_ animated: Bool) {
        super.viewWillDisappear(animated)
        asked = nil
        // a phone that has stopped records nothing
        try? host.phone.recordingSeen(sight: Sight(inFront: true, locked: false, covered: true))
    }

    /// The terms; the core's to begin with.
    private var draft: DingDraft?
    /// Since when recording is wanted: it begins once the question for the microphone is out of the way.
    private var asked: ContinuousClock.Instant?

    override func read(_ phone: Phone) async -> ComposeDingView? {
        var view: ComposeDingView?
        let sight = host.root?.sight(of: self)
        if let sight, sight.inFront, let asked {
            self.asked = nil
            // later the person was elsewhere meanwhile
            if asked.duration(to: .now) < .seconds(5) { host.attempt { try $0.startRecording(sight: sight) } }
        }
        // what cannot be composed, as for somebody who is no contact any more, is told, and the screen closes
        host.attempt { phone in
            let draft = try draft ?? phone.newDing(to: to, level: level)
            self.draft = draft
            view = try phone.composeDingView(draft: draft, typed: text.text ?? "")
            if let sight { try phone.recordingSeen(sight: sight) }
        }
        return view
    }
    override func dress(_ model: ComposeDingView) {
        title = host.words[.newDing]
        text.placeholder = host.words[.dingType]
    }

    @Pieces override func pieces(_ model: ComposeDingView) -> [any Piece] {
        let (host, recording) = (host, model.recording)
        model.to.map { Words($0.name, .title, centered: true) }
        model.to.compactMap { Words($0.notReached, .warning) }
        Group {
            wave(recording.peaks)
            Words(recording.length.words, .number, centered: true)
            Row {
                Control(recording.record, .record, .tile) { [weak self] in host.withMicrophone { self?.record() } }
                Control(recording.stop, .stop, .tile) { host.attempt { try $0.stopRecording() } }
                Control(recording.play, .play, .tile) { host.attempt { try $0.playRecording() } }
                Control(recording.discard, .trash, .tile) { host.attempt { try $0.discardRecording() } }
            }
        }
        Kept(text)
        Words(model.plays.words, .quiet)
        Words(model.repeat, .quiet)
        Words(model.expires, .quiet)
        model.parts.map { part in
            Group(part.title) {
                part.choices.map { row in
                    choice(row.words.button, row.chosen) { [weak self] in
                        self?.draft = row.draft
                        self?.refresh()
                    }
                }
            }
        }
    }

    override func footer(_ model: ComposeDingView) -> [any Piece] {
        let isSecure = level != nil
        let send: [any Piece] = [
            Control(model.ding, .bell, isSecure ? .plain : .primary) { [weak self] in self?.send(secure: false) },
            Control(model.secureDing, .glasses, isSecure ? .primary : .plain) { [weak self] in self?.send(secure: true) },
        ]
        return isSecure ? send.reversed() : send
    }

    private func record() {
        asked = .now
        refresh()
    }
    private func send(secure: Bool) {
        guard let draft else { return }
        if host.attempt({ try $0.sendDing(draft: draft, typed: text.text ?? "", secure: secure) }) { gone() }
    }
}

final class SentDingScreen: Screen<SentDingView> {
    override func read(_ phone: Phone) async -> SentDingView? { phone.sentDingView(ding: about) }
    override func dress(_ model: SentDingView) { title = model.kind.words }
    @Pieces override func pieces(_ model: SentDingView) -> [any Piece] {
        let (host, id) = (host, about)
        Words(model.kind.words, .title)
        Words(model.summary.words, .heading)
        Words(model.plays.words, .quiet)
        Words(model.repeat, .quiet)
        Words(model.expires, .quiet)
        model.people.map { person in
            Group(person.who) {
                Words(person.state.words)
                Words(person.note, .quiet)
            }
        }
        Control(model.recall, .stop) { host.attempt { try $0.recallDing(ding: id) } }
        Control(model.delete, .trash, .danger) {
            host.confirm(model.delete) { host.attempt { try $0.deleteDing(ding: id) } }
        }
    }
}

/// The wave form of a recording.
@MainActor func wave(_ peaks: Data) -> Drawing {
    Drawing(size: CGSize(width: 300, height: 64)) { rect in
        let bars = peaks + Data(count: max(0, 40 - peaks.count))
        let step = rect.width / CGFloat(bars.count)
        for (bar, peak) in bars.enumerated() {
            let height = max(2, CGFloat(peak) / 255 * rect.height)
            let place = CGRect(x: CGFloat(bar) * step, y: rect.midY - height / 2, width: max(1, step * 0.6), height: height)
            UIBezierPath(roundedRect: place, cornerRadius: 1).fill()
        }
    }
}
