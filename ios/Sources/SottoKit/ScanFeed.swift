// The camera's frames on their way to the core's scanner, and what it reads.
import Foundation

@MainActor public final class ScanFeed {
    private let camera: any Camera
    private let scanner: Sotto.Scanner
    private var reader: Task<Void, Never>?

    public init(_ camera: any Camera) throws {
        self.camera = camera
        scanner = try Sotto.Scanner()
    }

    /// Runs until `stop`; `found` gets every text that is read. `false`: the camera is not to be had.
    public func start(_ found: @escaping @MainActor (String) -> Void) async -> Bool {
        read(found)
        guard await camera.mayRun() else { return false }
        do {
            // a frame that the scanner has no time for is left out: the next comes at once
            try camera.start { [scanner] frame in
                _ = try? scanner.offer(
                    luma: frame.luma, width: frame.width, height: frame.height, stride: frame.stride,
                    rotation: frame.rotation)
            }
            return true
        } catch { return false }
    }

    /// A picture that the person chose.
    public func offer(picture: Data) throws { _ = try scanner.offerPicture(file: picture) }

    private func read(_ found: @escaping @MainActor (String) -> Void) {
        guard reader == nil else { return }
        reader = Task { [scanner] in
            while let result = await scanner.next() {
                if let text = result.text { found(text) }
            }
        }
    }

    public func stop() {
        camera.stop()
        scanner.cancel()
        reader = nil
    }
}
