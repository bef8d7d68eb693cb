// The app's own vectors, drawn from icons.txt: one line each, on a grid of 24. M and L as in SVG, C a curve, O a circle
// (centre and radius), Z.

enum Icon: String, CaseIterable {
    case glasses, phone, end, microphone, speaker, headset, pause, person, people, lock, verified, torch, picture, bell, chat
    case gear, plus, send, code, paste, play, stop, record, trash, share, down, clock, blank, check, lenses, slash, phones

    private static let vectors: [String: [Substring]] = {
        let file = Bundle.module.url(forResource: "icons", withExtension: "txt")
        let lines = file.flatMap { try? String(contentsOf: $0, encoding: .utf8) } ?? ""
        return lines.split(separator: "\n").reduce(into: [:]) { all, line in
            let words = line.split(separator: " ")
            all[String(words[0])] = Array(words.dropFirst())
        }
    }()

    /// As a path in a square.
    @MainActor func path(_ side: CGFloat) -> UIBezierPath {
        let path = UIBezierPath()
        let unit = side / 24
        let words = Self.vectors[rawValue] ?? []
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
                let square = CGRect(x: center.x, y: center.y, width: 0, height: 0).insetBy(dx: -radius, dy: -radius)
                path.append(UIBezierPath(ovalIn: square))
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
