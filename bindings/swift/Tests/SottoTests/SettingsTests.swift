import Foundation
import Sotto
import Testing

/// What a person sets: gesture, levels, rules, language; and what the shell tells of the phone.
@Suite(.serialized) struct SettingsTests {
    @Test("a gesture is taught with samples and opens the secure screen")
    func gesture() async throws {
        let handset = try await Handset()
        defer { handset.close() }
        let phone = handset.phone
        #expect(phone.wantedSamples() == nil)
        try phone.teachGesture(kind: .twoFingerDoubleTap, level: 2)
        #expect(phone.wantedSamples() == .twoFingerDoubleTap)
        var hand = Hand()
        phone.samples(samples: hand.doubleTap())
        #expect(phone.gestureView().teaching?.made == 1)
        phone.samples(samples: hand.doubleTap())
        #expect(phone.gestureView().state.key == "gesture.taught_taps")
        phone.samples(samples: hand.doubleTap())
        while let event = await handset.events.next() {
            if case .gestureRecognised(let level) = event {
                #expect(level == 2)
                break
            }
        }
    }

    @Test("a level of one's own is asked for by a rule where the phone is")
    func rules() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        let phone = pair.alice.phone
        try phone.addLevel(definition: phone.secureSettingsView().added)
        let own = try #require(phone.secureSettingsView().own.first)
        let copying = try #require(own.operations.first { $0.button.label.key == "operation.clipboard" })
        try phone.changeLevel(level: 4, definition: copying.changed)
        try phone.addRule(rule: LevelRule(place: .named(name: "office"), hours: nil, level: 4))
        #expect(phone.wantedPlaces().named)
        #expect(throws: CommandError.self) { try phone.deleteLevel(level: 4) }
        phone.whereabouts(places: ["office"], position: nil)
        try phone.dial(contact: pair.bobsId(), level: 0)
        try await pair.bob.until("a call at the rule's level") { $0.incomingView()?.level == 4 }
        try phone.hangUp()
        try await pair.alice.until("the end") { _ in pair.alice.ended != nil }
    }

    @Test("the system is asked to vouch for a secure call, also where it answers later")
    func attestation() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        try await pair.ring(1)
        try await pair.answer()
        try await soon("the challenge") { !pair.alice.shell.challenges.isEmpty }
        let challenge = try #require(pair.alice.shell.challenges.first)
        #expect(challenge.count == 32)
        let token = Attestation(kind: .appAttest, token: Data([1, 2, 3]))
        pair.alice.phone.attested(challenge: challenge, statement: token)
        try await pair.bob.until("the statement") { _ in
            pair.bob.call?.columns?.notes.contains { $0.key == "attested.not_verified" } == true
        }
    }

    @Test("the chosen language is kept, and refusals are said in it")
    func language() async throws {
        let handset = try await Handset()
        #expect(handset.phone.firstRunView().needed)
        try handset.phone.chooseLanguage(language: .arabic)
        handset.phone.shutDown()
        let config = OpenConfig(folder: handset.folder.path, country: nil, language: .chinese)
        let phone = try await Phone.open(config: config, platform: Shell(), vault: handset.vault)
        #expect(phone.settingsView().languages.first { $0.chosen }?.language == .arabic)
        do {
            try phone.answer()
            Issue.record("there is no call")
        } catch CommandError.NoCall(let key, let words) {
            #expect(wordsOf(key: key, language: .arabic) == words)
        }
        phone.shutDown()
        handset.close()
    }

    @Test("a policy that cannot be accepted says why before it is")
    func policy() async throws {
        let handset = try await Handset()
        defer { handset.close() }
        let offer = handset.phone.offerView(policy: Data("no policy".utf8))
        #expect(offer.policy == nil && offer.state.key == "policy.damaged")
        #expect(handset.phone.organisationsView().organisations.isEmpty)
    }
}

/// Two fingers on a screen, and the screen's clock.
private struct Hand {
    private var now: UInt64 = 1_000_000_000

    mutating func doubleTap() -> [Sample] {
        let first = tap()
        now += 150_000_000
        let second = tap()
        now += 700_000_000
        return first + second
    }

    private mutating func tap() -> [Sample] {
        let down = touches(.began)
        now += 60_000_000
        return down + touches(.ended)
    }

    private func touches(_ phase: TouchPhase) -> [Sample] {
        [(1, 100), (2, 220)].map { .touch(at: now, pointer: $0.0, phase: phase, x: $0.1, y: 300) }
    }
}
