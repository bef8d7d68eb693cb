// Where sound may go: the speaker and headsets. The route is taken back; until it is, the gate is shut, so that nothing of
// the call is heard or taken there. That is why they are enforced although people can choose routes elsewhere.

/// Refuses some ports while it is held.
@MainActor public final class RouteLever: Lever {
    /// A route that is taken back changes a moment later; one that stays longer than this is a violation.
    static let grace: Duration = .milliseconds(500)
    private let operation: Sotto.Operation
    private let refuses: (SoundPort) -> Bool
    private let audio: any AudioSession
    private let gate: SoundGate
    private var tell: (@MainActor (PlatformNews) -> Void)?
    private var violated = false
    /// Waits for the route that was asked for.
    private var waiting: Task<Void, Never>?

    /// The loudspeaker, since others in the room hear; or headsets, wired or wireless, and whatever else is plugged in.
    init(_ operation: Sotto.Operation, _ audio: any AudioSession, _ gate: SoundGate) {
        (self.operation, self.audio, self.gate) = (operation, audio, gate)
        refuses = operation == .speaker ? { $0 == .speaker } : { [.wired, .wireless, .other].contains($0) }
    }

    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        // without an earpiece there is nowhere else to go
        guard audio.hasReceiver || operation != .speaker else { return .unsupported }
        self.tell = tell
        // wireless ones are not even offered
        if operation == .speaker { audio.use(.earpiece) } else { audio.offerWireless(false) }
        check()
        return .enforced
    }

    public func allow() {
        tell = nil
        settle()
        violated = false
        gate.shut(operation, false)
        audio.release()
        if operation == .peripherals { audio.offerWireless(true) }
    }

    private func settle() {
        waiting?.cancel()
        waiting = nil
    }

    /// The route changed: what is refused is taken back and told.
    func check() {
        guard let tell else { return }
        guard audio.route.contains(where: refuses) else {
            if violated { tell(.violationEnded) } else if waiting != nil { tell(.attempted) }
            settle()
            violated = false
            return gate.shut(operation, false)
        }
        gate.shut(operation, true)
        guard waiting == nil, !violated else { return }
        waiting = Task { [weak self] in
            // cancelled: the route is another
            guard (try? await Task.sleep(for: Self.grace)) != nil else { return }
            self?.judge()
        }
        audio.use(.earpiece)
    }

    private func judge() {
        waiting = nil
        violated = true
        tell?(.violationBegan)
    }
}
