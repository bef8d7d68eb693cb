// Labels, pictures, stacks, scrolling, controls.
import Foundation

public enum NSTextAlignment: Int, Sendable { case left, center, right, justified, natural }
public enum NSLineBreakMode: Int, Sendable { case byWordWrapping, byCharWrapping, byClipping, byTruncatingHead, byTruncatingTail }

/// https://developer.apple.com/documentation/uikit/uilabel
@MainActor open class UILabel: UIView {
    open var text: String?
    open var font: UIFont! = .preferredFont(forTextStyle: .body)
    open var textColor: UIColor! = .label
    open var textAlignment = NSTextAlignment.natural
    open var numberOfLines = 1
    open var lineBreakMode = NSLineBreakMode.byTruncatingTail
    open var adjustsFontForContentSizeCategory = false
    open var adjustsFontSizeToFitWidth = false
    public override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
        accessibilityTraits = .staticText
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override var accessibilityLabel: String? {
        get { super.accessibilityLabel ?? text }
        set { super.accessibilityLabel = newValue }
    }
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? {
        stubMeasure(text ?? "", font, width, numberOfLines)
    }
}

/// https://developer.apple.com/documentation/uikit/uiimageview
@MainActor open class UIImageView: UIView {
    open var image: UIImage?
    public init(image: UIImage?) {
        self.image = image
        super.init(frame: .zero)
    }
    public override init(frame: CGRect) { super.init(frame: frame) }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? { image?.size ?? .zero }
}

/// https://developer.apple.com/documentation/uikit/uistackview
@MainActor open class UIStackView: UIView {
    public enum Distribution: Int, Sendable { case fill, fillEqually, fillProportionally, equalSpacing, equalCentering }
    public enum Alignment: Int, Sendable {
        case fill, leading, firstBaseline, center, trailing, lastBaseline
    }
    open private(set) var arrangedSubviews: [UIView] = []
    open var axis = NSLayoutConstraint.Axis.horizontal
    open var distribution = Distribution.fill
    open var alignment = Alignment.fill
    open var spacing: CGFloat = 0
    open var isLayoutMarginsRelativeArrangement = false
    public override init(frame: CGRect) { super.init(frame: frame) }
    public required init(coder: NSCoder) { super.init(frame: .zero) }
    public convenience init(arrangedSubviews views: [UIView]) {
        self.init(frame: .zero)
        for view in views { addArrangedSubview(view) }
    }
    open func addArrangedSubview(_ view: UIView) { insertArrangedSubview(view, at: arrangedSubviews.count) }
    open func insertArrangedSubview(_ view: UIView, at stackIndex: Int) {
        addSubview(view)
        view.translatesAutoresizingMaskIntoConstraints = false
        arrangedSubviews.insert(view, at: min(stackIndex, arrangedSubviews.count))
    }
    open func removeArrangedSubview(_ view: UIView) { arrangedSubviews.removeAll { $0 === view } }
    open func setCustomSpacing(_ spacing: CGFloat, after arrangedSubview: UIView) {}
    func stubGone(_ view: UIView) { removeArrangedSubview(view) }

    private var shown: [UIView] { arrangedSubviews.filter { !$0.isHidden } }
    private var margins: NSDirectionalEdgeInsets { isLayoutMarginsRelativeArrangement ? directionalLayoutMargins : .zero }

    open override func stubOwnSize(_ width: CGFloat) -> CGSize? {
        let margins = margins
        let inner = max(0, width - margins.leading - margins.trailing)
        let gaps = spacing * CGFloat(max(0, shown.count - 1))
        var size = CGSize.zero
        if axis == .vertical {
            for view in shown {
                let fitted = view.stubFit(inner)
                size.width = max(size.width, fitted.width)
                size.height += fitted.height
            }
            size.height += gaps
        } else {
            for (view, width) in zip(shown, widths(inner)) {
                let fitted = view.stubFit(width)
                size.height = max(size.height, fitted.height)
                size.width += min(fitted.width, width)
            }
            if distribution == .fillEqually || distribution == .equalSpacing { size.width = inner - gaps }
            size.width += gaps
        }
        return CGSize(
            width: size.width + margins.leading + margins.trailing,
            height: size.height + margins.top + margins.bottom)
    }

    /// How wide each is in a row.
    private func widths(_ inner: CGFloat) -> [CGFloat] {
        let room = inner - spacing * CGFloat(max(0, shown.count - 1))
        if distribution == .fillEqually { return shown.map { _ in room / CGFloat(max(1, shown.count)) } }
        var widths = shown.map { $0.stubFit(room).width }
        let spare = room - widths.reduce(0, +)
        if distribution == .equalSpacing, spare >= 0 { return widths }
        if spare > 0 {
            let hugging = shown.map { $0.stubHugging[.horizontal]?.rawValue ?? ($0 is UILabel ? 251 : 250) }
            if let least = hugging.min(), let index = hugging.firstIndex(of: least) { widths[index] += spare }
        } else if spare < 0 {
            var missing = -spare
            let order = shown.indices.sorted {
                (shown[$0].stubCompression[.horizontal]?.rawValue ?? 750, -widths[$0])
                    < (shown[$1].stubCompression[.horizontal]?.rawValue ?? 750, -widths[$1])
            }
            for index in order where missing > 0 {
                let cut = min(missing, max(0, widths[index] - 40))
                widths[index] -= cut
                missing -= cut
            }
        }
        return widths
    }

    open override func layoutSubviews() {
        let margins = margins
        let rtl = effectiveUserInterfaceLayoutDirection == .rightToLeft
        let inner = CGSize(
            width: bounds.width - margins.leading - margins.trailing,
            height: bounds.height - margins.top - margins.bottom)
        if axis == .vertical {
            var heights = shown.map { $0.stubFit(inner.width).height }
            let gaps = spacing * CGFloat(max(0, shown.count - 1))
            let spare = inner.height - gaps - heights.reduce(0, +)
            var gap = spacing
            if distribution == .fillEqually {
                heights = heights.map { _ in (inner.height - gaps) / CGFloat(max(1, shown.count)) }
            } else if distribution == .equalSpacing, shown.count > 1 {
                gap += max(0, spare) / CGFloat(shown.count - 1)
            } else if spare > 0, let last = shown.indices.min(by: { hug(shown[$0]) < hug(shown[$1]) }) {
                heights[last] += spare
            }
            var y = margins.top
            for (view, height) in zip(shown, heights) {
                let width = alignment == .fill ? inner.width : min(inner.width, view.stubFit(inner.width).width)
                var x = rtl ? margins.trailing : margins.leading
                switch alignment {
                case .center: x += (inner.width - width) / 2
                case .trailing: x += rtl ? 0 : inner.width - width
                default: x += rtl ? inner.width - width : 0
                }
                view.frame = CGRect(x: x, y: y, width: width, height: height)
                y += height + gap
            }
        } else {
            let widths = widths(inner.width)
            var gap = spacing
            if distribution == .equalSpacing, shown.count > 1 {
                gap = max(spacing, (inner.width - widths.reduce(0, +)) / CGFloat(shown.count - 1))
            }
            var x: CGFloat = margins.leading
            for (view, width) in zip(shown, widths) {
                let fitted = view.stubFit(width).height
                let height = alignment == .fill ? inner.height : min(fitted, inner.height)
                var y = margins.top
                if [.center, .firstBaseline].contains(alignment) { y += (inner.height - height) / 2 }
                if alignment == .trailing { y += inner.height - height }
                view.frame = CGRect(
                    x: rtl ? bounds.width - x - width : x, y: y, width: width, height: height)
                x += width + gap
            }
        }
    }
    private func hug(_ view: UIView) -> Float { view.stubHugging[.vertical]?.rawValue ?? (view is UILabel ? 251 : 250) }
}

/// https://developer.apple.com/documentation/uikit/uiscrollview
@MainActor open class UIScrollView: UIView {
    public enum KeyboardDismissMode: Int, Sendable { case none, onDrag, interactive }
    open var contentSize: CGSize = .zero
    open var contentOffset: CGPoint = .zero
    open var alwaysBounceVertical = false
    open var keyboardDismissMode = KeyboardDismissMode.none
    open var contentInset = UIEdgeInsets.zero
    public private(set) lazy var contentLayoutGuide = UILayoutGuide(self, .content)
    public private(set) lazy var frameLayoutGuide = UILayoutGuide(self, .frame)
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? { CGSize(width: width, height: 0) }
    open override func layoutSubviews() {
        super.layoutSubviews()
        for child in subviews where !child.translatesAutoresizingMaskIntoConstraints {
            child.frame.size.height = child.stubFit(child.frame.width).height
            contentSize = CGSize(width: bounds.width, height: child.frame.maxY)
        }
    }
}

/// https://developer.apple.com/documentation/uikit/uicontrol
@MainActor open class UIControl: UIView {
    public enum ContentHorizontalAlignment: Int, Sendable { case center, left, right, fill, leading, trailing }
    open var contentHorizontalAlignment = ContentHorizontalAlignment.center
    public struct Event: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let touchDown = Event(rawValue: 1)
        public static let touchUpInside = Event(rawValue: 64)
        public static let touchUpOutside = Event(rawValue: 128)
        public static let touchCancel = Event(rawValue: 256)
        public static let valueChanged = Event(rawValue: 4096)
        public static let primaryActionTriggered = Event(rawValue: 8192)
        public static let editingChanged = Event(rawValue: 131072)
        public static let editingDidEndOnExit = Event(rawValue: 524288)
    }
    open var isEnabled = true
    open var isSelected = false
    private var actions: [(UIAction, Event)] = []
    open func addAction(_ action: UIAction, for controlEvents: UIControl.Event) { actions.append((action, controlEvents)) }
    open func sendActions(for controlEvents: UIControl.Event) {
        guard isEnabled else { return }
        for (action, events) in actions where !events.isDisjoint(with: controlEvents) { action.stubHandler(action) }
    }
}

/// https://developer.apple.com/documentation/uikit/uibutton
@MainActor open class UIButton: UIControl {
    /// https://developer.apple.com/documentation/uikit/uibutton/configuration-swift.struct
    public struct Configuration: Sendable {
        public enum CornerStyle: Int, Sendable { case fixed = -1, dynamic, small, medium, large, capsule }
        public enum TitleAlignment: Int, Sendable { case automatic, leading, center, trailing }
        public struct Background: Sendable { public var cornerRadius: CGFloat = 8 }
        public var title: String?
        public var subtitle: String?
        public var image: UIImage?
        public var imagePadding: CGFloat = 0
        public var imagePlacement = NSDirectionalRectEdge.leading
        public var baseForegroundColor: UIColor?
        public var baseBackgroundColor: UIColor?
        public var cornerStyle = CornerStyle.dynamic
        public var titleAlignment = TitleAlignment.automatic
        public var background = Background()
        public var contentInsets = NSDirectionalEdgeInsets(top: 7, leading: 12, bottom: 7, trailing: 12)
        public var showsActivityIndicator = false
        var kind = 0
        public var stubFilled: Bool { kind > 1 }
        public static func plain() -> Configuration { Configuration() }
        public static func filled() -> Configuration {
            var made = Configuration()
            made.kind = 3
            return made
        }
        public static func gray() -> Configuration {
            var made = Configuration()
            made.kind = 2
            return made
        }
        public var stubGray: Bool { kind == 2 }
    }
    open var configuration: Configuration?
    public let titleLabel: UILabel? = UILabel()
    public convenience init(configuration: Configuration, primaryAction: UIAction? = nil) {
        self.init(frame: .zero)
        self.configuration = configuration
        if let primaryAction { addAction(primaryAction, for: .touchUpInside) }
    }
    public override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
        accessibilityTraits = .button
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override var accessibilityLabel: String? {
        get { super.accessibilityLabel ?? configuration?.title }
        set { super.accessibilityLabel = newValue }
    }
    public var stubFont: UIFont { .preferredFont(forTextStyle: configuration?.imagePlacement == .top ? .caption1 : .body) }
    open override func stubOwnSize(_ width: CGFloat) -> CGSize? {
        guard let made = configuration else { return .zero }
        let insets = made.contentInsets
        let inner = width - insets.leading - insets.trailing
        let image = made.image?.size ?? .zero
        let beside = made.imagePlacement == .top ? 0 : image.width + (made.image == nil ? 0 : made.imagePadding)
        var size = made.title.map { stubMeasure($0, stubFont, inner - beside, 0) } ?? .zero
        if let subtitle = made.subtitle {
            let more = stubMeasure(subtitle, .preferredFont(forTextStyle: .footnote), inner - beside, 0)
            size = CGSize(width: max(size.width, more.width), height: size.height + more.height)
        }
        if made.imagePlacement == .top {
            size = CGSize(width: max(size.width, image.width), height: size.height + image.height + made.imagePadding)
        } else {
            size = CGSize(width: size.width + beside, height: max(size.height, image.height))
        }
        return CGSize(
            width: size.width + insets.leading + insets.trailing, height: size.height + insets.top + insets.bottom)
    }
}

public struct NSDirectionalRectEdge: OptionSet, Sendable {
    public let rawValue: UInt
    public init(rawValue: UInt) { self.rawValue = rawValue }
    public static let top = NSDirectionalRectEdge(rawValue: 1)
    public static let leading = NSDirectionalRectEdge(rawValue: 2)
    public static let bottom = NSDirectionalRectEdge(rawValue: 4)
    public static let trailing = NSDirectionalRectEdge(rawValue: 8)
}

/// https://developer.apple.com/documentation/uikit/uiswitch
@MainActor open class UISwitch: UIControl {
    open var isOn = false
    open func setOn(_ on: Bool, animated: Bool) { isOn = on }
    open override var intrinsicContentSize: CGSize { CGSize(width: 51, height: 31) }
    public override init(frame: CGRect) {
        super.init(frame: frame)
        isAccessibilityElement = true
    }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
}

/// https://developer.apple.com/documentation/uikit/uiactivityindicatorview
@MainActor open class UIActivityIndicatorView: UIView {
    open func startAnimating() {}
    open func stopAnimating() {}
    open override var intrinsicContentSize: CGSize { CGSize(width: 20, height: 20) }
}
