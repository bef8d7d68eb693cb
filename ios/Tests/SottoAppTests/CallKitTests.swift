import AVFAudio
import CallKit
import Foundation
import PushKit
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// Calls go through the system: what it knows of them, and what it is not told.
extension AppTests {
    @Test("a call that is answered in the app is answered for the system too, which then gives it sound; so with its end")
    func answeredInTheApp() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        let id = try await bob.rings(alice, level: 1)
        #expect(AVAudioSession.sharedInstance().stubOutputs == [.builtInSpeaker], "as before each call")
        #expect(provider.stubCalls == [id: false])
        try bob.tap(#require((bob.top as? IncomingScreen)?.model).answer.label.words)
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        // nobody but the system switches the session on
        try await bob.hears(alice)
        #expect(provider.stubCalls == [id: true] && provider.stubFaults.isEmpty)
        // the route that a phone has while nobody calls is no violation
        #expect(alice.call?.columns?.rows.allSatisfy { $0.other.prevented == nil } == true)
        // muted and held on both
        try bob.tap(#require((bob.top as? RunningScreen)?.model).controls.mute.label.words)
        try await alice.until("that he is muted") { alice.call?.remarks.contains { $0.key == "call.other_muted" } == true }
        try bob.tap(#require((bob.top as? RunningScreen)?.model).controls.end.label.words)
        try await alice.until("the end") { alice.ended != nil }
        try await bob.until("silence") { AVAudioEngine.stubLast?.isRunning == false }
        #expect(provider.stubCalls.isEmpty)
        #expect(!provider.stubReports.contains { $0.what.hasPrefix("ended") }, "the person ended it, not the other one")
        await bob.close()
        await alice.close()
    }

    @Test("the system learns the title of a call that is made here once it knows the call, and when it is connected")
    func titleOfACall() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        _ = try await bob.talk(with: alice, level: 0)
        let reports = provider.stubReports
        #expect(reports.last { $0.what == "updated" }?.name == "Alice")
        #expect(reports.map(\.what).filter { $0 == "connected" } == ["connected"] && provider.stubFaults.isEmpty)
        await bob.close()
        await alice.close()
    }

    @Test("a ring that the system holds back, as in Do Not Disturb, hangs up on nobody, and the app can answer it")
    func doNotDisturb() async throws {
        let (bob, alice) = try await pair()
        CXProvider.stubFilters = true
        defer { CXProvider.stubFilters = false }
        _ = try await bob.rings(alice, level: 0)
        #expect(alice.ended == nil)
        try bob.tap(#require((bob.top as? IncomingScreen)?.model).answer.label.words)
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        try await bob.hears(alice)
        try bob.tap(#require((bob.top as? RunningScreen)?.model).controls.end.label.words)
        try await alice.until("the end") { alice.ended != nil }
        await bob.close()
        await alice.close()
    }

    @Test("who answers the neutral ring of a wake-up before the app is open answers the call that comes")
    func answeredEarly() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        try await bob.calledWhileClosed(by: alice)
        try await bob.wake(PKPushPayload(stub: [:]))
        let answer = CXAnswerCallAction(call: try #require(provider.stubReports.last).id)
        provider.stubPerform(answer)
        #expect(answer.stubDone == nil, "it waits for the call")
        try await alice.until("connected") { alice.call?.state == .connected }
        #expect(answer.stubDone == true && provider.stubReports.map(\.what).filter { $0 == "incoming" }.count == 1)
        await bob.shell.show(in: bob.window)
        try await bob.hears(alice)
        await bob.close()
        await alice.close()
    }

    @Test("who declines the neutral ring of a wake-up declines the call that comes, and sees nothing of it")
    func declinedEarly() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        try await bob.calledWhileClosed(by: alice)
        try await bob.wake(PKPushPayload(stub: [:]))
        provider.stubPerform(CXEndCallAction(call: try #require(provider.stubReports.last).id))
        try await alice.until("that he declined") { alice.ended?.reason.key == "end.declined" }
        #expect(provider.stubReports.map(\.what) == ["incoming"] && provider.stubCalls.isEmpty)
        await bob.shell.show(in: bob.window)
        await bob.close()
        await alice.close()
    }

    @Test("a call of the person's own is another one than what a wake-up rings for")
    func ownCallWhileItRings() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        // rings, and nothing waits
        try bob.host.desk.expect(UUID())
        let ring = try #require(bob.host.desk.current)
        bob.shell.calls.ring(ring, title: "Sotto")
        try bob.phone.dial(contact: contact, level: 0)
        try await alice.until("the ringing") { alice.phone.incomingView()?.answer.state == .enabled }
        let start = try #require(provider.stubReports.first { $0.what == "start" })
        #expect(start.id != ring && provider.stubCalls == [start.id: true])
        try alice.phone.hangUp()
        try await bob.until("the end") { bob.top is EndedScreen }
        await bob.close()
        await alice.close()
    }

    @Test("the app is opened once for all who ask at the same time")
    func openedOnce() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        try await bob.phone.committed()
        await bob.shell.close()
        async let one = bob.shell.open()
        async let other = bob.shell.open()
        let (first, second) = try await (one, other)
        #expect(first === second)
        await bob.shell.show(in: bob.window)
        await bob.close()
    }

    @Test("the first call of all, answered on the lock screen: the microphone is asked for, and nobody is muted for good")
    func firstCall() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        AVAudioApplication.stubUndecided = true
        defer { AVAudioApplication.stubUndecided = false }
        let id = try await bob.rings(alice, level: 0)
        UIAccessibility.stubSaid = []
        provider.stubPerform(CXAnswerCallAction(call: id))
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        try await bob.hears(alice)
        #expect(!UIAccessibility.stubSaid.contains(bob.shell.words[.microphoneWhy]))
        await bob.close()
        await alice.close()
    }

    @Test("the headset's button takes the headset that is there, then gives sound back to the ear; without one it says so")
    func headset() async throws {
        let (bob, alice) = try await pair()
        let session = AVAudioSession.sharedInstance()
        _ = try await bob.talk(with: alice, level: 0)
        let controls = { try #require((bob.top as? RunningScreen)?.model).controls }
        UIAccessibility.stubSaid = []
        try bob.tap(controls().headset.label.words)
        #expect(UIAccessibility.stubSaid.count == 1 && session.stubOutputs == [.builtInReceiver])
        session.stubPlug(.bluetoothHFP)
        try await bob.until("that it can be used") { try controls().headsetRoute == .bluetooth }
        #expect(try controls().route == .earpiece && bob.shows(controls().routeWords.words))
        try bob.tap(controls().headset.label.words)
        try await bob.until("the headset") { session.stubOutputs == [.bluetoothHFP] }
        try await bob.until("that it is said") { try controls().route == .bluetooth && bob.shows(controls().routeWords.words) }
        try bob.tap(controls().headset.label.words)
        try await bob.until("the ear") { session.stubOutputs == [.builtInReceiver] }
        try await bob.until("the way to the speaker") { try controls().speakerRoute == .speaker }
        try bob.tap(controls().speaker.label.words)
        #expect(UIDevice.current.isProximityMonitoringEnabled)
        try await bob.until("the speaker") { session.stubOutputs == [.builtInSpeaker] }
        try await bob.until("light at the ear") { !UIDevice.current.isProximityMonitoringEnabled }
        // a cable takes the earpiece's place: nothing offers that any more
        session.stubPlug(nil)
        session.stubSet(.headphones)
        try await bob.until("the cable") { try controls().route == .wired }
        #expect(try controls().headset.state != .enabled)
        session.stubSet(.builtInReceiver)
        await bob.close()
        await alice.close()
    }

    @Test("the contact's button opens their page below the call, which goes on")
    func contactOfACall() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 0)
        try bob.tap(#require((bob.top as? RunningScreen)?.model).controls.contact.label.words)
        try await bob.until("the page") { (bob.top as? ContactScreen)?.model?.name == "Alice" }
        try bob.root.minimise(false)
        #expect((bob.top as? RunningScreen)?.model?.state == .connected)
        await bob.close()
        await alice.close()
    }

    @Test("sound that did not start starts at the next try")
    func soundStartsAgain() async throws {
        let bob = try await Person()
        let card = SystemSound()
        AVAudioEngine.stubLost = true
        #expect(throws: (any Error).self) { try card.start(bob.phone, listens: true) }
        AVAudioEngine.stubLost = false
        #expect(try card.start(bob.phone, listens: true))
        card.stop()
        await bob.close()
    }
}

extension Person {
    /// The system ended the app; then somebody calls, and the server has the call, as it has before it wakes anyone.
    func calledWhileClosed(by alice: Peer) async throws {
        await shell.close()
        try alice.phone.dial(contact: alice.contact(), level: 0)
        try await alice.until("that the server has the call") { alice.call?.state == .dialling }
    }
    /// The other one calls until it rings here and can be answered; by which id the system knows it.
    func rings(_ alice: Peer, level: UInt8) async throws -> UUID {
        try alice.phone.dial(contact: alice.contact(), level: level)
        try await until("that it can be answered") { (self.top as? IncomingScreen)?.model?.answer.state == .enabled }
        return try #require(CXProvider.stubLast?.stubReports.last { $0.what == "incoming" }).id
    }
}
