import AVFAudio
import CallKit
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// What the system does to a call, and to the disk.
extension AppTests {
    @Test("a call of the system's own puts ours on hold: no sound either way, and secure mode holds on")
    func twoCalls() async throws {
        let (bob, alice) = try await pair()
        let engine = try await bob.talk(with: alice, level: 1)
        let provider = try #require(CXProvider.stubLast)
        let id = try #require(provider.stubReports.last).id
        let hold = CXSetHeldCallAction(call: id, onHold: true)
        provider.stubPerform(hold)
        provider.stubActivate(false)
        #expect(hold.stubDone == true && !engine.isRunning)
        try await alice.until("that it is held") { alice.call?.remarks.contains { $0.key == "call.other_held" } == true }
        let screen = try #require(bob.top as? RunningScreen)
        try await bob.until("that it is held here") { screen.model?.controls.holdTo == false }
        try await bob.until("secure mode on both") {
            screen.model?.level == 1 && screen.model?.eyeglasses.look == .filled && alice.call?.eyeglasses.look == .filled
        }
        // the other call used the speaker: ours takes nothing of it over
        AVAudioSession.sharedInstance().stubSet(.builtInSpeaker)
        provider.stubPerform(CXSetHeldCallAction(call: id, onHold: false))
        provider.stubActivate(true)
        try await bob.until("the ear again") { AVAudioSession.sharedInstance().stubOutputs == [.builtInReceiver] }
        try await bob.hears(alice)
        // a call that the system ends for another one's sake is over on both phones
        provider.stubDelegate?.providerDidReset(provider)
        try await alice.until("the end") { alice.ended != nil }
        await bob.close()
        await alice.close()
    }

    @Test("the microphone taken away in the middle of a call: said on both phones, the other is heard on")
    func microphoneWithdrawn() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 1)
        AVAudioApplication.stubGrants = false
        defer { AVAudioApplication.stubGrants = true }
        UIAccessibility.stubSaid = []
        NotificationCenter.default.post(name: .AVAudioEngineConfigurationChange, object: nil)
        try await bob.until("the reason") { UIAccessibility.stubSaid.contains(bob.shell.words[.microphoneWhy]) }
        try await alice.until("that he is muted") { alice.call?.remarks.contains { $0.key == "call.other_muted" } == true }
        #expect(AVAudioEngine.stubLast?.isRunning == true && AVAudioEngine.stubLast?.stubSink == nil)
        try await bob.until("her voice") {
            alice.phone.pushMicrophone(piece: tone())
            return AVAudioEngine.stubLast.map { $0.stubTwentyMilliseconds() > 0.05 } == true
        }
        try await bob.until("that secure mode holds on") { (bob.top as? RunningScreen)?.model?.eyeglasses.look == .filled }
        await bob.close()
        await alice.close()
    }

    @Test("a sound device that is lost is said; when the system's sound begins anew, so does ours")
    func deviceLost() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 1)
        AVAudioEngine.stubLost = true
        UIAccessibility.stubSaid = []
        NotificationCenter.default.post(name: .AVAudioEngineConfigurationChange, object: nil)
        try await bob.until("the loss") { UIAccessibility.stubSaid.contains(bob.shell.words[.soundLost]) }
        AVAudioEngine.stubLost = false
        // the services begin anew with everything forgotten: the speaker, too, is refused anew
        let session = AVAudioSession.sharedInstance()
        try session.setCategory(.init(rawValue: "AVAudioSessionCategorySoloAmbient"), mode: .init(rawValue: ""))
        session.stubOutputs = [.builtInSpeaker]
        NotificationCenter.default.post(name: AVAudioSession.mediaServicesWereResetNotification, object: nil)
        try await bob.until("the category") { session.category == .playAndRecord }
        try await bob.until("the ear") { session.stubOutputs == [.builtInReceiver] }
        try await bob.hears(alice)
        await bob.close()
        await alice.close()
    }

    @Test("a tone says that the other person hears nothing any more, and is over with that")
    func notHeard() async throws {
        let (bob, alice) = try await pair()
        let engine = try await bob.talk(with: alice, level: 2)
        // ten seconds of what the ear hears: nobody speaks
        let isLoud = { (1...500).contains { _ in engine.stubTwentyMilliseconds() > 0.05 } }
        try await bob.until("quiet") { !isLoud() }
        // secure mode lets nothing pass through a cable
        AVAudioSession.sharedInstance().stubSet(.headphones)
        try await bob.until("that he is not heard") { (bob.top as? RunningScreen)?.model?.notHeard != nil }
        try await bob.until("the tone") { isLoud() }
        AVAudioSession.sharedInstance().stubSet(.builtInReceiver)
        try await bob.until("that he is heard") { (bob.top as? RunningScreen)?.model?.notHeard == nil }
        try await bob.until("quiet again") { !isLoud() }
        await bob.close()
        await alice.close()
    }

    @Test("a microphone of any rate is converted", arguments: [16_000.0, 44_100, 96_000])
    func rates(_ rate: Double) async throws {
        AVAudioNode.stubRate = rate
        defer { AVAudioNode.stubRate = 48_000 }
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 0)
        await bob.close()
        await alice.close()
    }

    @Test("another time zone is where new rules begin, and screens read again")
    func timeZone() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        try bob.host.go(.rule)
        try await bob.until("the draft") { (bob.top as? RuleScreen)?.model != nil }
        setenv("TZ", "Asia/Tokyo", 1)
        defer {
            unsetenv("TZ")
            NSTimeZone.resetSystemTimeZone()
        }
        NotificationCenter.default.post(name: .NSSystemTimeZoneDidChange, object: nil)
        try await bob.until("Tokyo") { (bob.top as? RuleScreen)?.model?.hours.words.contains("UTC+09:00") == true }
        // so they do after a change of the locale
        var looks = 0
        let watch = try bob.host.session.watch { if $0 == .other { looks += 1 } }
        NotificationCenter.default.post(name: NSLocale.currentLocaleDidChangeNotification, object: nil)
        try await bob.until("another look") { looks > 0 }
        watch()
        await bob.close()
    }

    @Test("a disk that is full: what happened and one button; nothing of secure mode remains; with room again it goes on")
    func storageFull() async throws {
        let disk = try smallDisk()
        defer { umount(disk.path) }
        let bob = try await Person(folder: disk.appendingPathComponent("phone"))
        try await bob.join("Bob")
        try await bob.phone.committed()
        let rest = disk.appendingPathComponent("others")
        var tapped: ControlView?
        let left = try #require(FileManager.default.attributesOfFileSystem(forPath: disk.path)[.systemFreeSize] as? Int)
        try Data(count: left).write(to: rest)
        for level: UInt8 in [1, 2, 3, 1, 2, 3] { try? bob.phone.setDefaultLevel(level: level) }
        try await bob.until("what happened") { bob.views.contains { $0 is CoverView } }
        #expect(bob.shell.host == nil && bob.shows(bob.shell.words[.retry]))
        #expect(bob.texts.contains { $0.contains("There is no room left") })
        try bob.picture("storage-full")
        // still no room: the same, and no crash
        try bob.tap(bob.shell.words[.retry])
        try await bob.settle()
        try FileManager.default.removeItem(at: rest)
        // the tap before may have opened it already, or may say once more that there is no room
        try await bob.until("the app") {
            if bob.window.rootViewController is RootController { return true }
            if bob.shell.host == nil, let retry = try? bob.control(bob.shell.words[.retry]), retry !== tapped {
                tapped = retry
                retry.sendActions(for: .touchUpInside)
            }
            return false
        }
        #expect(try bob.phone.myCard()?.name == "Bob")
        await bob.close()
    }
}

/// A disk of 4 MB, to be unmounted: the suite runs in a mount namespace of its own.
func smallDisk() throws -> URL {
    let disk = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-disk-\(UUID())")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    try #require(mount("tmpfs", disk.path, "tmpfs", 0, "size=4m") == 0, "a disk of 4 MB")
    return disk
}

extension Person {
    /// Calls, is answered, and sound flows both ways; the engine of this phone.
    func talk(with alice: Peer, level: UInt8) async throws -> AVAudioEngine {
        let contact = try #require(phone.contactsView(search: nil).lines.first).id
        try phone.dial(contact: contact, level: level)
        try await alice.until("the ringing") { alice.phone.incomingView()?.answer.state == .enabled }
        try alice.phone.answer()
        try await until("connected") { (self.top as? RunningScreen)?.model?.state == .connected }
        try await hears(alice)
        return try #require(AVAudioEngine.stubLast)
    }

    /// Sound goes both ways.
    func hears(_ alice: Peer) async throws {
        var heard = (here: false, there: false)
        try await until("sound both ways") {
            alice.phone.pushMicrophone(piece: tone())
            if let engine = AVAudioEngine.stubLast, engine.stubTwentyMilliseconds() > 0.05 { heard.here = true }
            if isHeard(alice.phone.pullLoudspeaker(samples: UInt32(frame))) { heard.there = true }
            return heard.here && heard.there
        }
    }
}
