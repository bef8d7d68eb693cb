/// Shut while a lever finds the sound where it may not be: the core takes nothing down then, and gives nothing but tones.
@MainActor public final class SoundGate {
    private var reasons: Set<Sotto.Operation> = []
    /// Told when it shuts, and when it opens.
    var onShut: ((Bool) -> Void)?
    /// The voice is about to speak: sound is made ready for it.
    var onVoice: (() -> Void)?
    public init() {}
    public var isOpen: Bool { reasons.isEmpty }
    func shut(_ operation: Sotto.Operation, _ shut: Bool) {
        let wasOpen = isOpen
        if shut { reasons.insert(operation) } else { reasons.remove(operation) }
        if wasOpen != isOpen { onShut?(!isOpen) }
    }
}
