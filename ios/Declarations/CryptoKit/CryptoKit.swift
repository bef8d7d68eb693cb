// CryptoKit and Security, as far as the vault uses them. NOT encryption: a stand-in with the same shape, so that the vault's
// code compiles and its errors can be tested. Names and signatures from Apple's documentation.
@_exported import Foundation

public final class CFString: Sendable { init() {} }
public typealias CFTypeRef = AnyObject
public final class CFAllocator: Sendable {}
public final class CFError: Sendable {}
public final class SecAccessControl: Sendable {}
public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly = CFString()
public struct SecAccessControlCreateFlags: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let privateKeyUsage = SecAccessControlCreateFlags(rawValue: 1 << 30)
}
public func SecAccessControlCreateWithFlags(
    _ allocator: CFAllocator?, _ protection: CFTypeRef, _ flags: SecAccessControlCreateFlags,
    _ error: UnsafeMutablePointer<Unmanaged<CFError>?>?
) -> SecAccessControl? { SecAccessControl() }

public enum CryptoKitError: Error { case authenticationFailure, incorrectParameterSize }
public struct SymmetricKey: Sendable { let bytes: [UInt8] }
public struct SHA256: Sendable {}
public struct SharedSecret: Sendable {
    let bytes: [UInt8]
    public func hkdfDerivedSymmetricKey<Salt: DataProtocol, Info: DataProtocol>(
        using hashFunction: SHA256.Type, salt: Salt, sharedInfo: Info, outputByteCount: Int
    ) -> SymmetricKey {
        SymmetricKey(bytes: Array(bytes.prefix(outputByteCount)))
    }
}
/// https://developer.apple.com/documentation/cryptokit/p256
public enum P256 {
    public enum KeyAgreement {
        public struct PublicKey: Sendable {
            public let x963Representation: Data
            public init<D: ContiguousBytes>(x963Representation: D) throws {
                self.x963Representation = x963Representation.withUnsafeBytes { Data($0) }
                guard self.x963Representation.count == 65 else { throw CryptoKitError.incorrectParameterSize }
            }
        }
        public struct PrivateKey: Sendable {
            let bytes: [UInt8]
            public init() { bytes = (0..<65).map { _ in UInt8.random(in: 0...255) } }
            public var publicKey: PublicKey { try! PublicKey(x963Representation: Data(bytes)) }
            public func sharedSecretFromKeyAgreement(with share: PublicKey) throws -> SharedSecret {
                SharedSecret(bytes: zip(bytes, share.x963Representation).map { $0 ^ $1 })
            }
        }
    }
}
/// https://developer.apple.com/documentation/cryptokit/secureenclave
public enum SecureEnclave {
    nonisolated(unsafe) public static var isAvailable = true
    public enum P256 {
        public enum KeyAgreement {
            public struct PrivateKey: Sendable {
                private let key: CryptoKit.P256.KeyAgreement.PrivateKey
                nonisolated(unsafe) private static var made: [Data: CryptoKit.P256.KeyAgreement.PrivateKey] = [:]
                public let dataRepresentation: Data
                public init(compactRepresentable: Bool = true, accessControl: SecAccessControl) throws {
                    key = .init()
                    dataRepresentation = Data((0..<16).map { _ in UInt8.random(in: 0...255) })
                    Self.made[dataRepresentation] = key
                }
                public init(dataRepresentation: Data) throws {
                    guard let key = Self.made[dataRepresentation] else { throw CryptoKitError.authenticationFailure }
                    self.key = key
                    self.dataRepresentation = dataRepresentation
                }
                public var publicKey: CryptoKit.P256.KeyAgreement.PublicKey { key.publicKey }
                public func sharedSecretFromKeyAgreement(
                    with publicKeyShare: CryptoKit.P256.KeyAgreement.PublicKey
                ) throws -> SharedSecret {
                    try key.sharedSecretFromKeyAgreement(with: publicKeyShare)
                }
            }
        }
    }
}
/// https://developer.apple.com/documentation/cryptokit/aes/gcm
public enum AES {
    public enum GCM {
        public struct SealedBox: Sendable {
            let bytes: Data
            public var combined: Data? { bytes }
            public init<D: DataProtocol>(combined: D) throws { bytes = Data(combined) }
        }
        public static func seal<P: DataProtocol>(_ message: P, using key: SymmetricKey) throws -> SealedBox {
            try SealedBox(combined: Data(key.bytes.prefix(8)) + Data(zip(message, key.bytes).map { $0 ^ $1 }))
        }
        public static func open(_ sealedBox: SealedBox, using key: SymmetricKey) throws -> Data {
            guard sealedBox.bytes.prefix(8) == Data(key.bytes.prefix(8)) else {
                throw CryptoKitError.authenticationFailure
            }
            return Data(zip(sealedBox.bytes.dropFirst(8), key.bytes).map { $0 ^ $1 })
        }
    }
}
