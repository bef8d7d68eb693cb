import AVFoundation
import CallKit
import Foundation
import LocalAuthentication
import PushKit
import Testing
import UIKit
import UserNotifications

@testable import SottoApp
@testable import SottoKit

extension AppTests {
    @Test("without the camera the scanner says why and offers other ways; a hostile code opens nothing")
    func noCamera() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        AVCaptureDevice.stubStatus = .denied
        defer { AVCaptureDevice.stubStatus = .authorized }
        try bob.host.go(.scanner)
        try await bob.until("the reason") { bob.shows(bob.shell.words[.cameraWhy]) }
        UIPasteboard.general.string = "https://example.org/?steal=1"
        try bob.tap("Paste")
        try await bob.until("what it is") { (bob.top as? ScannerScreen)?.model?.view?.nothingOpened != nil }
        #expect(UIApplication.shared.stubOpened.isEmpty)
        try await bob.settle()
        try bob.picture("scanner-hostile")
        await bob.close()
    }

    @Test("a deep link with a damaged card is shown as what it is, and nothing else happens")
    func deepLink() async throws {
        let (bob, alice) = (try await Person(), try await Peer("Alice"))
        try await bob.join("Bob")
        let card = try alice.uri()
        let url = try #require(URL(string: String(card.dropLast(3)).lowercased()))
        bob.shell.open(url)
        try await bob.until("what it is") { (bob.top as? ScannerScreen)?.model?.view != nil }
        #expect(try bob.phone.contactsView(search: nil).lines.isEmpty)
        #expect((bob.top as? ScannerScreen)?.model?.view?.contact == nil)
        await bob.close()
        await alice.close()
    }

    @Test("without the microphone no call is made, and the person is told why")
    func noMicrophone() async throws {
        let (bob, alice) = try await pair()
        AVAudioApplication.stubGrants = false
        defer { AVAudioApplication.stubGrants = true }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.contact(contact))
        try await bob.until("the page") { (bob.top as? ContactScreen)?.model != nil }
        UIAccessibility.stubSaid = []
        try bob.tap(#require((bob.top as? ContactScreen)?.model).call.label.words)
        try await bob.until("the reason") { UIAccessibility.stubSaid == [bob.shell.words[.microphoneWhy]] }
        if case .running = try bob.phone.callScreen() { Issue.record("it called") }
        await bob.close()
        await alice.close()
    }

    @Test("a wake-up full of garbage rings neutrally at once, and the call that waits takes it over")
    func push() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        try await bob.calledWhileClosed(by: alice)
        try await bob.wake(PKPushPayload(stub: ["x": [1, "\u{0}"]]))
        #expect(provider.stubReports.map(\.what) == ["incoming"], "before the wake-up is over")
        #expect(provider.stubReports.first?.name == bob.shell.words[.wake])
        try await bob.until("its name") { provider.stubReports.last?.name == "Alice" }
        // one call on the screen: the neutral ring became hers
        #expect(Set(provider.stubReports.map(\.id)).count == 1)
        await bob.shell.show(in: bob.window)
        // the person answers on the system's own screen
        let answer = CXAnswerCallAction(call: try #require(provider.stubReports.last).id)
        try await bob.until("that it can be answered") { try bob.phone.incomingView()?.answer.state == .enabled }
        provider.stubPerform(answer)
        #expect(answer.stubDone == true)
        try await alice.until("connected") { alice.call?.state == .connected }
        // and another call of the system ends it
        provider.stubPerform(CXEndCallAction(call: answer.callUUID))
        try await alice.until("the end") { alice.ended != nil }
        await bob.close()
        await alice.close()
    }

    @Test("a wake-up that no call follows ends by itself; one in a call ends at once; another call's id does nothing")
    func emptyPush() async throws {
        let (bob, alice) = try await pair()
        let provider = try #require(CXProvider.stubLast)
        try await bob.wake(PKPushPayload(stub: [:]))
        try await bob.until("its end") { provider.stubReports.map(\.what) == ["incoming", "ended unanswered"] }
        var isDone: Bool?
        try bob.host.desk.carryOut(.answer, UUID()) { isDone = $0 }
        #expect(isDone == false)
        _ = try await bob.talk(with: alice, level: 1)
        try await bob.wake(PKPushPayload(stub: [:]))
        let ring = try #require(provider.stubReports.last { $0.what == "incoming" }).id
        let ofRing = { provider.stubReports.filter { $0.id == ring }.map(\.what) }
        try await bob.until("its end") { ofRing() == ["incoming", "ended answeredElsewhere"] }
        try await bob.until("that ours goes on") { (bob.top as? RunningScreen)?.model?.state == .connected }
        // a phone that is closed in a secure call leaves nothing of it behind
        await bob.close()
        AVAudioSession.sharedInstance().stubSet(.builtInSpeaker)
        try await bob.settle()
        #expect(AVAudioSession.sharedInstance().stubOutputs == [.builtInSpeaker])
        // one that cannot be opened rings no longer than it takes to see that
        try Data("no folder".utf8).write(to: bob.folder)
        try await bob.wake(PKPushPayload(stub: [:]))
        try await bob.until("its end") { provider.stubReports.last?.what == "ended failed" }
        await alice.close()
    }

    @Test("the token of wake-ups goes to the server, a new one and none at all too")
    func pushToken() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        let before = try bob.phone.pushView().words
        let registry = try #require(PKPushRegistry.stubLast)
        registry.delegate?.pushRegistry(
            registry, didUpdate: PKPushCredentials(stubToken: Data(repeating: 7, count: 32)), for: .voIP)
        try await bob.until("the server's answer") { try bob.phone.pushView().words != before }
        try bob.root.tabs.selectedIndex = 3
        try await bob.until("it is said") { try bob.shows(bob.phone.pushView().words.words) }
        registry.delegate?.pushRegistry(registry, didInvalidatePushTokenFor: .voIP)
        try await bob.until("that it is off") { try bob.phone.pushView().words == before }
        await bob.close()
    }

    @Test("notifications name nobody and say nothing of what was written; none comes to an app in front")
    func notifications() async throws {
        let (bob, alice) = try await pair()
        let center = UNUserNotificationCenter.current()
        center.removeAllDeliveredNotifications()
        bob.shell.inFront(false)
        try alice.phone.sendText(contact: alice.contact(), text: "The code is 4711", kept: true)
        try await bob.until("the notification") { center.stubDelivered.count == 1 }
        try await bob.settle()
        let told = try #require(center.stubDelivered.values.first)
        #expect(!told.title.isEmpty && !"\(told.title)\(told.body)".contains("Alice") && !told.body.contains("4711"))
        bob.shell.inFront(true)
        var came = 0
        let watch = try bob.host.session.watch { if case .messageCame = $0 { came += 1 } }
        try alice.phone.sendText(contact: alice.contact(), text: "And the door is open", kept: true)
        try await bob.until("the next") { came == 1 }
        watch()
        #expect(center.stubDelivered.isEmpty)
        await bob.close()
        await alice.close()
    }

    @Test("the app's lock opens for the owner only")
    func appLock() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        LAContext.stubOwner = false
        try bob.root.lock()
        try await bob.settle()
        #expect(bob.views.contains { $0 is CoverView })
        try bob.picture("locked")
        LAContext.stubOwner = true
        try bob.tap(bob.shell.words[.unlock])
        try await bob.until("the app") { !bob.views.contains { $0 is CoverView } }
        await bob.close()
    }

    @Test("a phone that cannot be opened says why and tries again at a tap")
    func cannotOpen() async throws {
        let bob = try await Person()
        let window = UIWindow(frame: CGRect(x: 0, y: 0, width: 390, height: 844))
        let second = Shell(folder: bob.folder, vault: bob.vault, preferred: ["en"], hasReceiver: true)
        await second.show(in: window)
        let cover = try #require(window.rootViewController?.view.subviews.first as? CoverView)
        let button = try #require(cover.column.arrangedSubviews.compactMap { $0 as? ControlView }.first)
        try await bob.phone.committed()
        await bob.close()
        button.sendActions(for: .touchUpInside)
        try await bob.until("the app") { window.rootViewController is RootController }
        await second.close()
    }

    @Test("all words of the shell are there in every language")
    func words() {
        for choice in languages() {
            let words = ShellWords(choice)
            for key in ShellWords.Key.allCases {
                #expect(!words[key].isEmpty && words[key] != key.name, "\(key) in \(choice.tag)")
            }
        }
        #expect(ShellWords(preferred: ["xx", "ar-EG"]).choice.rightToLeft)
        #expect(ShellWords(preferred: []).choice.language == .english)
    }
}

extension Person {
    /// A wake-up of Apple's, until the app says that it dealt with it.
    func wake(_ payload: PKPushPayload) async throws {
        let registry = try #require(PKPushRegistry.stubLast)
        await withCheckedContinuation { (end: CheckedContinuation<Void, Never>) in
            registry.delegate?.pushRegistry(registry, didReceiveIncomingPushWith: payload, for: .voIP) { end.resume() }
        }
    }
}
