// Notifications: which there are, what they say and how they sound is the core's, on the lock screen and off it.
import Foundation

@MainActor public final class Bell {
    private var watch: Watch?

    public init(_ session: Session, _ notifier: any Notifier) {
        watch = session.watch { [phone = session.phone, notifier] event in
            let news = phone.news(event: event, locked: notifier.isLocked, inFront: notifier.isInFront)
            guard let news else { return }
            notifier.post(news.id, title: news.title.words, body: news.body?.words ?? "", rings: news.rings)
        }
    }

    public func stop() { watch?.stop() }
}
