// The other person: SottoKit with the real core, and adapters that a test holds in its hand instead of a system.
import Foundation
import Testing

@testable import SottoKit

@MainActor final class FakeAudio: AudioSession {
    var hasReceiver = true
    var route: [SoundPort] = [.builtInMicrophone, .receiver] { didSet { if route != oldValue { onRouteChange?() } } }
    /// The system's, which changes the route a moment later.
    var isSlow = false
    private(set) var active = false
    func activate(_ on: Bool, itself: Bool) { active = on }
    private(set) var released = 0
    func release() { released += 1 }
    var onRouteChange: (@MainActor () -> Void)?
    /// A cable that stays plugged in, whatever is asked for.
    var plugged = false
    private(set) var wireless = true
    var there: [AudioRoute] { hasReceiver ? [.earpiece, .speaker] : [.speaker] }
    func use(_ way: AudioRoute) {
        if plugged { return }
        let wanted: [SoundPort] = [.builtInMicrophone, way == .speaker ? .speaker : .receiver]
        if isSlow { Task { route = wanted } } else { route = wanted }
    }
    func offerWireless(_ offer: Bool) { wireless = offer }
    func prepare(rings: Bool) throws {}
}

@MainActor final class FakeCaptures: CaptureWatch {
    var isCaptured = false { didSet { onCaptureChange?() } }
    var onCaptureChange: (@MainActor () -> Void)?
    var onScreenshot: (@MainActor () -> Void)?
    var hidingIsProven = false
    var canHide = true
    private(set) var hidden = false
    func hide(_ hidden: Bool) -> Bool {
        self.hidden = hidden && canHide
        return canHide
    }
}

@MainActor final class FakeCurtain: Curtain {
    private(set) var drawn = false
    func hidePeople(_ hidden: Bool) { drawn = hidden }
}

@MainActor final class FakeCopying: CopyControl {
    var onCopy: (@MainActor () -> Void)?
    private(set) var allowed = true
    private(set) var emptied = 0
    func allowCopying(_ allowed: Bool) { self.allowed = allowed }
    func empty() { emptied += 1 }
}

@MainActor final class FakeCalls: CallSystem {
    weak var handler: (any CallHandler)?
    private(set) var log: [String] = []
    private(set) var ids: [UUID] = []
    func ring(_ id: UUID, title: String) { note("ring \(title)", id) }
    func start(_ id: UUID, title: String, refused: @escaping @MainActor () -> Void) { note("start \(title)", id) }
    func update(_ id: UUID, title: String) { note("update \(title)", id) }
    func connected(_ id: UUID) { note("connected", id) }
    func ended(_ id: UUID, _ end: SystemEnd) { note("ended", id) }
    func request(_ wish: CallWish, _ id: UUID, refused: @escaping @MainActor () -> Void) {
        handler?.carryOut(wish, id) { _ in }
    }
    private func note(_ what: String, _ id: UUID) {
        log.append(what)
        if ids.last != id { ids.append(id) }
    }
}

@MainActor final class FakeNotifier: Notifier {
    var isInFront = true
    private(set) var posted: [(id: String, text: String)] = []
    func post(_ news: News, again: Bool) { posted.append((news.id, "\(news.title.words)|\(news.body?.words ?? "")")) }
    private(set) var withdrawn: [String] = []
    func withdraw(_ id: String) { withdrawn.append(id) }
    func isRefused() async -> Bool { false }
}

@MainActor final class FakePush: PushSource {
    var onToken: (@MainActor (Data?) -> Void)?
    var onWake: (@MainActor () -> Void)?
    func register() {}
}

@MainActor final class FakeMotion: MotionSensor {
    private(set) var feels: (@MainActor (Sample) -> Void)?
    func start(_ reading: @escaping @MainActor (Sample) -> Void) { feels = reading }
    func stop() { feels = nil }
}

struct FakeVoucher: AppVoucher {
    let says: Attestation?
    func vouch(for challenge: Data) async -> Attestation? { says }
}

@MainActor final class FakeRest: Authenticator, Camera, SoundCard, Voice {
    var onBreak: (@MainActor () -> Void)?
    var onInterruption: (@MainActor () -> Void)?
    func authenticate(reason: String) async -> Bool { true }
    func mayRun() async -> Bool { true }
    var onBusy: (@MainActor (Bool) -> Void)?
    func start(_ frame: @escaping LumaFrame) throws {}
    func stop() {}
    let hasTorch = false
    func torch(_ on: Bool) {}
    func mayListen() async -> Bool { true }
    func start(_ phone: Phone, listens: Bool) throws -> Bool { true }
    private(set) var said: [String] = []
    func speak(_ text: String, done: @escaping @MainActor () -> Void) -> Bool {
        said.append(text)
        done()
        return true
    }
    func hush() {}
}

/// All that a test holds in its hand.
@MainActor final class FakeSystem: Adapters {
    let fakeAudio = FakeAudio()
    let fakeCaptures = FakeCaptures()
    let fakeCurtain = FakeCurtain()
    let fakeCopying = FakeCopying()
    let fakeCalls = FakeCalls()
    let fakeNotifier = FakeNotifier()
    let fakeMotion = FakeMotion()
    let rest = FakeRest()
    let voucher: any AppVoucher
    init(_ vouched: Attestation?) { voucher = FakeVoucher(says: vouched) }
    var audio: any AudioSession { fakeAudio }
    var captures: any CaptureWatch { fakeCaptures }
    var curtain: any Curtain { fakeCurtain }
    var copying: any CopyControl { fakeCopying }
    var calls: any CallSystem { fakeCalls }
    var notifier: any Notifier { fakeNotifier }
    let push: any PushSource = FakePush()
    var owner: any Authenticator { rest }
    var camera: any Camera { rest }
    var sound: any SoundCard { rest }
    var voice: any Voice { rest }
    var motion: any MotionSensor { fakeMotion }
}

/// A phone without a screen.
@MainActor final class Peer {
    let system: FakeSystem
    var audio: FakeAudio { system.fakeAudio }
    var captures: FakeCaptures { system.fakeCaptures }
    var curtain: FakeCurtain { system.fakeCurtain }
    var copying: FakeCopying { system.fakeCopying }
    var calls: FakeCalls { system.fakeCalls }
    var notifier: FakeNotifier { system.fakeNotifier }
    var rest: FakeRest { system.rest }
    var motion: FakeMotion { system.fakeMotion }
    let levers: Levers
    let session: Session
    let desk: CallDesk
    let bell: Bell
    let folder: URL
    var phone: Phone { session.phone }
    private(set) var problems: [String] = []

    /// `set` changes the adapters before the phone is opened.
    init(
        _ name: String, folder: URL? = nil, key: PadKey = PadKey(), vouched: Attestation? = nil, set: (Peer.Parts) -> Void = { _ in }
    ) async throws {
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        self.folder = folder ?? fresh
        let system = FakeSystem(vouched)
        self.system = system
        set(Parts(audio: system.fakeAudio, captures: system.fakeCaptures, curtain: system.fakeCurtain))
        levers = Levers(system)
        session = try await Session.open(
            folder: self.folder, country: nil, language: nil, levers: levers, vault: key)
        desk = CallDesk(session, system, levers.gate)
        bell = Bell(session, system.notifier)
        session.onProblem = { [weak self] in self?.problems.append($0) }
        if folder == nil { try phone.join(link: joinLink(), name: name) }
        try await until("being reachable") { self.phone.myCard()?.reachable.key == "card.online" }
    }
    struct Parts {
        let audio: FakeAudio
        let captures: FakeCaptures
        let curtain: FakeCurtain
    }

    func until(_ what: String, _ so: @MainActor () throws -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while try !so() {
            guard ContinuousClock.now < end else { throw Late(description: "\(what): \(phone.callScreen())") }
            // the events come from threads of the core: there is nothing else to wait for
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    var call: CallView? { if case .running(let view) = phone.callScreen() { view } else { nil } }
    var ended: EndedView? { if case .ended(let view) = phone.callScreen() { view } else { nil } }
    func uri() throws -> String { try #require(phone.myCard()).uri }
    /// Sends the only contact a typed Ding, secure where a level is named.
    func ding(_ text: String, level: UInt8? = nil) throws {
        let draft = try level.map { try Sotto.secureDing(to: [contact()], level: $0) } ?? ordinaryDing(to: [contact()])
        try phone.sendDing(draft: draft, typed: text, secure: level != nil)
    }
    /// The only contact.
    func contact() throws -> String { try #require(phone.contactsView(search: nil).lines.first).id }

    func close() async {
        desk.stop()
        bell.stop()
        await session.close()
        try? FileManager.default.removeItem(at: folder)
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
