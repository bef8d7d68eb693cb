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
    open func requestAuthorization(options: UNAuthorizationOptions = []) async throws -> Bool { true }
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
