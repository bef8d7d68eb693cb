// The place that captures of the screen leave out: what the system puts secure text into. No interface of iOS promises it;
// so the lever says *detected*, never *enforced*.

/// Holds everything the app shows; a window has nothing beside it but the cover.
final class SecureCanvas: Made {
    let content = UIView(frame: .zero)
    /// Kept: the system's place lives as long as its field.
    private let field = UITextField(frame: .zero)

    override func build() { pin(content) }

    /// `false`: this system builds its secure text in another way, and nothing is hidden.
    func hide(_ hidden: Bool) -> Bool {
        guard hidden else {
            move(to: self)
            return true
        }
        field.isSecureTextEntry = true
        guard let place = field.subviews.first ?? subviews.first(where: { $0 !== content }) else { return false }
        if place.superview !== self {
            place.removeFromSuperview()
            place.isUserInteractionEnabled = true
            pin(place)
        }
        move(to: place)
        return true
    }

    private func move(to place: UIView) {
        // straight from one to the other: nothing on the screen comes or goes
        if content.superview !== place { place.pin(content) }
    }
}
