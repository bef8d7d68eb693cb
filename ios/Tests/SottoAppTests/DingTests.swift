import AVFoundation
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

extension AppTests {
    @Test("a Ding is recorded with the app's microphone, sent, heard and confirmed, and its sender sees it")
    func sendDing() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.compose([contact], level: nil))
        try await bob.until("the screen") { (bob.top as? ComposeDingScreen)?.model != nil }
        let screen = try #require(bob.top as? ComposeDingScreen)
        #expect(screen.model?.ding.state != .enabled)
        try bob.tap(#require(screen.model).recording.record.label.words)
        try await bob.until("recording") { screen.model?.recording.records == true }
        let engine = try #require(AVAudioEngine.stubLast)
        #expect(engine.stubSink != nil)
        for _ in 0..<50 { _ = engine.stubTwentyMilliseconds() }
        try await bob.until("the wave form") { screen.model?.recording.peaks.contains { $0 > 20 } == true }
        try bob.tap(#require(screen.model).recording.stop.label.words)
        try await bob.until("that it can be sent") { screen.model?.ding.state == .enabled }
        try await bob.settle()
        try bob.picture("compose-ding-light")
        try bob.tap(#require(screen.model).ding.label.words)
        try await alice.until("a Ding") { alice.phone.incomingDingView()?.rings == true }
        #expect(!engine.isRunning, "the microphone is let go")
        let id = try #require(alice.phone.incomingDingView()).id
        #expect(alice.phone.dingView(ding: id)?.title.words.contains("Bob") == true)
        try alice.phone.listen(ding: id)
        try await alice.until("its end") {
            _ = alice.phone.pullLoudspeaker(samples: UInt32(frame))
            return alice.phone.dingView(ding: id)?.stage == "waits"
        }
        try alice.phone.confirmDing(ding: id)
        let tabs = try bob.root.tabs
        tabs.selectedIndex = 2
        try await bob.until("the confirmation") {
            try bob.phone.dingsView().contains {
                if case .sent(let view) = $0 { view.people.first?.progress == "confirmed" } else { false }
            }
        }
        try await bob.settle()
        try bob.picture("dings-light")
        await bob.close()
        await alice.close()
    }

    @Test("a typed secure Ding at level 2 rings above everything, arms the levers, is spoken once and is gone")
    func secureDing() async throws {
        let (bob, alice) = try await pair()
        try alice.ding("The door code is 4711", level: 2)
        try await bob.until("the Ding") { (bob.top as? IncomingDingScreen)?.model?.rings == true }
        let screen = try #require(bob.top as? IncomingDingScreen)
        // it rings aloud, unless the phone is switched to silent; elsewhere the notification does
        let session = AVAudioSession.sharedInstance()
        let isLoud = { (1...100).contains { _ in (AVAudioEngine.stubLast?.stubTwentyMilliseconds() ?? 0) > 0.05 } }
        #expect(isLoud() && session.category == .soloAmbient && session.stubActive)
        bob.shell.inFront(false)
        try await bob.until("silence") { AVAudioEngine.stubLast?.isRunning == false && !session.stubActive }
        bob.shell.inFront(true)
        try await bob.until("the ring again") { isLoud() }
        try await bob.settle()
        #expect(bob.texts.filter { $0.contains("4711") }.isEmpty)
        try bob.picture("incoming-ding-2")
        try bob.tap(#require(screen.model).listen.label.words)
        try await bob.until("the voice") { AVSpeechSynthesizer.stubLast?.stubSaid == ["The door code is 4711"] }
        #expect(!AVAudioSession.sharedInstance().categoryOptions.contains(.allowBluetooth), "no headset is offered")
        try await bob.until("that it is said") { screen.model?.stage == "playing" }
        try await bob.settle()
        #expect(bob.texts.filter { $0.contains("4711") }.isEmpty)
        // at the ear, without a microphone
        #expect(session.category == .playAndRecord && session.stubOutputs == [.builtInReceiver])
        #expect(AVAudioEngine.stubLast?.isRunning == true && AVAudioEngine.stubLast?.stubSink == nil)
        try await bob.until("the sensor at the ear") { UIDevice.current.isProximityMonitoringEnabled }
        AVSpeechSynthesizer.stubLast?.stubFinish()
        try await bob.until("that it is gone") { try bob.phone.dingsView().contains {
            if case .received(let view) = $0 { view.stage == "heard_out" } else { false }
        } }
        try await bob.until("the session given back") { !session.stubActive && AVAudioEngine.stubLast?.isRunning == false }
        #expect(!UIDevice.current.isProximityMonitoringEnabled)
        try await alice.until("that it was heard") {
            alice.phone.dingsView().contains {
                if case .sent(let view) = $0 { view.people.first?.progress == "heard" } else { false }
            }
        }
        await bob.close()
        await alice.close()
    }

    @Test("a Ding from the secure screen begins at the level that was chosen there")
    func levelOfADing() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        for level: UInt8 in [3, 2] {
            try bob.host.go(.secure(contact, level: level))
            try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model?.chosen == level }
            try bob.tap(#require((bob.top as? SecureScreen)?.model).ding.label.words)
            try await bob.until("its level") { (bob.top as? ComposeDingScreen)?.model?.level == level }
        }
        await bob.close()
        await alice.close()
    }

    @Test("a Ding goes to all who were chosen; without Dings and calls the lists say so")
    func severalPeople() async throws {
        let (bob, alice) = try await pair()
        let carol = try await Peer("Carol")
        try bob.phone.scan(text: carol.uri())
        try await bob.until("both") { try bob.phone.contactsView(search: nil).lines.count == 2 }
        bob.top?.navigationController?.popToRootViewController(animated: false)
        try bob.root.tabs.selectedIndex = 2
        try await bob.until("that there are none") { bob.shows(bob.shell.words[.dingsNone]) }
        try bob.barItem(bob.shell.words[.newDing]).stubTap()
        try await bob.until("the people") { (bob.top as? PeopleScreen)?.model?.lines.count == 2 }
        #expect(bob.top?.navigationItem.rightBarButtonItems?.isEmpty == true)
        let row = { (name: String) throws -> TapView in
            try #require(bob.views.compactMap { $0 as? TapView }.first { $0.accessibilityLabel?.contains(name) == true })
        }
        for name in ["Alice", "Carol", "Alice", "Alice"] { try row(name).act?() }
        #expect(try row("Alice").accessibilityTraits.contains(.selected))
        try bob.barItem(bob.shell.words[.next]).stubTap()
        try await bob.until("whom it is for") { (bob.top as? ComposeDingScreen)?.model?.to.count == 2 }
        // whoever is no contact any more: told, and the screen closes
        UIAccessibility.stubSaid = []
        try bob.host.go(.compose(["no contact"], level: nil))
        try await bob.until("the reason") { !UIAccessibility.stubSaid.isEmpty }
        try bob.host.go(.calls)
        try await bob.until("that there are none") { bob.shows(bob.shell.words[.callsNone]) }
        await bob.close()
        for peer in [alice, carol] { await peer.close() }
    }

    @Test("the tap that brings up the question for the microphone records, as soon as the question is away")
    func firstRecording() async throws {
        let (bob, alice) = try await pair()
        AVAudioApplication.stubUndecided = true
        AVAudioApplication.stubAlert = { bob.shell.inFront(false) }
        defer { (AVAudioApplication.stubUndecided, AVAudioApplication.stubAlert) = (false, nil) }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.compose([contact], level: nil))
        try await bob.until("the screen") { (bob.top as? ComposeDingScreen)?.model != nil }
        let screen = try #require(bob.top as? ComposeDingScreen)
        try bob.tap(#require(screen.model).recording.record.label.words)
        try await bob.until("the answer") { !AVAudioApplication.stubUndecided }
        try await bob.settle()
        #expect(screen.model?.recording.records == false, "not below the question")
        bob.shell.inFront(true)
        try await bob.until("recording") { screen.model?.recording.records == true }
        await bob.close()
        await alice.close()
    }

    @Test("a recording that nobody sees any more stops: the app went out of sight, or a question lies above")
    func recordingUnseen() async throws {
        let (bob, alice) = try await pair()
        var screen = try await bob.records()
        bob.shell.inFront(false)
        try await bob.until("that it stopped") { screen.model?.recording.records == false }
        bob.shell.inFront(true)
        try bob.tap(#require(screen.model).recording.discard.label.words)
        screen = try await bob.records()
        try bob.host.confirm(#require(screen.model).recording.discard) {}
        try await bob.until("that it stopped") { screen.model?.recording.records == false }
        try bob.tap(bob.shell.words[.cancel])
        screen = try await bob.records()
        bob.top?.navigationController?.popViewController(animated: false)
        // at once: the microphone is not for whoever has left
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        let draft = try bob.phone.newDing(to: [contact], level: nil)
        #expect(try !bob.phone.composeDingView(draft: draft, typed: "").recording.records)
        await bob.close()
        await alice.close()
    }
}
