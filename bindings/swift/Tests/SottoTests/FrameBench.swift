import Foundation
import Sotto
import Testing

/// What a frame of sound costs on its way into Swift. Run by `cargo xtask bench bindings`, which reads what it prints.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["SOTTO_BENCH"] != nil))
struct FrameBench {
    @Test("one frame in and one out")
    func frames() async throws {
        let count = try #require(Int(ProcessInfo.processInfo.environment["SOTTO_BENCH"] ?? ""))
        let handset = try await Handset()
        defer { handset.close() }
        let phone = handset.phone
        let piece = Data(count: frame * 2)
        var times = [Double](repeating: 0, count: count)
        for _ in 0..<2_000 { once(phone, piece) }
        // what grows without end grows in the second half as in the first; what fills up once does not
        var half = 0
        for index in times.indices {
            if index == count / 2 { half = resident() }
            let start = DispatchTime.now().uptimeNanoseconds
            once(phone, piece)
            times[index] = Double(DispatchTime.now().uptimeNanoseconds - start) / 1_000
        }
        let end = resident()
        times.sort()
        print("figure swift_frame_us \(times[count / 2])")
        print("figure swift_frame_p99_us \(times[count * 99 / 100])")
        print("figure swift_process_growth_kib \(Double(end - half))")
    }

    private func once(_ phone: Phone, _ piece: Data) {
        phone.pushMicrophone(piece: piece)
        precondition(phone.pullLoudspeaker(samples: UInt32(frame)).count == frame * 2)
    }

    /// In KiB.
    private func resident() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return Int(line.filter(\.isNumber)) ?? 0
    }
}
