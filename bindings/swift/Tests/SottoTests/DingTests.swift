import Foundation
import Sotto
import Testing

@Suite(.serialized) struct DingTests {
    @Test("a Ding is recorded, rings, is heard and confirmed, and its sender sees each step")
    func ordinary() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        let draft = try ordinaryDing(to: [pair.bobsId()])
        let before = try pair.alice.phone.composeDingView(draft: draft, typed: "")
        #expect(before.to.map(\.name) == ["Bob"])
        #expect(before.ding.state != .enabled)
        try pair.record()
        let compose = try pair.alice.phone.composeDingView(draft: draft, typed: "")
        #expect(compose.recording.peaks.contains { $0 != 0 } && compose.ding.state == .enabled)

        try pair.alice.phone.sendDing(draft: draft, typed: "", secure: false)
        let id = try await pair.rings()
        #expect(pair.bob.phone.dingView(ding: id)?.title.words.contains("Alice") == true)
        try await pair.aliceSees("rung")
        #expect(try await pair.bob.hears(id) > 40)
        #expect(try await pair.bob.hears(id) > 40)
        try await pair.aliceSees("heard")
        try pair.bob.phone.confirmDing(ding: id)
        try await pair.aliceSees("confirmed")
        #expect(pair.sent?.people.first?.heard == 2)
    }

    @Test("a secure Ding at level 3 names nobody, is heard once, and a second time is refused")
    func secure() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        try pair.record()
        try pair.alice.phone.sendDing(draft: secureDing(to: [pair.bobsId()], level: 3), typed: "", secure: true)
        let id = try await pair.rings()
        let view = try #require(pair.bob.phone.dingView(ding: id))
        #expect(view.title.words == "Secure Ding")
        #expect(pair.bob.shell.forbidden.isEmpty)

        let heard = try await pair.bob.hears(id) {
            #expect(pair.bob.shell.forbidden.count == view.forbids.count)
            #expect(pair.bob.shell.forbidden.isSuperset(of: [.screenshot, .identity]))
        }
        #expect(heard > 40)
        try await soon("everything is allowed again") { pair.bob.shell.forbidden.isEmpty }
        do {
            try pair.bob.phone.listen(ding: id)
            Issue.record("it was heard twice")
        } catch CommandError.DingHeardOut(let key, _) {
            #expect(key == "ding.heard_out")
        }
        try await pair.aliceSees("heard")
        try pair.bob.phone.confirmDing(ding: id)
        try await pair.aliceSees("confirmed")
    }

    @Test("a phone that cannot forbid holds a secure Ding back, and both people are told why")
    func heldBack() async throws {
        let cannot = Shell(answer: { $0 == .screenshot ? .unsupported : .enforced })
        let pair = try await Pair(bobsShell: cannot)
        defer { pair.close() }
        try pair.record()
        try pair.alice.phone.sendDing(draft: secureDing(to: [pair.bobsId()], level: 3), typed: "", secure: true)
        let id = try await pair.rings()
        #expect(try await pair.bob.hears(id) == 0)
        let view = try #require(pair.bob.phone.dingView(ding: id))
        #expect(view.state?.words.isEmpty == false)
        #expect(view.stage == "waits", "nothing was heard, so nothing is used up")
        try await pair.aliceSees("could_not")
        #expect(pair.sent?.people.first?.state.args.contains { $0.value.contains("screen") } == true)
    }

    @Test("a typed secure Ding is spoken and never shown, and a violation silences it")
    func typed() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        var draft = try secureDing(to: [pair.bobsId()], level: 2)
        draft = DingDraft(
            to: draft.to, level: draft.level, plays: 2, repeat: draft.repeat, minutes: draft.minutes)
        try pair.alice.phone.sendDing(draft: draft, typed: "The door code is 4711", secure: true)
        let id = try await pair.rings()
        #expect(pair.bob.phone.dingView(ding: id)?.text == nil)

        try pair.bob.phone.listen(ding: id)
        try await soon("the voice") { pair.bob.shell.said == ["The door code is 4711"] }
        pair.bob.phone.platform(operation: .peripherals, news: .violationBegan)
        try await soon("silence") { pair.bob.shell.said.last == Shell.hushed }
        try await pair.aliceSees("could_not")
        try await soon("everything is allowed again") { pair.bob.shell.forbidden.isEmpty }
        pair.bob.phone.platform(operation: .peripherals, news: .violationEnded)

        try pair.bob.phone.listen(ding: id)
        try await soon("the voice again") { pair.bob.shell.said.count == 3 }
        pair.bob.phone.spoken(utterance: pair.bob.shell.utterance - 1)
        pair.bob.phone.spoken(utterance: pair.bob.shell.utterance)
        try await pair.aliceSees("heard")
    }

    @Test("texts come in the language of the phone, with the same keys")
    func language() async throws {
        let handset = try await Handset()
        defer { handset.close() }
        let english = try #require(handset.phone.contactsView(search: nil).empty)
        let arabic = try #require(languages().first { $0.rightToLeft })
        #expect(languageOf(tag: "ar_EG") == arabic.language)
        handset.phone.setLanguage(language: arabic.language)
        let text = try #require(handset.phone.contactsView(search: nil).empty)
        #expect(text.key == english.key)
        #expect(text.words.unicodeScalars.contains { (0x600...0x6FF).contains($0.value) })
        #expect(!text.words.contains { ("a"..."z").contains($0) })
    }
}

extension Pair {
    /// Alice records a second.
    func record() throws {
        try alice.phone.startRecording(sight: Sight(inFront: true, locked: false, covered: false))
        let tone = tone()
        for _ in 0..<50 { alice.phone.pushMicrophone(piece: tone) }
        try alice.phone.stopRecording()
    }

    /// Waits until it rings at Bob's; its id.
    func rings() async throws -> String {
        try await bob.until("a Ding") { $0.incomingDingView()?.rings == true }
        return try #require(bob.phone.incomingDingView()).id
    }

    /// What Alice sees of the one that she sent.
    var sent: SentDingView? {
        if case .sent(let view)? = alice.phone.dingsView().first { view } else { nil }
    }

    func aliceSees(_ progress: String) async throws {
        try await alice.until("\(progress): \(sent as Any)") { _ in sent?.people.first?.progress == progress }
    }
}

extension Handset {
    /// Listens to the end; how many frames had sound in them.
    func hears(_ id: String, meanwhile: () -> Void = {}) async throws -> Int {
        try phone.listen(ding: id)
        try await until("playing, or not") {
            ["arming", "counting"].contains($0.dingView(ding: id)?.stage) == false
        }
        meanwhile()
        var loud = 0
        // a second of sound: four are plenty
        for _ in 0..<200 {
            guard phone.dingView(ding: id)?.stage == "playing" else { return loud }
            if isHeard(phone.pullLoudspeaker(samples: UInt32(frame))) { loud += 1 }
        }
        throw Late(description: "its end")
    }
}
