// The product's mark: outline, pulsing, filled, filled with a slash. Colour is never the only sign.

/// The eyeglasses as a picture of their state.
@MainActor func glasses(_ look: Sotto.Look, _ side: CGFloat = 28) -> UIImage {
    UIGraphicsImageRenderer(size: CGSize(width: side, height: side)).image { _ in
        UIColor.black.set()
        Icon.glasses.path(side).stroke()
        if look == .filled || look == .slashed { Icon.lenses.path(side).fill() }
        guard look == .slashed else { return }
        let slash = Icon.slash.path(side)
        slash.lineWidth *= 1.4
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
            let pulse: UIView.AnimationOptions = [.repeat, .autoreverse, .allowUserInteraction]
            UIView.animate(withDuration: 0.8, delay: 0, options: pulse) { self.alpha = 0.5 }
        }
    }
}
