// The app's own vectors, on a grid of 24: one line each. M and L as in SVG, C a curve, O a circle (centre and radius), Z.
import UIKit

enum Icon: String, CaseIterable {
    case glasses = "O 6.5 14.5 4 O 17.5 14.5 4 M 10.5 13.6 C 11.2 12.4 12.8 12.4 13.5 13.6 M 2.6 13.4 L 4.6 7 L 6.2 7 M 21.4 13.4 L 19.4 7 L 17.8 7"
    case phone = "M 6.6 3.5 L 9.4 3.5 L 10.8 7.6 L 8.9 9.2 C 9.9 11.6 12.4 14.1 14.8 15.1 L 16.4 13.2 L 20.5 14.6 L 20.5 17.4 C 20.5 19.2 19.2 20.5 17.4 20.5 C 10 20.5 3.5 14 3.5 6.6 C 3.5 4.8 4.8 3.5 6.6 3.5 Z"
    case end = "M 3 14 C 3 8.5 21 8.5 21 14 L 21 16.5 L 16.5 16.5 L 15.8 13.2 C 13.5 12.4 10.5 12.4 8.2 13.2 L 7.5 16.5 L 3 16.5 Z"
    case microphone = "M 12 3 C 10.3 3 9 4.3 9 6 L 9 11 C 9 12.7 10.3 14 12 14 C 13.7 14 15 12.7 15 11 L 15 6 C 15 4.3 13.7 3 12 3 Z M 5.5 11 C 5.5 14.6 8.4 17.5 12 17.5 C 15.6 17.5 18.5 14.6 18.5 11 M 12 17.5 L 12 21"
    case speaker = "M 4 9.5 L 7.5 9.5 L 12 5.5 L 12 18.5 L 7.5 14.5 L 4 14.5 Z M 15 9 C 16.5 10.5 16.5 13.5 15 15 M 17.5 6.5 C 20.5 9.5 20.5 14.5 17.5 17.5"
    case headset = "M 4.5 14 L 4.5 12 C 4.5 7.9 7.9 4.5 12 4.5 C 16.1 4.5 19.5 7.9 19.5 12 L 19.5 14 M 4.5 13.5 L 7.5 13.5 L 7.5 19 L 4.5 19 Z M 19.5 13.5 L 16.5 13.5 L 16.5 19 L 19.5 19 Z"
    case pause = "M 9 5.5 L 9 18.5 M 15 5.5 L 15 18.5"
    case person = "O 12 8 4 M 4.5 20.5 C 4.5 16.4 7.9 14 12 14 C 16.1 14 19.5 16.4 19.5 20.5"
    case people = "O 9 8.5 3.5 M 2.5 19.5 C 2.5 16 5.4 14 9 14 C 12.6 14 15.5 16 15.5 19.5 M 16 5.2 C 19.6 5.2 19.6 11.8 16 11.8 M 18 14.3 C 20.3 15 21.5 16.9 21.5 19.5"
    case lock = "M 6 11 L 18 11 L 18 20 L 6 20 Z M 8.5 11 L 8.5 8 C 8.5 6 10 4.5 12 4.5 C 14 4.5 15.5 6 15.5 8 L 15.5 11"
    case verified = "O 12 12 9 M 7.8 12.4 L 10.8 15.4 L 16.2 9"
    case torch = "M 7 3.5 L 17 3.5 L 17 7.5 L 14.5 11 L 14.5 20.5 L 9.5 20.5 L 9.5 11 L 7 7.5 Z M 7 7.5 L 17 7.5"
    case picture = "M 3.5 5 L 20.5 5 L 20.5 19 L 3.5 19 Z M 3.5 16 L 9 10.5 L 14 15.5 L 16 13.5 L 20.5 18 O 15.5 9 1.4"
    case bell = "M 5 17 L 19 17 L 17.2 14.5 L 17.2 10 C 17.2 7 15 4.8 12 4.8 C 9 4.8 6.8 7 6.8 10 L 6.8 14.5 Z M 12 4.8 L 12 3 M 10 20 C 11 21 13 21 14 20"
    case chat = "M 4 5 L 20 5 L 20 16 L 11 16 L 6.5 20 L 6.5 16 L 4 16 Z"
    case gear = "O 12 12 3.2 O 12 12 6.6 M 12 2.8 L 12 5.4 M 12 18.6 L 12 21.2 M 2.8 12 L 5.4 12 M 18.6 12 L 21.2 12 M 5.5 5.5 L 7.3 7.3 M 16.7 16.7 L 18.5 18.5 M 18.5 5.5 L 16.7 7.3 M 7.3 16.7 L 5.5 18.5"
    case plus = "M 12 4.5 L 12 19.5 M 4.5 12 L 19.5 12"
    case send = "M 4 12 L 20 12 M 13.5 5.5 L 20 12 L 13.5 18.5"
    case code = "M 4 4 L 10 4 L 10 10 L 4 10 Z M 14 4 L 20 4 L 20 10 L 14 10 Z M 4 14 L 10 14 L 10 20 L 4 20 Z M 14 14 L 16.5 14 L 16.5 16.5 M 20 14 L 20 17 M 14 20 L 17 20 M 19.8 20 L 20 20"
    case paste = "M 6 5 L 18 5 L 18 20.5 L 6 20.5 Z M 9 3.5 L 15 3.5 L 15 6.5 L 9 6.5 Z M 9 11 L 15 11 M 9 15 L 13 15"
    case play = "M 7 4.5 L 19 12 L 7 19.5 Z"
    case stop = "M 6 6 L 18 6 L 18 18 L 6 18 Z"
    case record = "O 12 12 7"
    case trash = "M 5 7 L 19 7 M 9.5 7 L 9.5 4.5 L 14.5 4.5 L 14.5 7 M 6.5 7 L 7.5 20.5 L 16.5 20.5 L 17.5 7"
    case share = "M 12 15 L 12 3.5 M 8 7 L 12 3.5 L 16 7 M 7 10.5 L 5 10.5 L 5 20.5 L 19 20.5 L 19 10.5 L 17 10.5"
    case down = "M 5 9 L 12 16 L 19 9"
    case clock = "O 12 12 8.5 M 12 7 L 12 12 L 15.5 14"
    case blank = ""
    case check = "M 4.5 12.5 L 9.5 17.5 L 19.5 6.5"

    /// As a path in a square.
    @MainActor func path(_ side: CGFloat) -> UIBezierPath {
        let path = UIBezierPath()
        let unit = side / 24
        let words = rawValue.split(separator: " ")
        var index = 0
        func point() -> CGPoint {
            defer { index += 2 }
            return CGPoint(x: (Double(words[index]) ?? 0) * unit, y: (Double(words[index + 1]) ?? 0) * unit)
        }
        while index < words.count {
            let command = words[index]
            index += 1
            switch command {
            case "M": path.move(to: point())
            case "L": path.addLine(to: point())
            case "C":
                let (first, second) = (point(), point())
                path.addCurve(to: point(), controlPoint1: first, controlPoint2: second)
            case "O":
                let center = point()
                let radius = (Double(words[index]) ?? 0) * unit
                index += 1
                path.append(
                    UIBezierPath(
                        ovalIn: CGRect(
                            x: center.x - radius, y: center.y - radius, width: 2 * radius, height: 2 * radius)))
            default: path.close()
            }
        }
        path.lineWidth = side / 13
        path.lineCapStyle = .round
        path.lineJoinStyle = .round
        return path
    }

    /// As a template picture, as large as the text beside it.
    @MainActor func image(_ side: CGFloat = 24) -> UIImage {
        let side = min(UIFontMetrics.default.scaledValue(for: side), side * 1.6)
        let image = UIGraphicsImageRenderer(size: CGSize(width: side, height: side)).image { _ in
            UIColor.black.setStroke()
            path(side).stroke()
        }
        let template = image.withRenderingMode(.alwaysTemplate)
        return self == .send ? template.imageFlippedForRightToLeftLayoutDirection() : template
    }
}
