// The product's mark: outline, pulsing, filled, filled with a slash. Colour is never the only sign.
import SottoKit
import UIKit

/// The eyeglasses as a picture of their state.
@MainActor func glasses(_ look: Sotto.Look, _ side: CGFloat = 28) -> UIImage {
    UIGraphicsImageRenderer(size: CGSize(width: side, height: side)).image { _ in
        UIColor.black.set()
        let path = Icon.glasses.path(side)
        path.stroke()
        guard look == .filled || look == .slashed else { return }
        let unit = side / 24
        for x in [6.5, 17.5] {
            UIBezierPath(ovalIn: CGRect(x: (x - 4) * unit, y: 10.5 * unit, width: 8 * unit, height: 8 * unit)).fill()
        }
        guard look == .slashed else { return }
        let slash = UIBezierPath()
        slash.move(to: CGPoint(x: 3 * unit, y: 21.5 * unit))
        slash.addLine(to: CGPoint(x: 21 * unit, y: 4 * unit))
        slash.lineWidth = path.lineWidth * 1.4
        slash.lineCapStyle = .round
        slash.stroke()
    }.withRenderingMode(.alwaysTemplate)
}

/// The eyeglasses as a view; pulsing moves only where motion is wanted.
final class GlassesView: UIImageView {
    private var look: Sotto.Look?
    private var side: CGFloat = 0

    func show(_ mark: Eyeglasses, side: CGFloat, tint: UIColor) {
        tintColor = tint
        accessibilityLabel = mark.label.words
        isAccessibilityElement = true
        accessibilityTraits = .image
        contentMode = .center
        guard look != mark.look || self.side != side else { return }
        (look, self.side) = (mark.look, side)
        image = glasses(mark.look, side)
        alpha = 1
        if mark.look == .pulsing, !UIAccessibility.isReduceMotionEnabled {
            UIView.animate(withDuration: 0.8, options: [.repeat, .autoreverse, .allowUserInteraction]) {
                self.alpha = 0.5
            }
        }
    }
}
