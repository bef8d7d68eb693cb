// Notifications, the owner of the phone, and the key in the Secure Enclave.
import CryptoKit
import LocalAuthentication
import UserNotifications

final class SystemNotifier: NSObject, Notifier {
    /// Set by the scene; a wake-up starts the app without one.
    var isInFront = false { didSet { if isInFront { withdrawAll() } } }
    /// A notification was tapped that leads to a chat.
    var onOpen: (@MainActor (String) -> Void)?
    private var asked = false

    init(center: UNUserNotificationCenter) {
        super.init()
        center.delegate = self
    }

    /// Once, where nobody decided yet; `why` is said first.
    func ask(_ why: @escaping @MainActor () -> Void) {
        guard !asked else { return }
        asked = true
        Task {
            guard await permission() == .notDetermined else { return }
            why()
            await askForPermission()
        }
    }
    func isRefused() async -> Bool { await permission() == .denied }

    func post(_ news: News, again: Bool) {
        let content = UNMutableNotificationContent()
        content.title = news.title.words
        content.body = news.body?.words ?? ""
        content.sound = again ? nil : news.rings ? .defaultRingtone : .default
        content.interruptionLevel = again ? .passive : .active
        content.userInfo = news.opens.map { ["opens": $0] } ?? [:]
        // without the permission there are none
        let request = UNNotificationRequest(identifier: news.id, content: content, trigger: nil)
        UNUserNotificationCenter.current().add(request) { @Sendable _ in }
    }
    func withdraw(_ id: String) { UNUserNotificationCenter.current().removeDeliveredNotifications(withIdentifiers: [id]) }
    func withdrawAll() { UNUserNotificationCenter.current().removeAllDeliveredNotifications() }
}

extension SystemNotifier: UNUserNotificationCenterDelegate {
    nonisolated func userNotificationCenter(
        _ center: UNUserNotificationCenter, didReceive response: UNNotificationResponse,
        withCompletionHandler completionHandler: @escaping () -> Void
    ) {
        let chat = response.notification.request.content.userInfo["opens"] as? String
        Task { @MainActor in chat.map { onOpen?($0) } }
        completionHandler()
    }
}

/// The centre belongs to no actor.
private nonisolated func askForPermission() async {
    _ = try? await UNUserNotificationCenter.current().requestAuthorization(options: [.alert, .sound])
}
private nonisolated func permission() async -> UNAuthorizationStatus {
    await UNUserNotificationCenter.current().notificationSettings().authorizationStatus
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
public final class EnclaveKey: KeyVault {
    private let file: URL
    public init(file: URL) { self.file = file }

    private static let purpose = Data("sotto vault key 1".utf8)
    private static let publicLength = 65

    private func key(make: Bool) throws -> SecureEnclave.P256.KeyAgreement.PrivateKey {
        if FileManager.default.fileExists(atPath: file.path) {
            // one that cannot be read, as before the first unlock, is not one that is not there
            guard let kept = try? Data(contentsOf: file) else { throw VaultError.Locked }
            do { return try .init(dataRepresentation: kept) } catch { throw VaultError.Foreign }
        }
        guard make else { throw VaultError.Foreign }
        // usable after the first unlock, so that a call can ring on a locked phone
        guard SecureEnclave.isAvailable,
            let access = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly, .privateKeyUsage, nil),
            let made = try? SecureEnclave.P256.KeyAgreement.PrivateKey(accessControl: access),
            (try? made.dataRepresentation.write(to: file, options: .atomic)) != nil
        else { throw VaultError.Unusable }
        return made
    }

    public func wrap(key secret: Data) throws -> Data {
        let (mine, once) = (try key(make: true).publicKey, P256.KeyAgreement.PrivateKey())
        let head = once.publicKey.x963Representation
        guard let agreed = try? once.sharedSecretFromKeyAgreement(with: mine),
            let bytes = try? AES.GCM.seal(secret, using: Self.derive(agreed, head)).combined
        else { throw VaultError.Unusable }
        return head + bytes
    }

    public func unwrap(wrapped: Data) throws -> Data {
        let head = Data(wrapped.prefix(Self.publicLength))
        let enclave = try key(make: false)
        guard let once = try? P256.KeyAgreement.PublicKey(x963Representation: head),
            let box = try? AES.GCM.SealedBox(combined: Data(wrapped.dropFirst(Self.publicLength)))
        else { throw VaultError.Foreign }
        // a locked enclave refuses here, and that is not another device's key
        guard let agreed = try? enclave.sharedSecretFromKeyAgreement(with: once) else { throw VaultError.Locked }
        do { return try AES.GCM.open(box, using: Self.derive(agreed, head)) } catch { throw VaultError.Foreign }
    }

    private static func derive(_ agreed: SharedSecret, _ once: Data) -> SymmetricKey {
        agreed.hkdfDerivedSymmetricKey(using: SHA256.self, salt: once, sharedInfo: purpose, outputByteCount: 32)
    }
}

/// What the system has not, or not now.
enum SystemError: Error { case missing }
