// The pieces of secure mode: levels, what both phones do, what is in the way and the ways on.

/// One stop of the levels, with what it forbids.
struct Stop: Piece {
    let stop: LevelStop
    let action: @MainActor () -> Void
    func make() -> StopView { StopView(frame: .zero) }
    func update(_ view: StopView, _ look: Look) { view.show(self, look) }
}

final class StopView: TapView {
    private let column = Column(spacing: 4)
    override func build() {
        layer.cornerRadius = 16
        column.isUserInteractionEnabled = false
        pin(column, inset: Grid.usual)
    }

    func show(_ piece: Stop, _ look: Look) {
        act = piece.action
        let stop = piece.stop
        backgroundColor = look.card
        layer.borderWidth = stop.chosen ? 2 : 0
        layer.borderColor = look.accent.resolvedColor(with: traitCollection).cgColor
        let forbids = stop.forbids.map(\.words)
        // chosen: a check as well as a border
        column.fill(
            [Words(stop.title.words, .heading, icon: stop.chosen ? .check : .glasses)]
                + forbids.map { Words("·  \($0)", stop.chosen ? .body : .quiet) }, look)
        accessibilityLabel = ([stop.title.words] + forbids).joined(separator: ". ")
        accessibilityTraits = stop.chosen ? [.button, .selected] : .button
    }
}

/// Two columns, you and the other; one row an operation.
struct Columns: Piece {
    let columns: SecureColumns
    func make() -> GroupView { GroupView(frame: .zero) }
    func update(_ view: GroupView, _ look: Look) {
        view.backgroundColor = look.card
        let head = MarkRow(words: "", you: columns.you.words, other: columns.other.words, tones: [.open, .open], spoken: nil)
        let rows = columns.rows.map { row in
            MarkRow(
                words: row.operation.words, you: row.you.symbol, other: row.other.symbol,
                tones: [row.you.tone, row.other.tone],
                spoken: "\(row.operation.words). \(columns.you.words): \(row.you.label.words). "
                    + "\(columns.other.words): \(row.other.label.words)")
        }
        let prevented = columns.rows.flatMap { [$0.you.prevented, $0.other.prevented] }.compactMap { $0 }
        view.column.fill([head] + rows + (prevented + columns.notes).map { Words($0.words, .quiet) }, look)
    }
}

struct MarkRow: Piece {
    let words, you, other: String, tones: [Tone], spoken: String?
    func make() -> MarkRowView { MarkRowView(frame: .zero) }
    func update(_ view: MarkRowView, _ look: Look) {
        for (label, text) in zip(view.labels, [words, you, other]) { label.text = text }
        for (label, tone) in zip(view.labels.dropFirst(), tones) {
            label.font = .preferredFont(forTextStyle: spoken == nil ? .footnote : .headline)
            label.textColor = tone == .holds ? look.accent : tone == .fails ? Palette.danger : Palette.text
        }
        view.isAccessibilityElement = true
        view.accessibilityLabel = spoken ?? "\(you), \(other)"
    }
}

/// What it is, and how it stands here and there.
final class MarkRowView: Stack {
    let labels = [UILabel(), UILabel(), UILabel()]
    override func build() {
        spacing = Grid.small
        alignment = .center
        for (place, label) in labels.enumerated() {
            label.adjustsFontForContentSizeCategory = true
            label.numberOfLines = 0
            label.isAccessibilityElement = false
            label.textColor = Palette.text
            label.font = .preferredFont(forTextStyle: .subheadline)
            addArrangedSubview(label)
            guard place > 0 else { continue }
            label.textAlignment = .center
            label.widthAnchor.constraint(equalToConstant: 72).isActive = true
            label.keepsItsWidth()
        }
    }
}

/// What keeps secure mode from holding, what the other asks, the ways on, and what both phones do: the same everywhere.
@MainActor @Pieces func trouble(
    _ banners: [Banner], _ question: Question?, _ remedies: [Remedy], _ columns: SecureColumns?, _ simulated: Text?,
    _ host: AppHost
) -> [any Piece] {
    banners.map { banner in
        Group(banner.words, warning: true) {
            Words(banner.effect.words)
        }
    }
    if let question {
        Group(question.words) {
            Words(question.because.words, .quiet)
            Control(question.agree, .check, .primary) { host.attempt { try $0.agree(question: question) } }
            Control(question.refuse) { host.attempt { try $0.refuse(question: question) } }
        }
    }
    remedies.map { remedy in
        Control(remedy.button) { host.attempt { try $0.useRemedy(remedy: remedy) } }
    }
    columns.map { Columns(columns: $0) }
    Words(simulated, .warning)
}

/// What this phone will forbid.
@MainActor func forbidding(_ title: Text?, _ forbids: [Text]) -> [any Piece] {
    title.map { [Words($0.words, .heading)] + forbids.map { Words($0.words, icon: .lock) } } ?? []
}
