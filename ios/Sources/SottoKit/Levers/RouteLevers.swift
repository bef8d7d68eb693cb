// Where sound may go: the speaker and headsets. The route is taken back; until it is, the gate is shut, so that nothing of
// the call is heard or taken there. That is why they are enforced although people can choose routes elsewhere.
import Foundation

/// Refuses some ports while it is held.
@MainActor public class RouteLever: Lever {
    private let operation: Sotto.Operation
    private let refuses: (SoundPort) -> Bool
    let audio: any AudioSession
    private let gate: SoundGate
    private var tell: (@MainActor (PlatformNews) -> Void)?
    private var violated = false
    private var checking = false

    init(
        _ operation: Sotto.Operation, _ audio: any AudioSession, _ gate: SoundGate, refuses: @escaping (SoundPort) -> Bool
    ) {
        (self.operation, self.audio, self.gate, self.refuses) = (operation, audio, gate, refuses)
    }

    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        self.tell = tell
        check()
        return .enforced
    }

    public func allow() {
        tell = nil
        violated = false
        gate.shut(operation, false)
    }

    /// The route changed: what is refused is taken back and told.
    func check() {
        // taking the route back changes it, too
        guard let tell, !checking else { return }
        checking = true
        defer { checking = false }
        let wrong = { self.audio.route.contains(where: self.refuses) }
        guard wrong() else {
            if violated { tell(.violationEnded) }
            violated = false
            return gate.shut(operation, false)
        }
        gate.shut(operation, true)
        audio.useReceiver()
        if !wrong() {
            gate.shut(operation, false)
            tell(.attempted)
        } else if !violated {
            violated = true
            tell(.violationBegan)
        }
    }
}

/// The loudspeaker: others in the room hear.
@MainActor public final class SpeakerLever: RouteLever {
    init(_ audio: any AudioSession, _ gate: SoundGate) {
        super.init(.speaker, audio, gate) { $0 == .speaker }
    }
    public override func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        // without an earpiece there is nowhere else to go
        guard audio.hasReceiver else { return .unsupported }
        audio.useReceiver()
        return super.forbid(tell)
    }
}

/// Headsets, wired or wireless, and whatever else is plugged in. Wireless ones are not even offered.
@MainActor public final class PeripheralsLever: RouteLever {
    init(_ audio: any AudioSession, _ gate: SoundGate) {
        super.init(.peripherals, audio, gate) { [.wired, .wireless, .other].contains($0) }
    }
    public override func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        audio.offerWireless(false)
        return super.forbid(tell)
    }
    public override func allow() {
        super.allow()
        audio.offerWireless(true)
    }
}
