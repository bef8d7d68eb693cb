// DeviceCheck: App Attest. Names and signatures from Apple's documentation.
@_exported import Foundation

/// https://developer.apple.com/documentation/devicecheck/dcerror
public struct DCError: Error {
    public enum Code: Int, Sendable {
        case unknownSystemFailure, featureUnsupported, invalidInput, invalidKey, serverUnavailable
    }
    public let code: Code
    public init(_ code: Code) { self.code = code }
}

/// https://developer.apple.com/documentation/devicecheck/dcappattestservice
open class DCAppAttestService: NSObject, @unchecked Sendable {
    public static let shared = DCAppAttestService()
    /// As in the simulator, until a test says otherwise.
    nonisolated(unsafe) public static var stubSupported = false
    nonisolated(unsafe) public static var stubFails: DCError.Code?
    nonisolated(unsafe) public static var stubKeys = 0
    open var isSupported: Bool { Self.stubSupported }
    open func generateKey() async throws -> String {
        Self.stubKeys += 1
        return "key \(Self.stubKeys)"
    }
    open func attestKey(_ keyId: String, clientDataHash: Data) async throws -> Data {
        if let fails = Self.stubFails { throw DCError(fails) }
        return Data("\(keyId) attested for \(clientDataHash.count) bytes".utf8)
    }
    open func generateAssertion(_ keyId: String, clientDataHash: Data) async throws -> Data {
        if let fails = Self.stubFails { throw DCError(fails) }
        return Data("\(keyId) about ".utf8) + clientDataHash
    }
}
