// What a call leaves behind: rows, names, copies.

/// One whose news nobody has to tell: pulled and put back.
@MainActor public final class PlainLever: Lever {
    private let answer: Answer
    private let pull: @MainActor (Bool) -> Void
    init(_ answer: Answer, _ pull: @escaping @MainActor (Bool) -> Void = { _ in }) { (self.answer, self.pull) = (answer, pull) }
    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        pull(true)
        return answer
    }
    public func allow() { pull(false) }
}

/// Copying. The app's own menus offer it no more; what is copied by a keyboard's shortcut is noticed and emptied.
@MainActor public final class ClipboardLever: Lever {
    private let copying: any CopyControl
    private var tell: (@MainActor (PlatformNews) -> Void)?
    init(_ copying: any CopyControl) { self.copying = copying }
    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        self.tell = tell
        copying.allowCopying(false)
        return .detected
    }
    public func allow() {
        tell = nil
        copying.allowCopying(true)
    }
    func copied() {
        guard let tell else { return }
        copying.empty()
        tell(.attempted)
    }
}
