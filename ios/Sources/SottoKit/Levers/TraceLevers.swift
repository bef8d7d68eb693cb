// What a call leaves behind: rows, names, copies.
import Foundation

/// The system's list of recent calls.
@MainActor public final class CallLogLever: Lever {
    private let calls: any CallSystem
    init(_ calls: any CallSystem) { self.calls = calls }
    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        calls.keepsRecents = false
        return calls.keepsRecents ? .unsupported : .enforced
    }
    /// It stays out: a call that may be raised to a secure level later must not be in it already.
    public func allow() { calls.keepsRecents = false }
}

/// Who is talking: the app switcher's picture and notifications. CallKit's handle is random and its title the core's.
@MainActor public final class IdentityLever: Lever {
    private let curtain: any Curtain
    init(_ curtain: any Curtain) { self.curtain = curtain }
    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer {
        curtain.hidePeople(true)
        return .enforced
    }
    public func allow() { curtain.hidePeople(false) }
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

/// Nothing to pull. Passing on is *enforced*: only the app could, and it has no such button. Captions of the system are
/// *unsupported*: an app neither prevents nor notices them.
@MainActor public final class FixedLever: Lever {
    private let answer: Answer
    init(_ answer: Answer) { self.answer = answer }
    public func forbid(_ tell: @escaping @MainActor (PlatformNews) -> Void) -> Answer { answer }
    public func allow() {}
}
