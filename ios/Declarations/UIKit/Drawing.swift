// UIKit's drawing: paths and pictures. What is drawn is kept as a list, which the renderer of the tests plays back.
import Foundation

@frozen public enum StubElement: Sendable {
    case move(CGPoint), line(CGPoint), curve(CGPoint, CGPoint, CGPoint), close
}

@frozen public enum StubInk {
    case fill([StubElement], UIColor)
    case stroke([StubElement], UIColor, CGFloat)
}

/// What is drawn now.
public enum StubCanvas {
    nonisolated(unsafe) static var fill = UIColor.black
    nonisolated(unsafe) static var stroke = UIColor.black
    nonisolated(unsafe) static var ink: [StubInk] = []

    public static func record(_ draw: () -> Void) -> [StubInk] {
        let before = ink
        ink = []
        defer { ink = before }
        draw()
        return ink
    }
}

#if canImport(Glibc)
/// https://developer.apple.com/documentation/corefoundation/cgaffinetransform
public struct CGAffineTransform: Sendable {
    public var tx, ty: CGFloat
    public init(translationX tx: CGFloat, y ty: CGFloat) { (self.tx, self.ty) = (tx, ty) }
}
#endif

public enum CGLineCap: Int32, Sendable { case butt, round, square }
public enum CGLineJoin: Int32, Sendable { case miter, round, bevel }

/// https://developer.apple.com/documentation/uikit/uibezierpath
open class UIBezierPath: NSObject {
    public internal(set) var stubElements: [StubElement] = []
    open var lineWidth: CGFloat = 1
    open var lineCapStyle = CGLineCap.butt
    open var lineJoinStyle = CGLineJoin.miter

    public override init() {}
    public convenience init(ovalIn rect: CGRect) {
        self.init()
        addArc(
            withCenter: CGPoint(x: rect.midX, y: rect.midY), radius: rect.width / 2, startAngle: 0,
            endAngle: 2 * .pi, clockwise: true)
        close()
    }
    public convenience init(rect: CGRect) {
        self.init(roundedRect: rect, cornerRadius: 0)
    }
    public convenience init(roundedRect rect: CGRect, cornerRadius: CGFloat) {
        self.init()
        let radius = min(cornerRadius, rect.width / 2, rect.height / 2)
        let corners: [(CGFloat, CGFloat, CGFloat)] = [
            (rect.maxX - radius, rect.minY + radius, -.pi / 2), (rect.maxX - radius, rect.maxY - radius, 0),
            (rect.minX + radius, rect.maxY - radius, .pi / 2), (rect.minX + radius, rect.minY + radius, .pi),
        ]
        for (x, y, angle) in corners {
            addArc(
                withCenter: CGPoint(x: x, y: y), radius: radius, startAngle: angle, endAngle: angle + .pi / 2,
                clockwise: true)
        }
        close()
    }

    open func move(to point: CGPoint) { stubElements.append(.move(point)) }
    open func addLine(to point: CGPoint) { stubElements.append(.line(point)) }
    open func addCurve(to end: CGPoint, controlPoint1: CGPoint, controlPoint2: CGPoint) {
        stubElements.append(.curve(controlPoint1, controlPoint2, end))
    }
    open func close() { stubElements.append(.close) }
    open func append(_ path: UIBezierPath) { stubElements += path.stubElements }

    open func addArc(
        withCenter center: CGPoint, radius: CGFloat, startAngle: CGFloat, endAngle: CGFloat, clockwise: Bool
    ) {
        let sweep = endAngle - startAngle
        let parts = max(1, Int((abs(sweep) / (.pi / 2)).rounded(.up)))
        let step = sweep / CGFloat(parts)
        let handle = 4 / 3 * tan(step / 4) * radius
        func point(_ angle: CGFloat) -> CGPoint {
            CGPoint(x: center.x + radius * cos(angle), y: center.y + radius * sin(angle))
        }
        let start = point(startAngle)
        if stubElements.isEmpty { move(to: start) } else { addLine(to: start) }
        for part in 0..<parts {
            let from = startAngle + CGFloat(part) * step
            let to = from + step
            let (a, b) = (point(from), point(to))
            addCurve(
                to: b, controlPoint1: CGPoint(x: a.x - handle * sin(from), y: a.y + handle * cos(from)),
                controlPoint2: CGPoint(x: b.x + handle * sin(to), y: b.y - handle * cos(to)))
        }
    }

    open func apply(_ transform: CGAffineTransform) {
        func moved(_ point: CGPoint) -> CGPoint { CGPoint(x: point.x + transform.tx, y: point.y + transform.ty) }
        stubElements = stubElements.map {
            switch $0 {
            case .move(let to): .move(moved(to))
            case .line(let to): .line(moved(to))
            case .curve(let a, let b, let to): .curve(moved(a), moved(b), moved(to))
            case .close: .close
            }
        }
    }
    open func fill() { StubCanvas.ink.append(.fill(stubElements, StubCanvas.fill)) }
    open func stroke() { StubCanvas.ink.append(.stroke(stubElements, StubCanvas.stroke, lineWidth)) }
}

/// https://developer.apple.com/documentation/uikit/uiimage
open class UIImage: NSObject, @unchecked Sendable {
    public enum RenderingMode: Int, Sendable { case automatic, alwaysOriginal, alwaysTemplate }
    public let size: CGSize
    public private(set) var renderingMode = RenderingMode.automatic
    public let stubInk: [StubInk]
    public let stubFile: Data?

    init(size: CGSize, ink: [StubInk], file: Data? = nil, mode: RenderingMode = .automatic) {
        (self.size, stubInk, stubFile, renderingMode) = (size, ink, file, mode)
    }
    /// A PNG file: its size stands in its head.
    public convenience init?(data: Data) {
        let head = [UInt8](data.prefix(24))
        guard head.count == 24, head[1...3].elementsEqual("PNG".utf8) else { return nil }
        func number(_ at: Int) -> CGFloat { head[at..<at + 4].reduce(0) { $0 * 256 + CGFloat($1) } }
        self.init(size: CGSize(width: number(16), height: number(20)), ink: [], file: data)
    }
    open func withRenderingMode(_ mode: UIImage.RenderingMode) -> UIImage {
        UIImage(size: size, ink: stubInk, file: stubFile, mode: mode)
    }
    open func imageFlippedForRightToLeftLayoutDirection() -> UIImage { self }
    open func pngData() -> Data? { stubFile }
}

/// https://developer.apple.com/documentation/uikit/uigraphicsimagerenderer
open class UIGraphicsImageRenderer: NSObject {
    private let size: CGSize
    public init(size: CGSize) { self.size = size }
    open func image(actions: (UIGraphicsImageRendererContext) -> Void) -> UIImage {
        UIImage(size: size, ink: StubCanvas.record { actions(UIGraphicsImageRendererContext()) })
    }
}
open class UIGraphicsImageRendererContext: NSObject {}

/// https://developer.apple.com/documentation/quartzcore/calayer
@MainActor open class CALayer: NSObject {
    open var cornerRadius: CGFloat = 0
    open var borderWidth: CGFloat = 0
    open var borderColor: CGColor?
    open var masksToBounds = false
    open var frame: CGRect = .zero
    public private(set) var sublayers: [CALayer]?
    nonisolated public override init() {}
    open func addSublayer(_ layer: CALayer) { sublayers = (sublayers ?? []) + [layer] }
    open func insertSublayer(_ layer: CALayer, at index: UInt32) { addSublayer(layer) }
}
