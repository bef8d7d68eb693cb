// Touches and motion for the preset gesture (S1.1), passed on while the core wants them and kept nowhere; and the sensor's
// noise for new keys (S2.1), one handful at each start.

@MainActor public final class Senses {
    private static let enough = 1_024
    private let phone: Phone
    private let motion: any MotionSensor
    private var watch: Watch?
    private var noise = Data()
    private var listens = false
    /// The app is seen and not locked: nothing is felt elsewhere.
    public var isAwake = false { didSet { follow() } }

    public init(_ session: Session, _ motion: any MotionSensor) {
        (phone, self.motion) = (session.phone, motion)
        watch = session.watch { [weak self] _ in self?.follow() }
        follow()
    }

    public func stop() {
        watch?()
        isAwake = false
    }

    /// Fingers on the screen.
    public func touched(_ touches: [Sample]) {
        guard isAwake, let wanted = phone.wantedSamples(), wanted != .shake else { return }
        phone.samples(samples: touches)
    }

    /// The sensor sleeps unless its noise or a shake is wanted.
    private func follow() {
        let wanted = isAwake && (noise.count < Self.enough || phone.wantedSamples() == .shake)
        guard wanted != listens else { return }
        listens = wanted
        if wanted { motion.start { [weak self] in self?.felt($0) } } else { motion.stop() }
    }

    private func felt(_ reading: Sample) {
        if phone.wantedSamples() == .shake { phone.samples(samples: [reading]) }
        guard noise.count < Self.enough, case .motion(let at, let x, let y, let z) = reading else { return }
        withUnsafeBytes(of: (at, x, y, z)) { noise.append(contentsOf: $0) }
        guard noise.count >= Self.enough else { return }
        phone.addEntropy(noise: noise)
        follow()
    }
}
