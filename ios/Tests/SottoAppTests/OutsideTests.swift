import AVFoundation
import CryptoKit
import Foundation
import LocalAuthentication
import PhotosUI
import Testing
import UIKit
import UserNotifications

@testable import SottoApp
@testable import SottoKit

/// What comes from outside the app, and what the app leaves there.
extension AppTests {
    @Test("a phone restored from a backup has an old key and no store: it begins anew")
    func restored() async throws {
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        try Data("another enclave's key".utf8).write(to: home.appendingPathComponent("vault.key"))
        let shell = Shell(folder: home, preferred: ["en"], hasReceiver: true)
        #expect(try await shell.open().phone.firstRunView().needed)
        // the key lies with what it locks, in the one folder that is left out of backups
        #expect(FileManager.default.fileExists(atPath: home.appendingPathComponent("phone/vault.key").path))
        await shell.close()
    }

    @Test("data of another device's keys say so, and can be deleted; a phone without secure hardware says so")
    func foreign() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        try await bob.phone.committed()
        await bob.shell.close()
        let other = try await Person(folder: bob.folder)
        #expect(other.shell.host == nil && other.shows("belong to another device"))
        let erase = other.shell.words.of("settings.erase")
        try other.tap(erase)
        #expect(other.shows(other.shell.words.of("settings.erase_sure")))
        try other.tap(erase)
        try await other.until("the first screen") { other.top is JoinScreen }
        await other.close()
        SecureEnclave.isAvailable = false
        defer { SecureEnclave.isAvailable = true }
        let home = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        let window = UIWindow(frame: CGRect(x: 0, y: 0, width: 390, height: 844))
        let shell = Shell(folder: home, preferred: ["en"], hasReceiver: true)
        await shell.show(in: window)
        let cover = try #require(window.rootViewController?.view.subviews.first as? CoverView)
        let said = cover.column.arrangedSubviews.compactMap { ($0 as? WordsView)?.label.text }
        #expect(said == [shell.words.of("open.vault")])
        SecureEnclave.isAvailable = true
        try #require(cover.controls.first).sendActions(for: .touchUpInside)
        try await bob.until("the app") { window.rootViewController is RootController }
        await shell.close()
    }

    @Test("a disk that is full stops a phone that a wake-up opened without a window, and the next opening says why")
    func fullWithoutWindow() async throws {
        let disk = try smallDisk()
        defer { umount(disk.path) }
        let bob = try await Person(folder: disk.appendingPathComponent("phone"))
        try await bob.join("Bob")
        await bob.shell.close()
        let shell = Shell(folder: bob.folder, vault: bob.vault, preferred: ["en"], hasReceiver: true)
        let host = try await shell.open()
        let rest = disk.appendingPathComponent("others")
        let left = try #require(FileManager.default.attributesOfFileSystem(forPath: disk.path)[.systemFreeSize] as? Int)
        try Data(count: left).write(to: rest)
        for level: UInt8 in [1, 2, 3, 1, 2, 3] { try? host.phone.setDefaultLevel(level: level) }
        try await bob.until("that it is closed") { shell.host == nil }
        try FileManager.default.removeItem(at: rest)
        await bob.shell.show(in: bob.window)
        #expect(try bob.phone.myCard()?.name == "Bob")
        await bob.close()
    }

    @Test("a link or a file that is opened waits until the app is unlocked and no call lies above; it asks for no camera")
    func linksWait() async throws {
        let (bob, alice) = try await pair()
        AVCaptureVideoDataOutput.stubLast = nil
        let link = try #require(URL(string: alice.uri()))
        LAContextOwner.isThere = false
        defer { LAContextOwner.isThere = true }
        try bob.root.lock()
        bob.shell.open(link)
        try await bob.settle()
        #expect(try bob.root.tabs.selectedViewController?.children.contains { $0 is ScannerScreen } != true)
        LAContextOwner.isThere = true
        try bob.tap(bob.shell.words[.unlock])
        try await bob.until("what it is") { (bob.top as? ScannerScreen)?.model?.view != nil }
        #expect(AVCaptureVideoDataOutput.stubLast == nil)
        bob.top?.navigationController?.popToRootViewController(animated: false)
        // a call rings: the file is seen after it
        _ = try await bob.rings(alice, level: 0)
        let inbox = bob.folder.appendingPathComponent("Documents/Inbox")
        try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
        let file = inbox.appendingPathComponent("ward.sotto-policy")
        try FileManager.default.copyItem(at: policy(), to: file)
        bob.shell.open(file)
        #expect(bob.top is IncomingScreen && !FileManager.default.fileExists(atPath: file.path))
        try alice.phone.hangUp()
        try await bob.until("the end") { bob.top is EndedScreen || bob.top is OfferScreen }
        try? bob.phone.dismissEnded()
        try await bob.until("what it demands") { (bob.top as? OfferScreen)?.model?.policy != nil }
        await bob.close()
        await alice.close()
    }

    @Test("whoever opens the app while its phone closes gets one that lives")
    func openedWhileClosing() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        let old = try bob.host
        let closing = Task { await bob.shell.close() }
        await Task.yield()
        let fresh = try await bob.shell.open()
        await closing.value
        #expect(fresh !== old && bob.shell.host === fresh && fresh.phone.myCard()?.name == "Bob")
        await bob.close()
    }

    @Test("a join link that is opened fills the first screen, where the name is asked for; from a picture begins with it")
    func joinLinkOpened() async throws {
        let bob = try await Person()
        let first = try #require(bob.top as? JoinScreen)
        bob.shell.open(try #require(URL(string: joinLink())))
        try await bob.until("what it is") { (bob.top as? ScannerScreen)?.model?.view != nil }
        try bob.tap(#require((bob.top as? ScannerScreen)?.model?.view).action.label.words)
        try await bob.until("the first screen") { bob.top === first }
        #expect(try first.link.text == joinLink())
        #expect(try bob.phone.firstRunView().needed, "nobody joined yet")
        try await bob.settle()
        try bob.tap(#require(first.model).join.picture.label.words)
        try await bob.until("the pictures") { try bob.root.presentedViewController is PHPickerViewController }
        await bob.close()
    }

    @Test("a notification is taken back with what it tells of, names nobody, and opens its chat")
    func notificationsFollow() async throws {
        let (bob, alice) = try await pair()
        let center = UNUserNotificationCenter.current()
        center.removeAllDeliveredNotifications()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        bob.shell.inFront(false)
        try alice.phone.sendText(contact: alice.contact(), text: "The code is 4711", kept: true)
        try await bob.until("the notification") { center.stubDelivered.count == 1 }
        #expect(center.stubDelivered.values.allSatisfy { !"\($0.title)\($0.body)".contains("Alice") })
        // of an app that is looked at there is none
        bob.shell.inFront(true)
        try await bob.until("that it is gone") { center.stubDelivered.isEmpty }
        bob.shell.inFront(false)
        // a Ding that is recalled
        try alice.ding("Call me")
        try await bob.until("the Ding") { center.stubDelivered.count == 1 }
        guard case .sent(let sent)? = alice.phone.dingsView().first else { throw Late(description: "what she sent") }
        try alice.phone.recallDing(ding: sent.id)
        try await bob.until("that it is gone") { center.stubDelivered.isEmpty }
        // a tap leads to the chat
        try alice.phone.sendText(contact: alice.contact(), text: "And the door is open", kept: true)
        try await bob.until("the notification") { center.stubDelivered.count == 1 }
        center.stubTap(try #require(center.stubDelivered.keys.first))
        bob.shell.inFront(true)
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.about == contact }
        #expect(center.stubDelivered.isEmpty, "what is looked at needs none")
        // a tap, and a link, that start the app
        bob.shell.inFront(false)
        try alice.phone.sendText(contact: alice.contact(), text: "And the light is on", kept: true)
        try await bob.until("the notification") { center.stubDelivered.count == 1 }
        try await bob.phone.committed()
        await bob.shell.close()
        center.stubTap(try #require(center.stubDelivered.keys.first))
        await bob.shell.show(in: bob.window)
        try await bob.until("the chat") { (bob.top as? ChatScreen)?.about == contact }
        await bob.close()
        await alice.close()
    }

    @Test("notifications are asked for with the reason once there is a contact; a refusal stands in the settings")
    func noNotifications() async throws {
        UNUserNotificationCenter.stubStatus = .notDetermined
        UNUserNotificationCenter.stubGrants = false
        defer { (UNUserNotificationCenter.stubStatus, UNUserNotificationCenter.stubGrants) = (.authorized, true) }
        UIAccessibility.stubSaid = []
        let (bob, alice) = (try await Person(), try await Peer("Alice"))
        let why = bob.shell.words[.notificationsWhy]
        try await bob.join("Bob")
        bob.shell.inFront(true)
        try await bob.settle()
        #expect(UNUserNotificationCenter.stubStatus == .notDetermined && !UIAccessibility.stubSaid.contains(why))
        try bob.phone.scan(text: alice.uri())
        try await bob.until("the question") { UNUserNotificationCenter.stubStatus == .denied }
        #expect(UIAccessibility.stubSaid.contains(why))
        bob.top?.navigationController?.popToRootViewController(animated: false)
        try bob.root.tabs.selectedIndex = 3
        try await bob.until("the settings") { (bob.top as? SettingsScreen)?.model?.refused == true }
        try await bob.until("the words") { bob.shows(why) && bob.shows(bob.shell.words[.refused]) }
        await bob.close()
        await alice.close()
    }

    @Test("a camera that another app has is said, and is not the permission's matter; it looks once that app is done")
    func cameraBusy() async throws {
        let bob = try await Person()
        try await bob.join("Bob")
        AVCaptureSession.stubBusy = true
        defer { AVCaptureSession.stubBusy = false }
        try bob.host.go(.scanner)
        try await bob.until("the words") { bob.shows(bob.shell.words[.cameraBusy]) }
        #expect(!bob.shows(bob.shell.words[.cameraWhy]) && !bob.shows(bob.shell.words[.systemSettings]))
        AVCaptureSession.stubBusy = false
        try #require(AVCaptureSession.stubLast).stubInterrupt(false)
        try await bob.until("the camera") { AVCaptureSession.stubLast?.isRunning == true }
        try await bob.until("what it sees") { !bob.shows(bob.shell.words[.cameraBusy]) }
        await bob.close()
    }

    @Test("a camera that another app takes is said, and looks again afterwards; under a call and a lock it rests")
    func cameraRests() async throws {
        let (bob, alice) = try await pair()
        try bob.host.go(.scanner)
        let camera = { AVCaptureSession.stubLast?.isRunning == true }
        try await bob.until("the camera") { camera() }
        try #require(AVCaptureSession.stubLast).stubInterrupt(true)
        try await bob.until("the words") { bob.shows(bob.shell.words[.cameraBusy]) }
        try #require(AVCaptureSession.stubLast).stubInterrupt(false)
        try await bob.until("the camera again") { camera() && !bob.shows(bob.shell.words[.cameraBusy]) }
        _ = try await bob.rings(alice, level: 0)
        try await bob.until("that it rests") { !camera() }
        try alice.phone.hangUp()
        try await bob.until("the end") { bob.top is EndedScreen || bob.top is ScannerScreen }
        try? bob.phone.dismissEnded()
        try await bob.until("the camera again") { camera() }
        LAContextOwner.isThere = false
        defer { LAContextOwner.isThere = true }
        try bob.root.lock()
        try await bob.until("that it rests") { !camera() }
        LAContextOwner.isThere = true
        try bob.root.lock()
        try await bob.until("the camera again") { camera() }
        bob.top?.navigationController?.popViewController(animated: false)
        try await bob.until("that it rests") { !camera() }
        // the card shines while it is seen
        UIScreen.main.brightness = 0.5
        try bob.host.go(.card)
        try await bob.until("the light") { UIScreen.main.brightness == 1 }
        LAContextOwner.isThere = false
        try bob.root.lock()
        try await bob.until("as before") { UIScreen.main.brightness == 0.5 }
        await bob.close()
        await alice.close()
    }
}
