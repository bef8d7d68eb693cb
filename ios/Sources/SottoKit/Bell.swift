// Notifications: which there are, what they say and how they sound is the core's, on the lock screen and off it.

@MainActor public final class Bell {
    private let phone: Phone
    private let notifier: any Notifier
    private var watch: Watch?
    /// What stands among the system's notifications, by the core's id.
    private var told: [String: (event: Event, news: News)] = [:]

    /// Posts what is new until `stop`; what was posted is as the core says now: changed, or taken back.
    public init(_ session: Session, _ notifier: any Notifier) {
        (phone, self.notifier) = (session.phone, notifier)
        watch = session.watch { [weak self] event in
            self?.follow()
            self?.post(event, nil)
        }
        notifier.onLock = { [weak self] in self?.follow() }
    }

    public func stop() { watch?() }

    private func follow() { for (event, news) in told.values { post(event, news) } }

    private func post(_ event: Event, _ before: News?) {
        var news = phone.news(event: event, locked: notifier.isLocked, inFront: notifier.isInFront)
        if let before, news?.id != before.id { news = nil }
        guard news != before else { return }
        if let news {
            notifier.post(news, again: before != nil)
            told[news.id] = (event, news)
        } else if let before {
            notifier.withdraw(before.id)
            told[before.id] = nil
        }
    }
}
