// The first run: a join link, scanned or pasted, and a name. And what the levels forbid, in pictures.

final class JoinScreen: Screen<FirstRunView> {
    let link = Field(.URL)
    private let name = Field(.default)

    override func read(_ phone: Phone) async -> FirstRunView? { phone.firstRunView() }

    override func dress(_ model: FirstRunView) {
        title = model.join.title.words
        link.placeholder = host.words[.joinLink]
        name.placeholder = model.name.title.words
        name.autocapitalizationType = .words
    }

    override func pieces(_ model: FirstRunView) -> [any Piece] {
        let mark = Eyeglasses(look: .outline, label: Text(key: "", args: [], words: "Sotto"))
        return [
            Mark(mark: mark, side: 96), Words(model.join.how.words, centered: true),
            Control(model.join.scan, .code, .primary) { [weak self] in self?.scan() },
            Control(model.join.picture, .picture) { [weak self] in self?.scan(picks: true) },
            Kept(link),
            Control(model.join.paste, .paste) { [weak self] in self?.link.text = UIPasteboard.general.string },
            Words(model.name.title.words, .heading), Kept(name), Words(model.name.how.words, .quiet),
            plain(host.words[.join], .check, .primary) { [host, link, name] in
                host.attempt { try $0.join(link: link.text ?? "", name: name.text ?? "") }
            },
        ]
    }

    private func scan(picks: Bool = false) {
        let scanner = ScannerScreen(host)
        scanner.picks = picks
        scanner.onText = { [weak self, weak scanner] text in
            self?.link.text = text
            scanner?.navigationController?.popViewController(animated: true)
        }
        navigationController?.pushViewController(scanner, animated: true)
    }
}

/// A field for one line. The keyboard learns nothing of it, and nothing is copied where the app may not be copied from.
final class Field: UITextField, UITextFieldDelegate {
    convenience init(_ keyboard: UIKeyboardType) {
        self.init(frame: .zero)
        borderStyle = .roundedRect
        keyboardType = keyboard
        autocorrectionType = .no
        spellCheckingType = .no
        inlinePredictionType = .no
        autocapitalizationType = .none
        textDragInteraction?.isEnabled = false
        delegate = self
        font = .preferredFont(forTextStyle: .body)
        adjustsFontForContentSizeCategory = true
        heightAnchor.constraint(greaterThanOrEqualToConstant: Grid.target).isActive = true
    }
    func textField(
        _ textField: UITextField, editMenuForCharactersIn range: NSRange, suggestedActions: [UIMenuElement]
    ) -> UIMenu? { SystemCopying.menu }
}

/// Three pictures: what each level forbids, on both phones.
final class LevelsScreen: Screen<FirstRunView> {
    override func read(_ phone: Phone) async -> FirstRunView? { phone.firstRunView() }
    override func dress(_ model: FirstRunView) { title = host.words[.levelsTitle] }
    override func pieces(_ model: FirstRunView) -> [any Piece] {
        model.levels.map { page in
            Group {
                twoPhones(page.level)
                Words(page.title.words, .heading)
                page.forbids.map { Words($0.words, icon: .lock) }
                Words(page.andAll)
                Words(page.both)
                Words(page.otherwise, .quiet)
            }
        }
    }
    override func footer(_ model: FirstRunView) -> [any Piece] {
        model.levels.suffix(1).map { page in
            Control(page.next, nil, .primary) { [weak self, host] in
                self?.gone()
                host.open(CardScreen(host))
            }
        }
    }
}

/// Two phones that hold the same: as many locks as the level's number.
@MainActor private func twoPhones(_ level: UInt8) -> Drawing {
    Drawing(size: CGSize(width: 320, height: 120)) { rect in
        @MainActor func stroke(_ icon: Icon, _ x: CGFloat, _ y: CGFloat, _ side: CGFloat) {
            let path = icon.path(side)
            path.apply(CGAffineTransform(translationX: x - side / 2, y: y))
            path.lineWidth = 2.5
            path.stroke()
        }
        stroke(.phones, rect.midX, -60, 240)
        for center in [rect.midX - 88, rect.midX + 88] {
            for lock in 0..<Int(level) { stroke(.lock, center + (CGFloat(lock) - CGFloat(level - 1) / 2) * 17, 74, 18) }
        }
    }
}
