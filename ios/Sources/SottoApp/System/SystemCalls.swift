// CallKit and PushKit.
import AVFAudio
import CallKit
import PushKit
import SottoKit
import UIKit

/// The system's own call screen. It learns a random id and the title that the core gives; never a number or an address.
final class SystemCalls: CallSystem {
    weak var handler: (any CallHandler)?
    private let provider: CXProvider
    private let controller = CXCallController()

    init() {
        let configuration = CXProviderConfiguration()
        configuration.supportsVideo = false
        configuration.maximumCallGroups = 1
        configuration.maximumCallsPerCallGroup = 1
        configuration.supportedHandleTypes = [.generic]
        configuration.includesCallsInRecents = false
        provider = CXProvider(configuration: configuration)
        // nil: on the main queue
        provider.setDelegate(self, queue: nil)
    }

    var keepsRecents: Bool {
        get { provider.configuration.includesCallsInRecents }
        set {
            let configuration = provider.configuration
            configuration.includesCallsInRecents = newValue
            provider.configuration = configuration
        }
    }

    private func handle(_ id: UUID) -> CXHandle { CXHandle(type: .generic, value: id.uuidString) }

    private func news(_ id: UUID, _ title: String) -> CXCallUpdate {
        let update = CXCallUpdate()
        update.remoteHandle = handle(id)
        update.localizedCallerName = title
        update.supportsGrouping = false
        update.supportsUngrouping = false
        update.supportsDTMF = false
        update.hasVideo = false
        return update
    }

    func ring(_ id: UUID, title: String) {
        provider.reportNewIncomingCall(with: id, update: news(id, title)) { @Sendable [weak self] error in
            guard error != nil else { return }
            // the system does not let it ring, as in Do Not Disturb
            Task { @MainActor in self?.handler?.end(id) }
        }
    }

    func start(_ id: UUID, title: String) {
        let action = CXStartCallAction(call: id, handle: handle(id))
        controller.request(CXTransaction(action: action)) { @Sendable [weak self] error in
            guard error != nil else { return }
            // another app's call is in the way
            Task { @MainActor in self?.handler?.end(id) }
        }
        update(id, title: title)
    }

    func update(_ id: UUID, title: String) { provider.reportCall(with: id, updated: news(id, title)) }
    func connecting(_ id: UUID) { provider.reportOutgoingCall(with: id, startedConnectingAt: nil) }
    func connected(_ id: UUID) { provider.reportOutgoingCall(with: id, connectedAt: nil) }

    func ended(_ id: UUID, by reason: EndReason) {
        let told: CXCallEndedReason =
            switch reason {
            case .hungUp, .declined, .busy, .cancelled: .remoteEnded
            case .noAnswer: .unanswered
            case .answeredElsewhere: .answeredElsewhere
            case .cannotConnect, .secureRefused, .networkLost, .violation, .unknown: .failed
            @unknown default: .failed
            }
        provider.reportCall(with: id, endedAt: nil, reason: told)
    }
}

extension SystemCalls: @preconcurrency CXProviderDelegate {
    func providerDidReset(_ provider: CXProvider) { handler?.reset() }
    func provider(_ provider: CXProvider, perform action: CXStartCallAction) { action.fulfill() }
    func provider(_ provider: CXProvider, perform action: CXAnswerCallAction) {
        if handler?.answer(action.callUUID) == true { action.fulfill() } else { action.fail() }
    }
    func provider(_ provider: CXProvider, perform action: CXEndCallAction) {
        handler?.end(action.callUUID)
        action.fulfill()
    }
    func provider(_ provider: CXProvider, perform action: CXSetMutedCallAction) {
        if handler?.mute(action.callUUID, action.isMuted) == true { action.fulfill() } else { action.fail() }
    }
    func provider(_ provider: CXProvider, perform action: CXSetHeldCallAction) {
        if handler?.hold(action.callUUID, action.isOnHold) == true { action.fulfill() } else { action.fail() }
    }
    func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession) { handler?.sound(true) }
    func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession) { handler?.sound(false) }
}

/// Wake-ups. They carry nothing, and whatever one carries is not looked at.
final class SystemPush: PushSource {
    var onToken: (@MainActor (Data?) -> Void)?
    var onWake: (@MainActor () -> Void)?
    private let registry = PKPushRegistry(queue: .main)

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
