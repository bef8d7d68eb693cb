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
        try bob.host.go(.compose([contact], secure: false))
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
        #expect(UIDevice.current.isProximityMonitoringEnabled)
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
}
