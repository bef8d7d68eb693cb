// Sound between the sound card's thread and the core, behind a gate that levers shut.

/// Shut while a lever finds the sound where it may not be: then nothing goes in or out.
public final class SoundGate: @unchecked Sendable {
    private let lock = NSLock()
    private var reasons: Set<Sotto.Operation> = []
    /// It was open and is no more: what sounds outside it stops, too.
    @MainActor var onShut: (@MainActor () -> Void)?
    /// The voice is about to speak: sound is made ready for it.
    @MainActor var onVoice: (@MainActor () -> Void)?
    public init() {}
    public var isOpen: Bool { lock.withLock { reasons.isEmpty } }
    @MainActor func shut(_ operation: Sotto.Operation, _ shut: Bool) {
        let wasOpen = isOpen
        lock.withLock { _ = shut ? reasons.insert(operation).memberAfterInsert : reasons.remove(operation) }
        if wasOpen, !isOpen { onShut?() }
    }
}

/// A tone of the app's own, over what is heard: a Ding rings, or the other person hears nothing.
enum Tone: Sendable {
    case bell, deaf
    /// Its sound after so many samples.
    func sample(_ place: Int) -> Double {
        let (pitch, stroke, every) = self == .bell ? (880.0, 0.5, 2.0) : (425.0, 0.25, 10.0)
        let time = (Double(place) / 48_000).truncatingRemainder(dividingBy: every)
        let struck = time.truncatingRemainder(dividingBy: stroke)
        return time < 2 * stroke ? 8_000 * exp(-4 * struck / stroke) * sin(2 * .pi * pitch * struck) : 0
    }
}

/// What the sound card's thread calls. It waits for locks that are held for single steps, without disk or network: the core's,
/// the gate's, and its own.
public final class SoundPump: @unchecked Sendable {
    private let phone: Phone
    private let gate: SoundGate
    private let lock = NSLock()
    private var (tone, place): (Tone?, Int) = (nil, 0)
    public init(_ phone: Phone, _ gate: SoundGate) { (self.phone, self.gate) = (phone, gate) }

    func sound(_ tone: Tone?) { lock.withLock { if self.tone != tone { (self.tone, place) = (tone, 0) } } }

    /// A piece of the microphone: 16 bits, 48 kHz, mono.
    public func microphone(_ piece: Data) {
        // silence instead of nothing: the other phone keeps its rhythm
        phone.pushMicrophone(piece: gate.isOpen ? piece : Data(count: piece.count))
    }

    /// So many samples for the earpiece.
    public func loudspeaker(_ samples: Int) -> Data {
        let piece = phone.pullLoudspeaker(samples: UInt32(clamping: samples))
        var heard = gate.isOpen ? piece : Data(count: piece.count)
        lock.withLock {
            guard let tone else { return }
            heard.withUnsafeMutableBytes { bytes in
                let samples = bytes.bindMemory(to: Int16.self)
                for index in samples.indices {
                    samples[index] = Int16(clamping: Int(samples[index]) + Int(tone.sample(place + index)))
                }
            }
            place += samples
        }
        return heard
    }
}
