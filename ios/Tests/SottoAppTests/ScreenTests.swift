import AVFAudio
import AVFoundation
import Foundation
import LocalAuthentication
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// What the screens keep to while something else happens.
extension AppTests {
    @Test("a card that was pasted, came as a link or lies in a picture is not one that was scanned in person")
    func notInPerson() async throws {
        let (bob, alice) = (try await Person(), try await Peer("Alice"))
        try await bob.join("Bob")
        bob.shell.open(try #require(URL(string: alice.uri())))
        try await bob.until("what it is") { (bob.top as? ScannerScreen)?.model?.view != nil }
        try bob.tap(#require((bob.top as? ScannerScreen)?.model?.view).action.label.words)
        try await bob.until("the contact") { try bob.phone.contactsView(search: nil).lines.count == 1 }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        #expect(try bob.phone.contactView(contact: contact)?.verified == false)
        let picture = try #require(alice.phone.myCardPicture(module: 4))
        #expect(try await ScannerScreen.text(in: picture) == alice.uri())
        await bob.close()
        await alice.close()
    }

    @Test("a message is read when somebody looks at it: not while the app is away, locked, or a call lies above")
    func readWhenSeen() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.chat(contact))
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.model != nil }
        bob.shell.inFront(false)
        try alice.phone.sendText(contact: alice.contact(), text: "Look at this", kept: true)
        let unread = { try bob.phone.chatsView().lines.first?.unread }
        try await bob.until("the message") { (bob.top as? ChatScreen)?.model?.messages.count == 1 }
        #expect(try unread() == 1)
        bob.shell.inFront(true)
        try await bob.until("that it is read") { try unread() == 0 }
        LAContextOwner.isThere = false
        defer { LAContextOwner.isThere = true }
        try bob.root.lock()
        try alice.phone.sendText(contact: alice.contact(), text: "And at that", kept: true)
        try await bob.until("the message") { try unread() == 1 }
        LAContextOwner.isThere = true
        try bob.root.lock()
        try await bob.until("that it is read") { try unread() == 0 }
        await bob.close()
        await alice.close()
    }

    @Test("a swipe deletes a message; the first one in sight brings the page before it, and what was looked at stays")
    func swipeAndPages() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        for number in 1...60 { try bob.phone.sendText(contact: contact, text: "Number \(number).", kept: true) }
        try bob.host.go(.chat(contact))
        try await bob.until("the first page") { (bob.top as? ChatScreen)?.model?.messages.last?.text == "Number 60." }
        let screen = try #require(bob.top as? ChatScreen)
        let extra = screen.count - screen.lines.count
        screen.table.scrollToRow(at: IndexPath(row: 0, section: 0), at: .top, animated: false)
        try await bob.until("the page before") { screen.lines.count == 60 }
        #expect(screen.lines.first?.text == "Number 1.")
        let swipe = try #require(screen.table.stubSwipe(extra).first)
        #expect(swipe.title == bob.shell.words.of("chat.delete") && swipe.title != "chat.delete")
        swipe.stubHandler(swipe, screen.view) { _ in }
        try await bob.until("that it is gone") { screen.lines.first?.text == "Number 2." }
        await bob.close()
        await alice.close()
    }

    @Test("below other screens a call says how it stands; a violation comes back up; with the call its bar is gone")
    func minimised() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 2)
        #expect(UIDevice.current.isProximityMonitoringEnabled)
        let bar = { try #require(bob.root.canvas.content.subviews.compactMap { $0 as? ControlView }.first) }
        try bob.root.minimise(true)
        #expect(try bar().accessibilityLabel == "Connected")
        // a cable, which no app pulls out
        AVAudioSession.sharedInstance().stubSet(.headphones)
        try await bob.until("what happened") {
            (bob.top as? RunningScreen)?.model?.banners.contains(where: \.coversScreen) == true
        }
        #expect(try bob.root.canvas.content.subviews.allSatisfy { !($0 is ControlView) })
        AVAudioSession.sharedInstance().stubSet(.builtInReceiver)
        try await bob.until("that it is over") {
            (bob.top as? RunningScreen)?.model?.banners.contains(where: \.coversScreen) == false
        }
        // so it does where a screen of the call's own lies above it
        try bob.host.go(.secure("", level: nil))
        #expect(bob.top is SecureScreen)
        AVAudioSession.sharedInstance().stubSet(.headphones)
        try await bob.until("what happened") {
            (bob.top as? RunningScreen)?.model?.banners.contains(where: \.coversScreen) == true
        }
        AVAudioSession.sharedInstance().stubSet(.builtInReceiver)
        try await bob.until("that it is over") { (bob.top as? RunningScreen)?.model?.urgent == false }
        try bob.root.minimise(true)
        try alice.phone.hangUp()
        try await bob.until("the end") { bob.top is EndedScreen }
        #expect(try bob.root.canvas.content.subviews.allSatisfy { !($0 is ControlView) })
        try await bob.until("light at the ear") { !UIDevice.current.isProximityMonitoringEnabled }
        await bob.close()
        await alice.close()
    }

    @Test("what is urgent in a call below other screens lies above all that came up there: sheets, a question, the lock")
    func urgent() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 2)
        let end = try #require((bob.top as? RunningScreen)?.model).controls.end
        try bob.root.minimise(true)
        try bob.root.present(UIViewController(nibName: nil, bundle: nil), animated: false)
        try bob.host.confirm(end) {}
        LAContextOwner.isThere = false
        defer { LAContextOwner.isThere = true }
        try bob.root.lock()
        let content = try bob.root.canvas.content
        #expect(content.subviews.last is CoverView)
        try alice.phone.ask(level: 1, noticed: [])
        try await bob.until("the question") { (bob.top as? RunningScreen)?.model?.question != nil }
        #expect(try content.subviews.last === bob.root.above?.view && bob.root.presentedViewController == nil)
        let running = try #require(bob.top as? RunningScreen)
        #expect(try !bob.root.sight(of: running).covered)
        LAContextOwner.isThere = true
        try bob.root.lock()
        try await bob.until("that nothing is left above") { !content.subviews.contains { $0 is CoverView } }
        await bob.close()
        await alice.close()
    }

    @Test("what is opened while a call goes on below is shown there; a camera there rests as soon as the call comes back up")
    func openedBelow() async throws {
        let (bob, alice) = try await pair()
        _ = try await bob.talk(with: alice, level: 0)
        bob.shell.open(try #require(URL(string: alice.uri())))
        #expect(bob.top is RunningScreen)
        try bob.tapBack()
        try await bob.until("what it is") { (bob.top as? ScannerScreen)?.model?.view != nil }
        bob.top?.navigationController?.popToRootViewController(animated: false)
        try bob.host.go(.scanner)
        try await bob.until("the camera") { AVCaptureSession.stubLast?.isRunning == true }
        try #require(bob.root.canvas.content.subviews.compactMap { $0 as? ControlView }.first).sendActions(for: .touchUpInside)
        try await bob.until("that it rests", within: .seconds(20)) { AVCaptureSession.stubLast?.isRunning == false }
        await bob.close()
        await alice.close()
    }

    @Test("what the system shows above the app goes when a call comes, when captures are hidden from, and with the app")
    func sheets() async throws {
        let (bob, alice) = try await pair()
        let share = {
            try bob.host.go(.card)
            try await bob.until("the card") { (bob.top as? CardScreen)?.model != nil }
            try bob.tap(#require((bob.top as? CardScreen)?.model).share.label.words)
            #expect(try bob.root.presentedViewController is UIActivityViewController)
        }
        try await share()
        #expect(try bob.host.system.captures.hide(true))
        #expect(try bob.root.presentedViewController == nil)
        try await share()
        try bob.host.system.curtain.hidePeople(true)
        bob.shell.inFront(false)
        #expect(try bob.root.presentedViewController == nil && bob.root.isCovered)
        bob.shell.inFront(true)
        try bob.host.system.curtain.hidePeople(false)
        #expect(try bob.host.system.captures.hide(false))
        try await share()
        _ = try await bob.rings(alice, level: 0)
        #expect(try bob.root.presentedViewController == nil)
        await bob.close()
        await alice.close()
    }

    @Test("the app locks itself when it goes away, where the person wants that; a call lies above the lock, a Ding below")
    func locksItself() async throws {
        let (bob, alice) = try await pair()
        let isLocked = { bob.window.rootViewController.map { lock(in: $0.view) } == true }
        bob.shell.away(true)
        #expect(!isLocked())
        try bob.root.tabs.selectedIndex = 3
        try await bob.until("the settings") { (bob.top as? SettingsScreen)?.model != nil }
        try bob.tap(bob.shell.words[.lockApp])
        LAContextOwner.isThere = false
        defer { LAContextOwner.isThere = true }
        bob.shell.away(true)
        bob.shell.away(false)
        #expect(isLocked())
        // what is said is nobody's but the owner's
        try bob.host.say("A sentence")
        #expect(try bob.root.canvas.content.subviews.last is CoverView)
        try alice.ding("Call me")
        try await bob.until("the Ding") { try bob.root.above?.topViewController is IncomingDingScreen }
        #expect(try bob.root.canvas.content.subviews.last is CoverView)
        _ = try await bob.rings(alice, level: 0)
        #expect(try bob.root.canvas.content.subviews.last === bob.root.above?.view)
        // what is said lies above it, and its own screens open
        try bob.phone.answer()
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        try bob.host.say("A sentence")
        #expect(try bob.root.canvas.content.subviews.last is GroupView)
        try bob.tap(#require((bob.top as? RunningScreen)?.model).controls.eyeglasses.label.words)
        try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model != nil }
        bob.top?.navigationController?.popViewController(animated: false)
        LAContextOwner.isThere = true
        bob.shell.away(false)
        try await bob.until("unlocked") { !isLocked() }
        await bob.close()
        await alice.close()
        func lock(in view: UIView) -> Bool { view is CoverView || view.subviews.contains { lock(in: $0) } }
    }

    @Test("fields offer nothing to copy where copying is forbidden, and the keyboard learns nothing of them")
    func fields() async throws {
        let bob = try await Person()
        let field = Field(.default)
        let menu = { field.delegate?.textField(field, editMenuForCharactersIn: NSRange(), suggestedActions: []) }
        #expect(menu() == nil)
        try bob.host.system.copying.allowCopying(false)
        #expect(menu()?.children.isEmpty == true)
        try bob.host.system.copying.allowCopying(true)
        #expect(field.inlinePredictionType == .no && field.textDragInteraction?.isEnabled == false)
        await bob.close()
    }

    @Test("a capture that runs before the app has a window is noticed once it has one")
    func capturedBefore() async throws {
        StubTraits.set(.stub(capture: .active))
        defer { StubTraits.set(.stub()) }
        let captures = SystemCaptures()
        #expect(captures.isCaptured, "of the screen, while there is no scene")
        var told = 0
        captures.onCaptureChange = { told += 1 }
        let bob = try await Person()
        captures.attach(try bob.root, bob.window)
        #expect(told == 1 && captures.isCaptured)
        await bob.close()
    }

    @Test("a voice that speaks a secure Ding is silent as soon as sound may not pass")
    func hushed() async throws {
        let (bob, alice) = try await pair()
        try alice.ding("The door code is 4711", level: 2)
        try await bob.until("the Ding") { (bob.top as? IncomingDingScreen)?.model?.rings == true }
        try bob.tap(#require((bob.top as? IncomingDingScreen)?.model).listen.label.words)
        try await bob.until("the voice") { AVSpeechSynthesizer.stubLast?.stubSaid == ["The door code is 4711"] }
        let before = try #require(AVSpeechSynthesizer.stubLast).stubStopped
        AVAudioSession.sharedInstance().stubSet(.headphones)
        try await bob.until("silence") { try #require(AVSpeechSynthesizer.stubLast).stubStopped > before }
        AVAudioSession.sharedInstance().stubSet(.builtInReceiver)
        await bob.close()
        await alice.close()
    }

    @Test("a camera that another app has, or that fails, is there again afterwards")
    func cameraAgain() async throws {
        let camera = SystemCamera()
        AVCaptureSession.stubBusy = true
        defer { AVCaptureSession.stubBusy = false }
        var busy: [Bool] = []
        camera.onBusy = { busy.append($0) }
        try camera.start { _, _, _, _ in }
        let session = try #require(AVCaptureSession.stubLast)
        try await until("that another app has it") { busy == [true] }
        #expect(!session.isRunning)
        AVCaptureSession.stubBusy = false
        session.stubInterrupt(false)
        try await until("the camera") { session.isRunning && busy == [true, false] }
        session.stubFail()
        try await until("the camera again") { session.isRunning }
        camera.stop()
        try await until("its end") { !session.isRunning }
    }
}

/// The owner of the phone.
enum LAContextOwner {
    static var isThere: Bool {
        get { LAContext.stubOwner }
        set { LAContext.stubOwner = newValue }
    }
}

/// Waits until it is so, without a person.
@MainActor func until(_ what: String, _ so: () throws -> Bool) async throws {
    let end = ContinuousClock.now + limit
    while try !so() {
        guard ContinuousClock.now < end else { throw Late(description: what) }
        // it comes from other threads: there is nothing else to wait for
        try await Task.sleep(for: .milliseconds(5))
    }
}
