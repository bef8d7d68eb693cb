// A call: ringing, running, over.

final class IncomingScreen: Screen<IncomingView> {
    override func read(_ phone: Phone) async -> IncomingView? { phone.incomingView() }
    override func isSecure(_ model: IncomingView) -> Bool { model.secure }

    @Pieces override func pieces(_ model: IncomingView) -> [any Piece] {
        Mark(mark: model.eyeglasses, side: 88)
        Words(model.title.words, .title, centered: true)
        Words(model.words.words, centered: true)
        Words(model.verified, .quiet, centered: true, icon: .verified)
        Words(model.stranger)
        model.because.map { Words($0.words, .quiet, centered: true) }
        Words(model.answering, .heading, centered: true)
        if model.willForbid != nil { Group { forbidding(model.willForbid, model.forbids) } }
        trouble(model.banners, model.question, model.remedies, model.columns, model.simulated, host)
    }
    @Pieces override func footer(_ model: IncomingView) -> [any Piece] {
        Row {
            Control(model.decline, .end, .dangerTile) { [host] in host.desk.ask(.end) }
            Control(model.answer, .phone, .primaryTile) { [host] in host.desk.ask(.answer) }
        }
    }
}

final class RunningScreen: Screen<CallView>, OfContact {
    override var runs: Bool { true }

    override func read(_ phone: Phone) async -> CallView? {
        if case .running(let view) = phone.callScreen() { view } else { nil }
    }
    override func isSecure(_ model: CallView) -> Bool { model.secure }

    override func dress(_ model: CallView) {
        navigationItem.leftBarButtonItems = [
            barItem(Icon.down.image(), host.words[.back]) { [host] in host.root?.minimise(true) }
        ]
    }

    @Pieces override func pieces(_ model: CallView) -> [any Piece] {
        let violation = model.banners.filter(\.coversScreen)
        // what happened covers the rest; the call can be ended
        if !violation.isEmpty {
            Mark(mark: model.eyeglasses, side: 96)
            trouble(violation, nil, [], nil, nil, host)
        } else {
            Mark(mark: model.eyeglasses)
            Words(model.title.words, .title, centered: true)
            Words(dotted(model.stateWords.words, model.duration), centered: true)
            Words(model.levelWords.words, .heading, centered: true)
            Words(model.verified, .quiet, centered: true, icon: .verified)
            Words(model.controls.routeWords.words, .quiet, centered: true)
            Words(model.quality?.words, .warning)
            if let silent = model.notHeard { Group(warning: true) { Words(silent.words, .heading) } }
            (model.because + model.remarks).map { Words($0.words, .quiet, centered: true) }
            trouble(model.banners, model.question, model.remedies, model.columns, model.simulated, host)
        }
    }

    @Pieces override func footer(_ model: CallView) -> [any Piece] {
        let controls = model.controls
        if !model.banners.contains(where: \.coversScreen) {
            Row {
                Control(controls.mute, .microphone, .tile) { [host] in host.desk.ask(.mute(controls.muteTo)) }
                Control(controls.speaker, .speaker, .tile) { [host] in host.use(controls.speakerRoute, .speaker) }
                Control(controls.headset, .headset, .tile) { [host] in host.use(controls.headsetRoute, .peripherals) }
            }
            Row {
                Control(controls.hold, .pause, .tile) { [host] in host.desk.ask(.hold(controls.holdTo)) }
                Control(controls.contact, .person, .tile) { [host] in
                    guard let contact = model.contact else { return }
                    // below the call, which goes on in its bar
                    host.root?.minimise(true)
                    host.open(ContactScreen(host, contact))
                }
                Control(controls.eyeglasses, .glasses, .tile) { [host] in host.open(SecureScreen(host)) }
            }
        }
        Control(controls.end, .end, .danger) { [host] in host.desk.ask(.end) }
    }
}

/// How a call ended.
final class EndedScreen: Screen<EndedView> {
    override func read(_ phone: Phone) async -> EndedView? {
        if case .ended(let view) = phone.front() { view } else { nil }
    }
    override func isSecure(_ model: EndedView) -> Bool { model.secure }
    @Pieces override func pieces(_ model: EndedView) -> [any Piece] {
        Words(model.title.words, .title, centered: true)
        Words(model.reason.words, .heading, centered: true)
        model.violations.map { said in Group(warning: true) { Words(said.words) } }
        Words(model.lasted, .quiet, centered: true)
    }
    override func footer(_ model: EndedView) -> [any Piece] {
        [plain(host.words[.close], nil, .primary) { [host] in host.attempt { try $0.dismissEnded() } }]
    }
}
