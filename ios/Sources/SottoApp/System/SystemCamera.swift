// The camera: the brightness of its pictures, for the core's scanner.
import AVFoundation
import SottoKit
import UIKit

final class SystemCamera: Camera {
    private let session = AVCaptureSession()
    private let queue = DispatchQueue(label: "camera")
    private var frames: FrameReader?
    private var device: AVCaptureDevice?

    func mayRun() async -> Bool {
        switch AVCaptureDevice.authorizationStatus(for: .video) {
        case .authorized: true
        case .notDetermined: await AVCaptureDevice.requestAccess(for: .video)
        case .denied, .restricted: false
        @unknown default: false
        }
    }

    var hasTorch: Bool { device?.hasTorch ?? false }

    func start(_ frame: @escaping @Sendable (CameraFrame) -> Void) throws {
        if device == nil {
            guard let device = AVCaptureDevice.default(for: .video) else { throw CameraError.none }
            let input = try AVCaptureDeviceInput(device: device)
            let output = AVCaptureVideoDataOutput()
            output.alwaysDiscardsLateVideoFrames = true
            output.videoSettings = [
                String(kCVPixelBufferPixelFormatTypeKey): kCVPixelFormatType_420YpCbCr8BiPlanarFullRange
            ]
            let reader = FrameReader(frame)
            output.setSampleBufferDelegate(reader, queue: queue)
            session.beginConfiguration()
            session.sessionPreset = .hd1280x720
            guard session.canAddInput(input), session.canAddOutput(output) else { throw CameraError.busy }
            session.addInput(input)
            session.addOutput(output)
            session.commitConfiguration()
            frames = reader
            self.device = device
        }
        frames?.pass(frame)
        // starting waits for the camera: not on the main thread
        queue.async { [session] in session.startRunning() }
    }

    func stop() {
        torch(false)
        queue.async { [session] in session.stopRunning() }
    }

    func torch(_ on: Bool) {
        guard let device, device.hasTorch, (try? device.lockForConfiguration()) != nil else { return }
        device.torchMode = on ? .on : .off
        device.unlockForConfiguration()
    }

    func previewLayer() -> AVCaptureVideoPreviewLayer {
        let layer = AVCaptureVideoPreviewLayer(session: session)
        layer.videoGravity = .resizeAspectFill
        return layer
    }
}

enum CameraError: Error { case none, busy }

/// Reads the brightness out of each picture, on the camera's own queue.
private final class FrameReader: NSObject, AVCaptureVideoDataOutputSampleBufferDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private var frame: @Sendable (CameraFrame) -> Void
    init(_ frame: @escaping @Sendable (CameraFrame) -> Void) { self.frame = frame }

    func pass(_ frame: @escaping @Sendable (CameraFrame) -> Void) { lock.withLock { self.frame = frame } }

    func captureOutput(
        _ output: AVCaptureOutput, didOutput sampleBuffer: CMSampleBuffer, from connection: AVCaptureConnection
    ) {
        guard let picture = CMSampleBufferGetImageBuffer(sampleBuffer) else { return }
        CVPixelBufferLockBaseAddress(picture, .readOnly)
        defer { CVPixelBufferUnlockBaseAddress(picture, .readOnly) }
        guard let luma = CVPixelBufferGetBaseAddressOfPlane(picture, 0) else { return }
        let stride = CVPixelBufferGetBytesPerRowOfPlane(picture, 0)
        let height = CVPixelBufferGetHeightOfPlane(picture, 0)
        let made = CameraFrame(
            luma: Data(bytes: luma, count: stride * height), width: UInt32(CVPixelBufferGetWidthOfPlane(picture, 0)),
            height: UInt32(height), stride: UInt32(stride), rotation: 0)
        lock.withLock { frame }(made)
    }
}
