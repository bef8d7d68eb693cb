// The first run: a join link, scanned or pasted, and a name. And what the levels forbid, in pictures.
import SottoKit
import UIKit

/// Joining has no view model: there is a field for the link and one for the name, and the core says what is wrong with them.
final class JoinScreen: Screen<Bool> {
    private let link = field(.URL)
    private let name = field(.default)

    override func read(_ phone: Phone) async -> Bool? { true }

    override func viewDidLoad() {
        super.viewDidLoad()
        let words = host.words
        title = words[.joinTitle]
        link.placeholder = words[.joinLink]
        name.placeholder = words[.joinName]
        name.autocapitalizationType = .words
    }

    override func pieces(_ model: Bool) -> [any Piece] {
        let words = host.words
        let mark = Eyeglasses(look: .outline, label: Text(key: "", args: [], words: "Sotto"))
        return [
            Mark(mark: mark, side: 96),
            Words(words[.joinHow], centered: true),
            plain(words[.scan], .code, .primary) { [weak self] in self?.scan() },
            Kept(link),
            plain(words[.paste], .paste) { [weak self] in self?.link.text = UIPasteboard.general.string },
            Gap(), Kept(name), Words(words[.joinNameHow], .quiet),
            plain(words[.join], .check, .primary) { [weak self] in self?.join() },
        ]
    }

    private func scan() {
        let scanner = ScannerScreen(host)
        scanner.onText = { [weak self, weak scanner] text in
            self?.link.text = text
            scanner?.navigationController?.popViewController(animated: true)
        }
        navigationController?.pushViewController(scanner, animated: true)
    }

    private func join() {
        host.attempt { try $0.join(link: link.text ?? "", name: name.text ?? "") }
    }
}

/// A field for one line.
@MainActor func field(_ keyboard: UIKeyboardType) -> UITextField {
    let field = UITextField(frame: .zero)
    field.borderStyle = .roundedRect
    field.keyboardType = keyboard
    field.autocorrectionType = .no
    field.spellCheckingType = .no
    field.autocapitalizationType = .none
    field.font = .preferredFont(forTextStyle: .body)
    field.adjustsFontForContentSizeCategory = true
    field.heightAnchor.constraint(greaterThanOrEqualToConstant: Grid.target).isActive = true
    return field
}

/// Three pictures: what each level forbids, on both phones.
final class LevelsScreen: Screen<SecureView> {
    override func read(_ phone: Phone) async -> SecureView? { phone.secureView(level: 0) }
    override func dress(_ model: SecureView) { title = host.words[.levelsTitle] }
    override func pieces(_ model: SecureView) -> [any Piece] {
        let pictures = model.stops.map { stop in
            Group(
                [TwoPhones(level: stop.level), Words(stop.title.words, .heading)]
                    + stop.forbids.map { Words($0.words, icon: .lock) })
        }
        return [Words(host.words[.levelsHow])] + pictures
    }
    override func footer(_ model: SecureView) -> [any Piece] {
        [plain(host.words[.next], nil, .primary) { [weak self] in self?.next() }]
    }
    private func next() {
        navigationController?.popViewController(animated: true)
        host.go(.card)
    }
}

/// Two phones that hold the same: as many locks as the level's number.
struct TwoPhones: Piece {
    let level: UInt8
    func make() -> TwoPhonesView { TwoPhonesView(frame: .zero) }
    func update(_ view: TwoPhonesView, _ look: Look) {
        view.level = level
        view.tint = look.accent
        view.setNeedsDisplay()
    }
}

final class TwoPhonesView: UIView {
    var level: UInt8 = 1
    var tint = Palette.accent
    override init(frame: CGRect) {
        super.init(frame: frame)
        backgroundColor = .clear
        contentMode = .redraw
    }
    required init?(coder: NSCoder) { fatalError("made in code only") }
    override var intrinsicContentSize: CGSize { CGSize(width: UIView.noIntrinsicMetric, height: 120) }

    override func draw(_ rect: CGRect) {
        let ink = tint.resolvedColor(with: traitCollection)
        ink.setStroke()
        ink.setFill()
        for side in [-1.0, 1.0] {
            let center = rect.midX + side * 88
            let phone = UIBezierPath(
                roundedRect: CGRect(x: center - 30, y: 6, width: 60, height: 108), cornerRadius: 12)
            phone.lineWidth = 2.5
            phone.stroke()
            draw(.glasses, at: CGPoint(x: center - 18, y: 22), 36)
            for lock in 0..<Int(level) {
                let offset = (CGFloat(lock) - CGFloat(level - 1) / 2) * 17
                draw(.lock, at: CGPoint(x: center + offset - 9, y: 74), 18)
            }
        }
        let line = UIBezierPath()
        line.move(to: CGPoint(x: rect.midX - 50, y: 60))
        line.addLine(to: CGPoint(x: rect.midX + 50, y: 60))
        line.lineWidth = 2.5
        line.stroke()
    }

    private func draw(_ icon: Icon, at point: CGPoint, _ side: CGFloat) {
        let path = icon.path(side)
        path.apply(CGAffineTransform(translationX: point.x, y: point.y))
        path.stroke()
    }
}
