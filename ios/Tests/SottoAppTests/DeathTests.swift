import AVFAudio
import CallKit
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// What the app was doing when the system ended it.
enum Doing: String, CaseIterable, Sendable { case ringing, answered, held, secureChat, dingHeard, recording }

extension AppTests {
    @Test("a process that ends in the middle of anything leaves a clear screen and nothing forbidden", arguments: Doing.allCases)
    func death(_ doing: Doing) async throws {
        let (bob, alice) = try await pair()
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        switch doing {
        case .ringing:
            try alice.phone.dial(contact: alice.contact(), level: 1)
            try await bob.until("that it can be answered") { (bob.top as? IncomingScreen)?.model?.answer.state == .enabled }
        case .answered: _ = try await bob.talk(with: alice, level: 2)
        case .held:
            _ = try await bob.talk(with: alice, level: 1)
            try bob.tap(#require((bob.top as? RunningScreen)?.model).controls.hold.label.words)
            try await bob.until("that it is held") { (bob.top as? RunningScreen)?.model?.controls.holdTo == false }
        case .secureChat:
            try bob.phone.askSecureChat(contact: contact, level: 2)
            try await alice.until("the question") { alice.phone.sessionView()?.join.state == .enabled }
            try alice.phone.joinSecureChat()
            try await bob.until("the secure chat") { try bob.phone.sessionView()?.state == .open }
        case .dingHeard:
            try alice.ding("The door code is 4711", level: 2)
            try await bob.until("the Ding") { (bob.top as? IncomingDingScreen)?.model?.rings == true }
            try bob.tap(#require((bob.top as? IncomingDingScreen)?.model).listen.label.words)
            try await bob.until("the voice") { AVSpeechSynthesizer.stubLast?.stubSaid == ["The door code is 4711"] }
        case .recording: _ = try await bob.records()
        }
        try await bob.phone.committed()
        // what is left of it: the files as they are, and a system that holds what it was told
        let left = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        try FileManager.default.copyItem(at: bob.folder, to: left)
        if doing == .ringing {
            // who rang gives up: else it would ring again, as it should
            await bob.shell.close()
            try alice.phone.hangUp()
        }
        // the ways of sound as a process in secure mode had them
        let session = AVAudioSession.sharedInstance()
        if doing != .recording {
            try session.overrideOutputAudioPort(.speaker)
            try session.setPreferredInput(session.availableInputs?.first)
        }
        let again = try await Person(folder: left, vault: bob.vault, asLeft: true)
        try await again.until("being reachable") { try again.phone.myCard()?.reachable.key == "card.online" }
        // what waited on the server has come when this returns; what came of a ring meanwhile is said
        _ = try await again.phone.wake(limitMs: 25_000)
        try await again.until("no ring") { try again.phone.incomingView() == nil }
        try? again.phone.dismissEnded()
        try await again.settle()
        #expect(again.top is ChatsScreen, "\(doing): \(again.texts)")
        let around = Surroundings(microphone: true, keepsOut: false, rings: true, stays: false)
        let duties = try again.phone.duties(around: around)
        #expect(duties.call == nil && !duties.sound && !duties.microphone && !duties.darken, "\(doing)")
        #expect(again.strays.isEmpty == false, "captures see the app again")
        #expect(SystemCopying.menu == nil, "texts can be copied")
        try await again.until("a way of sound that is nobody's") { session.stubOverride == .none && session.stubPreferred == nil }
        // it calls and is called as ever
        for person in [again, bob] { await person.close() }
        await alice.close()
    }
}
