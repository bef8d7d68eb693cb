import Foundation
import Sotto
import Testing

/// A shell that answers late, never, or throws; errors; cancelling.
@Suite(.serialized) struct ShellTests {
    @Test("a shell that never answers holds nothing up, and nobody is rung")
    func stuck() async throws {
        let go = DispatchSemaphore(value: 0)
        defer { for _ in 0..<100 { go.signal() } }
        let pair = try await Pair(alicesShell: Shell { _ in
            go.wait()
            return .enforced
        })
        try pair.alice.phone.dial(contact: pair.bobsId(), level: 1)
        let asked = ContinuousClock.now
        for _ in 0..<100 { _ = pair.alice.phone.contactsView(search: nil) }
        #expect(ContinuousClock.now - asked < .seconds(2), "views waited for the shell")
        try await pair.alice.until("the refusal") { _ in pair.alice.call?.banners.isEmpty == false }
        #expect(pair.alice.call?.banners.first?.whose == .you)
        // what she sends after that has come, and the call has not
        try pair.alice.phone.sendText(contact: pair.bobsId(), text: "Later", kept: true)
        try await pair.bob.until("the message") { $0.chatsView().lines.first?.unread == 1 }
        #expect(pair.bob.phone.incomingView() == nil && pair.bob.phone.callLog().isEmpty)
        try pair.alice.phone.hangUp()
        try await pair.alice.until("the end") { _ in pair.alice.ended != nil }
        pair.close()
    }

    @Test("waiting for an event ends when it is cancelled, and when the phone is closed")
    func cancelling() async throws {
        let handset = try await Handset()
        let first = handset.phone.events()
        let waiting = Task { await first.next() }
        first.cancel()
        #expect(await waiting.value == nil)

        let second = handset.phone.events()
        handset.close()
        guard case .stopped = await second.next() else {
            Issue.record("the listener was not told")
            return
        }
        #expect(await second.next() == nil)
    }

    @Test("every refusal is an error of its own")
    func errors() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        let phone = pair.alice.phone
        func key(_ command: () throws -> Void) -> String? {
            do {
                try command()
                return nil
            } catch let error as CommandError {
                return switch error {
                case .AlreadyJoined(let key, _), .OwnCard(let key, _), .NoContact(let key, _),
                    .NoCall(let key, _), .Foreign(let key, _), .CardDamaged(let key, _):
                    key
                default: "unexpected"
                }
            } catch { return "untyped" }
        }
        let own = try #require(phone.myCard()).uri
        #expect(key { try phone.join(link: joinLink(), name: "") } == "cannot.joined_already")
        #expect(key { try phone.scan(text: own) } == "error.own_card")
        #expect(key { try phone.scan(text: String(own.dropLast(4))) } == "error.card_damaged")
        #expect(key { try phone.scan(text: "https://example.org/") } == "off.with_reason")
        #expect(key { try phone.forget(contact: "00ff") } == "command.no_contact")
        #expect(key { try phone.answer() } == "command.no_call")
    }

    @Test("the card on one phone's screen is read by the other's camera")
    func scanning() async throws {
        let pair = try await Pair()
        defer { pair.close() }
        let scanner = try Scanner()
        let picture = try #require(pair.bob.phone.myCardPicture(module: 4))
        let number = try scanner.offerPicture(file: picture)
        let result = try #require(await scanner.next())
        #expect(result.frame == number)
        #expect(result.text == pair.bob.phone.myCard()?.uri)
        #expect(throws: ScanError.self) {
            try scanner.offer(luma: Data(count: 10), width: 640, height: 480, stride: 640, rotation: 0)
        }
        scanner.cancel()
        #expect(await scanner.next() == nil)
    }

    @Test("a folder in use, a locked vault and another device's vault are told apart")
    func opening() async throws {
        let handset = try await Handset()
        let config = OpenConfig(folder: handset.folder.path, country: nil, language: nil)
        func key(_ vault: TestVault, _ config: OpenConfig) async -> String? {
            do {
                try await Phone.open(config: config, platform: Shell(), vault: vault).shutDown()
                return nil
            } catch OpenError.InUse(let key, _) { return key
            } catch OpenError.VaultForeign(let key, _) { return key
            } catch OpenError.VaultLocked(let key, _) { return key
            } catch { return "unexpected" }
        }
        #expect(await key(handset.vault, config) == "open.in_use")
        handset.phone.shutDown()
        #expect(await key(TestVault(), config) == "open.vault_foreign")
        #expect(await key(TestVault(locked: true), config) == "open.vault_locked")
        #expect(await key(handset.vault, config) == nil)
    }
}
