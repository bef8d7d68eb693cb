// Draws a tree of views into a PNG file with cairo and pango: what a person would see, near enough to look at.
import CPango
import UIKit

@MainActor public final class Renderer {
    private let surface: OpaquePointer
    private let cairo: OpaquePointer
    private let scale: Double
    private static let scratch = cairo_create(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1, 1))!

    private init(_ size: CGSize, scale: Double) {
        surface = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, Int32(size.width * scale), Int32(size.height * scale))
        cairo = cairo_create(surface)
        self.scale = scale
        cairo_scale(cairo, scale, scale)
    }

    /// From now on text is as wide as it is drawn.
    public static func measureText() {
        stubMeasure = { text, font, width, lines in
            let made = layout(scratch, text, font, width, lines)
            defer { g_object_unref(gpointer(made)) }
            var ink = PangoRectangle(), logical = PangoRectangle()
            pango_layout_get_pixel_extents(made, &ink, &logical)
            return CGSize(width: CGFloat(logical.width) + 1, height: CGFloat(logical.height))
        }
    }

    /// Lays a window out and draws it.
    public static func draw(_ window: UIWindow, to file: String, scale: Double = 2) throws {
        let before = UITraitCollection.current
        defer { UITraitCollection.current = before }
        for _ in 0..<2 { window.stubLayoutAll() }
        let renderer = Renderer(window.bounds.size, scale: scale)
        renderer.draw(window)
        guard cairo_surface_write_to_png(renderer.surface, file) == CAIRO_STATUS_SUCCESS else {
            throw CocoaError(.fileWriteUnknown)
        }
        cairo_destroy(renderer.cairo)
        cairo_surface_destroy(renderer.surface)
    }

    private static func layout(
        _ cairo: OpaquePointer, _ text: String, _ font: UIFont, _ width: CGFloat, _ lines: Int
    ) -> OpaquePointer {
        let made = pango_cairo_create_layout(cairo)!
        let description = pango_font_description_from_string(
            font.stubMono ? "Noto Sans Mono" : "Inter, Noto Sans Arabic UI, WenQuanYi Micro Hei")
        pango_font_description_set_absolute_size(description, Double(font.pointSize) * Double(PANGO_SCALE))
        pango_font_description_set_weight(description, font.stubBold ? PANGO_WEIGHT_SEMIBOLD : PANGO_WEIGHT_NORMAL)
        pango_layout_set_font_description(made, description)
        pango_font_description_free(description)
        pango_layout_set_text(made, text, -1)
        pango_layout_set_width(made, Int32(min(max(width, 1), 4_000) * Double(PANGO_SCALE)))
        pango_layout_set_wrap(made, PANGO_WRAP_WORD_CHAR)
        if lines > 0 {
            pango_layout_set_height(made, -Int32(lines))
            pango_layout_set_ellipsize(made, PANGO_ELLIPSIZE_END)
        }
        return made
    }

    private func set(_ color: UIColor, _ traits: UITraitCollection, alpha: CGFloat = 1) {
        let parts = color.stubParts(traits)
        cairo_set_source_rgba(cairo, parts[0], parts[1], parts[2], parts[3] * alpha)
    }

    private func rounded(_ rect: CGRect, _ radius: CGFloat) {
        let path = UIBezierPath(roundedRect: rect, cornerRadius: radius)
        trace(path.stubElements)
    }

    private func trace(_ elements: [StubElement]) {
        cairo_new_path(cairo)
        for element in elements {
            switch element {
            case .move(let to): cairo_move_to(cairo, to.x, to.y)
            case .line(let to): cairo_line_to(cairo, to.x, to.y)
            case .curve(let a, let b, let to): cairo_curve_to(cairo, a.x, a.y, b.x, b.y, to.x, to.y)
            case .close: cairo_close_path(cairo)
            }
        }
    }

    private func draw(_ ink: [StubInk], _ traits: UITraitCollection, tint: UIColor? = nil) {
        for stroke in ink {
            switch stroke {
            case .fill(let path, let color):
                trace(path)
                set(tint ?? color, traits)
                cairo_fill(cairo)
            case .stroke(let path, let color, let width):
                trace(path)
                set(tint ?? color, traits)
                cairo_set_line_width(cairo, width)
                cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND)
                cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
                cairo_stroke(cairo)
            }
        }
    }

    /// Draws a view that is in no tree as if it lay in a bar.
    func paint(_ view: UIView, in rect: CGRect, _ bar: UIView) {
        bar.addSubview(view)
        view.translatesAutoresizingMaskIntoConstraints = true
        view.frame = rect
        view.stubLayoutAll()
        draw(view)
        view.removeFromSuperview()
    }

    private func draw(_ view: UIView) {
        guard !view.isHidden, view.alpha > 0.01 else { return }
        let traits = view.traitCollection
        UITraitCollection.current = traits
        cairo_save(cairo)
        defer { cairo_restore(cairo) }
        cairo_translate(cairo, view.frame.minX, view.frame.minY)
        let group = view.alpha < 0.99
        if group { cairo_push_group(cairo) }
        let bounds = view.bounds
        let radius = view.layer.cornerRadius
        if let ground = view.backgroundColor {
            rounded(bounds, radius)
            set(ground, traits)
            cairo_fill(cairo)
        }
        if view.clipsToBounds || view is UIScrollView {
            rounded(bounds, radius)
            cairo_clip(cairo)
        }
        draw(StubCanvas.record { view.draw(bounds) }, traits)
        content(of: view, bounds, traits)
        cairo_save(cairo)
        if let scroll = view as? UIScrollView { cairo_translate(cairo, 0, -scroll.contentOffset.y) }
        for child in view.subviews { draw(child) }
        cairo_restore(cairo)
        if view.layer.borderWidth > 0, let border = view.layer.borderColor?.components {
            let inset = view.layer.borderWidth / 2
            rounded(bounds.insetBy(dx: inset, dy: inset), radius)
            cairo_set_source_rgba(cairo, border[0], border[1], border[2], border[3])
            cairo_set_line_width(cairo, view.layer.borderWidth)
            cairo_stroke(cairo)
        }
        if group {
            cairo_pop_group_to_source(cairo)
            cairo_paint_with_alpha(cairo, view.alpha)
        }
    }

    private func content(of view: UIView, _ bounds: CGRect, _ traits: UITraitCollection) {
        switch view {
        case let label as UILabel:
            text(label.text ?? "", label.font, label.textColor, bounds, label.textAlignment, label.numberOfLines, traits)
        case let picture as UIImageView:
            if let image = picture.image {
                let (size, middle) = (image.size, CGPoint(x: bounds.midX, y: bounds.midY))
                let own = CGRect(
                    x: middle.x - size.width / 2, y: middle.y - size.height / 2, width: size.width, height: size.height)
                draw(image, in: picture.contentMode == .center ? own : bounds, picture.tintColor, traits)
            }
        case let button as UIButton: draw(button, bounds, traits)
        case let field as UITextField:
            let empty = (field.text ?? "").isEmpty
            if field.borderStyle == .roundedRect {
                rounded(bounds.insetBy(dx: 0.5, dy: 0.5), 8)
                set(.separator, traits)
                cairo_set_line_width(cairo, 1)
                cairo_stroke(cairo)
            }
            text(
                empty ? field.placeholder ?? "" : field.text ?? "", field.font ?? .preferredFont(forTextStyle: .body),
                empty ? .secondaryLabel : field.textColor ?? .label, bounds.insetBy(dx: 10, dy: 9), .natural, 1, traits)
        case let area as UITextView:
            text(
                area.text, area.font ?? .preferredFont(forTextStyle: .body), area.textColor ?? .label,
                bounds.insetBy(dx: 5, dy: area.textContainerInset.top), .natural, 0, traits)
        case let toggle as UISwitch:
            rounded(bounds, bounds.height / 2)
            set(toggle.isOn ? toggle.tintColor : .tertiarySystemFill, traits)
            cairo_fill(cairo)
            rounded(CGRect(x: toggle.isOn ? 22 : 2, y: 2, width: 27, height: 27), 14)
            set(.white, traits)
            cairo_fill(cairo)
        case let bar as UINavigationBar: draw(bar)
        case let bar as UITabBar: draw(bar)
        default: break
        }
    }

    private func text(
        _ text: String, _ font: UIFont, _ color: UIColor, _ bounds: CGRect, _ alignment: NSTextAlignment, _ lines: Int,
        _ traits: UITraitCollection
    ) {
        guard !text.isEmpty else { return }
        let made = Self.layout(cairo, text, font, bounds.width, lines)
        defer { g_object_unref(gpointer(made)) }
        let rtl = traits.layoutDirection == .rightToLeft
        // the paragraph's own direction, at the side where the screen begins; pango turns sides round for paragraphs that
        // run to the left
        let leftward = pango_find_base_dir(text, -1) == PANGO_DIRECTION_RTL
        pango_layout_set_alignment(
            made, alignment == .center ? PANGO_ALIGN_CENTER : rtl == leftward ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT)
        var ink = PangoRectangle(), logical = PangoRectangle()
        pango_layout_get_pixel_extents(made, &ink, &logical)
        set(color, traits)
        cairo_move_to(cairo, bounds.minX, bounds.minY + max(0, (bounds.height - CGFloat(logical.height)) / 2))
        pango_cairo_show_layout(cairo, made)
    }

    private func draw(_ image: UIImage, in rect: CGRect, _ tint: UIColor, _ traits: UITraitCollection) {
        cairo_save(cairo)
        defer { cairo_restore(cairo) }
        let factor = min(rect.width / image.size.width, rect.height / image.size.height)
        cairo_translate(
            cairo, rect.midX - image.size.width * factor / 2, rect.midY - image.size.height * factor / 2)
        cairo_scale(cairo, factor, factor)
        if let file = image.stubFile {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID()).png")
            guard (try? file.write(to: path)) != nil else { return }
            defer { try? FileManager.default.removeItem(at: path) }
            let picture = cairo_image_surface_create_from_png(path.path)
            cairo_set_source_surface(cairo, picture, 0, 0)
            cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST)
            cairo_paint(cairo)
            cairo_surface_destroy(picture)
        } else {
            draw(image.stubInk, traits, tint: image.renderingMode == .alwaysTemplate ? tint : nil)
        }
    }

    private func draw(_ button: UIButton, _ bounds: CGRect, _ traits: UITraitCollection) {
        guard let made = button.configuration else { return }
        let front = made.baseForegroundColor ?? (made.stubFilled && !made.stubGray ? .white : button.tintColor!)
        if made.stubFilled {
            let radius: CGFloat = made.cornerStyle == .capsule ? bounds.height / 2 : made.background.cornerRadius
            rounded(bounds, radius)
            set(made.baseBackgroundColor ?? (made.stubGray ? .tertiarySystemFill : button.tintColor), traits)
            cairo_fill(cairo)
        }
        let insets = made.contentInsets
        let rtl = traits.layoutDirection == .rightToLeft
        var inner = CGRect(
            x: rtl ? insets.trailing : insets.leading, y: insets.top,
            width: bounds.width - insets.leading - insets.trailing, height: bounds.height - insets.top - insets.bottom)
        let font = button.stubFont
        let image = made.image?.size ?? .zero
        if made.imagePlacement == .top, let picture = made.image {
            let spot = CGRect(x: inner.midX - image.width / 2, y: inner.minY, width: image.width, height: image.height)
            draw(picture, in: spot, front, traits)
            inner.origin.y += image.height + made.imagePadding
            inner.size.height -= image.height + made.imagePadding
            text(made.title ?? "", font, front, inner, .center, 0, traits)
            return
        }
        let beside = image.width + (made.image == nil || made.title == nil ? 0 : made.imagePadding)
        let wide = made.title.map { stubMeasure($0, font, inner.width - beside, 0).width } ?? 0
        let total = min(inner.width, wide + beside)
        let leading = made.titleAlignment == .leading || button.contentHorizontalAlignment == .leading
        let start = leading ? (rtl ? inner.maxX - total : inner.minX) : inner.midX - total / 2
        if let picture = made.image {
            let x = rtl ? start + total - image.width : start
            draw(picture, in: CGRect(x: x, y: inner.midY - image.height / 2, width: image.width, height: image.height), front, traits)
        }
        let spot = CGRect(x: rtl ? start : start + beside, y: inner.minY, width: total - beside + 1, height: inner.height)
        text(made.title ?? "", font, front, spot, leading ? .natural : .center, 0, traits)
    }
}
