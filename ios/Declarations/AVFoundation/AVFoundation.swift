// AVFoundation: the camera. Names and signatures from Apple's documentation.
@_exported import AVFAudio
import UIKit

public struct AVMediaType: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let video = AVMediaType(rawValue: "vide")
}
public enum AVAuthorizationStatus: Int, Sendable { case notDetermined, restricted, denied, authorized }

/// https://developer.apple.com/documentation/avfoundation/avcapturedevice
open class AVCaptureDevice: NSObject {
    public enum TorchMode: Int, Sendable { case off, on, auto }
    nonisolated(unsafe) public static var stubStatus = AVAuthorizationStatus.authorized
    nonisolated(unsafe) public static var stubDefault: AVCaptureDevice? = AVCaptureDevice()
    open class func `default`(for mediaType: AVMediaType) -> AVCaptureDevice? { stubDefault }
    open class func requestAccess(for mediaType: AVMediaType) async -> Bool { stubStatus == .authorized }
    open var hasTorch: Bool { true }
    open var torchMode = TorchMode.off
    open func lockForConfiguration() throws {}
    open func unlockForConfiguration() {}
}
open class AVCaptureInput: NSObject {}
open class AVCaptureOutput: NSObject {}
open class AVCaptureConnection: NSObject {
    open func isVideoRotationAngleSupported(_ videoRotationAngle: CGFloat) -> Bool { true }
    open var videoRotationAngle: CGFloat = 0
}
open class AVCaptureDeviceInput: AVCaptureInput {
    public init(device: AVCaptureDevice) throws {}
}
public final class CFString: Sendable { let text: String; init(_ text: String) { self.text = text } }
extension String { public init(_ string: CFString) { self = string.text } }
public let kCVPixelBufferPixelFormatTypeKey = CFString("PixelFormatType")
public let kCVPixelFormatType_420YpCbCr8BiPlanarFullRange: UInt32 = 0x3432_3066

open class AVCaptureVideoDataOutput: AVCaptureOutput {
    open var alwaysDiscardsLateVideoFrames = true
    open var videoSettings: [String: Any]! = [:]
    public var stubDelegate: (any AVCaptureVideoDataOutputSampleBufferDelegate)?
    nonisolated(unsafe) public static var stubLast: AVCaptureVideoDataOutput?
    public override init() {
        super.init()
        Self.stubLast = self
    }
    /// The camera sees a picture.
    public func stubSee(_ luma: [UInt8], width: Int, height: Int) {
        let picture = CMSampleBuffer(stub: CVPixelBuffer(stubLuma: luma, width: width, height: height))
        stubDelegate?.captureOutput(self, didOutput: picture, from: AVCaptureConnection())
    }
    open func setSampleBufferDelegate(
        _ sampleBufferDelegate: (any AVCaptureVideoDataOutputSampleBufferDelegate)?,
        queue sampleBufferCallbackQueue: DispatchQueue?
    ) {
        stubDelegate = sampleBufferDelegate
    }
}
public protocol AVCaptureVideoDataOutputSampleBufferDelegate: NSObjectProtocol {
    func captureOutput(
        _ output: AVCaptureOutput, didOutput sampleBuffer: CMSampleBuffer, from connection: AVCaptureConnection)
}

/// https://developer.apple.com/documentation/avfoundation/avcapturesession
open class AVCaptureSession: NSObject, @unchecked Sendable {
    public struct Preset: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let hd1280x720 = Preset(rawValue: "AVCaptureSessionPreset1280x720")
    }
    public static let wasInterruptedNotification = Notification.Name("AVCaptureSessionWasInterruptedNotification")
    /// Another app takes the camera, or gives it back.
    public func stubInterrupt(_ began: Bool) {
        isRunning = false
        let name = began ? Self.wasInterruptedNotification : Self.interruptionEndedNotification
        NotificationCenter.default.post(name: name, object: self)
    }
    public static let interruptionEndedNotification = Notification.Name("AVCaptureSessionInterruptionEndedNotification")
    public static let runtimeErrorNotification = Notification.Name("AVCaptureSessionRuntimeErrorNotification")
    open var sessionPreset = Preset(rawValue: "AVCaptureSessionPresetHigh")
    nonisolated(unsafe) public static weak var stubLast: AVCaptureSession?
    /// Another app has the camera.
    nonisolated(unsafe) public static var stubBusy = false
    public override init() {
        super.init()
        Self.stubLast = self
    }
    open private(set) var isRunning = false
    private var changes = 0
    open func beginConfiguration() { changes += 1 }
    open func commitConfiguration() { changes -= 1 }
    open func canAddInput(_ input: AVCaptureInput) -> Bool { true }
    open func addInput(_ input: AVCaptureInput) {}
    open func canAddOutput(_ output: AVCaptureOutput) -> Bool { true }
    open func addOutput(_ output: AVCaptureOutput) {}
    open func startRunning() {
        // as on a phone: not in the middle of a change
        precondition(changes == 0)
        isRunning = !Self.stubBusy
        if Self.stubBusy { stubInterrupt(true) }
    }
    public func stubFail() {
        isRunning = false
        NotificationCenter.default.post(name: Self.runtimeErrorNotification, object: self)
    }
    open func stopRunning() { isRunning = false }
}
public struct AVLayerVideoGravity: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let resizeAspectFill = AVLayerVideoGravity(rawValue: "AVLayerVideoGravityResizeAspectFill")
}
/// https://developer.apple.com/documentation/avfoundation/avcapturevideopreviewlayer
@MainActor open class AVCaptureVideoPreviewLayer: CALayer {
    open var videoGravity = AVLayerVideoGravity(rawValue: "AVLayerVideoGravityResizeAspect")
    open private(set) var connection: AVCaptureConnection? = AVCaptureConnection()
    public init(session: AVCaptureSession) { super.init() }
}

// CoreMedia and CoreVideo
public final class CMSampleBuffer: @unchecked Sendable {
    let picture: CVPixelBuffer
    public init(stub picture: CVPixelBuffer) { self.picture = picture }
}
open class CVBuffer: @unchecked Sendable {
    let bytes: UnsafeMutableRawPointer
    let width, height: Int
    public init(stubLuma: [UInt8], width: Int, height: Int) {
        bytes = .allocate(byteCount: stubLuma.count, alignment: 16)
        (self.width, self.height) = (width, height)
        stubLuma.withUnsafeBytes { bytes.copyMemory(from: $0.baseAddress!, byteCount: stubLuma.count) }
    }
}
public typealias CVPixelBuffer = CVBuffer
public typealias CVImageBuffer = CVBuffer
public struct CVPixelBufferLockFlags: OptionSet, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    public static let readOnly = CVPixelBufferLockFlags(rawValue: 1)
}
public func CMSampleBufferGetImageBuffer(_ sbuf: CMSampleBuffer) -> CVImageBuffer? { sbuf.picture }
@discardableResult public func CVPixelBufferLockBaseAddress(_ p: CVPixelBuffer, _ f: CVPixelBufferLockFlags) -> Int32 { 0 }
@discardableResult public func CVPixelBufferUnlockBaseAddress(_ p: CVPixelBuffer, _ f: CVPixelBufferLockFlags) -> Int32 { 0 }
public func CVPixelBufferGetBaseAddressOfPlane(_ p: CVPixelBuffer, _ plane: Int) -> UnsafeMutableRawPointer? { p.bytes }
public func CVPixelBufferGetBytesPerRowOfPlane(_ p: CVPixelBuffer, _ plane: Int) -> Int { p.width }
public func CVPixelBufferGetWidthOfPlane(_ p: CVPixelBuffer, _ plane: Int) -> Int { p.width }
public func CVPixelBufferGetHeightOfPlane(_ p: CVPixelBuffer, _ plane: Int) -> Int { p.height }
