// Calls as the system shows them: the core's events become CallKit's reports, and what a person does, here or on the system's
// own screen, goes through CallKit to the core.

@MainActor public final class CallDesk: CallHandler {
    private let session: Session
    private let calls: any CallSystem
    private let sound: any SoundCard
    private let audio: any AudioSession
    private let pump: SoundPump
    private var watch: Watch?
    /// The call that the system knows, by an id made for it alone.
    private(set) var current: UUID?
    /// As the system was told last; none: it rings for a wake-up, and no call took that over yet.
    private var told: CallState?
    private var title = ""
    private var isIncoming = false
    /// The system ended it itself, as the person asked.
    private var isLeft = false
    /// What the person did before the call itself had come.
    private var early: (wish: CallWish, done: @MainActor (Bool) -> Void)?
    private var sounds = false
    /// Told what is the matter with sound.
    public var onTrouble: (@MainActor (ShellWords.Key) -> Void)?

    /// `ringing`: what the system rings for already, since a wake-up opened the app.
    public init(_ session: Session, _ system: any Adapters, _ gate: SoundGate, ringing: UUID? = nil) {
        self.session = session
        (calls, sound, audio) = (system.calls, system.sound, system.audio)
        pump = SoundPump(session.phone, gate)
        current = ringing
        system.sound.onBreak = { [weak self] in self?.rebuild() }
        calls.keepsRecents = false
        watch = session.watch { [weak self] in self?.tell($0) }
        calls.handler = self
    }

    public func stop() {
        watch?()
        over(.failed)
        if calls.handler === self { calls.handler = nil }
    }

    /// The system rings for a wake-up: the call that comes takes that over.
    public func expect(_ id: UUID) { if current == nil { current = id } }

    /// Fetches what waits; where no call does, the ring ends.
    public func awaitCall(_ id: UUID) async {
        expect(id)
        guard current == id else { return calls.ended(id, .answeredElsewhere) }
        // a phone that has stopped wakes for nothing
        _ = try? await session.phone.wake(limitMs: 25_000)
        follow()
        if current == id, told == nil { over(.unanswered) }
    }

    private func tell(_ event: Event) {
        switch event {
        case .ended:
            if case .ended(let view) = session.phone.callScreen() { over(view.system) } else { over(.failed) }
        case .incoming, .callChanged, .pathReady: follow()
        default: break
        }
    }

    private func follow() {
        guard case .running(let call) = session.phone.callScreen() else { return }
        if told == nil { begin(call) }
        guard let id = current else { return }
        if let early {
            self.early = nil
            early.done(perform(early.wish))
            if early.wish == .end { return }
        }
        if title != call.title.words {
            title = call.title.words
            calls.update(id, title: title)
        }
        guard told != call.state else { return }
        told = call.state
        if !isIncoming, call.state == .connecting { calls.connecting(id) }
        if !isIncoming, call.state == .connected { calls.connected(id) }
    }

    /// A call that the system does not know.
    private func begin(_ call: CallView) {
        isIncoming = call.state == .incoming
        // a call of the person's own is another one than what it rings for
        if !isIncoming { over(.unanswered) }
        told = call.state
        // the category first: CallKit switches on what it finds
        try? audio.prepare()
        guard current == nil else { return }
        let id = UUID()
        (current, title) = (id, call.title.words)
        if isIncoming { calls.ring(id, title: title) } else { calls.start(id, title: title) }
    }

    private func over(_ end: SystemEnd) {
        guard let id = current else { return }
        early?.done(false)
        let isLeft = isLeft
        (current, told, title, self.isLeft, early) = (nil, nil, "", false, nil)
        quiet()
        if !isLeft { calls.ended(id, end) }
    }

    /// What the person wants, said in the app.
    public func ask(_ wish: CallWish) {
        guard let id = current else { return _ = perform(wish) }
        calls.request(wish, id) { [weak self] in
            // the system does not know the call, as one that it would not let ring: the app does it alone
            guard let self, self.current == id, self.perform(wish), wish == .answer else { return }
            self.useSound()
        }
    }

    public func carryOut(_ wish: CallWish, _ id: UUID, _ done: @escaping @MainActor (Bool) -> Void) {
        // what is over can be ended only
        guard id == current else { return done(wish == .end) }
        if told == nil {
            early?.done(false)
            early = (wish, done)
            guard wish == .end else { return }
            // declined as soon as it is there; the system's screen goes at once
            early = (wish, { _ in })
            isLeft = true
            return done(true)
        }
        let isDone = perform(wish)
        if wish == .end { isLeft = isDone }
        done(isDone)
    }

    private func perform(_ wish: CallWish) -> Bool {
        session.attempt { phone in
            switch wish {
            case .answer: try phone.answer()
            case .end: try phone.hangUp()
            case .mute(let on): try phone.mute(on: on)
            case .hold(let on): try phone.hold(on: on)
            }
        }
    }

    public func reset() { session.attempt { try $0.hangUp() } }

    /// The system switched the audio session on or off.
    public func sound(_ on: Bool) {
        audio.activate(on, itself: false)
        if on { run() } else { quiet() }
    }

    /// Sound without a call that the system knows, such as a Ding's.
    public func useSound() {
        try? audio.prepare()
        audio.activate(true, itself: true)
        run()
    }

    /// Nobody needs it any more unless there is a call.
    public func quietUnlessCalling() { if current == nil { quiet() } }

    private func quiet() {
        guard sounds else { return }
        sounds = false
        sound.stop()
        audio.activate(false, itself: true)
    }

    private func run() {
        sounds = true
        do {
            if try !sound.start(pump) { Task { await self.ask() } }
        } catch { onTrouble?(.soundLost) }
    }

    /// The microphone was not had: asked for where nobody did yet, as for a call answered on the lock screen.
    private func ask() async {
        let may = await sound.mayListen()
        guard sounds else { return }
        if may { return rebuild() }
        // the other person is told as well: nothing is heard of this one
        if current != nil { ask(.mute(true)) }
        onTrouble?(.microphoneWhy)
    }

    /// Whatever the system forgot is said again: the category, the route that levers hold, the running sound.
    private func rebuild() {
        guard sounds else { return }
        sound.stop()
        try? audio.prepare()
        audio.onRouteChange?()
        run()
    }
}
