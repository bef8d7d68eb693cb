// What the app needs of the system, as protocols: SottoApp implements them with Apple's frameworks, tests with what is at
// hand. The comment of each names the framework behind it.
import Foundation

/// Where sound goes in or out.
public enum SoundPort: Sendable, Equatable { case receiver, builtInMicrophone, speaker, wired, wireless, other }

/// AVAudioSession.
@MainActor public protocol AudioSession: AnyObject {
    /// Whether there is an earpiece; tablets have none.
    var hasReceiver: Bool { get }
    /// Where sound goes while a call has the session; empty before.
    var route: [SoundPort] { get }
    /// Called after every change of the route.
    var onRouteChange: (@MainActor () -> Void)? { get set }
    /// Back to what the phone is held to the ear for: no override, the phone's own microphone.
    func useReceiver()
    func useSpeaker()
    /// Whether wireless headsets may be chosen at all.
    func offerWireless(_ offer: Bool)
    /// The category of a call; CallKit switches the session on.
    func prepare() throws
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

/// What the app switcher and notifications show.
@MainActor public protocol Curtain: AnyObject {
    /// Covers the app in the app switcher, and takes back notifications that name people.
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

/// CallKit.
@MainActor public protocol CallSystem: AnyObject {
    var handler: (any CallHandler)? { get set }
    /// Calls are in the system's list of recent calls.
    var keepsRecents: Bool { get set }
    /// Rings. The handle is the call's random id: the system learns no name but the title.
    func ring(_ id: UUID, title: String)
    func start(_ id: UUID, title: String)
    func update(_ id: UUID, title: String)
    func connecting(_ id: UUID)
    func connected(_ id: UUID)
    func ended(_ id: UUID, by reason: EndReason)
}

/// What the person does on the system's own call screen.
@MainActor public protocol CallHandler: AnyObject {
    func answer(_ id: UUID) -> Bool
    func end(_ id: UUID)
    func mute(_ id: UUID, _ muted: Bool) -> Bool
    func hold(_ id: UUID, _ held: Bool) -> Bool
    /// The system switched the audio session on or off.
    func sound(_ on: Bool)
    /// The system forgot all calls.
    func reset()
}

/// UNUserNotificationCenter.
@MainActor public protocol Notifier: AnyObject {
    /// The lock screen is on: nobody is named.
    var isLocked: Bool { get }
    /// The person looks at the app: no notification is needed.
    var isInFront: Bool { get }
    func post(_ id: String, title: String, body: String, rings: Bool)
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

/// AVCaptureSession.
@MainActor public protocol Camera: AnyObject {
    /// Asks for the permission where it was not decided yet.
    func mayRun() async -> Bool
    func start(_ frame: @escaping @Sendable (CameraFrame) -> Void) throws
    func stop()
    var hasTorch: Bool { get }
    func torch(_ on: Bool)
}

/// The brightness of one picture of the camera.
public struct CameraFrame: Sendable {
    public let luma: Data
    public let width, height, stride, rotation: UInt32
    public init(luma: Data, width: UInt32, height: UInt32, stride: UInt32, rotation: UInt32) {
        self.luma = luma
        (self.width, self.height, self.stride, self.rotation) = (width, height, stride, rotation)
    }
}

/// AVAudioEngine: pulls and pushes pieces of 48 kHz mono on its own thread.
@MainActor public protocol SoundCard: AnyObject {
    /// The device changed or was lost, or the system's sound began anew: what ran is to be built again.
    var onBreak: (@MainActor () -> Void)? { get set }
    /// Asks for the microphone where it was not decided yet.
    func mayListen() async -> Bool
    /// `false`: the microphone may not be used any more, and sound is only heard.
    func start(_ pump: SoundPump) throws -> Bool
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

/// A key in the Secure Enclave.
public protocol SealingKey: Sendable {
    func seal(_ secret: Data) throws -> Data
    func open(_ sealed: Data) throws -> Data
}

/// All of the system that the app needs.
@MainActor public struct Adapters {
    public var audio: any AudioSession
    public var captures: any CaptureWatch
    public var curtain: any Curtain
    public var copying: any CopyControl
    public var calls: any CallSystem
    public var notifier: any Notifier
    public var push: any PushSource
    public var owner: any Authenticator
    public var camera: any Camera
    public var sound: any SoundCard
    public var voice: any Voice
    public var motion: any MotionSensor
    public var voucher: any AppVoucher
    public init(
        audio: any AudioSession, captures: any CaptureWatch, curtain: any Curtain, copying: any CopyControl,
        calls: any CallSystem, notifier: any Notifier, push: any PushSource, owner: any Authenticator,
        camera: any Camera, sound: any SoundCard, voice: any Voice, motion: any MotionSensor, voucher: any AppVoucher
    ) {
        (self.audio, self.captures, self.curtain, self.copying) = (audio, captures, curtain, copying)
        (self.calls, self.notifier, self.push, self.owner) = (calls, notifier, push, owner)
        (self.camera, self.sound, self.voice, self.motion, self.voucher) = (camera, sound, voice, motion, voucher)
    }
}
