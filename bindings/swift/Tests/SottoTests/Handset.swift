import Foundation
import Sotto
import Testing

/// How long anything on loopback may take before a test fails: a busy machine is slow.
let limit: Duration = .seconds(120)

/// Samples of 20 ms of 48 kHz mono.
let frame = 960

/// The join link of the server that `cargo xtask test swift` runs for these tests.
func joinLink() throws -> String {
    try #require(ProcessInfo.processInfo.environment["SOTTO_JOIN"], "run with cargo xtask test swift")
}

/// A shell's levers as a phone's system would have them; it remembers what it holds forbidden, and what it was told to
/// say. Its voice is slow: a test says when it has spoken.
final class Shell: PlatformHooks, @unchecked Sendable {
    private let lock = NSLock()
    private var held: Set<Sotto.Operation> = []
    private var texts: [String] = []
    private var number: UInt64 = 0
    private var asked: [Data] = []
    private let answer: @Sendable (Sotto.Operation) throws -> Answer?
    private let vouch: @Sendable (Data) -> Attestation?

    init(
        answer: @escaping @Sendable (Sotto.Operation) throws -> Answer? = { _ in .enforced },
        vouch: @escaping @Sendable (Data) -> Attestation? = { _ in nil }
    ) {
        self.answer = answer
        self.vouch = vouch
    }

    /// The number of what it says, or said last.
    var utterance: UInt64 { lock.withLock { number } }

    /// What it was asked to vouch for.
    var challenges: [Data] { lock.withLock { asked } }

    var forbidden: Set<Sotto.Operation> { lock.withLock { held } }

    /// What it was told to say, `hushed` where it was told to be silent.
    var said: [String] { lock.withLock { texts } }
    static let hushed = "(silent)"

    func forbid(operation: Sotto.Operation, number: UInt64) throws -> Answer? {
        lock.withLock { _ = held.insert(operation) }
        return try answer(operation)
    }

    func allow(operation: Sotto.Operation) throws {
        lock.withLock { _ = held.remove(operation) }
    }

    func speaks() -> Bool { true }

    func speak(utterance: UInt64, text: String) throws -> Bool {
        lock.withLock {
            texts.append(text)
            number = utterance
        }
        return false
    }

    func attest(challenge: Data) throws -> Attestation? {
        lock.withLock { asked.append(challenge) }
        return vouch(challenge)
    }

    func hush() throws {
        lock.withLock { texts.append(Self.hushed) }
    }

    func isSimulated() -> Bool { true }
}

/// A key vault that can be locked. There is no Secure Enclave here: it hides the key under a pad that it keeps, and knows
/// what it wrapped.
final class TestVault: KeyVault {
    private let pad = Data((0..<32).map { _ in UInt8.random(in: 0...255) })
    private let locked: Bool

    init(locked: Bool = false) { self.locked = locked }

    func wrap(key: Data) throws -> Data {
        if locked { throw VaultError.Locked }
        return pad.prefix(8) + Data(zip(key, pad).map { $0 ^ $1 })
    }

    func unwrap(wrapped: Data) throws -> Data {
        if locked { throw VaultError.Locked }
        guard wrapped.prefix(8) == pad.prefix(8) else { throw VaultError.Foreign }
        return Data(zip(wrapped.dropFirst(8), pad).map { $0 ^ $1 })
    }
}

/// It did not happen in time.
struct Late: Error, CustomStringConvertible {
    let description: String
}

/// A phone, its shell, and a listener from its start on.
final class Handset: Sendable {
    let phone: Phone
    let shell: Shell
    let vault: TestVault
    let folder: URL
    let events: Events

    init(shell: Shell = Shell()) async throws {
        self.shell = shell
        vault = TestVault()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        phone = try await Phone.open(
            config: OpenConfig(folder: folder.path, country: nil, language: nil), platform: shell, vault: vault)
        events = phone.events()
    }

    /// Waits until the phone is as `wanted` has it; looks again after each event. A task that is cancelled does not stop
    /// waiting for an event: the listener's own `cancel` does.
    func until(_ what: String, _ wanted: @Sendable (Phone) -> Bool) async throws {
        let clock = Task {
            try await Task.sleep(for: limit)
            events.cancel()
        }
        defer { clock.cancel() }
        while !wanted(phone) {
            guard await events.next() != nil else { throw Late(description: "\(what): \(state as Any)") }
        }
    }

    func join(_ name: String) async throws {
        try phone.join(link: joinLink(), name: name)
        try await until("being reachable") { $0.myCard()?.reachable.key == "card.online" }
    }

    /// The call's screen, where there is one.
    var call: CallView? {
        if case .running(let view) = phone.callScreen() { view } else { nil }
    }

    var ended: EndedView? {
        if case .ended(let view) = phone.callScreen() { view } else { nil }
    }

    var state: CallState? { call?.state }

    func close() {
        events.cancel()
        phone.shutDown()
        try? FileManager.default.removeItem(at: folder)
    }
}

/// Two phones on one server that scanned each other's cards.
struct Pair: Sendable {
    let alice: Handset
    let bob: Handset

    init(alicesShell: Shell = Shell(), bobsShell: Shell = Shell()) async throws {
        alice = try await Handset(shell: alicesShell)
        bob = try await Handset(shell: bobsShell)
        try await alice.join("Alice")
        try await bob.join("Bob")
        try alice.phone.scan(text: #require(bob.phone.myCard()).uri)
        try bob.phone.scan(text: #require(alice.phone.myCard()).uri)
    }

    /// Alice's contact for Bob.
    func bobsId() throws -> String {
        try #require(alice.phone.contactsView(search: nil).lines.first).id
    }

    /// Alice calls at a level and Bob's phone rings, ready to be answered.
    func ring(_ level: UInt8) async throws {
        try alice.phone.dial(contact: bobsId(), level: level)
        try await bob.until("a call that can be answered") { $0.incomingView()?.answer.state == .enabled }
    }

    /// Bob answers; returns when both are connected and Bob hears Alice.
    func answer() async throws {
        try bob.phone.answer()
        for handset in [alice, bob] {
            try await handset.until("connected") { _ in handset.state == .connected }
        }
        try await heard()
    }

    /// Pushes a tone every 20 ms until the other phone hears it.
    func heard() async throws {
        let tone = tone()
        let silence = Data(count: frame * 2)
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            alice.phone.pushMicrophone(piece: tone)
            bob.phone.pushMicrophone(piece: silence)
            if isHeard(bob.phone.pullLoudspeaker(samples: UInt32(frame))) { return }
            // the rhythm of a sound card
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Late(description: "sound")
    }

    func close() {
        alice.close()
        bob.close()
    }
}

/// Waits for something that a shell's own thread does.
func soon(_ what: String, _ so: @Sendable () -> Bool) async throws {
    let end = ContinuousClock.now + limit
    while !so() {
        guard ContinuousClock.now < end else { throw Late(description: what) }
        await Task.yield()
    }
}

func tone() -> Data {
    let samples = (0..<frame).map { Int16(sin(440 * 2 * Double.pi * Double($0) / 48_000) * 8_000) }
    return samples.withUnsafeBytes { Data($0) }
}

/// Whether a piece of sound is louder than noise.
func isHeard(_ piece: Data) -> Bool {
    piece.withUnsafeBytes { bytes in
        bytes.bindMemory(to: Int16.self).contains { abs(Int32($0)) > 1_000 }
    }
}
