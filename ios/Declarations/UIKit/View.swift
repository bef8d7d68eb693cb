// UIView and what stands around it.
import Foundation

/// NSObjectProtocol of those protocols that a responder conforms to here: a class that is neither a responder nor an
/// NSObject does not compile with Apple's.
@MainActor public protocol StubObject: AnyObject {}

/// https://developer.apple.com/documentation/uikit/uiresponder
/// Not an NSObject here: an initialiser of the main actor could not override the one of NSObject on Linux.
@MainActor open class UIResponder: StubObject {
    public init() {}
    open var canBecomeFirstResponder: Bool { false }
    open private(set) var isFirstResponder = false
    @discardableResult open func becomeFirstResponder() -> Bool {
        isFirstResponder = true
        return true
    }
    @discardableResult open func resignFirstResponder() -> Bool {
        isFirstResponder = false
        return true
    }
}

public struct UIAccessibilityTraits: OptionSet, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    public static let none: UIAccessibilityTraits = []
    public static let button = UIAccessibilityTraits(rawValue: 1)
    public static let header = UIAccessibilityTraits(rawValue: 2)
    public static let image = UIAccessibilityTraits(rawValue: 4)
    public static let notEnabled = UIAccessibilityTraits(rawValue: 8)
    public static let selected = UIAccessibilityTraits(rawValue: 16)
    public static let updatesFrequently = UIAccessibilityTraits(rawValue: 32)
    public static let staticText = UIAccessibilityTraits(rawValue: 64)
}

/// https://developer.apple.com/documentation/uikit/uiaccessibility
public enum UIAccessibility {
    public struct Notification: Sendable {
        let name: String
        public static let announcement = Notification(name: "announcement")
        public static let screenChanged = Notification(name: "screenChanged")
    }
    @MainActor public static var isReduceMotionEnabled: Bool { stubReduceMotion }
    @MainActor public static var stubReduceMotion = false
    @MainActor public static var stubSaid: [String] = []
    @MainActor public static func post(notification: Notification, argument: Any?) {
        if let text = argument as? String { stubSaid.append(text) }
    }
}

/// https://developer.apple.com/documentation/uikit/uiview
@MainActor open class UIView: UIResponder, UITraitChangeObservable {
    public struct AutoresizingMask: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let flexibleWidth = AutoresizingMask(rawValue: 2)
        public static let flexibleHeight = AutoresizingMask(rawValue: 16)
    }
    public struct AnimationOptions: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let `repeat` = AnimationOptions(rawValue: 8)
        public static let autoreverse = AnimationOptions(rawValue: 16)
        public static let allowUserInteraction = AnimationOptions(rawValue: 2)
    }
    public enum ContentMode: Int, Sendable { case scaleToFill, scaleAspectFit, scaleAspectFill, redraw, center = 4 }
    public static let noIntrinsicMetric: CGFloat = -1

    open var frame: CGRect
    open var bounds: CGRect {
        get { CGRect(origin: .zero, size: frame.size) }
        set { frame.size = newValue.size }
    }
    open private(set) var subviews: [UIView] = []
    open private(set) weak var superview: UIView?
    open var backgroundColor: UIColor?
    open var alpha: CGFloat = 1
    open var isHidden = false
    open var clipsToBounds = false
    open var isUserInteractionEnabled = true
    open var contentMode = ContentMode.scaleToFill
    open var tag = 0
    open var autoresizingMask: AutoresizingMask = []
    open var translatesAutoresizingMaskIntoConstraints = true
    open var directionalLayoutMargins = NSDirectionalEdgeInsets(top: 8, leading: 8, bottom: 8, trailing: 8)
    open var overrideUserInterfaceStyle = UIUserInterfaceStyle.unspecified
    open var traitOverrides = UITraitOverrides()
    open var accessibilityViewIsModal = false
    public let layer = CALayer()
    private var tint: UIColor?
    open var tintColor: UIColor! {
        get { tint ?? superview?.tintColor ?? UIColor.stubBlue }
        set { tint = newValue }
    }

    // NSObject's informal protocol of accessibility
    open var isAccessibilityElement = false
    open var accessibilityLabel: String?
    open var accessibilityHint: String?
    open var accessibilityValue: String?
    open var accessibilityIdentifier: String?
    open var accessibilityTraits: UIAccessibilityTraits = .none
    open var accessibilityElementsHidden = false
    open var shouldGroupAccessibilityChildren = false

    public var stubConstraints: [NSLayoutConstraint] = []
    var stubHugging: [NSLayoutConstraint.Axis: UILayoutPriority] = [:]
    var stubCompression: [NSLayoutConstraint.Axis: UILayoutPriority] = [:]
    weak var stubController: UIViewController?
    public var stubGestures: [UIGestureRecognizer] = []

    public init(frame: CGRect) { self.frame = frame }
    public override convenience init() { self.init(frame: .zero) }
    public required init?(coder: NSCoder) { frame = .zero }

    open func addSubview(_ view: UIView) { insertSubview(view, at: subviews.count) }
    open func insertSubview(_ view: UIView, at index: Int) {
        let before = view.window
        view.stubDetach()
        subviews.insert(view, at: min(index, subviews.count))
        view.superview = self
        view.didMoveToSuperview()
        // within a window nothing comes or goes
        if window !== before { view.stubMoved(window != nil) }
    }
    open func removeFromSuperview() {
        let before = window
        stubDetach()
        if before != nil, !(self is UIWindow) { stubMoved(false) }
    }
    private func stubDetach() {
        guard let parent = superview else { return }
        parent.subviews.removeAll { $0 === self }
        superview = nil
        (parent as? UIStackView)?.stubGone(self)
    }
    open func bringSubviewToFront(_ view: UIView) { insertSubview(view, at: subviews.count) }
    open func didMoveToSuperview() {}
    open func didMoveToWindow() {}
    func stubMoved(_ there: Bool) {
        if there { stubController?.stubAppear() } else { stubController?.stubDisappear() }
        didMoveToWindow()
        for view in subviews { view.stubMoved(there) }
    }
    open var window: UIWindow? { superview?.window }
    open var traitCollection: UITraitCollection {
        (superview?.traitCollection ?? UITraitCollection.stubSystem).with(traitOverrides, overrideUserInterfaceStyle)
    }
    open var effectiveUserInterfaceLayoutDirection: UIUserInterfaceLayoutDirection {
        traitCollection.layoutDirection == .rightToLeft ? .rightToLeft : .leftToRight
    }
    open var safeAreaInsets: UIEdgeInsets {
        stubController?.stubInsets ?? superview?.safeAreaInsets ?? .zero
    }
    /// What a view with content of its own needs; none: its children say.
    open func stubOwnSize(_ width: CGFloat) -> CGSize? {
        let own = intrinsicContentSize
        return own.height >= 0 ? CGSize(width: own.width >= 0 ? own.width : width, height: own.height) : nil
    }
    open var intrinsicContentSize: CGSize { CGSize(width: Self.noIntrinsicMetric, height: Self.noIntrinsicMetric) }
    open func sizeThatFits(_ size: CGSize) -> CGSize { stubFit(size.width) }
    open func systemLayoutSizeFitting(_ targetSize: CGSize) -> CGSize { stubFit(targetSize.width) }
    open func setNeedsLayout() {}
    open func setNeedsDisplay() {}
    open func invalidateIntrinsicContentSize() {}
    open func layoutIfNeeded() { stubLayoutAll() }
    open func layoutSubviews() { stubPlaceChildren() }
    open func draw(_ rect: CGRect) {}
    open func addGestureRecognizer(_ recognizer: UIGestureRecognizer) { stubGestures.append(recognizer) }
    open func setContentHuggingPriority(_ priority: UILayoutPriority, for axis: NSLayoutConstraint.Axis) {
        stubHugging[axis] = priority
    }
    open func setContentCompressionResistancePriority(
        _ priority: UILayoutPriority, for axis: NSLayoutConstraint.Axis
    ) {
        stubCompression[axis] = priority
    }
    open class func animate(
        withDuration duration: TimeInterval, delay: TimeInterval, options: UIView.AnimationOptions = [],
        animations: @escaping () -> Void, completion: ((Bool) -> Void)? = nil
    ) {
        animations()
        completion?(true)
    }

    public var leadingAnchor: NSLayoutXAxisAnchor { .init(self, .leading) }
    public var trailingAnchor: NSLayoutXAxisAnchor { .init(self, .trailing) }
    public var centerXAnchor: NSLayoutXAxisAnchor { .init(self, .centerX) }
    public var topAnchor: NSLayoutYAxisAnchor { .init(self, .top) }
    public var bottomAnchor: NSLayoutYAxisAnchor { .init(self, .bottom) }
    public var centerYAnchor: NSLayoutYAxisAnchor { .init(self, .centerY) }
    public var widthAnchor: NSLayoutDimension { .init(self, .width) }
    public var heightAnchor: NSLayoutDimension { .init(self, .height) }
    public private(set) lazy var safeAreaLayoutGuide = UILayoutGuide(self, .safeArea)
    public private(set) lazy var layoutMarginsGuide = UILayoutGuide(self, .margins)
    public private(set) lazy var keyboardLayoutGuide = UIKeyboardLayoutGuide(self, .keyboard)
}

extension UIColor {
    static let stubBlue = UIColor(red: 0, green: 0.48, blue: 1, alpha: 1)
}

/// https://developer.apple.com/documentation/uikit/uigesturerecognizer
@MainActor open class UIGestureRecognizer: NSObject {
    nonisolated public override init() {}
}

/// https://developer.apple.com/documentation/uikit/uiwindow
/// https://developer.apple.com/documentation/uikit/uitouch
@MainActor open class UITouch: NSObject {
    public enum Phase: Int, Sendable {
        case began, moved, stationary, ended, cancelled, regionEntered, regionMoved, regionExited
    }
    open private(set) var phase: Phase
    open private(set) var timestamp: TimeInterval
    private var place: CGPoint
    open func location(in view: UIView?) -> CGPoint { place }
    public init(stub place: CGPoint, _ phase: Phase, at timestamp: TimeInterval) {
        (self.place, self.phase, self.timestamp) = (place, phase, timestamp)
    }
    public func stubMove(to place: CGPoint, _ phase: Phase, at timestamp: TimeInterval) {
        (self.place, self.phase, self.timestamp) = (place, phase, timestamp)
    }
}
/// https://developer.apple.com/documentation/uikit/uievent
@MainActor open class UIEvent: NSObject {
    public enum EventType: Int, Sendable { case touches, motion, remoteControl, presses }
    open var type: EventType { .touches }
    open private(set) var allTouches: Set<UITouch>?
    public init(stub touches: Set<UITouch>) { allTouches = touches }
}

@MainActor open class UIWindow: UIView {
    public struct Level: RawRepresentable, Sendable {
        public let rawValue: CGFloat
        public init(rawValue: CGFloat) { self.rawValue = rawValue }
        public static let normal = Level(rawValue: 0)
        public static let alert = Level(rawValue: 2000)
    }
    open var windowLevel = Level.normal
    open weak var windowScene: UIWindowScene?
    open var rootViewController: UIViewController? {
        didSet {
            oldValue?.view.removeFromSuperview()
            guard let controller = rootViewController else { return }
            controller.view.frame = bounds
            controller.stubBase = stubBase
            addSubview(controller.view)
        }
    }
    public var stubBase = UIEdgeInsets(top: 59, left: 0, bottom: 34, right: 0)
    public init(windowScene: UIWindowScene) {
        self.windowScene = windowScene
        super.init(frame: windowScene.stubFrame)
        windowScene.stubWindows.append(self)
    }
    public override init(frame: CGRect) { super.init(frame: frame) }
    public required init?(coder: NSCoder) { super.init(coder: coder) }
    open override var window: UIWindow? { self }
    open func makeKeyAndVisible() { isHidden = false }
    open func sendEvent(_ event: UIEvent) { stubEvents += 1 }
    public var stubEvents = 0
}
