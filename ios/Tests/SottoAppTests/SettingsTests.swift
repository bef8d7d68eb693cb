import CoreMotion
import DeviceCheck
import Foundation
import Testing
import UIKit
import UserNotifications

@testable import SottoApp
@testable import SottoKit

extension AppTests {
    @Test("levels for all calls, a rule for times and a level of one's own are set on their screens")
    func secureSettings() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        try bob.host.go(.secureSettings)
        try await bob.until("the settings") { (bob.top as? SecureSettingsScreen)?.model != nil }
        let screen = try #require(bob.top as? SecureSettingsScreen)
        let second = try #require(screen.model?.default.first { $0.level == 2 })
        try bob.tap(second.title.words)
        try await bob.until("the level") { screen.model?.default.first { $0.chosen }?.level == 2 }
        #expect(try bob.control(second.title.words).accessibilityTraits.contains(.selected))
        // a rule: on Sundays too, from half an hour later
        try bob.tap(#require(screen.model).addRule.label.words)
        try await bob.until("the draft") { (bob.top as? RuleScreen)?.model != nil }
        let draft = try #require(bob.top as? RuleScreen)
        try bob.tap("Sunday")
        try await bob.until("Sunday") { draft.model?.hours.words.contains("Sunday") == true }
        try bob.tap("Half an hour later")
        try await bob.until("the time") { draft.model?.hours.words.contains("8:30") == true }
        try await bob.settle()
        try bob.picture("rule-light")
        try bob.tap("Save the rule")
        try await bob.until("the rule") { (bob.top as? SecureSettingsScreen)?.model?.rules.count == 1 }
        // changed, then removed
        try bob.tap(#require(screen.model?.rules.first).change.label.words)
        try await bob.until("the draft") { (bob.top as? RuleScreen)?.model != nil }
        try bob.tap("At all times")
        try await bob.until("always") { (bob.top as? RuleScreen)?.model?.hours.words == "At all times" }
        try bob.tap("Save the rule")
        try await bob.until("the change") { screen.model?.rules.first?.hours.words == "At all times" }
        try bob.tap(#require(screen.model?.rules.first).remove.label.words)
        try await bob.until("that it is gone") { screen.model?.rules.isEmpty == true }
        // a level of one's own forbids one thing more; what the level below forbids says why it stays
        try bob.tap(#require(screen.model).addLevel.label.words)
        try await bob.until("level 4") { screen.model?.own.count == 1 }
        let free = try #require(screen.model?.own.first?.operations.first { !$0.forbidden })
        try bob.tap(free.button.label.words)
        try await bob.until("it is forbidden") {
            screen.model?.own.first?.operations.contains { $0.forbidden && $0.button.label == free.button.label } == true
        }
        let fixed = try #require(screen.model?.own.first?.operations.first { $0.button.state != .enabled })
        UIAccessibility.stubSaid = []
        try bob.tap(fixed.button.label.words)
        #expect(UIAccessibility.stubSaid == ["The level below forbids it, so this one does."])
        await bob.close()
    }

    @Test("everything on this phone is deleted once that was asked, and the app begins anew")
    func erase() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        try await bob.phone.committed()
        try bob.host.go(.settings)
        try await bob.until("the settings") { (bob.top as? SettingsScreen)?.model != nil }
        let settings = try #require((bob.top as? SettingsScreen)?.model?.settings)
        let store = bob.folder.appendingPathComponent("phone/store.sqlite").path
        let center = UNUserNotificationCenter.current()
        let planted = ["phone/attest.key", "phone/locks", "phone/vault.key"].map(bob.folder.appendingPathComponent)
        for file in planted { try Data("planted".utf8).write(to: file) }
        center.add(UNNotificationRequest(identifier: "old", content: UNMutableNotificationContent(), trigger: nil))
        try bob.tap(settings.erase.label.words)
        #expect(bob.shows(settings.eraseSure.words) && FileManager.default.fileExists(atPath: store))
        let first = try ObjectIdentifier(bob.host)
        try bob.sure(settings.erase.label.words)
        try await bob.until("a new phone") { bob.shell.host.map { ObjectIdentifier($0) != first } == true }
        try await bob.until("the first screen") { bob.top is JoinScreen }
        #expect(try bob.phone.firstRunView().needed)
        #expect(center.stubDelivered.isEmpty && planted.allSatisfy { !FileManager.default.fileExists(atPath: $0.path) })
        await bob.close()
    }

    @Test("what could not be deleted is told, and tried again at the next wish")
    func eraseFails() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        // a disk that is mounted there cannot be removed
        let stuck = bob.folder.appendingPathComponent("phone/stuck")
        try FileManager.default.createDirectory(at: stuck, withIntermediateDirectories: true)
        try #require(mount("tmpfs", stuck.path, "tmpfs", 0, "size=1m") == 0)
        try bob.host.erase()
        try await bob.until("what happened") { bob.views.contains { $0 is CoverView } && bob.shows(bob.shell.words[.retry]) }
        umount(stuck.path)
        try bob.tap(bob.shell.words[.retry])
        try await bob.until("the first screen") { bob.top is JoinScreen }
        await bob.close()
    }

    @Test("a blocked contact cannot be called before they are unblocked")
    func block() async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.host.go(.contact(contact))
        try await bob.until("the contact") { (bob.top as? ContactScreen)?.model != nil }
        try bob.tap("Block")
        try bob.sure("Block")
        try await bob.until("that they are blocked") { (bob.top as? ContactScreen)?.model?.blocked == true }
        #expect((bob.top as? ContactScreen)?.model?.call.state != .enabled)
        try alice.phone.dial(contact: alice.contact(), level: 0)
        try await alice.until("that the server has the call") { alice.call?.state == .dialling }
        // what waited on the server has come when this returns
        _ = try await bob.phone.wake(limitMs: 25_000)
        #expect(try bob.phone.incomingView() == nil)
        try bob.tap("Unblock")
        try bob.sure("Unblock")
        try await bob.until("that they are not") { (bob.top as? ContactScreen)?.model?.call.state == .enabled }
        try alice.phone.hangUp()
        await bob.close()
        await alice.close()
    }

    @Test("a gesture of two fingers is taught, and opens the secure screen of the chat at its level")
    func gesture() async throws {
        let (bob, alice) = try await pair()
        try bob.host.go(.gesture)
        try await bob.until("the screen") { (bob.top as? GestureScreen)?.model != nil }
        let screen = try #require(bob.top as? GestureScreen)
        try bob.tap("Secure 2")
        try await bob.until("the level") { screen.model?.level == 2 }
        let kind = try #require(screen.model?.kinds.first { $0.kind == .twoFingerDoubleTap })
        try bob.tap(kind.teach.label.words)
        try await bob.until("teaching") { screen.model?.teaching != nil }
        bob.tapTwice(at: 1)
        try await bob.until("the first time") { screen.model?.teaching?.made == 1 }
        try await bob.settle()
        try bob.picture("gesture-teaching")
        bob.tapTwice(at: 10)
        try await bob.until("that it is kept") { screen.model?.forget != nil && screen.model?.teaching == nil }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        // nowhere else: it would be about nobody
        bob.tapTwice(at: 15)
        try await bob.settle()
        #expect(bob.top is GestureScreen)
        try bob.host.go(.chat(contact))
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.model != nil }
        let before = bob.window.stubEvents
        bob.tapTwice(at: 20)
        #expect(bob.window.stubEvents > before, "the screens get the touches as ever")
        try await bob.until("the secure screen") { (bob.top as? SecureScreen)?.model?.chosen == 2 }
        #expect((bob.top as? SecureScreen)?.about == contact)
        bob.top?.navigationController?.popViewController(animated: false)
        // a locked app, or one that is not seen, feels nothing
        try bob.root.lock()
        bob.tapTwice(at: 30)
        try await bob.until("unlocked") { !bob.views.contains { $0 is CoverView } }
        bob.shell.inFront(false)
        bob.tapTwice(at: 40)
        // the next one that is felt is the first
        bob.shell.inFront(true)
        bob.tapTwice(at: 50)
        try await bob.until("the secure screen") { bob.top is SecureScreen }
        #expect(bob.top?.navigationController?.viewControllers.filter { $0 is SecureScreen }.count == 1)
        await bob.close()
        await alice.close()
    }

    @Test("the sensor gives its noise at the start, sleeps, and wakes for a shake alone")
    func motion() async throws {
        let bob = try await Person()
        let sensor = try #require(CMMotionManager.stubLast)
        #expect(sensor.isAccelerometerActive, "noise for new keys")
        for reading in 0..<60 { sensor.stubMove(0.01 * Double(reading % 7), 0.02, -1, at: Double(reading) * 0.01) }
        #expect(!sensor.isAccelerometerActive, "it is enough")
        try await bob.join("Bob")
        try bob.phone.teachGesture(kind: .shake, level: 1)
        try await bob.until("that it listens") { sensor.isAccelerometerActive }
        for start in [10.0, 20.0, 30.0] { bob.shake(sensor, at: start) }
        try await bob.until("that it is kept") { try bob.phone.gestureView(level: nil).forget != nil }
        let alice = try await Peer("Alice")
        try bob.phone.scan(text: alice.uri())
        try await bob.until("the contact") { try bob.phone.contactsView(search: nil).lines.count == 1 }
        try bob.host.go(.contact(#require(bob.phone.contactsView(search: nil).lines.first).id))
        bob.shake(sensor, at: 40)
        try await bob.until("the secure screen") { bob.top is SecureScreen }
        bob.shell.inFront(false)
        #expect(!sensor.isAccelerometerActive)
        bob.shell.inFront(true)
        #expect(sensor.isAccelerometerActive)
        try bob.phone.forgetGesture()
        try await bob.until("that it sleeps") { !sensor.isAccelerometerActive }
        CMMotionManager.stubIsThere = false
        defer { CMMotionManager.stubIsThere = true }
        let other = try await Person()
        #expect(CMMotionManager.stubLast?.isAccelerometerActive == false)
        for person in [other, bob] { await person.close() }
        await alice.close()
    }

    @Test("a policy's file is shown before it is accepted; one that is none, or endless, changes nothing")
    func policies() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).sotto-policy")
        try Data(repeating: 7, count: 3 << 20).write(to: file)
        bob.shell.open(file)
        try await bob.until("the offer") { (bob.top as? OfferScreen)?.model != nil }
        let offer = try #require(bob.top as? OfferScreen)
        #expect(offer.model?.policy == nil && offer.model?.accept.state != .enabled)
        #expect(offer.policy.count <= 1 << 20)
        bob.top?.navigationController?.popViewController(animated: false)
        try bob.host.go(.organisations)
        try await bob.until("the organisations") { (bob.top as? OrganisationsScreen)?.model != nil }
        let screen = try #require(bob.top as? OrganisationsScreen)
        try bob.tap(#require(screen.model).add.label.words)
        let picker = try #require(screen.presentedViewController as? UIDocumentPickerViewController)
        picker.delegate?.documentPicker(picker, didPickDocumentsAt: [try policy()])
        screen.presentedViewController?.view.removeFromSuperview()
        try await bob.until("what it demands") { (bob.top as? OfferScreen)?.model?.policy != nil }
        #expect(try bob.phone.organisationsView().organisations.isEmpty, "nothing is accepted yet")
        try await bob.settle()
        try bob.picture("offer-light")
        try bob.tap(#require((bob.top as? OfferScreen)?.model).accept.label.words)
        try await bob.until("that it is kept") { screen.model?.organisations.count == 1 }
        try await bob.settle()
        try bob.picture("organisations-light")
        // leaving asks once more
        try bob.tap(#require(screen.model?.organisations.first).leave.label.words)
        let sheet = try #require(bob.views.compactMap { $0 as? CoverView }.first)
        try #require(sheet.controls.first).sendActions(for: .touchUpInside)
        try await bob.until("that it is left") { screen.model?.organisations.isEmpty == true }
        await bob.close()
    }

    /// A policy of *Ward 7*, in force until 2100, signed with a key of this test's own.
    func policy() throws -> URL {
        let signed = """
            CmEIARIgLBI8BZHfPWj6tow7O7TXYjqli4vBqhiGb+CRt9WCw3waBldhcmQgNyADKICAurvILjCAsI/msnc6CwoJCgcBAgMEBQYH
            QhAIARoKCB8Q4AMYuAggeCACQgQIAigAEkCpp2iPpcUFk2CNestIwjEZXEOx+TBzAwTpB9yvI3VeYtOgtBjVpC3JbIM/A1CZ1qGP
            TvHaGHyXcgppIZnzowwD
            """
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).sotto-policy")
        try #require(Data(base64Encoded: signed, options: .ignoreUnknownCharacters)).write(to: file)
        return file
    }

    @Test("Apple's word for the app goes to the other phone where there is the service, and nothing where there is none")
    func attested() async throws {
        let voucher = SystemVoucher(
            file: FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())"))
        let challenge = Data(repeating: 9, count: 32)
        #expect(await voucher.vouch(for: challenge) == nil)
        DCAppAttestService.stubSupported = true
        defer { (DCAppAttestService.stubSupported, DCAppAttestService.stubFails) = (false, nil) }
        let keys = DCAppAttestService.stubKeys
        // Apple cannot be reached while the key is new: the next call goes on with the same one
        DCAppAttestService.stubFails = .serverUnavailable
        #expect(await voucher.vouch(for: challenge) == nil)
        DCAppAttestService.stubFails = nil
        let first = try #require(await voucher.vouch(for: challenge))
        let next = try #require(await voucher.vouch(for: Data(repeating: 8, count: 32)))
        #expect(first.kind == .appAttest && first.token != next.token)
        #expect(DCAppAttestService.stubKeys == keys + 1, "one key, attested once")
        #expect(first.token.range(of: Data("key \(keys + 1) about ".utf8) + challenge) != nil)
        // a network that is away costs the statement, a key that is none any more is made anew
        DCAppAttestService.stubFails = .serverUnavailable
        #expect(await voucher.vouch(for: challenge) == nil)
        DCAppAttestService.stubFails = .invalidKey
        #expect(await voucher.vouch(for: challenge) == nil)
        DCAppAttestService.stubFails = nil
        _ = await voucher.vouch(for: challenge)
        #expect(DCAppAttestService.stubKeys == keys + 2)

        // told to the other phone, which says that it did not verify it instead of that nobody vouches
        for (vouched, said) in [(nil, "attested.absent"), (first, "attested.not_verified")] as [(Attestation?, String)] {
            let (bob, alice) = try await pair(vouched: vouched)
            try alice.phone.dial(contact: alice.contact(), level: 1)
            try await bob.until("that it can be answered") { try bob.phone.incomingView()?.answer.state == .enabled }
            try bob.phone.answer()
            try await bob.until("what is known of the other phone") {
                (bob.top as? RunningScreen)?.model?.columns?.notes.contains { $0.key == said } == true
            }
            await bob.close()
            await alice.close()
        }
    }
}

extension Person {
    /// Two fingers tap twice, beginning at this second of the system's clock.
    func tapTwice(at start: TimeInterval) {
        for tap in [0.0, 0.25] {
            let fingers = [CGPoint(x: 120, y: 400), CGPoint(x: 240, y: 410)].map {
                UITouch(stub: $0, .began, at: start + tap)
            }
            window.sendEvent(UIEvent(stub: Set(fingers)))
            for finger in fingers { finger.stubMove(to: finger.location(in: nil), .ended, at: start + tap + 0.08) }
            window.sendEvent(UIEvent(stub: Set(fingers)))
        }
    }
    /// The phone is shaken back and forth, then held still.
    func shake(_ sensor: CMMotionManager, at start: TimeInterval) {
        for reading in 0..<300 {
            let time = Double(reading) * 0.01
            let swing = time > 0.3 && time < 1.5 ? 2.5 * sin(time * 2 * .pi * 4) : 0
            sensor.stubMove(swing, 0.02, -1, at: start + time)
        }
    }
}
