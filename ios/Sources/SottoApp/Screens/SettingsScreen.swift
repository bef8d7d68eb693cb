// Settings, the app's lock, and what is shown where the phone could not be opened.
import SottoKit
import UIKit

final class SettingsScreen: Screen<CardModel> {
    override func viewDidLoad() {
        super.viewDidLoad()
        hidesBottomBarWhenPushed = false
    }
    override func read(_ phone: Phone) async -> CardModel? { phone.myCard().map { CardModel(card: $0, picture: nil) } }
    override func gone() {}
    override func dress(_ model: CardModel) { title = host.words[.settings] }

    override func pieces(_ model: CardModel) -> [any Piece] {
        let (host, words) = (host, host.words)
        return [
            Group([
                Words(model.card.name ?? words[.card], .title), Words(model.card.server, .quiet),
                Words(model.card.reachable.words), plain(words[.card], .code) { host.go(.card) },
            ]),
            Group([Words(words[.levelsTitle], .heading), plain(words[.levelsHow], .glasses) { host.go(.levels) }]),
            Group([
                plain(words[.tellRead], .check) { host.attempt { try $0.tellRead(tell: true) } },
                plain(words[.dontTellRead]) { host.attempt { try $0.tellRead(tell: false) } },
            ]),
            plain(words[.lockApp], .lock) { host.root?.lock() },
            plain(words[.systemSettings], .gear) {
                if let url = URL(string: UIApplication.openSettingsURLString) { UIApplication.shared.open(url) }
            },
        ]
    }
}

/// Covers everything until the owner proves to be there.
final class LockView: UIView {
    private let column = Column()
    init(_ words: ShellWords, _ unlock: @escaping @MainActor () -> Void) {
        super.init(frame: .zero)
        backgroundColor = Palette.ground
        column.translatesAutoresizingMaskIntoConstraints = false
        addSubview(column)
        NSLayoutConstraint.activate([
            column.centerYAnchor.constraint(equalTo: centerYAnchor),
            column.leadingAnchor.constraint(equalTo: leadingAnchor, constant: Grid.large),
            column.trailingAnchor.constraint(equalTo: trailingAnchor, constant: -Grid.large),
        ])
        let mark = Eyeglasses(look: .filled, label: Text(key: "", args: [], words: words[.locked]))
        column.fill(
            [
                Mark(mark: mark, side: 96), Words(words[.locked], centered: true),
                plain(words[.unlock], .lock, .primary, action: unlock),
            ], .ordinary)
        accessibilityViewIsModal = true
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }
}

/// The phone could not be opened: what happened, and one button.
public final class ProblemController: UIViewController {
    private let text: String
    private let words: ShellWords
    private let again: @MainActor () -> Void
    public init(_ text: String, _ words: ShellWords, again: @escaping @MainActor () -> Void) {
        (self.text, self.words, self.again) = (text, words, again)
        super.init(nibName: nil, bundle: nil)
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }
    public override func viewDidLoad() {
        super.viewDidLoad()
        view.backgroundColor = Palette.ground
        let column = Column()
        view.pin(column, inset: Grid.large, safely: true)
        column.fill([Words(text), plain(words[.retry], nil, .primary, action: again), Gap()], .ordinary)
    }
}
