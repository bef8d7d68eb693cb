// Calls as the system shows them: the core's events become CallKit's reports, CallKit's actions the core's commands.
import Foundation

@MainActor public final class CallDesk: CallHandler {
    private let session: Session
    private let calls: any CallSystem
    private let sound: any SoundCard
    private let audio: any AudioSession
    private let pump: SoundPump
    private var watch: Watch?
    /// The call that the system knows, by an id made for it alone.
    private(set) var current: UUID?
    private var told: CallState?
    private var title = ""
    private var sounds = false
    /// Told what is the matter with sound.
    public var onTrouble: (@MainActor (ShellWords.Key) -> Void)?

    public init(_ session: Session, _ system: Adapters, _ gate: SoundGate) {
        self.session = session
        (calls, sound, audio) = (system.calls, system.sound, system.audio)
        pump = SoundPump(session.phone, gate)
        calls.handler = self
        system.sound.onBreak = { [weak self] in self?.rebuild() }
        calls.keepsRecents = false
        watch = session.watch { [weak self] in self?.tell($0) }
    }

    public func stop() {
        watch?.stop()
        over(.unknown)
    }

    /// A wake-up came, and the system rings for it: a call of the core takes that over, or it ends once all has come.
    public func awaitCall(_ id: UUID, _ neutral: String) async {
        guard current == nil else { return calls.ended(id, by: .answeredElsewhere) }
        (current, title) = (id, neutral)
        // a phone that has stopped wakes for nothing
        _ = try? await session.phone.wake(limitMs: 25_000)
        follow()
        if current == id, told == nil { over(.noAnswer) }
    }

    private func tell(_ event: Event) {
        switch event {
        case .ended(let reason): over(reason)
        case .incoming, .callChanged, .pathReady: follow()
        default: break
        }
    }

    private func follow() {
        guard case .running(let call) = session.phone.callScreen() else { return }
        let known = current
        let id = known ?? UUID()
        current = id
        if known == nil || told == nil {
            if known == nil { title = call.title.words }
            // the category first: CallKit switches on what it finds
            try? audio.prepare()
            if call.state == .incoming {
                if known == nil { calls.ring(id, title: call.title.words) }
            } else {
                calls.start(id, title: call.title.words)
            }
        }
        if title != call.title.words {
            title = call.title.words
            calls.update(id, title: title)
        }
        if told != call.state {
            told = call.state
            if call.state == .connecting { calls.connecting(id) }
            if call.state == .connected { calls.connected(id) }
        }
    }

    private func over(_ reason: EndReason) {
        guard let id = current else { return }
        current = nil
        told = nil
        title = ""
        sound(false)
        calls.ended(id, by: reason)
    }

    /// The sound card runs for recording and hearing, too; nobody needs it any more unless there is a call.
    public func quietUnlessCalling() {
        if current == nil { sound(false) }
    }

    public func answer(_ id: UUID) -> Bool { id == current && session.attempt { try $0.answer() } }
    public func end(_ id: UUID) {
        guard id == current else { return }
        session.attempt { try $0.hangUp() }
    }
    public func mute(_ id: UUID, _ muted: Bool) -> Bool { id == current && session.attempt { try $0.mute(on: muted) } }
    public func hold(_ id: UUID, _ held: Bool) -> Bool { id == current && session.attempt { try $0.hold(on: held) } }
    public func reset() { session.attempt { try $0.hangUp() } }

    public func sound(_ on: Bool) {
        sounds = on
        guard on else { return sound.stop() }
        do {
            guard try !sound.start(pump) else { return }
            // the other person is told as well: nothing is heard of this one
            if current != nil { session.attempt { try $0.mute(on: true) } }
            onTrouble?(.microphoneWhy)
        } catch { onTrouble?(.soundLost) }
    }

    /// Whatever the system forgot is said again: the category, the route that levers hold, the running sound.
    private func rebuild() {
        guard sounds else { return }
        sound.stop()
        try? audio.prepare()
        audio.onRouteChange?()
        sound(true)
    }
}
