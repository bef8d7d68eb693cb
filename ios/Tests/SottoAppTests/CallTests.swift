import AVFoundation
import CallKit
import Drawing
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

extension AppTests {
    @Test("a card before the camera becomes a verified contact; nothing happens before a tap")
    func scanning() async throws {
        let (bob, alice) = (try await Person(), try await Peer("Alice"))
        try await bob.join("Bob")
        AVCaptureVideoDataOutput.stubLast = nil
        try bob.host.go(.scanner)
        try await bob.until("the camera") { AVCaptureVideoDataOutput.stubLast?.stubDelegate != nil }
        let card = try cameraFrame(of: #require(alice.phone.myCardPicture(module: 4)))
        // a camera goes on; a frame that the scanner has no time for is left out
        try await bob.until("what was scanned") {
            AVCaptureVideoDataOutput.stubLast?.stubSee(card, width: 1280, height: 720)
            return bob.shows("Alice")
        }
        #expect(try bob.phone.contactsView(search: nil).lines.isEmpty)
        try bob.picture("scanner-light")
        let screen = try #require(bob.top as? ScannerScreen)
        try bob.tap(#require(screen.model?.view).action.label.words)
        try await bob.until("the contact") { try bob.phone.contactsView(search: nil).lines.count == 1 }
        try await bob.until("that it was taken") { screen.model?.view?.meaning == .taken }
        try bob.tap(#require(screen.model?.view).action.label.words)
        try await bob.until("the contact's page") { bob.top is ContactScreen && bob.shows("Alice") }
        #expect(try #require((bob.top as? ContactScreen)?.model).verified)
        try bob.picture("contact-light")
        // deleting asks once more
        let delete = try #require((bob.top as? ContactScreen)?.model).delete.label.words
        try bob.tap(delete)
        #expect(try bob.phone.contactsView(search: nil).lines.count == 1)
        let sheet = try #require(bob.views.compactMap { $0 as? CoverView }.first)
        try bob.picture("confirm-light")
        let sure = sheet.controls.first
        try #require(sure).sendActions(for: .touchUpInside)
        try await bob.until("that the contact is gone") { try bob.phone.contactsView(search: nil).lines.isEmpty }
        await bob.close()
        await alice.close()
    }

    @Test("a frame of the camera is read quickly")
    func frames() async throws {
        let alice = try await Peer("Alice")
        let luma = Data(try cameraFrame(of: #require(alice.phone.myCardPicture(module: 4))))
        let scanner = try Sotto.Scanner()
        var (times, tries): ([Double], Int) = ([], 0)
        while times.count < 16 {
            let start = ContinuousClock.now
            _ = try scanner.offer(luma: luma, width: 1280, height: 720, stride: 1280, rotation: 0)
            let text = await scanner.next()?.text
            // a busy machine gives up on a frame in the time that it has for one: another
            try #require(tries < 400)
            tries += 1
            guard let text else { continue }
            #expect(text == alice.phone.myCard()?.uri)
            times.append(milliseconds(since: start))
        }
        scanner.cancel()
        print("figure ios_frame_to_card_cold_ms \(times.removeFirst())")
        print("figure ios_frame_to_card_ms \(times.sorted()[times.count / 2])")
        await alice.close()
    }

    @Test("a tap in the secure screen hides the app and tells both phones, the first time and later")
    func quickly() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        for round in ["cold", "warm", "warm_again"] {
            // level 3: everything on the screen moves to where captures leave it out
            try bob.host.go(.secure(contact, level: 3))
            try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model?.chosen == 3 }
            var tapped = ContinuousClock.now
            try bob.tap(#require((bob.top as? SecureScreen)?.model).start.label.words)
            try await bob.until("that it is hidden") { try bob.root.canvas.isHiding }
            figure("ios_eyeglasses_to_hidden_\(round)_ms", since: tapped)
            try bob.phone.hangUp()
            try await bob.until("the end") { try !bob.root.canvas.isHiding && bob.phone.front() != .call }
            // she is not busy any more
            try await alice.until("her end") { alice.call == nil && alice.phone.incomingView() == nil }
            try bob.phone.dismissEnded()
            try await bob.until("the app") { try bob.root.above == nil }
            // level 1: both phones are armed, and say so to each other
            try bob.host.go(.secure(contact, level: 1))
            try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model?.chosen == 1 }
            tapped = ContinuousClock.now
            try bob.tap(#require((bob.top as? SecureScreen)?.model).start.label.words)
            try await alice.until("both told") {
                let here = try bob.phone.callScreen()
                guard case .running(let call) = here, alice.phone.incomingView()?.answer.state == .enabled else { return false }
                return call.columns?.rows.allSatisfy { $0.you.symbol == "✓" && $0.other.symbol == "✓" } == true
            }
            figure("ios_eyeglasses_to_both_told_\(round)_ms", since: tapped)
            try bob.phone.hangUp()
            try await alice.until("the end") { alice.ended != nil }
            try bob.phone.dismissEnded()
            try await bob.until("the app") { try bob.root.above == nil }
        }
        await bob.close()
        await alice.close()
    }

    private func milliseconds(since start: ContinuousClock.Instant) -> Double {
        let took = (ContinuousClock.now - start).components
        return Double(took.seconds) * 1e3 + Double(took.attoseconds) / 1e15
    }
    private func figure(_ name: String, since start: ContinuousClock.Instant) {
        print("figure \(name) \(milliseconds(since: start))")
    }

    @Test("a call at level 3: both accept that screenshots are only noticed here; a screenshot ends it; nobody is named")
    func violation() async throws {
        let (bob, alice) = try await pair()
        try alice.phone.dial(contact: alice.contact(), level: 3)
        try await bob.until("the ringing") { bob.top is IncomingScreen && bob.shows("Secure call") }
        let screen = try #require(bob.top as? IncomingScreen)
        try await bob.until("a way on") { screen.model?.remedies.contains { !$0.noticed.isEmpty } == true }
        #expect(bob.texts.filter { $0.contains("Alice") }.isEmpty)
        let rows = try #require(screen.model?.columns).rows
        #expect(rows.filter { $0.you.symbol == "◔" }.map(\.operation.key) == ["operation.screenshot"])
        let provider = try #require(CXProvider.stubLast)
        try await bob.until("the system's ring") { provider.stubReports.map(\.what) == ["incoming"] }
        let ring = try #require(provider.stubReports.first)
        #expect(ring.name == "Secure call" && ring.handle == ring.id.uuidString, "the handle is the call's random id")
        try await alice.until("the call in her system") { alice.calls.log == ["start Secure call"] }
        try bob.picture("incoming-3")

        let accept = try #require(screen.model?.remedies.first { !$0.noticed.isEmpty })
        try bob.tap(accept.button.label.words)
        try await alice.until("the question") { alice.call?.question != nil }
        try alice.phone.agree(question: #require(alice.call?.question))
        try await bob.until("that it can be answered") { screen.model?.answer.state == .enabled }
        try bob.tap(#require(screen.model).answer.label.words)
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        try await bob.until("armed") { (bob.top as? RunningScreen)?.model?.eyeglasses.look == .filled }
        #expect(bob.texts.filter { $0.contains("Alice") }.isEmpty)
        try await bob.settle()
        try bob.picture("call-3")

        NotificationCenter.default.post(name: UIApplication.userDidTakeScreenshotNotification, object: nil)
        try await bob.until("the end") { (bob.top as? EndedScreen)?.model != nil }
        try await alice.until("the end there") { alice.ended?.reason.key == "end.violation" }
        #expect((bob.top as? EndedScreen)?.model?.violations.isEmpty == false)
        try bob.picture("ended-3")
        #expect(try bob.phone.callLog().isEmpty && alice.phone.callLog().isEmpty)
        try bob.tap("Close")
        try await bob.until("the app") { !(bob.top is EndedScreen) }
        try await bob.until("that nothing is hidden any more") { try !bob.root.canvas.isHiding }
        // the system was told of the end, and of nobody from the first to the last
        try await bob.until("the end for the system") { provider.stubReports.last?.what == "ended failed" }
        try await alice.until("and for hers") { alice.calls.log.last == "ended" }
        #expect(provider.stubReports.allSatisfy { ["Secure call", nil].contains($0.name) && !$0.recents })
        #expect(alice.calls.log == ["start Secure call", "connected", "ended"])
        await bob.close()
        await alice.close()
    }

    @Test("the eyeglasses in the chat open the secure screen, which starts a call; speaker and headset are refused and told")
    func eyeglasses() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.chat(contact))
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.model != nil }
        let chat = try #require(bob.top as? ChatScreen)
        try bob.barItem(#require(chat.model).eyeglasses.label.words).stubTap()
        try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model != nil }
        try await bob.settle()
        try bob.picture("secure-light")
        let start = try #require((bob.top as? SecureScreen)?.model).start.label.words
        let tapped = ContinuousClock.now
        try bob.tap(start)
        try await alice.until("the ringing") { alice.phone.incomingView()?.answer.state == .enabled }
        figure("ios_eyeglasses_to_both_armed_ms", since: tapped)
        try alice.phone.answer()
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        let screen = try #require(bob.top as? RunningScreen)
        try await bob.until("armed") { screen.model?.eyeglasses.look == .filled }

        // greyed and inert, and it says why
        UIAccessibility.stubSaid = []
        try bob.tap(#require(screen.model).controls.speaker.label.words)
        #expect(UIAccessibility.stubSaid == ["The speaker is off in secure mode 1. Both of you agreed to it."])
        #expect(AVAudioSession.sharedInstance().stubOverride == .none)
        try bob.picture("call-1")

        // the system, or another app, takes the speaker: it is taken back, and both see the attempt
        AVAudioSession.sharedInstance().stubSet(.builtInSpeaker)
        try await alice.until("the attempt") {
            alice.call?.columns?.rows.contains { $0.other.prevented != nil } == true
        }
        #expect(AVAudioSession.sharedInstance().stubOutputs == [.builtInReceiver])

        // sound flows through the engine of the system, both ways
        let engine = try #require(AVAudioEngine.stubLast)
        #expect(engine.isRunning)
        var heard = (here: false, there: false)
        try await bob.until("sound both ways") {
            alice.phone.pushMicrophone(piece: tone())
            if engine.stubTwentyMilliseconds() > 0.05 { heard.here = true }
            if isHeard(alice.phone.pullLoudspeaker(samples: UInt32(frame))) { heard.there = true }
            return heard.here && heard.there
        }
        try bob.tap(#require(screen.model).controls.end.label.words)
        try await alice.until("the end") { alice.ended?.reason.key == "end.hung_up" }
        try await bob.until("the end here") { bob.top is EndedScreen }
        try await bob.until("silence") { !engine.isRunning }
        await bob.close()
        await alice.close()
    }

    @Test("messages go both ways, and their ticks come back")
    func chat() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.chat(contact))
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.model != nil }
        let composer = try #require(bob.views.compactMap { $0 as? Composer }.first)
        var came = 0
        let watch = alice.session.watch { if case .messageCame = $0 { came += 1 } }
        composer.type("See you at eight")
        composer.tapSend()
        try await alice.until("the message") { came == 1 && alice.phone.chatsView().lines.first?.unread == 1 }
        watch()
        // she looked at the app when it came; at the next one she does not
        alice.notifier.isInFront = false
        composer.type("Or at nine")
        composer.tapSend()
        try await alice.until("the notification") { !alice.notifier.posted.isEmpty }
        #expect(alice.notifier.posted.map(\.text).filter { $0.contains("eight") }.isEmpty)
        try alice.phone.sendText(contact: alice.contact(), text: "At the north door, then.", kept: true)
        try await bob.until("the answer") { bob.shows("At the north door") }
        try await bob.until("the tick") {
            (bob.top as? ChatScreen)?.model?.messages.first?.tick?.key.hasPrefix("tick.") == true
        }
        try bob.picture("chat-light")
        await bob.close()
        await alice.close()
    }

    @Test("a secure chat without a call is asked for from the secure screen, joined, armed and left")
    func secureChat() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.chat(contact))
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.model != nil }
        try bob.host.go(.secure(contact, level: nil))
        try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model != nil }
        try bob.tap(#require((bob.top as? SecureScreen)?.model).chatOnly.label.words)
        try await alice.until("the question") { alice.phone.sessionView()?.join.state == .enabled }
        try alice.phone.joinSecureChat()
        try await bob.until("the secure chat") { (bob.top as? ChatScreen)?.model?.session?.state == .open }
        try await bob.until("armed") { (bob.top as? ChatScreen)?.model?.eyeglasses.look == .filled }
        try bob.phone.sendText(contact: contact, text: "Only here", kept: true)
        try await alice.until("the message") { alice.phone.chatsView().lines.first != nil }
        try await bob.settle()
        try bob.picture("secure-chat")
        let leave = try #require((bob.top as? ChatScreen)?.model?.session).leave.label.words
        try bob.tap(leave)
        try await alice.until("the end") { alice.phone.sessionView()?.state != .open }
        await bob.close()
        await alice.close()
    }

    @Test("a text written before secure mode began is not sent in it: it stays where it was typed, and that is said")
    func textOfBefore() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.chat(contact))
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.model != nil }
        let composer = try #require(bob.views.compactMap { $0 as? Composer }.first)
        composer.type("Kept by both")
        // another screen lies above while the secure chat begins
        try bob.host.go(.secure(contact, level: 2))
        try bob.phone.askSecureChat(contact: contact, level: 2)
        try await alice.until("the question") { alice.phone.sessionView()?.join.state == .enabled }
        try alice.phone.joinSecureChat()
        try await bob.until("the secure chat") {
            try bob.phone.sessionView()?.state == .open && bob.phone.chatSecure(contact: contact)
        }
        UIAccessibility.stubSaid = []
        composer.tapSend()
        #expect(composer.area.text == "Kept by both" && UIAccessibility.stubSaid.count == 1)
        await bob.close()
        await alice.close()
    }

    @Test("what an answer waits for is said; at a level that hides people the card is off, with its reason")
    func waitedFor() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.rings(alice, level: 1)
        let view = try #require(bob.phone.incomingView())
        // the core says it for a moment only
        let waits = IncomingView(
            title: view.title, verified: nil, words: view.words, secure: true, level: 1, because: [],
            eyeglasses: view.eyeglasses, willForbid: nil, forbids: [], stranger: nil, answering: view.decline.label,
            answer: view.answer, decline: view.decline, banners: [], question: nil, columns: nil, remedies: [], simulated: nil)
        #expect(try IncomingScreen(bob.host).pieces(waits).contains { ($0 as? Words)?.text == view.decline.label.words })
        try alice.phone.hangUp()
        try await bob.until("the end") { bob.top is EndedScreen }
        try bob.phone.dismissEnded()
        // the card names this person
        try bob.phone.dial(contact: #require(bob.phone.contactsView(search: nil).lines.first).id, level: 3)
        try await bob.until("hidden people") { try bob.phone.contactsView(search: nil).add.last?.state != .enabled }
        try await bob.until("the call") { (bob.top as? RunningScreen)?.model != nil }
        try bob.root.minimise(true)
        bob.top?.navigationController?.popToRootViewController(animated: false)
        try bob.root.tabs.selectedIndex = 1
        let label = try #require(bob.phone.contactsView(search: nil).add.last).label.words
        try await bob.until("the list") { (bob.top as? ContactsScreen)?.model.map { $0.add.last?.state != .enabled } == true }
        try await bob.until("the reason") { try bob.barItem(label).accessibilityHint?.isEmpty == false }
        try bob.barItem(label).stubTap()
        #expect(bob.top is ContactsScreen)
        await bob.close()
        await alice.close()
    }

    @Test("secure mode starts without the microphone; why the other asks stands with the question")
    func said() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        AVAudioApplication.stubGrants = false
        defer { AVAudioApplication.stubGrants = true }
        try bob.host.go(.secure(contact, level: 2))
        try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model?.chosen == 2 }
        try bob.tap(#require((bob.top as? SecureScreen)?.model).start.label.words)
        try await alice.until("the ringing") { alice.phone.incomingView()?.answer.state == .enabled }
        try alice.phone.answer()
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        try await alice.until("secure mode") { alice.call?.eyeglasses.look == .filled }
        // she would go on at a lower level
        try alice.phone.ask(level: 1, noticed: [])
        try await bob.until("the question") { (bob.top as? RunningScreen)?.model?.question != nil }
        let question = try #require((bob.top as? RunningScreen)?.model?.question)
        try await bob.until("why") { bob.shows(question.because.words) }
        #expect((bob.top as? RunningScreen)?.model?.urgent == true)
        try alice.phone.hangUp()
        try await bob.until("the end") { bob.top is EndedScreen }
        await bob.close()
        await alice.close()
    }

    /// Bob with the app and Alice without a screen, who scanned each other's cards.
    func pair(_ language: String = "en", vouched: Attestation? = nil) async throws -> (Person, Peer) {
        let bob = try await Person(language: language)
        let alice = try await Peer("Alice", vouched: vouched) { $0.captures.hidingIsProven = true }
        try await bob.join("Bob")
        try bob.phone.scan(text: alice.uri())
        try alice.phone.scan(text: #require(bob.phone.myCard()).uri)
        try await bob.until("the contact") { try bob.phone.contactsView(search: nil).lines.count == 1 }
        return (bob, alice)
    }
}
