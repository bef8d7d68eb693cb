// The system's levers as the core calls them. Every lever is listed here, once.

/// One operation that this phone forbids, or notices. One class each.
@MainActor public protocol Lever: AnyObject {
    /// Forbids it and says, truthfully, how far the system goes; from here on news go to `tell`.
    func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer
    /// Puts everything back; also called at every start, in case the app crashed in secure mode.
    func allow()
}

/// The levers, as the core sees them: it calls on a thread of its own, they are pulled on the main thread in the same
/// order, and answer through the phone.
public final class Levers: PlatformHooks, @unchecked Sendable {
    private let lock = NSLock()
    private weak var attached: Phone?
    @MainActor public let gate = SoundGate()
    @MainActor private var levers: [Sotto.Operation: any Lever] = [:]
    @MainActor private let voice: any Voice
    @MainActor private let audio: any AudioSession
    private let voucher: any AppVoucher

    @MainActor public init(_ system: any Adapters) {
        (voice, audio, voucher) = (system.voice, system.audio, system.voucher)
        levers = [
            .audioRecording: RecordingLever(system.captures, gate),
            .speaker: RouteLever(.speaker, system.audio, gate),
            .peripherals: RouteLever(.peripherals, system.audio, gate),
            // no call of this app is ever in the system's list
            .callLog: PlainLever(.enforced),
            // the app switcher; notifications name nobody; CallKit's handle is random and its title the core's
            .identity: PlainLever(.enforced) { [curtain = system.curtain] in curtain.hidePeople($0) },
            .screenshot: ScreenLever(system.captures),
            .clipboard: ClipboardLever(system.copying),
            // only the app could pass anything on, and it has no such button
            .forwarding: PlainLever(.enforced),
            // captions of the system: an app neither prevents nor notices them
            .transcription: PlainLever(.unsupported),
        ]
        gate.onShut = { [weak self, voice] shut in
            self?.phone?.shutSound(shut: shut)
            // it speaks outside of the core's sound
            if shut { voice.hush() }
        }
        // one listener of the system, several levers
        system.audio.onRouteChange = { [weak self] in self?.routeChanged() }
        system.captures.onCaptureChange = { [weak self] in self?.captureChanged() }
        system.captures.onScreenshot = { [weak self] in (self?.levers[.screenshot] as? ScreenLever)?.screenshot() }
        system.copying.onCopy = { [weak self] in (self?.levers[.clipboard] as? ClipboardLever)?.copied() }
    }

    @MainActor func attach(_ phone: Phone) {
        lock.withLock { attached = phone }
        routeChanged()
    }
    private var phone: Phone? { lock.withLock { attached } }

    @MainActor private func routeChanged() {
        // sound that goes out counts, and without any the way that it would take
        let there = audio.there
        if let present = audio.route.compactMap(\.way).last ?? there.first { phone?.routes(present: present, there: there) }
        for lever in levers.values { (lever as? RouteLever)?.check() }
    }
    @MainActor private func captureChanged() { for lever in levers.values { (lever as? CaptureLever)?.check() } }

    /// In the order of the calls: tasks of an actor have none.
    private func onMain(_ pull: @escaping @MainActor @Sendable () -> Void) {
        DispatchQueue.main.async { MainActor.assumeIsolated(pull) }
    }

    public func forbid(operation: Sotto.Operation, number: UInt64) throws -> Answer? {
        onMain { [self] in
            let tell: @MainActor (PlatformNews) -> Void = { [weak self] news in
                self?.phone?.platform(operation: operation, news: news)
            }
            guard let lever = levers[operation] else { return tell(.answered(answer: .unsupported, number: number)) }
            tell(.answered(answer: lever.forbid(tell), number: number))
        }
        return nil
    }

    public func allow(operation: Sotto.Operation) throws { onMain { [self] in levers[operation]?.allow() } }

    /// The phone is closed, or stopped in the middle of a call: everything is put back.
    @MainActor public func release() { levers.values.forEach { $0.allow() } }
    /// Apple answers over the network, and later; where it does not, the other phone says that nobody vouches.
    public func attest(challenge: Data) throws -> Attestation? {
        Task { [voucher, weak self] in
            guard let statement = await voucher.vouch(for: challenge) else { return }
            self?.phone?.attested(challenge: challenge, statement: statement)
        }
        return nil
    }

    public func speak(utterance: UInt64, text: String) throws -> Bool {
        onMain { [self] in
            // to the ear, and nowhere else
            gate.onVoice?()
            // a voice that fails is not heard: the person ends it, and it counts as interrupted
            guard gate.isOpen else { return }
            _ = voice.speak(text) { [weak self] in self?.phone?.spoken(utterance: utterance) }
        }
        return false
    }

    public func hush() throws { onMain { [self] in voice.hush() } }
    public func speaks() -> Bool { true }
    public func isSimulated() -> Bool { false }
}
