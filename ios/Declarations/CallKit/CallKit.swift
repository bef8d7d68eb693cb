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
    var stubThen: ((Bool) -> Void)?
    open func fulfill() { stubEnd(true) }
    open func fail() { stubEnd(false) }
    private func stubEnd(_ done: Bool) {
        // as on a phone: an action ends once
        precondition(stubDone == nil)
        stubDone = done
        stubThen?(done)
    }
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
public protocol CXProviderDelegate: NSObjectProtocol {
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
    /// The calls that the system knows, and whether each was answered or called by the person.
    public private(set) var stubCalls: [UUID: Bool] = [:]
    /// Reports of calls that are unknown, or not of that kind.
    public private(set) var stubFaults: [String] = []
    /// The system takes its time to switch sound on.
    nonisolated(unsafe) public static var stubHoldsSound = false
    /// Do Not Disturb.
    nonisolated(unsafe) public static var stubFilters = false
    public struct StubError: Error {}
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
    private func stubFault(_ what: String, _ id: UUID, outgoing: Bool = false) {
        if stubCalls[id] == nil || outgoing && stubCalls[id] != true { stubFaults.append(what) }
    }
    /// The system carries out what the person said on its own screen, or what the app asked for.
    public func stubPerform(_ action: CXCallAction) {
        let id = action.callUUID
        action.stubThen = { [weak self] done in
            guard let self else { return }
            if action is CXEndCallAction || !done && action is CXAnswerCallAction { self.stubGone(id) }
            if done, action is CXAnswerCallAction || action is CXStartCallAction {
                self.stubCalls[id] = true
                if !Self.stubHoldsSound { DispatchQueue.main.async { self.stubActivate(true) } }
            }
        }
        switch action {
        case let start as CXStartCallAction:
            stubCalls[id] = true
            stubDelegate?.provider(self, perform: start)
        case let answer as CXAnswerCallAction: stubDelegate?.provider(self, perform: answer)
        case let end as CXEndCallAction: stubDelegate?.provider(self, perform: end)
        case let mute as CXSetMutedCallAction: stubDelegate?.provider(self, perform: mute)
        case let hold as CXSetHeldCallAction: stubDelegate?.provider(self, perform: hold)
        default: break
        }
    }
    /// The system switches the audio session on or off, as for a call of its own.
    public func stubActivate(_ on: Bool) {
        guard !on || stubCalls.values.contains(true) else { return }
        let session = AVAudioSession.sharedInstance()
        session.stubActivate(on)
        if on {
            stubDelegate?.provider(self, didActivate: session)
        } else {
            stubDelegate?.provider(self, didDeactivate: session)
        }
    }
    private func stubGone(_ id: UUID) {
        guard stubCalls.removeValue(forKey: id) == true else { return }
        DispatchQueue.main.async { self.stubActivate(false) }
    }
    open func reportNewIncomingCall(
        with UUID: UUID, update: CXCallUpdate, completion: @escaping @Sendable ((any Error)?) -> Void
    ) {
        stubAdd("incoming", UUID, update)
        let filtered = Self.stubFilters
        if !filtered { stubCalls[UUID] = false }
        // not on the main thread, as on a phone
        DispatchQueue.global().async { completion(filtered ? StubError() : nil) }
    }
    open func reportCall(with UUID: UUID, updated update: CXCallUpdate) {
        // of a call that is not known yet it is lost
        if stubCalls[UUID] != nil { stubAdd("updated", UUID, update) }
    }
    open func reportCall(with UUID: UUID, endedAt dateEnded: Date?, reason endedReason: CXCallEndedReason) {
        stubAdd("ended \(endedReason)", UUID)
        stubGone(UUID)
    }
    open func reportOutgoingCall(with UUID: UUID, startedConnectingAt dateStartedConnecting: Date?) {
        stubFault("connecting", UUID, outgoing: true)
        stubAdd("connecting", UUID)
    }
    open func reportOutgoingCall(with UUID: UUID, connectedAt dateConnected: Date?) {
        stubFault("connected", UUID, outgoing: true)
        stubAdd("connected", UUID)
    }
    open func invalidate() {}
}

/// https://developer.apple.com/documentation/callkit/cxcallcontroller
open class CXCallController: NSObject {
    /// Another app's call is in the way of a new one.
    nonisolated(unsafe) public static var stubRefuses = false
    open func request(_ transaction: CXTransaction, completion: @escaping @Sendable ((any Error)?) -> Void) {
        guard let action = transaction.action as? CXCallAction, let provider = CXProvider.stubLast else { return }
        let start = action as? CXStartCallAction
        // a call that is known cannot be started, one that is not known can be nothing else
        guard (start == nil) == (provider.stubCalls[action.callUUID] != nil), start == nil || !Self.stubRefuses else {
            return DispatchQueue.global().async { completion(CXProvider.StubError()) }
        }
        if let start { provider.stubAdd("start", action.callUUID, nil, start.handle) }
        DispatchQueue.global().async { completion(nil) }
        nonisolated(unsafe) let later = action
        DispatchQueue.main.async { provider.stubPerform(later) }
    }
}
