// What every screen holds: the session, the system, the words, and the way to other screens.
import SottoKit
import UIKit

/// Where a tap leads.
enum Route {
    case contact(String), chat(String), secure(String?), scanner, card, compose([String], secure: Bool), ding(String)
    case calls, levels
}

@MainActor public final class AppHost {
    public let session: Session
    let system: Adapters
    let levers: Levers
    let desk: CallDesk
    private let bell: Bell
    public let words: ShellWords
    weak var root: RootController?

    public init(_ session: Session, _ system: Adapters, _ levers: Levers, _ words: ShellWords) {
        (self.session, self.system, self.levers, self.words) = (session, system, levers, words)
        desk = CallDesk(session, system, levers.gate)
        bell = Bell(session, system.notifier)
        session.phone.setLanguage(language: words.choice.language)
        session.onProblem = { [weak self] in self?.say($0) }
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

    func close() async {
        desk.stop()
        bell.stop()
        await session.close()
    }

    func screen(_ route: Route) -> UIViewController {
        switch route {
        case .contact(let id): ContactScreen(self, id)
        case .chat(let id): ChatScreen(self, id)
        case .secure(let id): SecureScreen(self, id)
        case .scanner: ScannerScreen(self)
        case .card: CardScreen(self)
        case .compose(let to, let secure): ComposeDingScreen(self, to, secure: secure)
        case .ding(let id): SentDingScreen(self, id)
        case .calls: CallsScreen(self)
        case .levels: LevelsScreen(self)
        }
    }
}
