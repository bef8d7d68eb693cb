// Notifications, the owner of the phone, and the key in the Secure Enclave.
import CryptoKit
import LocalAuthentication
import UserNotifications

final class SystemNotifier: Notifier {
    var isLocked: Bool { !UIApplication.shared.isProtectedDataAvailable }
    /// Set by the scene; a wake-up starts the app without one.
    var isInFront = false

    func ask() { Task { await permission() } }

    func post(_ id: String, title: String, body: String, rings: Bool) {
        let content = UNMutableNotificationContent()
        content.title = title
        content.body = body
        content.sound = rings ? .defaultRingtone : .default
        // without the permission there are none
        let request = UNNotificationRequest(identifier: id, content: content, trigger: nil)
        UNUserNotificationCenter.current().add(request) { @Sendable _ in }
    }
    func withdrawAll() { UNUserNotificationCenter.current().removeAllDeliveredNotifications() }
}

/// The centre belongs to no actor.
private nonisolated func permission() async {
    _ = try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound])
}

final class SystemOwner: Authenticator {
    /// The context lives and dies here: it belongs to no actor.
    nonisolated func authenticate(reason: String) async -> Bool {
        let context = LAContext()
        // a phone without a code has no owner to prove: nothing to lock
        guard context.canEvaluatePolicy(.deviceOwnerAuthentication, error: nil) else { return true }
        // cancelled or failed: not proven
        return (try? await context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason)) ?? false
    }
}

/// Seals the core's key to a P-256 key that never leaves the enclave: an ephemeral key agrees with it, HKDF-SHA-256 makes
/// the key of AES-256-GCM. What is kept outside is the enclave's own sealed form of its key.
public struct EnclaveKey: SealingKey {
    private let file: URL
    public init(file: URL) { self.file = file }

    private static let purpose = Data("sotto vault key 1".utf8)
    private static let publicLength = 65

    private func key(make: Bool) throws -> SecureEnclave.P256.KeyAgreement.PrivateKey {
        // one that cannot be read, as before the first unlock, is not one that is not there
        if FileManager.default.fileExists(atPath: file.path) {
            let kept = try Data(contentsOf: file)
            do { return try .init(dataRepresentation: kept) } catch { throw SealingError.notMine }
        }
        guard make else { throw SealingError.notMine }
        // usable after the first unlock, so that a call can ring on a locked phone
        guard
            let access = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage, nil)
        else { throw SystemError.missing }
        let made = try SecureEnclave.P256.KeyAgreement.PrivateKey(accessControl: access)
        try made.dataRepresentation.write(to: file, options: .atomic)
        return made
    }

    public func seal(_ secret: Data) throws -> Data {
        let mine = try key(make: true).publicKey
        let once = P256.KeyAgreement.PrivateKey()
        let agreed = try once.sharedSecretFromKeyAgreement(with: mine)
        let sealed = try AES.GCM.seal(secret, using: Self.derive(agreed, once.publicKey.x963Representation))
        guard let bytes = sealed.combined else { throw SystemError.missing }
        return once.publicKey.x963Representation + bytes
    }

    public func open(_ sealed: Data) throws -> Data {
        guard sealed.count > Self.publicLength else { throw SealingError.notMine }
        let head = Data(sealed.prefix(Self.publicLength))
        let enclave = try key(make: false)
        let once: P256.KeyAgreement.PublicKey
        let box: AES.GCM.SealedBox
        do {
            once = try .init(x963Representation: head)
            box = try .init(combined: Data(sealed.dropFirst(Self.publicLength)))
        } catch { throw SealingError.notMine }
        // a locked enclave refuses here, and that is not another device's key
        let agreed = try enclave.sharedSecretFromKeyAgreement(with: once)
        do { return try AES.GCM.open(box, using: Self.derive(agreed, head)) } catch { throw SealingError.notMine }
    }

    private static func derive(_ agreed: SharedSecret, _ once: Data) -> SymmetricKey {
        agreed.hkdfDerivedSymmetricKey(using: SHA256.self, salt: once, sharedInfo: purpose, outputByteCount: 32)
    }
}

/// What the system has not, or not now.
enum SystemError: Error { case missing }
