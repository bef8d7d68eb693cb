// What every screen holds: the session, the system, the words, and the way to other screens.
import SottoKit
import UIKit

/// Where a tap leads.
enum Route {
    case contact(String), chat(String), secure(String, level: UInt8?), scanner, card, compose([String], secure: Bool)
    case ding(String), calls, levels, secureSettings, rule(LevelRule?), gesture, organisations, offer(Data)
}

@MainActor public final class AppHost {
    public let session: Session
    let system: Adapters
    let levers: Levers
    let desk: CallDesk
    private let bell: Bell
    let senses: Senses
    private var watches: [any NSObjectProtocol] = []
    public let words: ShellWords
    weak var root: RootController?

    public init(_ session: Session, _ system: Adapters, _ levers: Levers, _ words: ShellWords) {
        (self.session, self.system, self.levers, self.words) = (session, system, levers, words)
        desk = CallDesk(session, system, levers.gate)
        bell = Bell(session, system.notifier)
        senses = Senses(session, system.motion)
        session.phone.setLanguage(language: words.choice.language)
        session.onProblem = { [weak self] in self?.say($0) }
        desk.onTrouble = { [weak self] in self?.say(words[$0]) }
        // another place on the earth or another midnight: all that is shown is read again
        let moved = [
            NSLocale.currentLocaleDidChangeNotification, .NSSystemTimeZoneDidChange,
            UIApplication.significantTimeChangeNotification,
        ]
        watches = moved.map { name in
            NotificationCenter.default.addObserver(forName: name, object: nil, queue: nil) { @Sendable [weak session] _ in
                Task { @MainActor in
                    NSTimeZone.resetSystemTimeZone()
                    session?.refresh()
                }
            }
        }
    }

    var phone: Phone { session.phone }

    @discardableResult func attempt(_ command: (Phone) throws -> Void) -> Bool { session.attempt(command) }
    func say(_ text: String) { root?.say(text) }
    func confirm(_ button: Sotto.Button, _ then: @escaping @MainActor () -> Void) { root?.confirm(button, then) }
    func go(_ route: Route) { root?.go(route) }

    /// Speaks only after the person allowed the microphone; asked when it is needed, with the reason.
    func withMicrophone(_ then: @escaping @MainActor () -> Void) {
        Task {
            if await system.sound.mayListen() { then() } else { say(words[.microphoneWhy]) }
        }
    }

    /// The core is asked first: where it refuses, no route is touched.
    func useSpeaker(_ on: Bool) {
        guard attempt({ try $0.tryOperation(operation: .speaker) }) else { return }
        if on { system.audio.useSpeaker() } else { system.audio.useReceiver() }
    }

    /// A policy's file, shown before it is accepted; one that is too long is none.
    func offer(_ file: URL) {
        let read = try? FileHandle(forReadingFrom: file).read(upToCount: 1 << 20)
        go(.offer(read ?? Data()))
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

    func screen(_ route: Route) -> UIViewController {
        switch route {
        case .contact(let id): ContactScreen(self, id)
        case .chat(let id): ChatScreen(self, id)
        case .secure(let id, let level): with(SecureScreen(self, id)) { $0.level = level }
        case .scanner: ScannerScreen(self)
        case .card: CardScreen(self)
        case .compose(let to, let secure): ComposeDingScreen(self, to, secure: secure)
        case .ding(let id): SentDingScreen(self, id)
        case .calls: CallsScreen(self)
        case .levels: LevelsScreen(self)
        case .secureSettings: SecureSettingsScreen(self)
        case .rule(let old): with(RuleScreen(self)) { $0.old = old }
        case .gesture: GestureScreen(self)
        case .organisations: OrganisationsScreen(self)
        case .offer(let policy): with(OfferScreen(self)) { $0.policy = policy }
        }
    }
}

@MainActor private func with<Made: UIViewController>(_ screen: Made, _ set: (Made) -> Void) -> UIViewController {
    set(screen)
    return screen
}
