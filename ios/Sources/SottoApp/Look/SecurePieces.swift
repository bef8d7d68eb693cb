// The pieces of secure mode: levels, what both phones do, what is in the way and the ways on.
import SottoKit
import UIKit

/// One stop of the levels, with what it forbids.
struct Stop: Piece {
    let stop: LevelStop
    let action: @MainActor () -> Void
    func make() -> StopView { StopView(frame: .zero) }
    func update(_ view: StopView, _ look: Look) { view.show(self, look) }
}

final class StopView: UIControl {
    private let column = Column(spacing: 4)
    private var act: (@MainActor () -> Void)?
    override init(frame: CGRect) {
        super.init(frame: frame)
        layer.cornerRadius = 16
        column.isUserInteractionEnabled = false
        pin(column, inset: Grid.usual)
        isAccessibilityElement = true
        addAction(UIAction { [weak self] _ in self?.act?() ?? () }, for: .touchUpInside)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }

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
        let head = MarkRow(words: "", you: columns.you.words, other: columns.other.words, spoken: nil)
        let rows = columns.rows.map { row in
            MarkRow(
                words: row.operation.words, you: row.you.symbol, other: row.other.symbol,
                spoken: "\(row.operation.words). \(columns.you.words): \(row.you.label.words). "
                    + "\(columns.other.words): \(row.other.label.words)")
        }
        let prevented = columns.rows.flatMap { [$0.you.prevented, $0.other.prevented] }.compactMap { $0 }
        let remarks = (prevented + columns.notes).map { Words($0.words, .quiet) }
        view.column.fill([head] + rows + remarks, look)
    }
}

struct MarkRow: Piece {
    let words, you, other: String
    let spoken: String?
    func make() -> MarkRowView { MarkRowView(frame: .zero) }
    func update(_ view: MarkRowView, _ look: Look) {
        view.operation.text = words
        for (label, text) in [(view.you, you), (view.other, other)] {
            label.text = text
            label.font = .preferredFont(forTextStyle: spoken == nil ? .footnote : .headline)
            label.textColor =
                switch text {
                case "✓": look.accent
                case "✗", "!": Palette.danger
                default: Palette.text
                }
        }
        view.isAccessibilityElement = true
        view.accessibilityLabel = spoken ?? "\(you), \(other)"
    }
}

final class MarkRowView: UIStackView {
    let operation = UILabel()
    let you = UILabel()
    let other = UILabel()
    override init(frame: CGRect) {
        super.init(frame: frame)
        spacing = Grid.small
        alignment = .center
        for label in [operation, you, other] {
            label.adjustsFontForContentSizeCategory = true
            label.numberOfLines = 0
            label.isAccessibilityElement = false
            label.textColor = Palette.text
            addArrangedSubview(label)
        }
        operation.font = .preferredFont(forTextStyle: .subheadline)
        operation.setContentHuggingPriority(.defaultLow, for: .horizontal)
        for label in [you, other] {
            label.textAlignment = .center
            label.widthAnchor.constraint(equalToConstant: 72).isActive = true
            label.setContentHuggingPriority(.required, for: .horizontal)
            label.setContentCompressionResistancePriority(.required, for: .horizontal)
        }
    }
    required init(coder: NSCoder) { fatalError("made in code only") }
}

/// What keeps secure mode from holding, what the other asks, the ways on, and what both phones do: the same everywhere.
@MainActor func trouble(
    _ banners: [Banner], _ question: Question?, _ remedies: [Remedy], _ columns: SecureColumns?, _ simulated: Text?,
    _ host: AppHost
) -> [any Piece] {
    var pieces: [any Piece] = banners.map { banner in
        Group([Words(banner.words.words, .heading), Words(banner.effect.words)], warning: true)
    }
    if let question {
        pieces.append(
            Group([
                Words(question.words.words, .heading),
                Control(question.agree, .check, .primary) { host.attempt { try $0.agree(question: question) } },
                Control(question.refuse) { host.attempt { try $0.refuse(question: question) } },
            ]))
    }
    pieces += remedies.map { remedy in
        Control(remedy.button) { host.attempt { try $0.useRemedy(remedy: remedy) } }
    }
    if let columns { pieces.append(Columns(columns: columns)) }
    return pieces + [Words(simulated, .warning)].compactMap { $0 }
}

/// What this phone will forbid.
@MainActor func forbidding(_ title: Text?, _ forbids: [Text]) -> [any Piece] {
    title.map { [Words($0.words, .heading)] + forbids.map { Words($0.words, icon: .lock) } } ?? []
}
