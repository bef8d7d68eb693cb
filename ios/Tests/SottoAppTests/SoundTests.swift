import AVFAudio
import CallKit
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// Whose sound it is, and what happens when it is taken away.
extension AppTests {
    @Test("another app that takes sound stops a Ding that is recorded; a call that the system knows is held by the system")
    func interrupted() async throws {
        let (bob, alice) = try await pair()
        let session = AVAudioSession.sharedInstance()
        let screen = try await bob.records()
        session.stubInterrupt(true)
        try await bob.until("that it stopped") { screen.model?.recording.records == false }
        try await bob.until("silence") { AVAudioEngine.stubLast?.isRunning == false }
        session.stubInterrupt(false)
        try await bob.settle()
        #expect(!session.stubActive, "nothing sounds: nothing has the session")
        try bob.tap(#require(screen.model).recording.discard.label.words)
        _ = try await bob.talk(with: alice, level: 0)
        session.stubInterrupt(true)
        try await bob.settle()
        try alice.phone.sendText(contact: alice.contact(), text: "Still there?", kept: true)
        try await bob.until("what came after it") { try bob.phone.chatsView().lines.first?.unread == 1 }
        #expect((bob.top as? RunningScreen)?.model?.controls.holdTo == true, "not held by the app")
        session.stubInterrupt(false)
        try await bob.hears(alice)
        await bob.close()
        await alice.close()
    }

    @Test("sound that another app took is not taken back by what happens meanwhile, but once that app is done or the person is back")
    func notTakenBack() async throws {
        let (bob, alice) = try await pair()
        let session = AVAudioSession.sharedInstance()
        try alice.ding("Call me")
        try await bob.until("the ring") { session.stubActive && AVAudioEngine.stubLast?.isRunning == true }
        for isBack in [false, true] {
            session.stubInterrupt(true)
            try await bob.until("silence") { AVAudioEngine.stubLast?.isRunning == false }
            try bob.host.session.refresh()
            #expect(!session.stubActive && AVAudioEngine.stubLast?.isRunning == false)
            if isBack { bob.shell.inFront(true) } else { session.stubInterrupt(false) }
            try await bob.until("the ring again") { session.stubActive && AVAudioEngine.stubLast?.isRunning == true }
        }
        await bob.close()
        await alice.close()
    }

    @Test("a call dialled while a Ding is recorded gives the session back: the system switches it on for the call")
    func callWhileRecording() async throws {
        let (bob, alice) = try await pair()
        let session = AVAudioSession.sharedInstance()
        _ = try await bob.records()
        CXProvider.stubHoldsSound = true
        defer { CXProvider.stubHoldsSound = false }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.phone.dial(contact: contact, level: 0)
        try await bob.until("that the session is given back") { !session.stubActive }
        try await alice.until("the ringing") { alice.phone.incomingView()?.answer.state == .enabled }
        #expect(!session.stubActive && AVAudioEngine.stubLast?.isRunning == false)
        CXProvider.stubHoldsSound = false
        try #require(CXProvider.stubLast).stubActivate(true)
        try alice.phone.answer()
        try await bob.hears(alice)
        await bob.close()
        await alice.close()
    }

    @Test("sound that does not start is told once and tried again by itself")
    func triedAgain() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 0)
        UIAccessibility.stubSaid = []
        AVAudioEngine.stubLost = true
        NotificationCenter.default.post(name: .AVAudioEngineConfigurationChange, object: nil)
        try await bob.until("the loss") { UIAccessibility.stubSaid.contains(bob.shell.words[.soundLost]) }
        try bob.host.session.refresh()
        AVAudioEngine.stubLost = false
        try await bob.hears(alice)
        #expect(UIAccessibility.stubSaid.filter { $0 == bob.shell.words[.soundLost] }.count == 1)
        await bob.close()
        await alice.close()
    }

    @Test("a call that the system does not let begin ends with its reason, and the next one can begin")
    func refusedStart() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        CXCallController.stubRefuses = true
        try bob.phone.dial(contact: contact, level: 0)
        try await bob.until("the end") { (bob.top as? EndedScreen)?.model != nil }
        CXCallController.stubRefuses = false
        #expect((bob.top as? EndedScreen)?.model?.reason.words.isEmpty == false)
        #expect(try #require(CXProvider.stubLast).stubCalls.isEmpty)
        try bob.phone.dismissEnded()
        try await alice.until("that she is free") { alice.call == nil && alice.phone.incomingView() == nil }
        _ = try await bob.talk(with: alice, level: 0)
        await bob.close()
        await alice.close()
    }

    @Test("a speaker that was chosen is nobody's any more once the way of sound is given back")
    func speakerGivenBack() async throws {
        let bob = try await Person()
        let (session, audio) = (AVAudioSession.sharedInstance(), try bob.host.system.audio)
        audio.use(.speaker)
        #expect(session.stubOverride == .speaker)
        audio.release()
        #expect(session.stubOverride == .none)
        await bob.close()
    }
}

extension Person {
    /// A Ding is being recorded; its screen.
    func records() async throws -> ComposeDingScreen {
        let contact = try #require(phone.contactsView(search: nil).lines.first).id
        try host.go(.compose([contact], level: nil))
        try await until("the screen") { (self.top as? ComposeDingScreen)?.model != nil }
        let screen = try #require(top as? ComposeDingScreen)
        try tap(#require(screen.model).recording.record.label.words)
        try await until("recording") { screen.model?.recording.records == true && AVAudioEngine.stubLast?.stubSink != nil }
        return screen
    }
}
