// Notifications: what they say is the core's, on the lock screen and off it.
import Foundation

@MainActor public final class Bell {
    private let session: Session
    private let notifier: any Notifier
    private var watch: Watch?

    public init(_ session: Session, _ notifier: any Notifier) {
        self.session = session
        self.notifier = notifier
        watch = session.watch { [weak self] in self?.tell($0) }
    }

    public func stop() { watch?.stop() }

    private func tell(_ event: Event) {
        switch event {
        case .messageCame(let contact): post(.message(contact: contact), "message-\(contact)")
        case .dingRings:
            guard let ding = session.phone.incomingDingView() else { return }
            post(.ding(ding: ding.id), "ding-\(ding.id)", rings: true)
        case .callLogged:
            guard let contact = session.phone.callLog().first?.contact else { return }
            post(.missedCall(contact: contact), "call-\(contact)")
        default: break
        }
    }

    private func post(_ about: NotificationAbout, _ id: String, rings: Bool = false) {
        guard !notifier.isInFront else { return }
        // none: there is nothing to tell, as of a call that was not missed
        guard let view = session.phone.notificationView(about: about, locked: notifier.isLocked) else { return }
        let body = [view.who?.words, view.text].compactMap { $0 }.joined(separator: ": ")
        notifier.post(id, title: view.title.words, body: body, rings: rings)
    }
}
