// A PNG file as a camera would see it: the brightness of its pixels, in a frame of 1280×720.
import CPango
import Foundation

public func cameraFrame(of png: Data) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID()).png")
    try png.write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let picture = cairo_image_surface_create_from_png(path.path)
    defer { cairo_surface_destroy(picture) }
    let (width, height) = (1280, 720)
    let frame = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
    defer { cairo_surface_destroy(frame) }
    let cairo = cairo_create(frame)
    defer { cairo_destroy(cairo) }
    // a grey table, and the card nearly as high as the picture
    cairo_set_source_rgb(cairo, 0.6, 0.6, 0.6)
    cairo_paint(cairo)
    let side = Double(cairo_image_surface_get_height(picture))
    let scale = 640 / side
    cairo_translate(cairo, 320, 40)
    cairo_scale(cairo, scale, scale)
    cairo_set_source_surface(cairo, picture, 0, 0)
    cairo_paint(cairo)
    cairo_surface_flush(frame)
    let stride = Int(cairo_image_surface_get_stride(frame))
    guard let bytes = cairo_image_surface_get_data(frame) else { throw CocoaError(.fileReadCorruptFile) }
    return (0..<height).flatMap { y in (0..<width).map { x in bytes[y * stride + x * 4 + 1] } }
}
