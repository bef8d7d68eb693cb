// Sound between the sound card's thread and the core, behind a gate that levers shut.

/// Shut while a lever finds the sound where it may not be: then nothing goes in or out.
public final class SoundGate: @unchecked Sendable {
    private let lock = NSLock()
    private var reasons: Set<Sotto.Operation> = []
    /// It was open and is no more: what sounds outside it stops, too.
    @MainActor var onShut: (@MainActor () -> Void)?
    public init() {}
    public var isOpen: Bool { lock.withLock { reasons.isEmpty } }
    @MainActor func shut(_ operation: Sotto.Operation, _ shut: Bool) {
        let wasOpen = isOpen
        lock.withLock { _ = shut ? reasons.insert(operation).memberAfterInsert : reasons.remove(operation) }
        if wasOpen, !isOpen { onShut?() }
    }
}

/// What the sound card's thread calls. It waits for two locks: the gate's, and the core's, which is held for single steps
/// without disk or network.
public final class SoundPump: Sendable {
    private let phone: Phone
    private let gate: SoundGate
    public init(_ phone: Phone, _ gate: SoundGate) {
        self.phone = phone
        self.gate = gate
    }

    /// A piece of the microphone: 16 bits, 48 kHz, mono.
    public func microphone(_ piece: Data) {
        // silence instead of nothing: the other phone keeps its rhythm
        phone.pushMicrophone(piece: gate.isOpen ? piece : Data(count: piece.count))
    }

    /// So many samples for the earpiece.
    public func loudspeaker(_ samples: Int) -> Data {
        let piece = phone.pullLoudspeaker(samples: UInt32(clamping: samples))
        return gate.isOpen ? piece : Data(count: piece.count)
    }
}
