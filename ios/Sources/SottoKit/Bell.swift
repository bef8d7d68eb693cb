// Notifications: which there are, what they say and how they sound is the core's, on the lock screen and off it.

extension Session {
    /// Posts what is new, until what it returns is called.
    public func bell(_ notifier: any Notifier) -> Watch {
        watch { [phone] event in
            let news = phone.news(event: event, locked: notifier.isLocked, inFront: notifier.isInFront)
            guard let news else { return }
            notifier.post(news.id, title: news.title.words, body: news.body?.words ?? "", rings: news.rings)
        }
    }
}
