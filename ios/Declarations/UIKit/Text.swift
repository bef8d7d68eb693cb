// Text that is typed.
import Foundation

public enum UITextAutocorrectionType: Int, Sendable { case `default`, no, yes }
public enum UITextAutocapitalizationType: Int, Sendable { case none, words, sentences, allCharacters }
public enum UITextSpellCheckingType: Int, Sendable { case `default`, no, yes }
public enum UIKeyboardType: Int, Sendable { case `default`, asciiCapable, URL = 3 }
public enum UIReturnKeyType: Int, Sendable { case `default`, go, done = 9, send = 7 }
public enum UITextInlinePredictionType: Int, Sendable { case `default`, no, yes }

/// https://developer.apple.com/documentation/uikit/uitextfield
@MainActor open class UITextField: UIControl {
    public enum BorderStyle: Int, Sendable { case none, line, bezel, roundedRect }
    open var text: String? = ""
    open var placeholder: String?
    open var font: UIFont? = .preferredFont(forTextStyle: .body)
    open var textColor: UIColor?
    open var borderStyle = BorderStyle.none
    open var autocorrectionType = UITextAutocorrectionType.default
    open var autocapitalizationType = UITextAutocapitalizationType.sentences
    open var spellCheckingType = UITextSpellCheckingType.default
    open var keyboardType = UIKeyboardType.default
    open var returnKeyType = UIReturnKeyType.default
    open var adjustsFontForContentSizeCategory = false
    /// Where it is set, UIKit puts what it shows into a view that captures leave out; ours has one for the tests.
    open weak var delegate: (any UITextFieldDelegate)?
    open private(set) lazy var textDragInteraction: UIDragInteraction? = UIDragInteraction()
    open var inlinePredictionType = UITextInlinePredictionType.default
    open var isSecureTextEntry = false {
        didSet {
            guard isSecureTextEntry, StubSecureText.hasCanvas, subviews.isEmpty else { return }
            addSubview(StubSecureCanvas(frame: bounds))
        }
    }
    public override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override var accessibilityLabel: String? {
        get { super.accessibilityLabel ?? placeholder }
        set { super.accessibilityLabel = newValue }
    }
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? {
        CGSize(width: width, height: (font?.pointSize ?? 17) * 1.3 + 18)
    }
}

@MainActor public protocol UITextFieldDelegate: StubObject {
    func textField(
        _ textField: UITextField, editMenuForCharactersIn range: NSRange, suggestedActions: [UIMenuElement]
    ) -> UIMenu?
}
extension UITextFieldDelegate {
    public func textField(
        _ textField: UITextField, editMenuForCharactersIn range: NSRange, suggestedActions: [UIMenuElement]
    ) -> UIMenu? { nil }
}
/// https://developer.apple.com/documentation/uikit/uidraginteraction
@MainActor open class UIDragInteraction: NSObject {
    open var isEnabled = true
    nonisolated override init() {}
}

/// What captures leave out.
@MainActor public final class StubSecureCanvas: UIView {}
/// Whether the system builds its secure text as it does today.
@MainActor public enum StubSecureText { public static var hasCanvas = true }

/// https://developer.apple.com/documentation/uikit/uitextviewdelegate
@MainActor public protocol UITextViewDelegate: StubObject {
    func textViewDidChange(_ textView: UITextView)
    func textView(
        _ textView: UITextView, editMenuForTextIn range: NSRange, suggestedActions: [UIMenuElement]
    ) -> UIMenu?
}
extension UITextViewDelegate {
    public func textViewDidChange(_ textView: UITextView) {}
    public func textView(
        _ textView: UITextView, editMenuForTextIn range: NSRange, suggestedActions: [UIMenuElement]
    ) -> UIMenu? { nil }
}

/// https://developer.apple.com/documentation/uikit/uitextview
@MainActor open class UITextView: UIScrollView {
    open var text: String! = ""
    open var font: UIFont? = .preferredFont(forTextStyle: .body)
    open var textColor: UIColor?
    open var isEditable = true
    open var isSelectable = true
    open var isScrollEnabled = true
    open var textContainerInset = UIEdgeInsets(top: 8, left: 0, bottom: 8, right: 0)
    open var adjustsFontForContentSizeCategory = false
    open var autocorrectionType = UITextAutocorrectionType.default
    open var spellCheckingType = UITextSpellCheckingType.default
    open var inlinePredictionType = UITextInlinePredictionType.default
    open weak var delegate: (any UITextViewDelegate)?
    open private(set) lazy var textDragInteraction: UIDragInteraction? = UIDragInteraction()
    public override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? {
        guard !isScrollEnabled else { return CGSize(width: width, height: 0) }
        let size = stubMeasure(text.isEmpty ? " " : text, font ?? .preferredFont(forTextStyle: .body), width - 10, 0)
        return CGSize(width: width, height: size.height + textContainerInset.top + textContainerInset.bottom)
    }
    open override func layoutSubviews() {}
}

/// https://developer.apple.com/documentation/uikit/uipasteboard
@MainActor open class UIPasteboard: NSObject {
    public static let general = UIPasteboard()
    public static let changedNotification = Notification.Name("UIPasteboardChangedNotification")
    nonisolated override init() {}
    open var string: String? {
        didSet { NotificationCenter.default.post(name: Self.changedNotification, object: self) }
    }
    open var hasStrings: Bool { string != nil }
    open var items: [[String: Any]] {
        get { string.map { [["public.utf8-plain-text": $0]] } ?? [] }
        set { if newValue.isEmpty { string = nil } }
    }
}
