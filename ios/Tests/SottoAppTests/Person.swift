// A person with a phone: the whole app with the real core, in a window of the declarations, on the server that
// `cargo xtask test ios` runs.
import AVFAudio
import CallKit
import Drawing
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// How long anything on loopback may take before a test fails: a busy machine is slow.
let limit: Duration = .seconds(ProcessInfo.processInfo.environment["SOTTO_LIMIT"].flatMap { Int($0) } ?? 120)
/// Samples of 20 ms of 48 kHz mono.
let frame = 960

/// It did not happen in time.
struct Late: Error, CustomStringConvertible { let description: String }

func joinLink() throws -> String {
    try #require(ProcessInfo.processInfo.environment["SOTTO_JOIN"], "run with cargo xtask test ios")
}

/// A vault's key without an enclave: it hides the secret under a pad.
final class PadKey: KeyVault {
    private let pad = Data((0..<32).map { _ in UInt8.random(in: 0...255) })
    func wrap(key secret: Data) throws -> Data { pad.prefix(8) + Data(zip(secret, pad).map { $0 ^ $1 }) }
    func unwrap(wrapped: Data) throws -> Data {
        guard wrapped.prefix(8) == pad.prefix(8) else { throw VaultError.Foreign }
        return Data(zip(wrapped.dropFirst(8), pad).map { $0 ^ $1 })
    }
}

/// One phone with its app on the screen.
@MainActor final class Person {
    let shell: Shell
    let window: TouchWindow
    let folder: URL
    let vault: any KeyVault

    init(
        language: String = "en", size: CGSize = CGSize(width: 390, height: 844), hasReceiver: Bool = true,
        folder: URL? = nil, vault: any KeyVault = PadKey(), asLeft: Bool = false
    ) async throws {
        Renderer.measureText()
        // what an app that crashed left the system with
        if !asLeft { AVAudioSession.sharedInstance().stubReset() }
        self.folder = folder ?? FileManager.default.temporaryDirectory.appendingPathComponent("sotto-\(UUID())")
        self.vault = vault
        shell = Shell(folder: self.folder, vault: vault, preferred: [language], hasReceiver: hasReceiver)
        let scene = UIWindowScene()
        scene.stubFrame = CGRect(origin: .zero, size: size)
        window = TouchWindow(windowScene: scene)
        Scenes.keep(scene)
        await shell.show(in: window)
        shell.inFront(true)
    }

    var host: AppHost { get throws { try #require(shell.host) } }
    var phone: Phone { get throws { try host.phone } }
    var root: RootController { get throws { try #require(window.rootViewController as? RootController) } }

    /// The screen that a person looks at.
    var top: UIViewController? {
        guard let root = window.rootViewController as? RootController else { return window.rootViewController }
        if let above = root.above, !above.view.isHidden { return above.topViewController }
        let base = root.children.first { $0 !== root.above }
        let tabs = base as? UITabBarController
        let navigation = (tabs?.selectedViewController ?? base) as? UINavigationController
        return navigation?.topViewController
    }

    /// Waits until it is so; looks again while the main actor does other things.
    func until(_ what: String, within limit: Duration = limit, _ so: @MainActor () throws -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while try !so() {
            guard ContinuousClock.now < end else {
                throw Late(description: "\(what); on the screen: \(texts.joined(separator: " | "))")
            }
            // the events come from threads of the core: there is nothing else to wait for
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// All that is to be read or heard on the screen, top to bottom.
    var texts: [String] { views.compactMap(\.accessibilityLabel).filter { !$0.isEmpty } }
    /// All views that are visible.
    var views: [UIView] {
        let above = (window.rootViewController as? RootController)?.above?.view
        var left: [UIView] = [above.flatMap { $0.isHidden ? nil : $0 } ?? window]
        var seen: [UIView] = []
        while let view = left.popLast() {
            if view.isHidden || view.alpha < 0.01 { continue }
            seen.append(view)
            left += view.subviews.reversed()
        }
        return seen
    }
    func shows(_ text: String) -> Bool { texts.contains { $0.contains(text) } }

    /// Whether every word of every window lies where captures leave it out.
    var isAllHidden: Bool { strays.isEmpty }
    /// Words on the screen that captures would show.
    var strays: [String] {
        let windows = window.windowScene?.windows ?? [window]
        var left: [UIView] = windows
        var found: [String] = []
        while let view = left.popLast() {
            if view is StubSecureCanvas || view.isHidden { continue }
            if let label = view.accessibilityLabel, !label.isEmpty { found.append(label) }
            left += view.subviews
        }
        return found
    }

    func control(_ label: String) throws -> ControlView {
        let all = views.compactMap { $0 as? ControlView }
        return try #require(all.first { $0.accessibilityLabel == label }, "\(label) is not among \(texts)")
    }
    /// The arrow at the top of a call.
    func tapBack() throws { try #require(top?.navigationItem.leftBarButtonItems?.first).stubTap() }
    func tap(_ label: String) throws { try control(label).sendActions(for: .touchUpInside) }
    /// Says yes to the question that lies above, in the words of the button that asked it.
    func sure(_ label: String) throws {
        let all = views.compactMap { $0 as? ControlView }.filter { $0.accessibilityLabel == label }
        try #require(all.count == 2, "no question among \(texts)")
        all[1].sendActions(for: .touchUpInside)
    }
    func barItem(_ label: String) throws -> UIBarButtonItem {
        let items = top?.navigationItem.rightBarButtonItems ?? []
        return try #require(items.first { $0.accessibilityLabel == label }, "\(items.map(\.accessibilityLabel))")
    }

    /// Until the screen has shown what the core said last: nothing new in words for a while, on a busy machine too.
    func settle() async throws {
        try await until("what the screen shows") { self.shell.host == nil || (self.top as? any Reads)?.hasRead != false }
        let end = ContinuousClock.now + limit
        var (last, same) = (texts, 0)
        while same < 20 {
            guard ContinuousClock.now < end else { throw Late(description: "a screen that rests: \(texts)") }
            try await Task.sleep(for: .milliseconds(5))
            // a duration's seconds never rest
            let now = texts.filter { $0.rangeOfCharacter(from: .decimalDigits) == nil }
            same = now == last ? same + 1 : 0
            last = now
        }
    }

    /// Draws what is on the screen into target/screens/ios.
    func picture(_ name: String) throws {
        let folder = ProcessInfo.processInfo.environment["SOTTO_SCREENS"] ?? FileManager.default.temporaryDirectory.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Renderer.draw(window, to: "\(folder)/\(name).png")
    }

    func join(_ name: String) async throws {
        try phone.join(link: joinLink(), name: name)
        try await until("being reachable") { try phone.myCard()?.reachable.key == "card.online" }
        try await until("the levels") { self.top is LevelsScreen }
    }

    func close() async {
        await shell.close()
        try? FileManager.default.removeItem(at: folder)
    }
}

extension CoverView {
    /// What can be tapped, top to bottom.
    var controls: [ControlView] {
        column.arrangedSubviews.flatMap { ($0 as? GroupView)?.column.arrangedSubviews ?? [$0] }
            .compactMap { $0 as? ControlView }
    }
}

/// A screen of a view model.
@MainActor protocol Reads: UIViewController { var hasRead: Bool { get } }
extension Screen: Reads { var hasRead: Bool { model != nil } }

/// A window does not keep its scene.
@MainActor enum Scenes {
    private static var kept: [UIWindowScene] = []
    static func keep(_ scene: UIWindowScene) { kept.append(scene) }
}

extension Composer {
    /// What a person types.
    func type(_ text: String) {
        area.text = text
        textViewDidChange(area)
    }
    func tapSend() { send.sendActions(for: .touchUpInside) }
}
extension RootController { var isCovered: Bool { view.subviews.last { $0 !== canvas }?.isHidden == false } }
extension SecureCanvas { var isHiding: Bool { content.superview !== self } }

/// Where a tap leads, by name.
enum Route {
    case contact(String), chat(String), secure(String, level: UInt8?), scanner, card, compose([String], level: UInt8?)
    case ding(String), calls, settings, secureSettings, rule, gesture, organisations, offer(Data)
}
extension AppHost {
    func go(_ route: Route) {
        let screen: UIViewController =
            switch route {
            case .contact(let id): ContactScreen(self, id)
            case .chat(let id): ChatScreen(self, id)
            case .secure(let id, let level): with(SecureScreen(self, id)) { $0.level = level }
            case .scanner: ScannerScreen(self)
            case .card: CardScreen(self)
            case .compose(let to, let level): with(ComposeDingScreen(self)) { ($0.to, $0.level) = (to, level) }
            case .ding(let id): SentDingScreen(self, id)
            case .calls: CallsScreen(self)
            case .settings: SettingsScreen(self)
            case .secureSettings: SecureSettingsScreen(self)
            case .rule: RuleScreen(self)
            case .gesture: GestureScreen(self)
            case .organisations: OrganisationsScreen(self)
            case .offer(let policy): with(OfferScreen(self)) { $0.policy = policy }
            }
        open(screen)
    }
}
