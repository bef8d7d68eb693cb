// PushKit. Names and signatures from Apple's documentation.
@_exported import Foundation

public struct PKPushType: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let voIP = PKPushType(rawValue: "PKPushTypeVoIP")
}
open class PKPushCredentials: NSObject {
    public let token: Data
    public init(stubToken: Data) { token = stubToken }
}
open class PKPushPayload: NSObject {
    public let dictionaryPayload: [AnyHashable: Any]
    public init(stub payload: [AnyHashable: Any]) { dictionaryPayload = payload }
}
/// https://developer.apple.com/documentation/pushkit/pkpushregistry
open class PKPushRegistry: NSObject {
    nonisolated(unsafe) public static weak var stubLast: PKPushRegistry?
    open weak var delegate: (any PKPushRegistryDelegate)? { didSet { Self.stubLast = self } }
    open var desiredPushTypes: Set<PKPushType>? = []
    public init(queue: DispatchQueue?) {}
}
public protocol PKPushRegistryDelegate: NSObjectProtocol {
    func pushRegistry(_ registry: PKPushRegistry, didUpdate pushCredentials: PKPushCredentials, for type: PKPushType)
    func pushRegistry(_ registry: PKPushRegistry, didInvalidatePushTokenFor type: PKPushType)
    func pushRegistry(
        _ registry: PKPushRegistry, didReceiveIncomingPushWith payload: PKPushPayload, for type: PKPushType,
        completion: @escaping () -> Void)
}
