// swift-tools-version: 6.0
// The iOS shell: SottoKit (what the app is without a screen) and SottoApp (its screens and the system's levers).
//
// `cargo xtask test ios` puts what is generated into Generated/ and runs the tests on Linux, where the frameworks of Apple
// are declarations of our own (Declarations/). On a Mac those are left out; Sotto.xcodeproj opens this package.

import PackageDescription

let handwritten: [SwiftSetting] = [.swiftLanguageMode(.v6)]

#if os(Linux)
let frameworks = [
    "UIKit", "AVFAudio", "AVFoundation", "CallKit", "PushKit", "UserNotifications", "LocalAuthentication", "CryptoKit",
    "PhotosUI", "CoreMotion", "DeviceCheck", "UniformTypeIdentifiers",
]
/// Those that need none of the others.
let small = ["AVFAudio", "UniformTypeIdentifiers"]
/// As a framework of the system: a `switch` without `@unknown default` over one of its enums is a warning there.
let declared: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .unsafeFlags(["-enable-library-evolution", "-Xfrontend", "-no-verify-emitted-module-interface", "-suppress-warnings"]),
]
/// A closure of the main actor that is called elsewhere stops the test, as it stops the app on a phone.
let app = handwritten + [.unsafeFlags(["-enable-actor-data-race-checks"])]
let declarations: [Target] =
    [
        // the app's entry; on a Mac the Xcode project has it
        .executableTarget(
            name: "SottoMain", dependencies: ["SottoApp"], path: "App/Sotto",
            exclude: ["Info.plist", "Sotto.entitlements", "Assets.xcassets", "en.lproj", "zh-Hans.lproj", "ar.lproj"],
            swiftSettings: app)
    ] + frameworks.map { name in
        .target(
            name: name,
            dependencies: name == "UIKit" ? ["UniformTypeIdentifiers"] : small.contains(name) ? [] : ["UIKit", "AVFAudio"],
            path: "Declarations/\(name)", swiftSettings: declared)
    } + [
        .systemLibrary(
            name: "CPango", path: "Tests/CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),
        .target(
            name: "Drawing", dependencies: ["UIKit", "CPango"], path: "Tests/Drawing", swiftSettings: handwritten),
    ]
let binary: [Target] = [.systemLibrary(name: "SottoFFI", path: "Generated/SottoFFI")]
let appDependencies: [Target.Dependency] = ["SottoKit"] + frameworks.map { .byName(name: $0) }
let testDependencies: [Target.Dependency] = ["SottoApp", "Drawing"]
#else
let app = handwritten
let declarations: [Target] = []
let binary: [Target] = [.binaryTarget(name: "SottoFFI", path: "Generated/SottoFFI.xcframework")]
let appDependencies: [Target.Dependency] = ["SottoKit"]
let testDependencies: [Target.Dependency] = []
#endif

let package = Package(
    name: "SottoShell",
    platforms: [.iOS(.v17)],
    products: [.library(name: "SottoApp", targets: ["SottoApp"])],
    targets: binary + declarations + [
        // generated code is not ready for language mode 6
        .target(
            name: "Sotto", dependencies: ["SottoFFI"], path: "Generated/Sotto", swiftSettings: [.swiftLanguageMode(.v5)]),
        .target(name: "SottoKit", dependencies: ["Sotto"], swiftSettings: app),
        .target(
            name: "SottoApp", dependencies: appDependencies, resources: [.process("Look/icons.txt")], swiftSettings: app),
    ] + (testDependencies.isEmpty ? [] : [
        .testTarget(name: "SottoAppTests", dependencies: testDependencies, swiftSettings: app)
    ])
)
