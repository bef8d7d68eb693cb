// Calls as the system shows them, and sound: what the core wants pulled (`Phone.duties`) becomes CallKit's reports and a running
// sound card; what a person does, here or on the system's own screen, goes through CallKit to the core.

@MainActor public final class CallDesk: CallHandler {
    private let session: Session
    private let calls: any CallSystem
    private let sound: any SoundCard
    private let audio: any AudioSession
    private let notifier: any Notifier
    private var watch: Watch?
    /// The call that the system knows, by an id made for it alone.
    private(set) var current: UUID?
    /// As the system was told last; none: it rings for a wake-up, and no call took that over yet.
    private var told: SystemCall?
    private var title = ""
    /// What the person did before the call itself had come.
    private var early: (wish: CallWish, done: @MainActor (Bool) -> Void)?
    /// What sound runs for.
    private enum Use { case ring, hear, listen }
    private var use: Use?
    /// Sound did not start: told once, and tried again.
    private var retry: Task<Void, Never>?
    private var isLost = false
    /// The audio session is on; switched on by the app itself, and not by the system for a call.
    private var (isOn, isOwn) = (false, false)
    /// Another app took sound: it is not taken back until that app is done, or the person comes back to this one.
    public var isTaken = false
    /// The system does not know this call.
    private var isAlone = false
    /// Told what is the matter with sound.
    public var onTrouble: (@MainActor (ShellWords.Key) -> Void)?
    /// Told whether the sensor at the ear darkens the screen.
    public var onDarken: (@MainActor (Bool) -> Void)?

    /// `ringing`: what the system rings for already, since a wake-up opened the app.
    public init(_ session: Session, _ system: any Adapters, _ gate: SoundGate, ringing: UUID? = nil) {
        self.session = session
        (calls, sound, audio, notifier) = (system.calls, system.sound, system.audio, system.notifier)
        current = ringing
        system.sound.onBreak = { [weak self] in self?.rebuild() }
        system.sound.onInterruption = { [weak self] in self?.interrupted() }
        gate.onVoice = { [weak self] in self?.followSound() }
        watch = session.watch { [weak self] _ in self?.follow() }
        calls.handler = self
    }

    public func stop() {
        watch?()
        retry?.cancel()
        over(.failed)
        (isOwn, sound.onBreak, sound.onInterruption) = (isOn, nil, nil)
        quiet()
        onDarken?(false)
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

    /// As if the microphone were allowed: whether it is shows when it is opened. The system wakes: nothing stays connected.
    private var duties: Duties {
        let around = Surroundings(microphone: true, keepsOut: false, rings: notifier.isInFront, stays: false)
        return session.phone.duties(around: around)
    }

    private func follow() {
        followCall(duties.call)
        followSound()
    }

    private func followCall(_ call: SystemCall?) {
        if let told, told.number != call?.number {
            if case .ended(let view) = session.phone.callScreen() { over(view.system) } else { over(.failed) }
        }
        guard let call, case .running(let view) = session.phone.callScreen() else { return }
        if told == nil { begin(call, view.title.words) }
        let before = told
        told = call
        guard let id = current else { return }
        if let early {
            self.early = nil
            early.done(perform(early.wish))
            if early.wish == .end { return }
        }
        if title != view.title.words {
            title = view.title.words
            calls.update(id, title: title)
        }
        if before?.state == .dialling, call.state == .active { calls.connected(id) }
    }

    /// A call that the system does not know.
    private func begin(_ call: SystemCall, _ words: String) {
        // a call of the person's own is another one than what it rings for
        if !call.incoming { over(.unanswered) }
        // the category first: CallKit switches on what it finds
        try? audio.prepare(rings: false)
        guard current == nil else { return }
        let id = UUID()
        (current, title) = (id, words)
        if call.incoming { return calls.ring(id, title: words) }
        // another app's call is in the way
        calls.start(id, title: words) { [session] in session.phone.systemRefused(number: call.number) }
    }

    private func over(_ end: SystemEnd) {
        guard let id = current else { return }
        // what the person ended, the system knows
        if end != .here, early?.wish != .end { calls.ended(id, end) }
        early?.done(false)
        (current, told, title, early, isAlone) = (nil, nil, "", nil, false)
    }

    /// What the person wants, said in the app.
    public func ask(_ wish: CallWish) {
        guard let id = current else { return _ = perform(wish) }
        calls.request(wish, id) { [weak self] in
            // the system does not know the call, as one that it would not let ring: the app does it alone
            guard let self, self.current == id else { return }
            self.isAlone = true
            self.perform(wish)
        }
    }

    public func carryOut(_ wish: CallWish, _ id: UUID, _ done: @escaping @MainActor (Bool) -> Void) {
        // what is over can be ended only
        guard id == current else { return done(wish == .end) }
        guard told == nil else { return done(perform(wish)) }
        early?.done(false)
        // declined as soon as it is there; the system's screen goes at once
        early = wish == .end ? (wish, { _ in }) : (wish, done)
        if wish == .end { done(true) }
    }

    @discardableResult private func perform(_ wish: CallWish) -> Bool {
        session.attempt { phone in
            switch wish {
            // this one, and none that came in its place
            case .answer: if let told { try phone.answerNumbered(number: told.number) } else { try phone.answer() }
            case .end: try phone.hangUp()
            case .mute(let on): try phone.mute(on: on)
            case .hold(let on): try phone.hold(on: on)
            }
        }
    }

    public func reset() {
        perform(.end)
        sound(false)
    }

    /// The system switched the audio session on or off.
    public func sound(_ on: Bool) {
        (isOn, isOwn, isTaken) = (on, false, isTaken && !on)
        audio.activate(on, itself: false)
        if !on { quiet() }
        followSound()
    }

    private func followSound() {
        let duties = duties
        // the system rings for a call
        let rings = duties.ring == .ding
        let wanted: Use? = duties.microphone ? .listen : duties.sound ? .hear : rings ? .ring : nil
        if wanted == nil { isLost = false }
        if wanted != use, wanted == nil || wanted == .ring || use == .ring { quiet() }
        // a call that the system knows gets the session from it
        if duties.call != nil, !isAlone {
            if isOwn { quiet() }
        } else if let wanted, !isOn, !isTaken {
            try? audio.prepare(rings: wanted == .ring)
            (isOn, isOwn) = (true, true)
            audio.activate(true, itself: true)
        }
        if let wanted, isOn, wanted != use { run(wanted) }
        session.phone.ringInSound(rings: rings)
        // asked anew: sound may take another way now
        onDarken?(self.duties.darken)
    }

    private func quiet() {
        if use != nil { sound.stop() }
        use = nil
        guard isOwn else { return }
        (isOn, isOwn) = (false, false)
        audio.activate(false, itself: true)
    }

    private func run(_ wanted: Use) {
        do {
            if try !sound.start(session.phone, listens: wanted == .listen) { Task { await self.ask() } }
            (use, isLost) = (wanted, false)
        } catch {
            if !isLost { onTrouble?(.soundLost) }
            isLost = true
            quiet()
            use = nil
            retry = retry ?? Task { [weak self] in
                // cancelled: nothing sounds here any more
                guard (try? await Task.sleep(for: .seconds(2))) != nil else { return }
                self?.retry = nil
                self?.rebuild()
            }
        }
    }

    /// The microphone was not had: asked for where nobody did yet, as for a call answered on the lock screen. The core says
    /// on both phones that nothing is heard of this one.
    private func ask() async {
        let may = await sound.mayListen()
        guard use == .listen else { return }
        if may { rebuild() } else { onTrouble?(.microphoneWhy) }
    }

    /// Another app took sound. A call that the system knows is held by the system.
    private func interrupted() {
        guard isOwn else { return }
        isTaken = true
        session.phone.interrupted()
        quiet()
    }

    /// Whatever the system forgot is said again: the category, the route that levers hold, the running sound.
    private func rebuild() {
        isTaken = false
        if isOn {
            try? audio.prepare(rings: use == .ring)
            audio.onRouteChange?()
        }
        if let use { run(use) } else { followSound() }
    }
}
