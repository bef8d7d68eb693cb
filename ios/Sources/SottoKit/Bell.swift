// Notifications: all of them is the core's to say. None names anybody: a sleeping app takes no name away at the lock.

@MainActor public final class Bell {
    private let phone: Phone
    private let notifier: any Notifier
    private var watch: Watch?
    /// What stands among the system's notifications, by the core's id.
    private var told: [String: News] = [:]

    /// Posts what is new until `stop`; what was posted is as the core says now: changed, or taken back.
    public init(_ session: Session, _ notifier: any Notifier) {
        (phone, self.notifier) = (session.phone, notifier)
        watch = session.watch { [weak self] in self?.follow($0) }
    }

    public func stop() { watch?() }

    private func follow(_ event: Event) {
        for (id, before) in told {
            // whoever looks at the app needs none
            told[id] = notifier.isInFront ? nil : phone.stillNews(id: id, locked: true)
            guard let now = told[id] else { notifier.withdraw(id); continue }
            if now != before { notifier.post(now, again: true) }
        }
        guard let news = phone.news(event: event, locked: true, inFront: notifier.isInFront) else { return }
        told[news.id] = news
        notifier.post(news, again: false)
    }
}
