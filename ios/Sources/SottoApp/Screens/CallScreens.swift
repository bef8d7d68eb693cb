// A call: ringing, running, over.
import SottoKit
import UIKit

final class IncomingScreen: Screen<IncomingView> {
    override func read(_ phone: Phone) async -> IncomingView? { phone.incomingView() }
    override func gone() {}
    override func isSecure(_ model: IncomingView) -> Bool { model.level > 0 }

    override func pieces(_ model: IncomingView) -> [any Piece] {
        let host = host
        var pieces: [any Piece] = [
            Mark(mark: model.eyeglasses, side: 88), Words(model.title.words, .title, centered: true),
            Words(model.words.words, centered: true),
        ]
        pieces += [Words(model.verified, .quiet, centered: true, icon: .verified), Words(model.stranger, .body)]
            .compactMap { $0 }
        pieces += model.because.map { Words($0.words, .quiet, centered: true) }
        if model.willForbid != nil { pieces.append(Group(forbidding(model.willForbid, model.forbids))) }
        return pieces + trouble(model.banners, model.question, model.remedies, model.columns, model.simulated, host)
    }
    override func footer(_ model: IncomingView) -> [any Piece] {
        let host = host
        return [
            Row([
                Control(model.decline, .end, .dangerTile) { host.attempt { try $0.hangUp() } },
                Control(model.answer, .phone, .primaryTile) { host.withMicrophone { host.attempt { try $0.answer() } } },
            ])
        ]
    }
}

final class RunningScreen: Screen<CallView> {
    override var runs: Bool { true }

    override func read(_ phone: Phone) async -> CallView? {
        if case .running(let view) = phone.callScreen() { view } else { nil }
    }
    override func gone() {}
    override func isSecure(_ model: CallView) -> Bool { model.level > 0 }

    override func dress(_ model: CallView) {
        navigationItem.leftBarButtonItems = [
            barItem(.down, host.words[.back]) { [host] in host.root?.minimise(true) }
        ]
        UIDevice.current.isProximityMonitoringEnabled = true
    }
    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        UIDevice.current.isProximityMonitoringEnabled = false
    }

    override func pieces(_ model: CallView) -> [any Piece] {
        let violation = model.banners.filter(\.coversScreen)
        // what happened covers the rest; the call can be ended
        guard violation.isEmpty else {
            return [Mark(mark: model.eyeglasses, side: 96)] + trouble(violation, nil, [], nil, nil, host)
        }
        var pieces: [any Piece] = [
            Mark(mark: model.eyeglasses, side: 72), Words(model.title.words, .title, centered: true),
            Words(dotted(model.stateWords.words, model.duration), centered: true),
            Words(model.levelWords.words, .heading, centered: true),
        ]
        pieces += [
            Words(model.verified, .quiet, centered: true, icon: .verified), Words(model.quality?.words, .warning),
        ].compactMap { $0 }
        if let silent = model.notHeard { pieces.append(Group([Words(silent.words, .heading)], warning: true)) }
        pieces += (model.because + model.remarks).map { Words($0.words, .quiet, centered: true) }
        return pieces + trouble(model.banners, model.question, model.remedies, model.columns, model.simulated, host)
    }

    override func footer(_ model: CallView) -> [any Piece] {
        guard !model.banners.contains(where: \.coversScreen) else { return [end(model)] }
        let (host, controls) = (host, model.controls)
        let first: [any Piece] = [
            Control(controls.mute, .microphone, .tile) { host.attempt { try $0.mute(on: controls.muteTo) } },
            Control(controls.speaker, .speaker, .tile) { host.useSpeaker(controls.speakerTo) },
            Control(controls.headset, .headset, .tile) { host.attempt { try $0.tryOperation(operation: .peripherals) } },
        ]
        let second: [any Piece] = [
            Control(controls.hold, .pause, .tile) { host.attempt { try $0.hold(on: controls.holdTo) } },
            Control(controls.contact, .person, .tile) { host.attempt { try $0.tryOperation(operation: .identity) } },
            Control(controls.eyeglasses, .glasses, .tile) { host.go(.secure("", level: nil)) },
        ]
        return [Row(first), Row(second), end(model)]
    }

    private func end(_ model: CallView) -> Control {
        Control(model.controls.end, .end, .danger) { [host] in host.attempt { try $0.hangUp() } }
    }
}

/// How a call ended.
final class EndedScreen: Screen<EndedView> {
    override func read(_ phone: Phone) async -> EndedView? {
        if case .ended(let view) = phone.front() { view } else { nil }
    }
    override func gone() {}
    override func isSecure(_ model: EndedView) -> Bool { model.level > 0 }
    override func pieces(_ model: EndedView) -> [any Piece] {
        var pieces: [any Piece] = [
            Words(model.title.words, .title, centered: true), Words(model.reason.words, .heading, centered: true),
        ]
        pieces += model.violations.map { Group([Words($0.words)], warning: true) }
        if let lasted = model.lasted { pieces.append(Words(lasted.words, .quiet, centered: true)) }
        return pieces
    }
    override func footer(_ model: EndedView) -> [any Piece] {
        [plain(host.words[.close], nil, .primary) { [host] in host.attempt { try $0.dismissEnded() } }]
    }
}
