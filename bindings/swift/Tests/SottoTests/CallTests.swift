import Foundation
import Sotto
import Testing

@Suite(.serialized) struct CallTests {
    @Test("a violation ends a call at level 3, and nobody was named while it ran")
    func violation() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        try await pair.ring(3)
        let incoming = try #require(pair.bob.phone.incomingView())
        #expect(incoming.title.words == "Secure call")
        #expect(incoming.level == 3)
        let locked = try #require(pair.bob.phone.notificationView(about: .incomingCall, locked: true))
        #expect(locked.who == nil)
        try await pair.answer()
        for handset in [pair.alice, pair.bob] {
            try await handset.until("armed on both phones") { _ in handset.call?.eyeglasses.look == .filled }
            let call = try #require(handset.call)
            #expect(call.title.words == "Secure call")
            let rows = try #require(call.columns).rows
            #expect(!rows.isEmpty && rows.allSatisfy { $0.you.symbol == "✓" && $0.other.symbol == "✓" })
            #expect(handset.shell.forbidden.count == rows.count)
        }

        pair.bob.phone.platform(operation: .screenshot, news: .violationBegan)

        for handset in [pair.alice, pair.bob] {
            try await handset.until("the end") { _ in handset.ended != nil }
            #expect(handset.ended?.reason.key == "end.violation")
            #expect(handset.ended?.violations.isEmpty == false)
            #expect(handset.phone.callLog().isEmpty, "a call at level 3 leaves no row")
        }
        try await soon("everything is allowed again") { pair.alice.shell.forbidden.isEmpty }
    }

    @Test("the speaker is refused at level 1, by its own error, and both phones show the attempt")
    func speaker() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        try await pair.ring(1)
        try await pair.answer()
        do {
            try pair.alice.phone.tryOperation(operation: .speaker)
            Issue.record("the speaker was allowed")
        } catch CommandError.Forbidden(let key, let words) {
            #expect(key == "off.speaker" && !words.isEmpty)
        }
        try await pair.bob.until("the attempt") { _ in
            pair.bob.call?.columns?.rows.contains { $0.other.prevented != nil } == true
        }
        try pair.alice.phone.hangUp()
        try await pair.bob.until("the end") { _ in pair.bob.ended != nil }
        #expect(pair.bob.ended?.reason.key == "end.hung_up")
    }

    @Test("a message reaches the chat of the other phone")
    func chat() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        try pair.alice.phone.sendText(contact: pair.bobsId(), text: "See you at eight", kept: true)
        try await pair.bob.until("the message") { $0.chatsView().lines.first?.unread == 1 }
        let alice = try #require(pair.bob.phone.contactsView(search: nil).lines.first).id
        let chat = try #require(try await pair.bob.phone.chatView(contact: alice, before: nil, count: 50))
        #expect(chat.messages.map(\.text) == ["See you at eight"])
    }
}
