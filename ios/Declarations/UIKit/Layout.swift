// Auto Layout, as far as the app uses it: edges, centres and sizes against the parent, its guides or a sibling.
import Foundation

public struct UILayoutPriority: RawRepresentable, Hashable, Sendable {
    public let rawValue: Float
    public init(rawValue: Float) { self.rawValue = rawValue }
    public init(_ rawValue: Float) { self.rawValue = rawValue }
    public static let required = UILayoutPriority(1000)
    public static let defaultHigh = UILayoutPriority(750)
    public static let defaultLow = UILayoutPriority(250)
}

enum StubAttribute { case leading, trailing, centerX, top, bottom, centerY, width, height }
enum StubGuide { case safeArea, margins, keyboard, content, frame }

/// https://developer.apple.com/documentation/uikit/uilayoutguide
@MainActor open class UILayoutGuide: NSObject {
    weak var stubView: UIView?
    let stubKind: StubGuide
    init(_ view: UIView, _ kind: StubGuide) {
        stubView = view
        stubKind = kind
    }
    public var leadingAnchor: NSLayoutXAxisAnchor { .init(self, .leading) }
    public var trailingAnchor: NSLayoutXAxisAnchor { .init(self, .trailing) }
    public var centerXAnchor: NSLayoutXAxisAnchor { .init(self, .centerX) }
    public var topAnchor: NSLayoutYAxisAnchor { .init(self, .top) }
    public var bottomAnchor: NSLayoutYAxisAnchor { .init(self, .bottom) }
    public var centerYAnchor: NSLayoutYAxisAnchor { .init(self, .centerY) }
    public var widthAnchor: NSLayoutDimension { .init(self, .width) }
    public var heightAnchor: NSLayoutDimension { .init(self, .height) }

    /// Its rectangle in its view.
    func stubRect(_ size: CGSize) -> CGRect {
        guard let view = stubView else { return .zero }
        let whole = CGRect(origin: .zero, size: size)
        let safe = view.safeAreaInsets
        let inner = CGRect(
            x: 0, y: safe.top, width: size.width, height: max(0, size.height - safe.top - safe.bottom))
        switch stubKind {
        case .safeArea: return inner
        case .margins:
            let margins = view.directionalLayoutMargins
            return CGRect(
                x: margins.leading, y: inner.minY + margins.top,
                width: whole.width - margins.leading - margins.trailing,
                height: inner.height - margins.top - margins.bottom)
        case .keyboard: return CGRect(x: 0, y: inner.maxY, width: size.width, height: 0)
        case .content, .frame: return whole
        }
    }
}
@MainActor open class UIKeyboardLayoutGuide: UILayoutGuide {}

/// https://developer.apple.com/documentation/uikit/nslayoutanchor
@MainActor open class NSLayoutAnchor<AnchorType: AnyObject>: NSObject {
    let item: AnyObject
    let attribute: StubAttribute
    init(_ item: AnyObject, _ attribute: StubAttribute) {
        self.item = item
        self.attribute = attribute
    }
    open func constraint(equalTo anchor: NSLayoutAnchor<AnchorType>, constant: CGFloat = 0) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .equal, anchor.item, anchor.attribute, 1, constant)
    }
    open func constraint(
        greaterThanOrEqualTo anchor: NSLayoutAnchor<AnchorType>, constant: CGFloat = 0
    ) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .atLeast, anchor.item, anchor.attribute, 1, constant)
    }
    open func constraint(
        lessThanOrEqualTo anchor: NSLayoutAnchor<AnchorType>, constant: CGFloat = 0
    ) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .atMost, anchor.item, anchor.attribute, 1, constant)
    }
}
@MainActor open class NSLayoutXAxisAnchor: NSLayoutAnchor<NSLayoutXAxisAnchor> {}
@MainActor open class NSLayoutYAxisAnchor: NSLayoutAnchor<NSLayoutYAxisAnchor> {}
@MainActor open class NSLayoutDimension: NSLayoutAnchor<NSLayoutDimension> {
    open func constraint(equalToConstant c: CGFloat) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .equal, nil, attribute, 1, c)
    }
    open func constraint(greaterThanOrEqualToConstant c: CGFloat) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .atLeast, nil, attribute, 1, c)
    }
    open func constraint(lessThanOrEqualToConstant c: CGFloat) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .atMost, nil, attribute, 1, c)
    }
    open func constraint(equalTo anchor: NSLayoutDimension, multiplier m: CGFloat) -> NSLayoutConstraint {
        NSLayoutConstraint(self, .equal, anchor.item, anchor.attribute, m, 0)
    }
}

/// https://developer.apple.com/documentation/uikit/nslayoutconstraint
@MainActor open class NSLayoutConstraint: NSObject {
    public enum Axis: Int, Sendable { case horizontal, vertical }
    public enum StubRelation { case equal, atLeast, atMost }
    unowned let view: UIView
    let attribute: StubAttribute
    let relation: StubRelation
    weak var other: AnyObject?
    let otherAttribute: StubAttribute
    let multiplier: CGFloat
    open var constant: CGFloat
    open var priority = UILayoutPriority.required
    private let mirror: Bool

    init<T>(
        _ first: NSLayoutAnchor<T>, _ relation: StubRelation, _ other: AnyObject?, _ otherAttribute: StubAttribute,
        _ multiplier: CGFloat, _ constant: CGFloat
    ) {
        // a constraint is kept with a view: one whose first item is a guide is turned round
        if let view = first.item as? UIView {
            (self.view, attribute, self.other, self.otherAttribute) = (view, first.attribute, other, otherAttribute)
            (self.relation, self.multiplier, self.constant) = (relation, multiplier, constant)
            mirror = false
        } else {
            guard let view = other as? UIView else { fatalError("a constraint between two guides") }
            (self.view, attribute, self.other, self.otherAttribute) = (view, otherAttribute, first.item, first.attribute)
            (self.relation, self.multiplier, self.constant) = (relation, 1 / multiplier, -constant)
            mirror = true
        }
    }
    open var isActive = false {
        didSet {
            guard isActive != oldValue else { return }
            if isActive {
                view.stubConstraints.append(self)
                if (other as? UIView) === view.superview || !(other is UIView) { return }
            } else {
                view.stubConstraints.removeAll { $0 === self }
            }
        }
    }
    open class func activate(_ constraints: [NSLayoutConstraint]) {
        for constraint in constraints { constraint.isActive = true }
    }
}

/// How text is measured: the renderer gives a better one. Text, font, width, lines at most.
@MainActor public var stubMeasure: (String, UIFont, CGFloat, Int) -> CGSize = { text, font, width, lines in
    let wide = CGFloat(text.count) * font.pointSize * 0.55
    let count = max(1, (wide / max(width, 1)).rounded(.up))
    let shown = lines > 0 ? min(count, CGFloat(lines)) : count
    return CGSize(width: min(wide, width), height: shown * font.pointSize * 1.3)
}

extension UIView {
    private typealias Span = (start: CGFloat?, end: CGFloat?, center: CGFloat?, size: CGFloat?)

    private func value(_ attribute: StubAttribute, _ rect: CGRect, _ rtl: Bool) -> CGFloat {
        switch attribute {
        case .leading: rtl ? -rect.maxX : rect.minX
        case .trailing: rtl ? -rect.minX : rect.maxX
        case .centerX: rect.midX
        case .top: rect.minY
        case .bottom: rect.maxY
        case .centerY: rect.midY
        case .width: rect.width
        case .height: rect.height
        }
    }

    /// Its size where it is this wide.
    public func stubFit(_ width: CGFloat) -> CGSize {
        var size = stubNatural(width)
        for constraint in stubConstraints where constraint.other == nil {
            let constant = constraint.constant
            switch (constraint.attribute, constraint.relation) {
            case (.width, .equal): size.width = constant
            case (.width, .atLeast): size.width = max(size.width, constant)
            case (.width, .atMost): size.width = min(size.width, constant)
            case (.height, .equal): size.height = constant
            case (.height, .atLeast): size.height = max(size.height, constant)
            case (.height, .atMost): size.height = min(size.height, constant)
            default: break
            }
        }
        for constraint in stubConstraints where constraint.other === self {
            size.width = min(size.width, width)
            if constraint.attribute == .height { size.height = width * constraint.multiplier }
            if constraint.attribute == .width { size.width = size.height * constraint.multiplier }
        }
        return size
    }

    private func stubNatural(_ width: CGFloat) -> CGSize {
        if let own = stubOwnSize(width) { return own }
        var size = CGSize.zero
        for child in subviews where !child.isHidden && !child.translatesAutoresizingMaskIntoConstraints {
            let bounds = CGSize(width: width, height: 10_000)
            var top: CGFloat = 0, bottom: CGFloat = 0, start: CGFloat = 0, end: CGFloat = 0
            for constraint in child.stubConstraints where constraint.other != nil && constraint.other !== child {
                switch constraint.attribute {
                case .top: top = constraint.constant + inset(constraint.other, .top)
                case .bottom: bottom = -constraint.constant + inset(constraint.other, .bottom)
                case .leading: start = constraint.constant
                case .trailing: end = -constraint.constant
                default: break
                }
            }
            _ = bounds
            let fitted = child.stubFit(max(0, width - start - end))
            size.height = max(size.height, top + fitted.height + bottom)
            size.width = max(size.width, start + fitted.width + end)
        }
        return CGSize(width: min(size.width, width), height: size.height)
    }

    private func inset(_ other: AnyObject?, _ edge: StubAttribute) -> CGFloat {
        guard let guide = other as? UILayoutGuide else { return 0 }
        let margins = directionalLayoutMargins
        switch guide.stubKind {
        case .safeArea: return edge == .top ? safeAreaInsets.top : safeAreaInsets.bottom
        case .margins: return edge == .top ? margins.top : margins.bottom
        default: return 0
        }
    }




    public func stubLayoutAll() {
        UITraitCollection.current = traitCollection
        layoutSubviews()
        for child in subviews where !child.isHidden { child.stubLayoutAll() }
    }

    /// Gives each child the frame that its constraints say.
    func stubPlaceChildren() {
        let size = bounds.size
        let rtl = effectiveUserInterfaceLayoutDirection == .rightToLeft
        for child in subviews {
            if child.translatesAutoresizingMaskIntoConstraints {
                if child.autoresizingMask.contains(.flexibleWidth) { child.frame.size.width = size.width }
                if child.autoresizingMask.contains(.flexibleHeight) { child.frame.size.height = size.height }
                continue
            }
            var x: Span = (nil, nil, nil, nil), y: Span = (nil, nil, nil, nil)
            var limits: [NSLayoutConstraint] = []
            var (least, most): (CGFloat?, CGFloat?) = (nil, nil)
            let ordered = child.stubConstraints.sorted { $0.priority.rawValue < $1.priority.rawValue }
            for constraint in ordered where constraint.other !== child {
                if constraint.relation != .equal {
                    limits.append(constraint)
                    if constraint.other === self {
                        let whole = CGRect(origin: .zero, size: size)
                        let at = value(constraint.otherAttribute, whole, rtl) + constraint.constant
                        if constraint.attribute == .leading { least = at }
                        if constraint.attribute == .trailing { most = at }
                    }
                    continue
                }
                let rect: CGRect
                var sign: CGFloat = 1
                if let guide = constraint.other as? UILayoutGuide { rect = guide.stubRect(size) }
                else if let view = constraint.other as? UIView {
                    rect = view === self ? CGRect(origin: .zero, size: size) : view.frame
                } else { rect = .zero }
                if rtl, [.leading, .trailing].contains(constraint.attribute) { sign = 1 }
                let base = constraint.other == nil ? 0 : value(constraint.otherAttribute, rect, rtl)
                let at = base * constraint.multiplier + sign * constraint.constant
                switch constraint.attribute {
                case .leading: x.start = at
                case .trailing: x.end = at
                case .centerX: x.center = at
                case .width: x.size = at
                case .top: y.start = at
                case .bottom: y.end = at
                case .centerY: y.center = at
                case .height: y.size = at
                }
            }
            for constraint in limits where constraint.attribute == .width && constraint.other == nil {
                if constraint.relation == .atMost, x.center != nil {
                    x.size = min(constraint.constant, (x.end ?? size.width) - (x.start ?? 0))
                    x.start = nil
                    x.end = nil
                }
            }
            let room = max(
                0, (x.end ?? most ?? (rtl ? 0 : size.width)) - (x.start ?? least ?? (rtl ? -size.width : 0)))
            var width = x.size ?? (x.start != nil && x.end != nil ? room : min(room, child.stubFit(room).width))
            for limit in limits where limit.attribute == .width && limit.other == nil {
                width = limit.relation == .atMost ? min(width, limit.constant) : max(width, limit.constant)
            }
            let fitted = child.stubFit(width).height
            var height = y.size ?? (y.start.flatMap { s in y.end.map { $0 - s } } ?? fitted)
            for limit in limits where limit.attribute == .height && limit.other == nil {
                height = limit.relation == .atMost ? min(height, limit.constant) : max(height, limit.constant)
            }
            if child.stubConstraints.contains(where: { $0.other === child && $0.attribute == .height }) {
                height = child.stubFit(width).height
            }
            var left: CGFloat
            if let center = x.center { left = center - width / 2 }
            else if let start = x.start { left = rtl ? -start - width : start }
            else if let end = x.end { left = rtl ? -end : end - width }
            else { left = rtl ? size.width - width : 0 }
            if left.isNaN { left = 0 }
            let top = y.center.map { $0 - height / 2 } ?? y.start ?? y.end.map { $0 - height } ?? 0
            child.frame = CGRect(x: left, y: top, width: width, height: max(0, height))
        }
    }
}
