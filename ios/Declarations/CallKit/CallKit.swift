// CallKit. Names and signatures from Apple's documentation.
@_exported import Foundation
import AVFAudio

/// https://developer.apple.com/documentation/callkit/cxhandle
open class CXHandle: NSObject {
    public enum HandleType: Int, Sendable { case generic = 1, phoneNumber, emailAddress }
    public let type: HandleType
    public let value: String
    public init(type: CXHandle.HandleType, value: String) { (self.type, self.value) = (type, value) }
}

/// https://developer.apple.com/documentation/callkit/cxproviderconfiguration
open class CXProviderConfiguration: NSObject {
    open var maximumCallGroups = 2
    open var maximumCallsPerCallGroup = 5
    open var includesCallsInRecents = true
    open var supportsVideo = false
    open var supportedHandleTypes: Set<CXHandle.HandleType> = []
    open var iconTemplateImageData: Data?
}

/// https://developer.apple.com/documentation/callkit/cxcallupdate
open class CXCallUpdate: NSObject {
    open var remoteHandle: CXHandle?
    open var localizedCallerName: String?
    open var supportsHolding = true
    open var supportsGrouping = true
    open var supportsUngrouping = true
    open var supportsDTMF = true
    open var hasVideo = false
}

public enum CXCallEndedReason: Int, Sendable { case failed = 1, remoteEnded, unanswered, answeredElsewhere, declinedElsewhere }

/// https://developer.apple.com/documentation/callkit/cxaction
open class CXAction: NSObject {
    public private(set) var stubDone: Bool?
    open func fulfill() { stubDone = true }
    open func fail() { stubDone = false }
}
open class CXCallAction: CXAction {
    public let callUUID: UUID
    public init(call callUUID: UUID) { self.callUUID = callUUID }
}
open class CXAnswerCallAction: CXCallAction {}
open class CXEndCallAction: CXCallAction {}
open class CXStartCallAction: CXCallAction {
    public let handle: CXHandle
    public init(call callUUID: UUID, handle: CXHandle) {
        self.handle = handle
        super.init(call: callUUID)
    }
}
open class CXSetMutedCallAction: CXCallAction {
    public let isMuted: Bool
    public init(call callUUID: UUID, muted: Bool) {
        isMuted = muted
        super.init(call: callUUID)
    }
}
open class CXSetHeldCallAction: CXCallAction {
    public let isOnHold: Bool
    public init(call callUUID: UUID, onHold: Bool) {
        isOnHold = onHold
        super.init(call: callUUID)
    }
}
open class CXTransaction: NSObject {
    let action: CXAction
    public init(action: CXAction) { self.action = action }
}

/// https://developer.apple.com/documentation/callkit/cxproviderdelegate
public protocol CXProviderDelegate: AnyObject {
    func providerDidReset(_ provider: CXProvider)
    func provider(_ provider: CXProvider, perform action: CXStartCallAction)
    func provider(_ provider: CXProvider, perform action: CXAnswerCallAction)
    func provider(_ provider: CXProvider, perform action: CXEndCallAction)
    func provider(_ provider: CXProvider, perform action: CXSetMutedCallAction)
    func provider(_ provider: CXProvider, perform action: CXSetHeldCallAction)
    func provider(_ provider: CXProvider, didActivate audioSession: AVAudioSession)
    func provider(_ provider: CXProvider, didDeactivate audioSession: AVAudioSession)
}

/// What the system's call screen got to know.
public struct StubReport: Equatable, Sendable {
    public let what: String
    public let id: UUID
    public let handle: String?
    public let name: String?
    public let recents: Bool
}

/// https://developer.apple.com/documentation/callkit/cxprovider
open class CXProvider: NSObject, @unchecked Sendable {
    open var configuration: CXProviderConfiguration
    public weak var stubDelegate: (any CXProviderDelegate)?
    public private(set) var stubReports: [StubReport] = []
    nonisolated(unsafe) public static weak var stubLast: CXProvider?
    public init(configuration: CXProviderConfiguration) {
        self.configuration = configuration
        super.init()
        Self.stubLast = self
    }
    open func setDelegate(_ delegate: (any CXProviderDelegate)?, queue: DispatchQueue?) { stubDelegate = delegate }
    public func stubAdd(_ what: String, _ id: UUID, _ update: CXCallUpdate? = nil, _ handle: CXHandle? = nil) {
        stubReports.append(
            StubReport(
                what: what, id: id, handle: (update?.remoteHandle ?? handle)?.value, name: update?.localizedCallerName,
                recents: configuration.includesCallsInRecents))
    }
    open func reportNewIncomingCall(
        with UUID: UUID, update: CXCallUpdate, completion: @escaping @Sendable ((any Error)?) -> Void
    ) {
        stubAdd("incoming", UUID, update)
        // not on the main thread, as on a phone
        DispatchQueue.global().async { completion(nil) }
    }
    open func reportCall(with UUID: UUID, updated update: CXCallUpdate) { stubAdd("updated", UUID, update) }
    open func reportCall(with UUID: UUID, endedAt dateEnded: Date?, reason endedReason: CXCallEndedReason) {
        stubAdd("ended \(endedReason)", UUID)
    }
    open func reportOutgoingCall(with UUID: UUID, startedConnectingAt dateStartedConnecting: Date?) {
        stubAdd("connecting", UUID)
    }
    open func reportOutgoingCall(with UUID: UUID, connectedAt dateConnected: Date?) { stubAdd("connected", UUID) }
    open func invalidate() {}
}

/// https://developer.apple.com/documentation/callkit/cxcallcontroller
open class CXCallController: NSObject {
    open func request(_ transaction: CXTransaction, completion: @escaping @Sendable ((any Error)?) -> Void) {
        guard let action = transaction.action as? CXStartCallAction, let provider = CXProvider.stubLast else { return }
        provider.stubAdd("start", action.callUUID, nil, action.handle)
        provider.stubDelegate?.provider(provider, perform: action)
        DispatchQueue.global().async { completion(nil) }
    }
}
