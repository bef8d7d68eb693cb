// UniformTypeIdentifiers. Names and signatures from Apple's documentation.
@_exported import Foundation

/// https://developer.apple.com/documentation/uniformtypeidentifiers/uttype
public struct UTType: Hashable, Sendable {
    public let identifier: String
    public static let data = UTType(identifier: "public.data")
}
