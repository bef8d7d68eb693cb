// Presenters: each reads one view model of the core after every event, and tells its screen when it is another.

/// Shows one view model while its screen is there.
@MainActor public final class Presenter<Model: Equatable & Sendable> {
    public private(set) var model: Model?
    private let session: Session
    private let read: @MainActor (Phone) async -> Model?
    private let show: @MainActor (Model?) -> Void
    private let everySecond: Bool
    private var watch: Watch?
    private var clock: Task<Void, Never>?
    private var reading: Task<Void, Never>?
    private var again = false

    /// `everySecond`: it has a time that runs, such as the duration of a call.
    public init(
        _ session: Session, everySecond: Bool = false, read: @escaping @MainActor (Phone) async -> Model?,
        show: @escaping @MainActor (Model?) -> Void
    ) {
        self.session = session
        self.everySecond = everySecond
        self.read = read
        self.show = show
    }

    public func start() {
        guard watch == nil else { return }
        watch = session.watch { [weak self] _ in self?.refresh() }
        if everySecond {
            clock = Task { [weak self] in
                while !Task.isCancelled {
                    // cancelled: the loop ends
                    try? await Task.sleep(for: .seconds(1))
                    self?.refresh()
                }
            }
        }
        refresh()
    }

    public func stop() {
        watch?()
        watch = nil
        clock?.cancel()
        clock = nil
    }

    /// Reads again. One reading at a time: views that wait for the disk must not overtake each other.
    public func refresh() {
        again = true
        guard reading == nil else { return }
        reading = Task { [weak self] in
            while let self, self.again {
                self.again = false
                let fresh = await self.read(self.session.phone)
                if fresh != self.model || fresh == nil {
                    self.model = fresh
                    self.show(fresh)
                }
            }
            self?.reading = nil
        }
    }
}
