// Captures of the screen and its sound.
import Foundation

/// Screenshots and screen recording. iOS forbids neither: what the app shows lies where captures leave it out, and every
/// capture is noticed. So the answer is *detected*, unless the system itself vouches for the hiding.
@MainActor public final class ScreenLever: Lever {
    private let captures: any CaptureWatch
    private var tell: (@MainActor (PlatformNews) -> Void)?
    private var violated = false
    init(_ captures: any CaptureWatch) { self.captures = captures }

    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        self.tell = tell
        let hidden = captures.hide(true)
        check()
        return hidden && captures.hidingIsProven ? .enforced : .detected
    }

    public func allow() {
        tell = nil
        violated = false
        _ = captures.hide(false)
    }

    /// A recording or mirroring began or ended.
    func check() {
        guard let tell, captures.isCaptured != violated else { return }
        violated = captures.isCaptured
        tell(violated ? .violationBegan : .violationEnded)
    }

    /// A screenshot is over when iOS tells of it.
    func screenshot() {
        tell?(.violationBegan)
        if !violated { tell?(.violationEnded) }
    }
}

/// Recording sound. Other apps get no microphone while a call has it; a recording of the screen could take the sound
/// along: while one runs the gate is shut, so it has none.
@MainActor public final class RecordingLever: Lever {
    private let captures: any CaptureWatch
    private let gate: SoundGate
    private var tell: (@MainActor (PlatformNews) -> Void)?
    private var violated = false
    init(_ captures: any CaptureWatch, _ gate: SoundGate) {
        (self.captures, self.gate) = (captures, gate)
    }

    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        self.tell = tell
        check()
        return .enforced
    }

    public func allow() {
        tell = nil
        violated = false
        gate.shut(.audioRecording, false)
    }

    func check() {
        guard let tell, captures.isCaptured != violated else { return }
        violated = captures.isCaptured
        gate.shut(.audioRecording, violated)
        tell(violated ? .violationBegan : .violationEnded)
    }
}
