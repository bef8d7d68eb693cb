// The camera's frames on their way to the core's scanner, and what it reads.

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
            try camera.start { [scanner] luma, width, height, stride in
                let (width, height, stride) = (UInt32(width), UInt32(height), UInt32(stride))
                _ = try? scanner.offer(luma: luma, width: width, height: height, stride: stride, rotation: 0)
            }
            return true
        } catch { return false }
    }

    /// What a picture says that the person chose.
    public static func text(in picture: Data) async throws -> String? {
        let scanner = try Sotto.Scanner()
        _ = try scanner.offerPicture(file: picture)
        return await scanner.next()?.text
    }

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
