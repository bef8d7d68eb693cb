// The core's key vault over a key in the Secure Enclave.

public final class EnclaveVault: KeyVault {
    private let key: any SealingKey
    public init(_ key: any SealingKey) { self.key = key }

    public func wrap(key secret: Data) throws -> Data {
        do { return try key.seal(secret) } catch { throw VaultError.Locked }
    }

    public func unwrap(wrapped: Data) throws -> Data {
        do { return try key.open(wrapped) } catch SealingError.notMine { throw VaultError.Foreign } catch {
            // before the first unlock after a start the enclave says no
            throw VaultError.Locked
        }
    }
}

/// Why a sealed key did not open.
public enum SealingError: Error {
    /// Another device's enclave sealed it, or it was changed.
    case notMine
}
