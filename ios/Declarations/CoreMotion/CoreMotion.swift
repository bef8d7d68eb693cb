// CoreMotion: the accelerometer. Names and signatures from Apple's documentation.
@_exported import Foundation

/// https://developer.apple.com/documentation/coremotion/cmacceleration
public struct CMAcceleration: Sendable {
    public var x = 0.0, y = 0.0, z = 0.0
    public init(x: Double, y: Double, z: Double) { (self.x, self.y, self.z) = (x, y, z) }
}
open class CMLogItem: NSObject {
    public let timestamp: TimeInterval
    init(_ timestamp: TimeInterval) { self.timestamp = timestamp }
}
open class CMAccelerometerData: CMLogItem {
    public let acceleration: CMAcceleration
    public init(stub acceleration: CMAcceleration, at timestamp: TimeInterval) {
        self.acceleration = acceleration
        super.init(timestamp)
    }
}
public typealias CMAccelerometerHandler = (CMAccelerometerData?, (any Error)?) -> Void

/// https://developer.apple.com/documentation/coremotion/cmmotionmanager
open class CMMotionManager: NSObject {
    nonisolated(unsafe) public static weak var stubLast: CMMotionManager?
    nonisolated(unsafe) public static var stubIsThere = true
    open var isAccelerometerAvailable: Bool { Self.stubIsThere }
    open var accelerometerUpdateInterval: TimeInterval = 0
    open private(set) var isAccelerometerActive = false
    private var handler: CMAccelerometerHandler?
    public override init() {
        super.init()
        Self.stubLast = self
    }
    open func startAccelerometerUpdates(to queue: OperationQueue, withHandler handler: @escaping CMAccelerometerHandler) {
        isAccelerometerActive = true
        self.handler = handler
    }
    open func stopAccelerometerUpdates() {
        isAccelerometerActive = false
        handler = nil
    }
    /// The phone is moved; on the queue that was given, which is the main one.
    @MainActor public func stubMove(_ x: Double, _ y: Double, _ z: Double, at time: TimeInterval) {
        handler?(CMAccelerometerData(stub: CMAcceleration(x: x, y: y, z: z), at: time), nil)
    }
}
