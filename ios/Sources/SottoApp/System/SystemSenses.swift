// The accelerometer, the fingers on the screen, and Apple's word for the app.
import CoreMotion
import DeviceCheck

final class SystemMotion: MotionSensor {
    private let manager = CMMotionManager()
    private nonisolated static let gravity = 9.80665

    func start(_ reading: @escaping @MainActor (Sample) -> Void) {
        guard manager.isAccelerometerAvailable else { return }
        manager.accelerometerUpdateInterval = 0.01
        manager.startAccelerometerUpdates(to: .main) { @Sendable data, _ in
            guard let data else { return }
            let (g, at) = (data.acceleration, UInt64(max(0, data.timestamp) * 1e9))
            let (x, y, z) = (Float(g.x * Self.gravity), Float(g.y * Self.gravity), Float(g.z * Self.gravity))
            MainActor.assumeIsolated { reading(.motion(at: at, x: x, y: y, z: z)) }
        }
    }
    func stop() { manager.stopAccelerometerUpdates() }
}

/// The app's window: the preset gesture feels the touches, and the screens get them as ever.
public final class TouchWindow: UIWindow {
    var onTouches: (@MainActor ([Sample]) -> Void)?

    public override func sendEvent(_ event: UIEvent) {
        if event.type == .touches { onTouches?((event.allTouches ?? []).compactMap { sample($0) }) }
        super.sendEvent(event)
    }

    private func sample(_ touch: UITouch) -> Sample? {
        let known: [UITouch.Phase: TouchPhase] = [.began: .began, .moved: .moved, .ended: .ended, .cancelled: .cancelled]
        guard let phase = known[touch.phase] else { return nil }
        // one object a finger, from its coming down to its going up; a point is about 1/160 inch
        let (finger, place) = (ObjectIdentifier(touch).hashValue, touch.location(in: self))
        return .touch(
            at: UInt64(max(0, touch.timestamp) * 1e9), pointer: UInt32(truncatingIfNeeded: finger), phase: phase,
            x: Float(place.x), y: Float(place.y))
    }
}

/// App Attest: one key in the enclave, attested by Apple once and kept; it signs for each call.
actor SystemVoucher: AppVoucher {
    private struct Kept: Codable {
        let id: String
        var object: Data?
    }
    private let file: URL
    init(file: URL) { self.file = file }

    func vouch(for challenge: Data) async -> Attestation? {
        let service = DCAppAttestService.shared
        guard service.isSupported else { return nil }
        do {
            let key = try await kept(service)
            let assertion = try await service.generateAssertion(key.id, clientDataHash: challenge)
            return appAttestStatement(attestation: key.object ?? Data(), assertion: assertion)
        } catch {
            // a key that another installation made is none: the next call makes one
            if (error as? DCError)?.code == .invalidKey { try? FileManager.default.removeItem(at: file) }
            return nil
        }
    }

    private func kept(_ service: DCAppAttestService) async throws -> Kept {
        let old = try? JSONDecoder().decode(Kept.self, from: Data(contentsOf: file))
        var kept = if let old { old } else { Kept(id: try await service.generateKey(), object: nil) }
        guard kept.object == nil else { return kept }
        // kept before Apple attests it: where that fails, the next call tries it with the same key
        try JSONEncoder().encode(kept).write(to: file, options: .atomic)
        kept.object = try await service.attestKey(kept.id, clientDataHash: appAttestHash())
        try JSONEncoder().encode(kept).write(to: file, options: .atomic)
        return kept
    }
}
