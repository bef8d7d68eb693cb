// The camera: the brightness of its pictures, for the core's scanner.
import AVFoundation

final class SystemCamera: Camera {
    private let session = AVCaptureSession()
    private let queue = DispatchQueue(label: "camera")
    private var frames: FrameReader?
    private var device: AVCaptureDevice?
    private var isWanted = false
    private var watches: [any NSObjectProtocol] = []
    var onBusy: (@MainActor (Bool) -> Void)?

    /// Asks nobody where it is decided.
    func mayRun() async -> Bool { await AVCaptureDevice.requestAccess(for: .video) }

    var hasTorch: Bool { device?.hasTorch ?? false }

    func start(_ frame: @escaping LumaFrame) throws {
        if device == nil {
            guard let device = AVCaptureDevice.default(for: .video) else { throw SystemError.missing }
            let input = try AVCaptureDeviceInput(device: device)
            let output = AVCaptureVideoDataOutput()
            output.alwaysDiscardsLateVideoFrames = true
            output.videoSettings = [
                String(kCVPixelBufferPixelFormatTypeKey): kCVPixelFormatType_420YpCbCr8BiPlanarFullRange
            ]
            let reader = FrameReader(frame)
            output.setSampleBufferDelegate(reader, queue: queue)
            session.beginConfiguration()
            defer { session.commitConfiguration() }
            session.sessionPreset = .hd1280x720
            guard session.canAddInput(input), session.canAddOutput(output) else { throw SystemError.missing }
            session.addInput(input)
            session.addOutput(output)
            frames = reader
            self.device = device
            watches = observe([AVCaptureSession.wasInterruptedNotification]) { [weak self] in self?.onBusy?(true) }
            watches += observe([AVCaptureSession.interruptionEndedNotification]) { [weak self] in
                self?.onBusy?(false)
                self?.run()
            }
            watches += observe([AVCaptureSession.runtimeErrorNotification]) { [weak self] in
                // one that fails at once fails again at once; nobody cancels this
                try? await Task.sleep(for: .seconds(1))
                self?.run()
            }
        }
        frames?.pass(frame)
        isWanted = true
        run()
    }

    private func run() {
        // starting waits for the camera: not on the main thread
        if isWanted { queue.async { [session] in session.startRunning() } }
    }

    func stop() {
        isWanted = false
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

/// Reads the brightness out of each picture, on the camera's own queue.
private final class FrameReader: NSObject, AVCaptureVideoDataOutputSampleBufferDelegate, @unchecked Sendable {
    private let lock = NSLock()
    private var frame: LumaFrame
    init(_ frame: @escaping LumaFrame) { self.frame = frame }

    func pass(_ frame: @escaping LumaFrame) { lock.withLock { self.frame = frame } }

    func captureOutput(
        _ output: AVCaptureOutput, didOutput sampleBuffer: CMSampleBuffer, from connection: AVCaptureConnection
    ) {
        guard let picture = CMSampleBufferGetImageBuffer(sampleBuffer) else { return }
        CVPixelBufferLockBaseAddress(picture, .readOnly)
        defer { CVPixelBufferUnlockBaseAddress(picture, .readOnly) }
        guard let luma = CVPixelBufferGetBaseAddressOfPlane(picture, 0) else { return }
        let stride = CVPixelBufferGetBytesPerRowOfPlane(picture, 0)
        let height = CVPixelBufferGetHeightOfPlane(picture, 0)
        let bytes = Data(bytes: luma, count: stride * height)
        lock.withLock { frame }(bytes, CVPixelBufferGetWidthOfPlane(picture, 0), height, stride)
    }
}
