// The phone while the app runs: one core, one stream of its events, and whoever watches it. Decides nothing.
// seen by the whole module, as in every file
@_exported import Foundation
@_exported import Sotto

/// Ends watching.
public typealias Watch = @MainActor () -> Void

/// A phone that is open. After each event whoever watches reads again what it shows.
@MainActor public final class Session {
    public let phone: Phone
    /// Told what a command or the core could not do, in the core's words.
    public var onProblem: (@MainActor (String) -> Void)?
    private let events: Events
    private var pump: Task<Void, Never>?
    private var watchers: [Int: @MainActor (Event) -> Void] = [:]
    private var next = 0

    /// Opens the phone of a folder. The core asks the vault and the levers meanwhile, on threads of its own.
    public static func open(
        folder: URL, country: UInt16?, language: Language?, levers: Levers, vault: any KeyVault
    ) async throws -> Session {
        let config = OpenConfig(folder: folder.path, country: country, language: language)
        let phone = try await Phone.open(config: config, platform: levers, vault: vault)
        levers.attach(phone)
        return Session(phone)
    }

    init(_ phone: Phone) {
        self.phone = phone
        events = phone.events()
        pump = Task { [weak self, events] in
            while let event = await events.next() { self?.pass(event) }
        }
    }

    /// Calls `changed` after every event until what it returns is called.
    public func watch(_ changed: @escaping @MainActor (Event) -> Void) -> Watch {
        next += 1
        let number = next
        watchers[number] = changed
        return { [weak self] in self?.watchers[number] = nil }
    }

    /// Gives a command; what the core refuses is told in its words.
    @discardableResult public func attempt(_ command: (Phone) throws -> Void) -> Bool {
        do {
            try command(phone)
            return true
        } catch {
            onProblem?(words(of: error))
            return false
        }
    }

    /// Something changed that no event tells of, such as the language: all read again.
    public func refresh() { pass(.other) }

    /// Ends what runs and lets go of what secure mode forbade. The core waits for the disk: not on the main thread.
    public func close() async {
        events.cancel()
        pump = nil
        watchers = [:]
        await Task.detached { [phone] in phone.shutDown() }.value
    }

    private func pass(_ event: Event) {
        phone.zone(offset: Int16(clamping: TimeZone.current.secondsFromGMT() / 60))
        if case .problem(let problem) = event { onProblem?(problem.words) }
        if case .joinFailed(let problem) = event { onProblem?(problem.words) }
        for (_, changed) in watchers.sorted(by: { $0.key < $1.key }) { changed(event) }
    }
}

/// What the core says of a refusal: each of its errors carries a key and words in the language of the screens.
public func words(of error: any Error) -> String {
    let said = Mirror(reflecting: error).children.first?.value
    return (said as? (key: String, words: String))?.words ?? error.localizedDescription
}
