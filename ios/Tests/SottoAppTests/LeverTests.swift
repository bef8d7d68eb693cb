import AVFAudio
import CallKit
import CryptoKit
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// What a lever told.
@MainActor final class Told {
    private(set) var news: [String] = []
    func tell(_ piece: PlatformNews) {
        let word =
            switch piece {
            case .answered: "answered"
            case .attempted: "attempted"
            case .violationBegan: "began"
            case .violationEnded: "ended"
            @unknown default: "?"
            }
        news.append(word)
    }
}

extension AppTests {
    @Test("the speaker is taken back and told; while it is not, no sound passes; afterwards it is free again")
    func speakerLever() async throws {
        let (audio, gate, told) = (FakeAudio(), SoundGate(), Told())
        let (ear, speaker): ([SoundPort], [SoundPort]) = ([.builtInMicrophone, .receiver], [.builtInMicrophone, .speaker])
        var shut = 0
        gate.onShut = { if $0 { shut += 1 } }
        let lever = RouteLever(.speaker, audio, gate)
        audio.onRouteChange = { lever.check() }
        #expect(lever.forbid(told.tell) == .enforced)
        // the system takes it back a moment later: an attempt, and no sound until then
        audio.isSlow = true
        audio.route = speaker
        #expect(told.news.isEmpty && !gate.isOpen && shut == 1)
        try await until("the ear") { gate.isOpen }
        #expect(audio.route.contains(.receiver) && told.news == ["attempted"])
        // it cannot be taken back
        audio.plugged = true
        audio.route = speaker
        try await until("the violation") { told.news == ["attempted", "began"] }
        #expect(!gate.isOpen)
        audio.route = ear
        #expect(told.news.last == "ended" && gate.isOpen)
        lever.allow()
        audio.route = speaker
        #expect(audio.route.contains(.speaker) && gate.isOpen && audio.released == 1)
    }

    @Test("a tablet has no earpiece: it says so, and the call does not begin by itself")
    func tablet() async throws {
        let audio = FakeAudio()
        audio.hasReceiver = false
        let lever = RouteLever(.speaker, audio, SoundGate())
        #expect(lever.forbid { _ in } == .unsupported)
        let (bob, alice) = (try await Person(hasReceiver: false), try await Peer("Alice"))
        try await bob.join("Bob")
        try bob.phone.scan(text: alice.uri())
        try await bob.until("the contact") { try bob.phone.contactsView(search: nil).lines.count == 1 }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.phone.dial(contact: contact, level: 1)
        try await bob.until("the refusal") { (bob.top as? RunningScreen)?.model?.banners.isEmpty == false }
        // what he sends after that has come, and the call has not
        try bob.phone.sendText(contact: contact, text: "Later", kept: true)
        try await alice.until("the message") { alice.phone.chatsView().lines.first?.unread == 1 }
        #expect(alice.phone.incomingView() == nil && alice.calls.log.isEmpty)
        await bob.close()
        await alice.close()
    }

    @Test("wireless headsets are not offered; a cable shuts the sound until it is pulled out")
    func headsetLever() async throws {
        let (audio, gate, told) = (FakeAudio(), SoundGate(), Told())
        let lever = RouteLever(.peripherals, audio, gate)
        audio.onRouteChange = { lever.check() }
        #expect(lever.forbid(told.tell) == .enforced && !audio.wireless)
        audio.plugged = true
        audio.route = [.wired]
        #expect(!gate.isOpen)
        try await until("the violation") { told.news == ["began"] }
        audio.plugged = false
        audio.route = [.builtInMicrophone, .receiver]
        #expect(told.news == ["began", "ended"] && gate.isOpen)
        lever.allow()
        #expect(audio.wireless)
    }

    @Test("screenshots are noticed, and enforced only where the system vouches for the hiding")
    func screenLever() {
        let (captures, told) = (FakeCaptures(), Told())
        let lever = ScreenLever(captures)
        captures.onCaptureChange = { lever.check() }
        captures.onScreenshot = { lever.screenshot() }
        #expect(lever.forbid(told.tell) == .detected && captures.hidden)
        captures.onScreenshot?()
        captures.isCaptured = true
        captures.isCaptured = false
        #expect(told.news == ["began", "ended", "began", "ended"])
        lever.allow()
        captures.onScreenshot?()
        #expect(!captures.hidden && told.news.count == 4)
        captures.hidingIsProven = true
        #expect(lever.forbid { _ in } == .enforced)
        lever.allow()
        captures.canHide = false
        #expect(lever.forbid { _ in } == .detected)
    }

    @Test("a capture that runs already is a violation at once, and while it runs it gets no sound")
    func recordingLever() {
        let (captures, gate, told) = (FakeCaptures(), SoundGate(), Told())
        let lever = RecordingLever(captures, gate)
        captures.isCaptured = true
        #expect(lever.forbid(told.tell) == .enforced)
        #expect(told.news == ["began"] && !gate.isOpen)
        captures.onCaptureChange = { lever.check() }
        captures.isCaptured = false
        #expect(told.news == ["began", "ended"] && gate.isOpen)
        captures.isCaptured = true
        lever.allow()
        #expect(gate.isOpen)
    }

    @Test("copying is undone and told while it is forbidden")
    func traceLevers() {
        let (copying, told) = (FakeCopying(), Told())
        let clipboard = ClipboardLever(copying)
        #expect(clipboard.forbid(told.tell) == .detected && !copying.allowed)
        clipboard.copied()
        #expect(copying.emptied == 1 && told.news == ["attempted"])
        clipboard.allow()
        clipboard.copied()
        #expect(copying.allowed && copying.emptied == 1)
    }

    @Test("what an app that crashed in secure mode left behind is put back at the next start")
    func afterACrash() async throws {
        let (key, alice) = (PadKey(), try await Peer("Alice"))
        let bob = try await Peer("Bob", key: key)
        try bob.phone.scan(text: alice.uri())
        try await bob.until("the contact") { bob.phone.contactsView(search: nil).lines.count == 1 }
        try bob.phone.dial(contact: bob.contact(), level: 3)
        try await bob.until("the levers pulled") { bob.captures.hidden && bob.curtain.drawn && !bob.audio.wireless }
        try await bob.phone.committed()
        // what a crash leaves: the files as they are, and a system that holds what it was told
        let left = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        try FileManager.default.copyItem(at: bob.folder, to: left)
        let again = try await Peer("Bob", folder: left, key: key) { parts in
            _ = parts.captures.hide(true)
            parts.curtain.hidePeople(true)
            parts.audio.offerWireless(false)
        }
        try await again.until("everything put back") {
            !again.captures.hidden && !again.curtain.drawn && again.audio.wireless
        }
        for peer in [again, bob, alice] { await peer.close() }
    }

    @Test("the system's own parts: route, pasteboard, app switcher and captures, as far as declarations can show")
    func systemParts() async throws {
        let (bob, alice) = try await pair()
        let (session, system) = (AVAudioSession.sharedInstance(), try bob.host.system)
        try system.audio.prepare(rings: false)
        #expect(session.category == .playAndRecord && session.categoryOptions.contains(.allowBluetooth))
        system.audio.offerWireless(false)
        #expect(!session.categoryOptions.contains(.allowBluetooth))
        // before a call has the session, its route says nothing
        #expect(system.audio.route.isEmpty)
        system.audio.activate(true, itself: true)
        defer { system.audio.activate(false, itself: true) }
        session.stubSet(.bluetoothHFP)
        #expect(system.audio.route.contains(.wireless))
        system.audio.use(.earpiece)
        #expect(session.stubPreferred == .builtInMic)
        system.audio.release()
        #expect(session.stubPreferred == nil)

        // the app switcher shows nothing while people are hidden
        system.curtain.hidePeople(true)
        bob.shell.inFront(false)
        #expect(try bob.root.isCovered)
        bob.shell.inFront(true)
        #expect(try !bob.root.isCovered)
        system.curtain.hidePeople(false)
        // they are hidden while the app is away, too
        bob.shell.inFront(false)
        #expect(try !bob.root.isCovered)
        system.curtain.hidePeople(true)
        #expect(try bob.root.isCovered)
        bob.shell.inFront(true)
        system.curtain.hidePeople(false)

        // what is shown moves to where captures leave it out, and back; a system that has no such place says so
        try await bob.until("words on the screen") { bob.shows("Next") }
        #expect(system.captures.hide(true) && bob.isAllHidden)
        #expect(system.captures.hide(false) && !bob.isAllHidden)
        StubTraits.set(.stub(capture: .active))
        #expect(system.captures.isCaptured)
        StubTraits.set(.stub())
        StubSecureText.hasCanvas = false
        let other = SecureCanvas(frame: .zero)
        #expect(!other.hide(true))
        StubSecureText.hasCanvas = true
        await bob.close()
        await alice.close()
    }

    @Test("the enclave's key opens what it sealed; another enclave's and damaged ones are told apart from a locked one")
    func enclave() throws {
        let folder = FileManager.default.temporaryDirectory
        let (mine, theirs) = (folder.appendingPathComponent("\(UUID())"), folder.appendingPathComponent("\(UUID())"))
        let vault = EnclaveKey(file: mine)
        // a key that is there and cannot be read, as before the first unlock, is neither lost nor made anew
        try FileManager.default.createDirectory(at: mine, withIntermediateDirectories: true)
        #expect(throws: VaultError.Locked) { try vault.wrap(key: Data(count: 32)) }
        #expect(throws: VaultError.Locked) { try vault.unwrap(wrapped: Data(count: 100)) }
        try FileManager.default.removeItem(at: mine)
        let secret = Data((0..<32).map { UInt8($0) })
        let sealed = try vault.wrap(key: secret)
        #expect(try vault.unwrap(wrapped: sealed) == secret)
        #expect(throws: VaultError.Foreign) { try vault.unwrap(wrapped: sealed.prefix(20)) }
        let other = EnclaveKey(file: theirs)
        _ = try other.wrap(key: secret)
        #expect(throws: VaultError.Foreign) { try other.unwrap(wrapped: sealed) }
        #expect(throws: VaultError.Foreign) {
            try EnclaveKey(file: folder.appendingPathComponent("\(UUID())")).unwrap(wrapped: sealed)
        }
        // no place for the key; then no enclave at all
        let nowhere = EnclaveKey(file: folder.appendingPathComponent("\(UUID())/vault.key"))
        #expect(throws: VaultError.Unusable) { try nowhere.wrap(key: secret) }
        SecureEnclave.isAvailable = false
        defer { SecureEnclave.isAvailable = true }
        #expect(throws: VaultError.Unusable) {
            try EnclaveKey(file: folder.appendingPathComponent("\(UUID())")).wrap(key: secret)
        }
    }
}
