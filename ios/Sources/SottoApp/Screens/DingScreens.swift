// Dings: the list, making one, one that was sent, one that rings.
import SottoKit
import UIKit

final class DingsScreen: ListScreen<[DingLine]> {
    override func read(_ phone: Phone) async -> [DingLine]? { phone.dingsView() }
    override func dress(_ model: [DingLine]) {
        title = host.words[.dings]
        let people = host.phone.contactsView(search: nil).lines
        let add = UIBarButtonItem(
            image: Icon.plus.image(),
            menu: UIMenu(
                children: people.map { line in
                    UIAction(title: line.name) { [host] _ in host.go(.compose([line.id], secure: false)) }
                }))
        add.accessibilityLabel = host.words[.newDing]
        navigationItem.rightBarButtonItems = people.isEmpty ? [] : [add]
    }
    override func rows(_ model: [DingLine]) -> [any Piece & RowContent] {
        model.compactMap { line -> (any Piece & RowContent)? in
            switch line {
            case .received(let view):
                return Note(incoming(view, host) + doing(view, host))
            case .sent(let view):
                return ListRow(
                    title: view.kind.words, below: view.summary.words,
                    beside: dotted(view.ago.words, view.length, view.expires.words),
                    icon: view.level > 0 ? .glasses : .bell, action: { [host] in host.go(.ding(view.id)) })
            @unknown default: return nil
            }
        }
    }
    override func nothing(_ model: [DingLine]) -> [any Piece] {
        [Mark(mark: Eyeglasses(look: .outline, label: Text(key: "", args: [], words: "")), side: 72)]
    }
}

/// A Ding that came: the same in the list and above everything.
@MainActor func incoming(_ model: IncomingDingView, _ host: AppHost) -> [any Piece] {
    var pieces: [any Piece] = [
        Words(model.title.words, .heading, icon: model.level > 0 ? .glasses : .bell),
        Words(dotted(model.kind.words, model.length, model.ago.words), .quiet),
        Words(model.plays.words, .quiet),
    ]
    pieces += [Words(model.verified, .quiet, icon: .verified)].compactMap { $0 }
    if let text = model.text { pieces.append(Words(text)) }
    pieces += forbidding(model.willForbid, model.forbids)
    if let state = model.state { pieces.append(Words(state.words, .heading)) }
    if let simulated = model.simulated { pieces.append(Words(simulated.words, .warning)) }
    return pieces
}

/// What can be done with it.
@MainActor func doing(_ model: IncomingDingView, _ host: AppHost) -> [any Piece] {
    let id = model.id
    return [
        Control(model.listen, .play, .primary) {
            try? host.system.audio.prepare()
            host.desk.sound(true)
            host.attempt { try $0.listen(ding: id) }
        },
        Control(model.stop, .stop) { host.attempt { try $0.stopListening() } },
        Control(model.confirm, .check) { host.attempt { try $0.confirmDing(ding: id) } },
    ] + model.laterIn.map { row in
        let later = Sotto.Button(label: row.words, state: model.later.state)
        return Control(later, .clock) { host.attempt { try $0.remindLater(ding: id, minutes: row.minutes) } }
    }
}

final class IncomingDingScreen: Screen<IncomingDingView> {
    override var runs: Bool { true }
    override func read(_ phone: Phone) async -> IncomingDingView? { phone.dingView(ding: about) }
    override func gone() {}
    override func isSecure(_ model: IncomingDingView) -> Bool { model.level > 0 }
    override func pieces(_ model: IncomingDingView) -> [any Piece] {
        [Mark(mark: model.eyeglasses, side: 88)] + incoming(model, host)
    }
    override func footer(_ model: IncomingDingView) -> [any Piece] { doing(model, host) }
}

final class ComposeDingScreen: Screen<ComposeDingView> {
    private let to: [String]
    private let secure: Bool
    private let text = field(.default)
    override var runs: Bool { true }

    init(_ host: AppHost, _ to: [String], secure: Bool) {
        (self.to, self.secure) = (to, secure)
        super.init(host)
        text.addAction(UIAction { [weak self] _ in self?.refresh() }, for: .editingChanged)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }

    /// The core's own terms: at the level that the secure screen opens at, or the ordinary ones.
    private func drafts() -> (ordinary: DingDraft, secure: DingDraft)? {
        let level = host.phone.secureView(level: nil).chosen
        guard let ordinary = try? ordinaryDing(to: to), let secure = try? secureDing(to: to, level: level) else {
            return nil
        }
        return (ordinary, secure)
    }

    override func read(_ phone: Phone) async -> ComposeDingView? {
        drafts().flatMap { try? phone.composeDingView(draft: $0.secure, typed: text.text ?? "") }
    }
    override func dress(_ model: ComposeDingView) {
        title = host.words[.newDing]
        text.placeholder = host.words[.dingType]
    }

    override func pieces(_ model: ComposeDingView) -> [any Piece] {
        let (host, recording) = (host, model.recording)
        var pieces: [any Piece] = model.to.map { Words($0.name, .title, centered: true) }
        pieces += model.to.compactMap { Words($0.notReached, .warning) }
        pieces.append(
            Group([
                wave(recording.peaks), Words(recording.length.words, .number, centered: true),
                Row([
                    Control(recording.record, .record, .tile) { [weak self] in self?.record() },
                    Control(recording.stop, .stop, .tile) { host.attempt { try $0.stopRecording() } },
                    Control(recording.play, .play, .tile) { host.attempt { try $0.playRecording() } },
                    Control(recording.discard, .trash, .tile) { host.attempt { try $0.discardRecording() } },
                ]),
            ]))
        pieces.append(Kept(text))
        pieces.append(Words(model.plays.words, .quiet))
        pieces += [Words(model.repeat, .quiet), Words(model.expires, .quiet)].compactMap { $0 }
        return pieces
    }

    override func footer(_ model: ComposeDingView) -> [any Piece] {
        let send: [any Piece] = [
            Control(model.ding, .bell, secure ? .plain : .primary) { [weak self] in self?.send(secure: false) },
            Control(model.secureDing, .glasses, secure ? .primary : .plain) { [weak self] in self?.send(secure: true) },
        ]
        return secure ? send.reversed() : send
    }

    private func record() {
        host.withMicrophone { [host] in
            try? host.system.audio.prepare()
            host.desk.sound(true)
            host.attempt { try $0.startRecording() }
        }
    }

    private func send(secure: Bool) {
        guard let drafts = drafts() else { return }
        let draft = secure ? drafts.secure : drafts.ordinary
        let typed = text.text ?? ""
        let sent = host.attempt {
            if typed.isEmpty { try $0.sendRecording(draft: draft) } else { try $0.sendSpoken(draft: draft, text: typed) }
        }
        if sent { navigationController?.popViewController(animated: true) }
    }
}

final class SentDingScreen: Screen<SentDingView> {
    override func read(_ phone: Phone) async -> SentDingView? { phone.sentDingView(ding: about) }
    override func dress(_ model: SentDingView) { title = model.kind.words }
    override func pieces(_ model: SentDingView) -> [any Piece] {
        let (host, id) = (host, about)
        var pieces: [any Piece] = [
            Words(model.kind.words, .title), Words(model.summary.words, .heading), Words(model.plays.words, .quiet),
        ]
        pieces += [Words(model.repeat, .quiet), Words(model.expires, .quiet)].compactMap { $0 }
        pieces += model.people.map { person in
            Group([Words(person.who.words, .heading), Words(person.state.words)]
                + [Words(person.note, .quiet)].compactMap { $0 })
        }
        return pieces + [
            Control(model.recall, .stop) { host.attempt { try $0.recallDing(ding: id) } },
            Control(model.delete, .trash, .danger) {
                host.confirm(model.delete) { host.attempt { try $0.deleteDing(ding: id) } }
            },
        ]
    }
}

/// The wave form of a recording.
@MainActor func wave(_ peaks: Data) -> Drawing {
    Drawing(height: 64) { rect in
        let bars = max(40, peaks.count)
        let step = rect.width / CGFloat(bars)
        for bar in 0..<bars {
            let peak = bar < peaks.count ? CGFloat(peaks[peaks.startIndex + bar]) / 255 : 0
            let height = max(2, peak * rect.height)
            let place = CGRect(
                x: CGFloat(bar) * step, y: rect.midY - height / 2, width: max(1, step * 0.6), height: height)
            UIBezierPath(roundedRect: place, cornerRadius: 1).fill()
        }
    }
}
