// Colours and type: calm, one accent; secure mode looks like nothing else.

enum Palette {
    static let accent = both(0x0B5F66, 0x5CC8CF)
    static let onAccent = both(0xFFFFFF, 0x00282B)
    static let danger = both(0xB3261E, 0xFF8A80)
    static let onDanger = both(0xFFFFFF, 0x3B0A06)
    static let ground = both(0xFFFFFF, 0x0E1415)
    static let card = both(0xF0F4F4, 0x1A2324)
    static let text = both(0x10191A, 0xEDF3F3)
    static let quiet = both(0x4A5A5B, 0xA9BABB)
    static let mine = both(0xD3ECEC, 0x12474B)
    /// Secure mode: near-black ground, amber frame, in light and dark alike.
    static let secureGround = of(0x0A0B0C)
    static let secureCard = of(0x191A1C)
    static let amber = of(0xFFB547)
    static let onAmber = of(0x2A1B00)

    private static func both(_ light: Int, _ dark: Int) -> UIColor {
        UIColor { of($0.userInterfaceStyle == .dark ? dark : light) }
    }
    private static func of(_ hex: Int) -> UIColor {
        UIColor(
            red: CGFloat(hex >> 16 & 255) / 255, green: CGFloat(hex >> 8 & 255) / 255, blue: CGFloat(hex & 255) / 255,
            alpha: 1)
    }
}

/// The two looks of a screen.
struct Look: Equatable {
    let secure: Bool
    static let ordinary = Look(secure: false)
    static let secure = Look(secure: true)
    var ground: UIColor { secure ? Palette.secureGround : Palette.ground }
    var card: UIColor { secure ? Palette.secureCard : Palette.card }
    var accent: UIColor { secure ? Palette.amber : Palette.accent }
    var onAccent: UIColor { secure ? Palette.onAmber : Palette.onAccent }
}

/// The 8-point grid.
enum Grid {
    static let small: CGFloat = 8
    static let usual: CGFloat = 16
    static let large: CGFloat = 24
    /// The least that a finger hits.
    static let target: CGFloat = 44
    /// Text is no wider than this on a tablet.
    static let column: CGFloat = 560
}
