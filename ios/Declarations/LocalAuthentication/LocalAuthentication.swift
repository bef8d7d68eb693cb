// LocalAuthentication. Names and signatures from Apple's documentation.
@_exported import Foundation

public enum LAPolicy: Int, Sendable { case deviceOwnerAuthenticationWithBiometrics = 1, deviceOwnerAuthentication }
/// https://developer.apple.com/documentation/localauthentication/lacontext
open class LAContext: NSObject {
    nonisolated(unsafe) public static var stubOwner = true
    public override init() {}
    open func canEvaluatePolicy(_ policy: LAPolicy, error: UnsafeMutablePointer<NSError?>?) -> Bool { true }
    open func evaluatePolicy(_ policy: LAPolicy, localizedReason: String) async throws -> Bool { Self.stubOwner }
}
