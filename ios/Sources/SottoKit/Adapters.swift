// What the app needs of the system, as protocols: SottoApp implements them with Apple's frameworks, tests with what is at
// hand. The comment of each names the framework behind it.

/// Where sound goes in or out.
public enum SoundPort: Sendable, Equatable {
    case receiver, builtInMicrophone, speaker, wired, wireless, other
    /// As the core has it; none for the phone's own microphone, which goes with several.
    public var way: AudioRoute? {
        switch self {
        case .receiver: .earpiece
        case .builtInMicrophone: nil
        case .speaker: .speaker
        case .wired: .wired
        case .wireless, .other: .bluetooth
        }
    }
}

/// AVAudioSession.
@MainActor public protocol AudioSession: AnyObject {
    /// Whether there is an earpiece; tablets have none.
    var hasReceiver: Bool { get }
    /// Where sound goes while the app has the session; empty before.
    var route: [SoundPort] { get }
    /// CallKit switched the session on or off; `itself`: the app does, as for a Ding. The route is told anew.
    func activate(_ on: Bool, itself: Bool)
    /// Called after every change of the route.
    var onRouteChange: (@MainActor () -> Void)? { get set }
    /// The ways that sound can take, the one that it takes by itself first.
    var there: [AudioRoute] { get }
    /// Asks for a way, until `release`.
    func use(_ way: AudioRoute)
    func release()
    /// Whether wireless headsets may be chosen at all.
    func offerWireless(_ offer: Bool)
    /// The category of a call, which CallKit switches on, or of a ring: that one follows the switch for silence.
    func prepare(rings: Bool) throws
}

/// UIScreen and the scene: captures of the screen.
@MainActor public protocol CaptureWatch: AnyObject {
    var isCaptured: Bool { get }
    var onCaptureChange: (@MainActor () -> Void)? { get set }
    var onScreenshot: (@MainActor () -> Void)? { get set }
    /// Puts what the app shows where captures leave it out, or back. `false`: this system has no such place.
    func hide(_ hidden: Bool) -> Bool
    /// Whether the system vouches for the hiding. No public interface of iOS does so today.
    var hidingIsProven: Bool { get }
}

/// What the app switcher shows.
@MainActor public protocol Curtain: AnyObject {
    /// Covers the app in the app switcher.
    func hidePeople(_ hidden: Bool)
}

/// UIPasteboard and the text fields.
@MainActor public protocol CopyControl: AnyObject {
    var onCopy: (@MainActor () -> Void)? { get set }
    /// Whether the app's own texts can be copied, learnt by the keyboard or filled in.
    func allowCopying(_ allowed: Bool)
    /// Empties what was just copied.
    func empty()
}

/// What a person does with a call, in the app or on the system's own screen.
public enum CallWish: Sendable, Equatable { case answer, end, mute(Bool), hold(Bool) }

/// CallKit.
@MainActor public protocol CallSystem: AnyObject {
    /// Gets what was done before it was there as soon as it is.
    var handler: (any CallHandler)? { get set }
    /// Rings. The handle is the call's random id: the system learns no name but the title.
    func ring(_ id: UUID, title: String)
    func start(_ id: UUID, title: String, refused: @escaping @MainActor () -> Void)
    func update(_ id: UUID, title: String)
    func connected(_ id: UUID)
    func ended(_ id: UUID, _ end: SystemEnd)
    /// The system has the handler carry it out, as if it were said on its own screen; or it does not know the call.
    func request(_ wish: CallWish, _ id: UUID, refused: @escaping @MainActor () -> Void)
}

/// What the system has done.
@MainActor public protocol CallHandler: AnyObject {
    /// `done`: it is so, or it cannot be; that may take until the call has come.
    func carryOut(_ wish: CallWish, _ id: UUID, _ done: @escaping @MainActor (Bool) -> Void)
    /// The system switched the audio session on or off.
    func sound(_ on: Bool)
    /// The system forgot all calls.
    func reset()
}

/// UNUserNotificationCenter.
@MainActor public protocol Notifier: AnyObject {
    /// The person looks at the app: no notification is needed.
    var isInFront: Bool { get }
    /// `again`: in place of one that is there already, without a sound.
    func post(_ news: News, again: Bool)
    func withdraw(_ id: String)
    /// The person wants none: only the system's settings change that.
    func isRefused() async -> Bool
}

/// PushKit: wake-ups without content.
@MainActor public protocol PushSource: AnyObject {
    /// By which this phone is woken; none: not any more.
    var onToken: (@MainActor (Data?) -> Void)? { get set }
    /// The system wants a call to ring before this returns.
    var onWake: (@MainActor () -> Void)? { get set }
    func register()
}

/// LocalAuthentication.
@MainActor public protocol Authenticator: AnyObject {
    /// Whether the person proved to be the owner of the phone.
    func authenticate(reason: String) async -> Bool
}

/// The brightness of one picture: its bytes, width, height, and bytes a row.
public typealias LumaFrame = @Sendable (Data, Int, Int, Int) -> Void

/// AVCaptureSession.
@MainActor public protocol Camera: AnyObject {
    /// Asks for the permission where it was not decided yet.
    func mayRun() async -> Bool
    /// Another app took it while it ran, or gave it back.
    var onBusy: (@MainActor (Bool) -> Void)? { get set }
    func start(_ frame: @escaping LumaFrame) throws
    func stop()
    var hasTorch: Bool { get }
    func torch(_ on: Bool)
}

/// AVAudioEngine: pulls and pushes pieces of 48 kHz mono on its own thread.
@MainActor public protocol SoundCard: AnyObject {
    /// The device changed or was lost, or the system's sound began anew: what ran is to be built again.
    var onBreak: (@MainActor () -> Void)? { get set }
    /// Another app took sound; `onBreak` follows when it gives it back.
    var onInterruption: (@MainActor () -> Void)? { get set }
    /// Asks for the microphone where it was not decided yet.
    func mayListen() async -> Bool
    /// Anew if it runs. `false`: it was to listen, but the microphone may not be used, and sound is only heard.
    func start(_ phone: Phone, listens: Bool) throws -> Bool
    func stop()
}

/// CMMotionManager: readings of the accelerometer, about 100 a second.
@MainActor public protocol MotionSensor: AnyObject {
    func start(_ reading: @escaping @MainActor (Sample) -> Void)
    func stop()
}

/// DCAppAttestService.
public protocol AppVoucher: Sendable {
    /// Apple's statement about the app, bound to these 32 bytes; none where there is no such service or it fails.
    func vouch(for challenge: Data) async -> Attestation?
}

/// AVSpeechSynthesizer.
@MainActor public protocol Voice: AnyObject {
    func speak(_ text: String, done: @escaping @MainActor () -> Void) -> Bool
    func hush()
}

/// All of the system that the app needs.
@MainActor public protocol Adapters {
    var audio: any AudioSession { get }
    var captures: any CaptureWatch { get }
    var curtain: any Curtain { get }
    var copying: any CopyControl { get }
    var calls: any CallSystem { get }
    var notifier: any Notifier { get }
    var push: any PushSource { get }
    var owner: any Authenticator { get }
    var camera: any Camera { get }
    var sound: any SoundCard { get }
    var voice: any Voice { get }
    var motion: any MotionSensor { get }
    var voucher: any AppVoucher { get }
}
