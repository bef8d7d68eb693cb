// UserNotifications. Names and signatures from Apple's documentation.
@_exported import Foundation

open class UNNotificationSound: NSObject, @unchecked Sendable {
    public static let `default` = UNNotificationSound()
    public static let defaultRingtone = UNNotificationSound()
}
open class UNNotificationContent: NSObject {
    open var title = ""
    open var body = ""
    open var sound: UNNotificationSound?
    open var threadIdentifier = ""
    open var userInfo: [AnyHashable: Any] = [:]
    open var interruptionLevel = UNNotificationInterruptionLevel.active
}
public enum UNNotificationInterruptionLevel: UInt, Sendable { case passive, active, timeSensitive, critical }
public enum UNAuthorizationStatus: Int, Sendable { case notDetermined, denied, authorized, provisional, ephemeral }
open class UNNotificationSettings: NSObject {
    public let authorizationStatus: UNAuthorizationStatus
    init(_ stubStatus: UNAuthorizationStatus) { authorizationStatus = stubStatus }
}
open class UNNotification: NSObject {
    public let request: UNNotificationRequest
    init(_ request: UNNotificationRequest) { self.request = request }
}
open class UNNotificationResponse: NSObject {
    public let notification: UNNotification
    /// The person tapped this one.
    public init(stub request: UNNotificationRequest) { notification = UNNotification(request) }
}
/// https://developer.apple.com/documentation/usernotifications/unusernotificationcenterdelegate
public protocol UNUserNotificationCenterDelegate: NSObjectProtocol {
    func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void)
}
open class UNMutableNotificationContent: UNNotificationContent {}
open class UNNotificationTrigger: NSObject {}
open class UNNotificationRequest: NSObject {
    public let identifier: String
    public let content: UNNotificationContent
    public init(identifier: String, content: UNNotificationContent, trigger: UNNotificationTrigger?) {
        (self.identifier, self.content) = (identifier, content)
    }
}
public struct UNAuthorizationOptions: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let badge = UNAuthorizationOptions(rawValue: 1)
    public static let sound = UNAuthorizationOptions(rawValue: 2)
    public static let alert = UNAuthorizationOptions(rawValue: 4)
}
/// https://developer.apple.com/documentation/usernotifications/unusernotificationcenter
open class UNUserNotificationCenter: NSObject {
    nonisolated(unsafe) private static let instance = UNUserNotificationCenter()
    open class func current() -> UNUserNotificationCenter { instance }
    private let lock = NSLock()
    private var delivered: [String: UNNotificationContent] = [:]
    public var stubDelivered: [String: UNNotificationContent] { lock.withLock { delivered } }
    open weak var delegate: (any UNUserNotificationCenterDelegate)?
    /// What the person says, or said.
    nonisolated(unsafe) public static var stubStatus = UNAuthorizationStatus.authorized
    nonisolated(unsafe) public static var stubGrants = true
    open func requestAuthorization(options: UNAuthorizationOptions = []) async throws -> Bool {
        Self.stubStatus = Self.stubGrants ? .authorized : .denied
        return Self.stubGrants
    }
    open func notificationSettings() async -> UNNotificationSettings { UNNotificationSettings(Self.stubStatus) }
    /// The person taps a notification that stands there.
    public func stubTap(_ id: String) {
        guard let content = stubDelivered[id] else { return }
        let request = UNNotificationRequest(identifier: id, content: content, trigger: nil)
        delegate?.userNotificationCenter(self, didReceive: UNNotificationResponse(stub: request)) {}
    }
    open func add(
        _ request: UNNotificationRequest, withCompletionHandler completionHandler: (@Sendable ((any Error)?) -> Void)? = nil
    ) {
        lock.withLock { delivered[request.identifier] = request.content }
        DispatchQueue.global().async { completionHandler?(nil) }
    }
    open func removeDeliveredNotifications(withIdentifiers identifiers: [String]) {
        lock.withLock { for id in identifiers { delivered[id] = nil } }
    }
    open func removeAllDeliveredNotifications() { lock.withLock { delivered = [:] } }
}
