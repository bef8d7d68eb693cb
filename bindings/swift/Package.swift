// swift-tools-version: 6.0
// The Swift bindings and their tests. `cargo xtask test swift` copies this package to target/swift, adds what is generated
// (Sources/Sotto, Sources/SottoFFI), starts a server and runs the tests there.

import PackageDescription

let package = Package(
    name: "Sotto",
    products: [.library(name: "Sotto", targets: ["Sotto"])],
    targets: [
        .systemLibrary(name: "SottoFFI"),
        // generated code is not ready for language mode 6; what is written by hand is
        .target(name: "Sotto", dependencies: ["SottoFFI"], swiftSettings: [.swiftLanguageMode(.v5)]),
        .testTarget(
            name: "SottoTests", dependencies: ["Sotto"], swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
