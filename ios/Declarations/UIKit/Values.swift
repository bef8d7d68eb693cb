// UIKit's values: colours, fonts, insets, traits. Names and signatures from Apple's documentation; what begins with `stub`
// is for the tests alone.
@_exported import Foundation

/// https://developer.apple.com/documentation/coregraphics/cgcolor
public final class CGColor: @unchecked Sendable {
    public let components: [CGFloat]?
    init(_ components: [CGFloat]) { self.components = components }
}

/// https://developer.apple.com/documentation/uikit/uiedgeinsets
public struct UIEdgeInsets: Equatable, Sendable {
    public var top, left, bottom, right: CGFloat
    public init(top: CGFloat, left: CGFloat, bottom: CGFloat, right: CGFloat) {
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
    }
    public static let zero = UIEdgeInsets(top: 0, left: 0, bottom: 0, right: 0)
}

/// https://developer.apple.com/documentation/uikit/nsdirectionaledgeinsets
public struct NSDirectionalEdgeInsets: Equatable, Sendable {
    public var top, leading, bottom, trailing: CGFloat
    public init(top: CGFloat, leading: CGFloat, bottom: CGFloat, trailing: CGFloat) {
        (self.top, self.leading, self.bottom, self.trailing) = (top, leading, bottom, trailing)
    }
    public static let zero = NSDirectionalEdgeInsets(top: 0, leading: 0, bottom: 0, trailing: 0)
}

/// https://developer.apple.com/documentation/uikit/uicolor
open class UIColor: NSObject, @unchecked Sendable {
    private let parts: [CGFloat]
    private let provider: ((UITraitCollection) -> UIColor)?

    public init(red: CGFloat, green: CGFloat, blue: CGFloat, alpha: CGFloat) {
        parts = [red, green, blue, alpha]
        provider = nil
    }

    public init(dynamicProvider: @escaping (UITraitCollection) -> UIColor) {
        parts = []
        provider = dynamicProvider
    }

    open func resolvedColor(with traitCollection: UITraitCollection) -> UIColor {
        provider.map { $0(traitCollection).resolvedColor(with: traitCollection) } ?? self
    }

    open func withAlphaComponent(_ alpha: CGFloat) -> UIColor {
        if provider != nil {
            return UIColor { self.resolvedColor(with: $0).withAlphaComponent(alpha) }
        }
        return UIColor(red: parts[0], green: parts[1], blue: parts[2], alpha: alpha)
    }

    open var cgColor: CGColor { CGColor(stubParts(.current)) }
    open func setFill() { StubCanvas.fill = self }
    open func setStroke() { StubCanvas.stroke = self }
    open func set() {
        setFill()
        setStroke()
    }

    public func stubParts(_ traits: UITraitCollection) -> [CGFloat] { resolvedColor(with: traits).parts }

    private static func both(_ light: Int, _ dark: Int, _ alpha: CGFloat = 1) -> UIColor {
        UIColor { $0.userInterfaceStyle == .dark ? of(dark, alpha) : of(light, alpha) }
    }
    private static func of(_ hex: Int, _ alpha: CGFloat) -> UIColor {
        UIColor(
            red: CGFloat(hex >> 16 & 255) / 255, green: CGFloat(hex >> 8 & 255) / 255,
            blue: CGFloat(hex & 255) / 255, alpha: alpha)
    }
    public static let clear = UIColor(red: 0, green: 0, blue: 0, alpha: 0)
    public static let white = UIColor(red: 1, green: 1, blue: 1, alpha: 1)
    public static let black = UIColor(red: 0, green: 0, blue: 0, alpha: 1)
    public static let label = both(0x000000, 0xFFFFFF)
    public static let secondaryLabel = UIColor {
        $0.userInterfaceStyle == .dark ? of(0xEBEBF5, 0.6) : of(0x3C3C43, 0.6)
    }
    public static let separator = both(0xC6C6C8, 0x38383A)
    public static let systemBackground = both(0xFFFFFF, 0x000000)
    public static let secondarySystemBackground = both(0xF2F2F7, 0x1C1C1E)
    public static let tertiarySystemFill = both(0xE9E9EB, 0x2C2C2E)
    public static let systemRed = both(0xD70015, 0xFF6961)
}

/// https://developer.apple.com/documentation/uikit/uicontentsizecategory
public struct UIContentSizeCategory: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let large = UIContentSizeCategory(rawValue: "UICTContentSizeCategoryL")
    public static let accessibilityExtraLarge = UIContentSizeCategory(
        rawValue: "UICTContentSizeCategoryAccessibilityXL")
    public var isAccessibilityCategory: Bool { rawValue.contains("Accessibility") }
    public static let didChangeNotification = Notification.Name("UIContentSizeCategoryDidChangeNotification")
}

/// https://developer.apple.com/documentation/uikit/uifont
open class UIFont: NSObject, @unchecked Sendable {
    public struct TextStyle: RawRepresentable, Hashable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let largeTitle = TextStyle(rawValue: "UICTFontTextStyleTitle0")
        public static let title1 = TextStyle(rawValue: "UICTFontTextStyleTitle1")
        public static let title2 = TextStyle(rawValue: "UICTFontTextStyleTitle2")
        public static let headline = TextStyle(rawValue: "UICTFontTextStyleHeadline")
        public static let body = TextStyle(rawValue: "UICTFontTextStyleBody")
        public static let callout = TextStyle(rawValue: "UICTFontTextStyleCallout")
        public static let subheadline = TextStyle(rawValue: "UICTFontTextStyleSubhead")
        public static let footnote = TextStyle(rawValue: "UICTFontTextStyleFootnote")
        public static let caption1 = TextStyle(rawValue: "UICTFontTextStyleCaption1")
    }

    public let stubStyle: TextStyle
    public let stubMono: Bool
    private static let sizes: [TextStyle: (CGFloat, CGFloat)] = [
        .largeTitle: (34, 52), .title1: (28, 48), .title2: (22, 39), .headline: (17, 40), .body: (17, 40),
        .callout: (16, 38), .subheadline: (15, 36), .footnote: (13, 33), .caption1: (12, 32),
    ]

    init(_ style: TextStyle, mono: Bool = false) {
        stubStyle = style
        stubMono = mono
    }

    open class func preferredFont(forTextStyle style: UIFont.TextStyle) -> UIFont { UIFont(style) }

    /// Its size now: as a label that adjusts itself has it.
    open var pointSize: CGFloat {
        let (usual, large) = Self.sizes[stubStyle] ?? (17, 40)
        return UITraitCollection.current.preferredContentSizeCategory.isAccessibilityCategory ? large : usual
    }
    public var stubBold: Bool { [.headline, .largeTitle, .title1, .title2].contains(stubStyle) }
}

/// https://developer.apple.com/documentation/uikit/uifontmetrics
open class UIFontMetrics: NSObject {
    public nonisolated(unsafe) static let `default` = UIFontMetrics()
    open func scaledValue(for value: CGFloat) -> CGFloat {
        UITraitCollection.current.preferredContentSizeCategory.isAccessibilityCategory ? value * 2 : value
    }
}

public enum UIUserInterfaceStyle: Int, Sendable { case unspecified, light, dark }
public enum UITraitEnvironmentLayoutDirection: Int, Sendable { case unspecified = -1, leftToRight, rightToLeft }
public enum UIUserInterfaceLayoutDirection: Int, Sendable { case leftToRight, rightToLeft }
/// https://developer.apple.com/documentation/uikit/uiscenecapturestate
public enum UISceneCaptureState: Int, Sendable { case unspecified = -1, inactive, active }

/// https://developer.apple.com/documentation/uikit/uitraitcollection
open class UITraitCollection: NSObject, @unchecked Sendable {
    public internal(set) var userInterfaceStyle = UIUserInterfaceStyle.light
    public internal(set) var layoutDirection = UITraitEnvironmentLayoutDirection.leftToRight
    public internal(set) var preferredContentSizeCategory = UIContentSizeCategory.large
    public internal(set) var sceneCaptureState = UISceneCaptureState.inactive

    /// What the system says: tests set it, windows begin with it.
    public nonisolated(unsafe) static var stubSystem = UITraitCollection()
    public nonisolated(unsafe) static var current: UITraitCollection = stubSystem

    public static func stub(
        _ style: UIUserInterfaceStyle = .light, _ category: UIContentSizeCategory = .large,
        capture: UISceneCaptureState = .inactive
    ) -> UITraitCollection {
        let traits = UITraitCollection()
        traits.userInterfaceStyle = style
        traits.preferredContentSizeCategory = category
        traits.sceneCaptureState = capture
        return traits
    }

    func with(_ overrides: UITraitOverrides?, _ style: UIUserInterfaceStyle) -> UITraitCollection {
        let traits = UITraitCollection()
        traits.userInterfaceStyle = style == .unspecified ? userInterfaceStyle : style
        traits.layoutDirection = overrides?.stubDirection ?? layoutDirection
        traits.preferredContentSizeCategory = preferredContentSizeCategory
        traits.sceneCaptureState = sceneCaptureState
        return traits
    }
}

/// https://developer.apple.com/documentation/uikit/uitraitoverrides-swift.struct
public struct UITraitOverrides: Sendable {
    var stubDirection: UITraitEnvironmentLayoutDirection?
    public var layoutDirection: UITraitEnvironmentLayoutDirection {
        get { stubDirection ?? .unspecified }
        set { stubDirection = newValue }
    }
}

/// https://developer.apple.com/documentation/uikit/uitraitdefinition
public protocol UITraitDefinition {}
public typealias UITrait = any UITraitDefinition.Type
public struct UITraitSceneCaptureState: UITraitDefinition {}
public protocol UITraitChangeRegistration {}
struct StubRegistration: UITraitChangeRegistration {}

/// https://developer.apple.com/documentation/uikit/uitraitchangeobservable
@MainActor public protocol UITraitChangeObservable: AnyObject {}
extension UITraitChangeObservable {
    @discardableResult
    public func registerForTraitChanges<T>(
        _ traits: [UITrait], handler: @escaping (T, UITraitCollection) -> Void
    ) -> any UITraitChangeRegistration {
        StubTraits.handlers.append { [weak self] previous in
            if let me = self as? T { handler(me, previous) }
        }
        return StubRegistration()
    }
}

/// What the tests change of the system.
@MainActor public enum StubTraits {
    static var handlers: [(UITraitCollection) -> Void] = []
    public static func set(_ traits: UITraitCollection) {
        let previous = UITraitCollection.stubSystem
        UITraitCollection.stubSystem = traits
        UITraitCollection.current = traits
        for handler in handlers { handler(previous) }
    }
}
