// CallKit and PushKit.
import AVFAudio
import CallKit
import PushKit

/// The system's own call screen. It learns a random id and the title that the core gives; never a number or an address.
final class SystemCalls: NSObject, CallSystem {
    weak var handler: (any CallHandler)? {
        didSet {
            let kept = early
            early = []
            for (wish, action) in kept { pass(wish, action) }
        }
    }
    private let provider: CXProvider
    private let controller = CXCallController()
    /// Of the call that was started last.
    private var title = ""
    /// Done on the system's screen before the app was open.
    private var early: [(CallWish, CXCallAction)] = []

    init(groups: Int) {
        let configuration = CXProviderConfiguration()
        configuration.supportsVideo = false
        configuration.maximumCallGroups = groups
        configuration.maximumCallsPerCallGroup = 1
        configuration.supportedHandleTypes = [.generic]
        // secure or not: a call may be raised to a level that keeps no list
        configuration.includesCallsInRecents = false
        provider = CXProvider(configuration: configuration)
        super.init()
        // nil: on the main queue
        provider.setDelegate(self, queue: nil)
    }

    private func handle(_ id: UUID) -> CXHandle { CXHandle(type: .generic, value: id.uuidString) }

    private func news(_ id: UUID, _ title: String) -> CXCallUpdate {
        let update = CXCallUpdate()
        update.remoteHandle = handle(id)
        update.localizedCallerName = title
        update.supportsDTMF = false
        update.hasVideo = false
        return update
    }

    /// Where the system does not let it ring, as in Do Not Disturb, the caller waits on, and the app itself shows it.
    func ring(_ id: UUID, title: String) {
        provider.reportNewIncomingCall(with: id, update: news(id, title)) { @Sendable _ in }
    }

    func start(_ id: UUID, title: String, refused: @escaping @MainActor () -> Void) {
        self.title = title
        request(CXStartCallAction(call: id, handle: handle(id)), refused)
    }

    func request(_ wish: CallWish, _ id: UUID, refused: @escaping @MainActor () -> Void) {
        let action: CXCallAction =
            switch wish {
            case .answer: CXAnswerCallAction(call: id)
            case .end: CXEndCallAction(call: id)
            case .mute(let on): CXSetMutedCallAction(call: id, muted: on)
            case .hold(let on): CXSetHeldCallAction(call: id, onHold: on)
            }
        request(action, refused)
    }

    private func request(_ action: CXCallAction, _ refused: @escaping @MainActor () -> Void) {
        controller.request(CXTransaction(action: action)) { @Sendable error in
            if error != nil { Task { @MainActor in refused() } }
        }
    }

    private func pass(_ wish: CallWish, _ action: CXCallAction) {
        guard let handler else { return early.append((wish, action)) }
        handler.carryOut(wish, action.callUUID) { $0 ? action.fulfill() : action.fail() }
    }

    func update(_ id: UUID, title: String) {
        self.title = title
        provider.reportCall(with: id, updated: news(id, title))
    }
    func connected(_ id: UUID) { provider.reportOutgoingCall(with: id, connectedAt: nil) }

    func ended(_ id: UUID, _ end: SystemEnd) {
        let told: CXCallEndedReason =
            switch end {
            case .here, .remote: .remoteEnded
            case .unanswered: .unanswered
            case .answeredElsewhere: .answeredElsewhere
            case .declinedElsewhere: .declinedElsewhere
            case .failed: .failed
            @unknown default: .failed
            }
        provider.reportCall(with: id, endedAt: nil, reason: told)
        for (_, action) in early where action.callUUID == id { action.fail() }
        early.removeAll { $1.callUUID == id }
    }
}

extension SystemCalls: @preconcurrency CXProviderDelegate {
    func providerDidReset(_ provider: CXProvider) { handler?.reset() }
    func provider(_ provider: CXProvider, perform action: CXStartCallAction) {
        action.fulfill()
        // only now the system knows the call
        update(action.callUUID, title: title)
    }
    func provider(_ provider: CXProvider, perform action: CXAnswerCallAction) { pass(.answer, action) }
    func provider(_ provider: CXProvider, perform action: CXEndCallAction) { pass(.end, action) }
    func provider(_ provider: CXProvider, perform action: CXSetMutedCallAction) { pass(.mute(action.isMuted), action) }
    func provider(_ provider: CXProvider, perform action: CXSetHeldCallAction) { pass(.hold(action.isOnHold), action) }
    func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession) { handler?.sound(true) }
    func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession) { handler?.sound(false) }
}

/// Wake-ups. They carry nothing, and whatever one carries is not looked at.
final class SystemPush: NSObject, PushSource {
    var onToken: (@MainActor (Data?) -> Void)?
    var onWake: (@MainActor () -> Void)?
    private let registry: PKPushRegistry

    init(queue: DispatchQueue) { registry = PKPushRegistry(queue: queue) }

    func register() {
        registry.delegate = self
        registry.desiredPushTypes = [.voIP]
    }
}

extension SystemPush: @preconcurrency PKPushRegistryDelegate {
    func pushRegistry(_ registry: PKPushRegistry, didUpdate pushCredentials: PKPushCredentials, for type: PKPushType) {
        onToken?(pushCredentials.token)
    }
    func pushRegistry(_ registry: PKPushRegistry, didInvalidatePushTokenFor type: PKPushType) { onToken?(nil) }
    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType,
        completion: @escaping () -> Void
    ) {
        onWake?()
        completion()
    }
}
