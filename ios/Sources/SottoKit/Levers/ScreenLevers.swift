// Captures of the screen and its sound.

/// Told of captures while it is held.
@MainActor public class CaptureLever: Lever {
    let captures: any CaptureWatch
    fileprivate var tell: (@MainActor (PlatformNews) -> Void)?
    fileprivate var violated = false
    init(_ captures: any CaptureWatch) { self.captures = captures }

    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        self.tell = tell
        check()
        return .enforced
    }

    public func allow() {
        tell = nil
        violated = false
    }

    /// A recording or mirroring began or ended.
    func check() {
        guard let tell, captures.isCaptured != violated else { return }
        violated = captures.isCaptured
        tell(violated ? .violationBegan : .violationEnded)
    }
}

/// Screenshots and screen recording. iOS forbids neither: what the app shows lies where captures leave it out, and every
/// capture is noticed. So the answer is *detected*, unless the system itself vouches for the hiding.
@MainActor public final class ScreenLever: CaptureLever {
    public override func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        let hidden = captures.hide(true)
        _ = super.forbid(tell)
        return hidden && captures.hidingIsProven ? .enforced : .detected
    }

    public override func allow() {
        super.allow()
        _ = captures.hide(false)
    }

    /// A screenshot is over when iOS tells of it.
    func screenshot() {
        tell?(.violationBegan)
        if !violated { tell?(.violationEnded) }
    }
}

/// Recording sound. Other apps get no microphone while a call has it; a recording of the screen could take the sound
/// along: while one runs the gate is shut, so it has none.
@MainActor public final class RecordingLever: CaptureLever {
    private let gate: SoundGate
    init(_ captures: any CaptureWatch, _ gate: SoundGate) {
        self.gate = gate
        super.init(captures)
    }

    public override func allow() {
        super.allow()
        gate.shut(.audioRecording, false)
    }

    override func check() {
        if tell != nil { gate.shut(.audioRecording, captures.isCaptured) }
        super.check()
    }
}
