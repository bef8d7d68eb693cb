// What every screen holds: the session, the system, the words, and the way to other screens.
// These two are seen by the whole module.
@_exported import SottoKit
@_exported import UIKit

@MainActor public final class AppHost {
    public let session: Session
    let system: any Adapters
    let levers: Levers
    let desk: CallDesk
    private let bell: Bell
    let senses: Senses
    /// It is there where the person wants it.
    private let lockFile: URL
    private var watches: [any NSObjectProtocol] = []
    public let words: ShellWords
    weak var root: RootController?
    /// Deletes everything on this phone and begins anew.
    var erase: @MainActor () -> Void = {}

    /// `ringing`: the call that the system rings for since a wake-up.
    init(
        _ session: Session, _ system: any Adapters, _ levers: Levers, _ words: ShellWords, lockFile: URL, ringing: UUID?
    ) {
        (self.session, self.system, self.levers, self.words, self.lockFile) = (session, system, levers, words, lockFile)
        desk = CallDesk(session, system, levers.gate, ringing: ringing)
        bell = Bell(session, system.notifier)
        senses = Senses(session, system.motion)
        session.phone.setLanguage(language: words.choice.language)
        session.onProblem = { [weak self] in self?.say($0) }
        desk.onTrouble = { [weak self] in self?.say(words[$0]) }
        desk.onDarken = { UIDevice.current.isProximityMonitoringEnabled = $0 }
        // another place on the earth or another midnight: all that is shown is read again
        let midnight = UIApplication.significantTimeChangeNotification
        let moved = [NSLocale.currentLocaleDidChangeNotification, .NSSystemTimeZoneDidChange, midnight]
        watches = observe(moved) { [weak session] in
            NSTimeZone.resetSystemTimeZone()
            session?.refresh()
        }
    }

    var phone: Phone { session.phone }
    /// The app asks for the phone's owner whenever it was away.
    var locks: Bool {
        get { FileManager.default.fileExists(atPath: lockFile.path) }
        set {
            if newValue { try? Data().write(to: lockFile) } else { try? FileManager.default.removeItem(at: lockFile) }
        }
    }

    @discardableResult func attempt(_ command: (Phone) throws -> Void) -> Bool { session.attempt(command) }
    func say(_ text: String) { root?.say(text) }
    func confirm(_ button: Sotto.Button, _ why: Text? = nil, _ then: @escaping @MainActor () -> Void) {
        root?.confirm(button, why, then)
    }
    func open(_ screen: UIViewController) { root?.push(screen) }

    /// Speaks only after the person allowed the microphone; asked when it is needed, with the reason.
    func withMicrophone(_ then: @escaping @MainActor () -> Void) {
        Task {
            if await system.sound.mayListen() { then() } else { say(words[.microphoneWhy]) }
        }
    }

    /// The core is asked first: where it refuses, no route is touched.
    func use(_ way: AudioRoute, _ operation: Sotto.Operation) {
        if attempt({ try $0.tryOperation(operation: operation) }) { system.audio.use(way) }
    }

    /// A policy's file, shown before it is accepted; one that is too long is none.
    func offer(_ file: URL) {
        let read = try? FileHandle(forReadingFrom: file).read(upToCount: 1 << 20)
        // the system's copy for this app
        if file.deletingLastPathComponent().lastPathComponent.hasSuffix("Inbox") { try? FileManager.default.removeItem(at: file) }
        root?.open(with(OfferScreen(self)) { $0.policy = read ?? Data() })
    }

    func dial(_ contact: String, level: UInt8 = 0) {
        withMicrophone { [self] in attempt { try $0.dial(contact: contact, level: level) } }
    }

    func close() async {
        desk.stop()
        bell.stop()
        senses.stop()
        for watch in watches { NotificationCenter.default.removeObserver(watch) }
        await session.close()
        levers.release()
    }
}

/// Tells of the system's news, on whatever thread they come.
func observe(_ names: [Notification.Name], _ then: @escaping @MainActor () async -> Void) -> [any NSObjectProtocol] {
    names.map { name in
        NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil) { @Sendable _ in
            Task { @MainActor in await then() }
        }
    }
}

/// Something that is set before it is used.
@MainActor func with<Made: AnyObject>(_ made: Made, _ set: (Made) -> Void) -> Made {
    set(made)
    return made
}
