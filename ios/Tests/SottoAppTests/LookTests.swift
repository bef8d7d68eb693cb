import Drawing
import Foundation
import Testing
import UIKit

@testable import SottoApp
@testable import SottoKit

/// How a person has set up the phone.
struct Setting: CustomStringConvertible, Sendable {
    let description: String
    var language = "en"
    var style = UIUserInterfaceStyle.light
    var category = UIContentSizeCategory.large
    var size = CGSize(width: 390, height: 844)
    static let all = [
        Setting(description: "light"), Setting(description: "dark", style: .dark),
        Setting(description: "ar", language: "ar"), Setting(description: "zh", language: "zh-Hans"),
        Setting(description: "large", category: .accessibilityExtraLarge),
        Setting(description: "tablet", style: .dark, size: CGSize(width: 1024, height: 768)),
    ]
}

extension AppTests {
    @Test("every screen in light, dark, Arabic, Chinese, large type and on a tablet: drawn, labelled, large enough to hit",
        arguments: Setting.all)
    func tour(_ setting: Setting) async throws {
        StubTraits.set(.stub(setting.style, setting.category))
        defer { StubTraits.set(.stub()) }
        let bob = try await Person(language: setting.language, size: setting.size)
        let alice = try await Peer("Alice") { $0.captures.hidingIsProven = true }
        var shown: Set<String> = []
        func shot(_ name: String) async throws {
            try await bob.settle()
            shown.insert(bob.top.map { "\(type(of: $0))" } ?? "")
            try bob.picture("\(name)-\(setting)")
            let faults = bob.faults
            #expect(faults.isEmpty, "\(name) \(setting)")
            // wherever one is when secure mode begins: everything on the screen moves to where captures leave it out
            let captures = try bob.host.system.captures
            _ = captures.hide(true)
            #expect(bob.strays.isEmpty, "\(name) \(setting)")
            _ = captures.hide(false)
        }
        func visit(_ name: String, _ route: Route) async throws {
            let before = bob.top
            try bob.host.go(route)
            #expect(bob.top !== before, "\(name) \(setting)")
            try await shot(name)
            bob.top?.navigationController?.popToRootViewController(animated: false)
        }
        try await shot("join")
        try await bob.join("Bob")
        try await bob.until("the levels") { (bob.top as? LevelsScreen)?.model != nil }
        try await shot("levels")
        bob.top?.navigationController?.popToRootViewController(animated: false)
        try await shot("chats-empty")
        try bob.root.tabs.selectedIndex = 1
        try await shot("contacts-empty")
        try bob.phone.scan(text: alice.uri())
        try alice.phone.scan(text: #require(bob.phone.myCard()).uri)
        try await bob.until("the contact") { try bob.phone.contactsView(search: nil).lines.count == 1 }
        let contact = try #require(bob.phone.contactsView(search: nil).lines.first).id
        try bob.phone.sendText(contact: contact, text: "Are you there? It is about the meeting tomorrow at nine.", kept: true)
        try await alice.until("the message") { alice.phone.chatsView().lines.first?.unread == 1 }
        try alice.phone.sendText(contact: alice.contact(), text: "نعم، أنا هنا. 好的 — see you!", kept: true)
        try await bob.until("the answer") { try bob.phone.chatsView().lines.first?.unread == 1 }
        try await shot("contacts")
        try bob.root.tabs.selectedIndex = 0
        try await shot("chats")
        try await visit("chat", .chat(contact))
        try await visit("contact", .contact(contact))
        try await visit("card", .card)
        try await visit("scanner", .scanner)
        try await visit("secure", .secure(contact, level: nil))
        try await visit("compose-ding", .compose([contact], level: 3))
        try bob.phone.sendDing(draft: ordinaryDing(to: [contact]), typed: "Call me", secure: false)
        try await alice.until("the Ding") { alice.phone.incomingDingView() != nil }
        try bob.root.tabs.selectedIndex = 2
        try await shot("dings")
        guard case .sent(let sent)? = try bob.phone.dingsView().first else { throw Late(description: "the Ding that was sent") }
        try await visit("sent-ding", .ding(sent.id))
        try bob.root.tabs.selectedIndex = 3
        try await shot("settings")
        try bob.phone.addLevel(definition: bob.phone.secureSettingsView().added)
        try bob.phone.addRule(rule: bob.phone.ruleDraft(rule: nil, old: nil).rule)
        try bob.phone.setUsualLevel(contact: contact, level: 2)
        try await visit("secure-settings", .secureSettings)
        try await visit("rule", .rule)
        try await visit("gesture", .gesture)
        let policy = try Data(contentsOf: policy())
        try await visit("offer", .offer(policy))
        try bob.phone.acceptPolicy(policy: policy)
        try await visit("organisations", .organisations)
        try bob.phone.removePolicy(issuer: #require(bob.phone.organisationsView().organisations.first).policy.key)
        try bob.phone.setUsualLevel(contact: contact, level: 0)
        try await calls(bob, alice, shot)
        try await visit("calls", .calls)
        try bob.root.tabs.selectedIndex = 2
        try await bob.until("the list") { bob.top is DingsScreen }
        try bob.host.open(PeopleScreen(bob.host))
        try await shot("people")
        #expect(try Self.screens().subtracting(shown).isEmpty, "screens that no tour shows")
        await bob.close()
        await alice.close()
    }

    /// All screens that there are in the sources.
    static func screens() throws -> Set<String> {
        let sources = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../Sources/SottoApp/Screens").standardized
        let files = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
        let all = try files.flatMap { try String(contentsOf: $0, encoding: .utf8).matches(of: /class (\w+): (?:List)?Screen</) }
        try #require(all.count > 15)
        return Set(all.map { String($0.output.1) })
    }

    /// An ordinary call, one at level 3, and a secure Ding.
    private func calls(_ bob: Person, _ alice: Peer, _ shot: (String) async throws -> Void) async throws {
        try alice.phone.dial(contact: alice.contact(), level: 0)
        try await bob.until("ringing") { (bob.top as? IncomingScreen)?.model?.answer.state == .enabled }
        try await shot("incoming")
        try bob.phone.answer()
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        try await shot("call")
        try alice.phone.hangUp()
        try await bob.until("the end") { (bob.top as? EndedScreen)?.model != nil }
        try await shot("ended")
        try bob.phone.dismissEnded()

        try alice.phone.dial(contact: alice.contact(), level: 3)
        try await bob.until("ringing") { (bob.top as? IncomingScreen)?.model?.remedies.isEmpty == false }
        try await shot("incoming-3")
        let remedies = try #require(bob.phone.incomingView()).remedies
        try bob.phone.useRemedy(remedy: #require(remedies.first { !$0.noticed.isEmpty }))
        try await alice.until("the question") { alice.call?.question != nil }
        try alice.phone.agree(question: #require(alice.call?.question))
        try await bob.until("that it can be answered") { try bob.phone.incomingView()?.answer.state == .enabled }
        try bob.phone.answer()
        try await bob.until("armed") { (bob.top as? RunningScreen)?.model?.eyeglasses.look == .filled }
        try await bob.until("connected") { (bob.top as? RunningScreen)?.model?.state == .connected }
        #expect(bob.texts.allSatisfy { !$0.contains("Alice") && !$0.contains("Bob") })
        try await shot("call-3")
        try alice.phone.hangUp()
        try await bob.until("the end") { (bob.top as? EndedScreen)?.model != nil }
        try bob.phone.dismissEnded()

        try alice.ding("4711", level: 3)
        try await bob.until("the Ding") { (bob.top as? IncomingDingScreen)?.model?.rings == true }
        try await shot("incoming-ding-3")
        let ding = try #require(bob.phone.incomingDingView()).id
        try bob.phone.remindLater(ding: ding, minutes: 10)
        try await bob.until("that it waits") { !(bob.top is IncomingDingScreen) }
    }

    @Test("the walk over a screen finds a control that is too small, one without a name, and a word that captures see")
    func faultsAreFound() async throws {
        let bob = try await Person()
        try await bob.until("the first screen") { bob.top is JoinScreen && bob.shows("Join") }
        let root = try bob.root
        #expect(bob.faults.isEmpty)
        let small = UIButton(configuration: .plain(), primaryAction: UIAction { _ in })
        small.configuration?.title = "x"
        small.frame = CGRect(x: 0, y: 0, width: 20, height: 20)
        root.canvas.content.addSubview(small)
        #expect(bob.faults.contains { $0.contains("small") })
        small.frame.size = CGSize(width: 60, height: 60)
        small.configuration?.title = ""
        #expect(bob.faults.contains { $0.contains("no name") })
        small.removeFromSuperview()
        // a window of its own would be seen by captures: so there is none
        _ = root.canvas.hide(true)
        #expect(bob.strays.isEmpty)
        let other = UIWindow(windowScene: try #require(bob.window.windowScene))
        let label = UILabel()
        label.text = "Alice"
        other.addSubview(label)
        #expect(bob.strays == ["Alice"])
        await bob.close()
    }

    @Test("the icon of the app is drawn from the same vectors")
    func icon() throws {
        let window = UIWindow(frame: CGRect(x: 0, y: 0, width: 512, height: 512))
        window.backgroundColor = Palette.accent
        let mark = UIImageView(image: glasses(.filled, 320))
        mark.tintColor = .white
        mark.frame = CGRect(x: 96, y: 84, width: 320, height: 320)
        window.addSubview(mark)
        let folder = ProcessInfo.processInfo.environment["SOTTO_SCREENS"] ?? FileManager.default.temporaryDirectory.path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Renderer.draw(window, to: "\(folder)/icon.png")
        let drawn = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/icon.png"))
        #expect(UIImage(data: drawn)?.size == CGSize(width: 1024, height: 1024))
    }

    @Test("text and controls are readable at 4.5 : 1, light and dark and in secure mode")
    func contrast() {
        for style in [UIUserInterfaceStyle.light, .dark] {
            let traits = UITraitCollection.stub(style)
            var pairs = [
                (Palette.text, Palette.ground), (Palette.text, Palette.card), (Palette.quiet, Palette.ground),
                (Palette.quiet, Palette.card), (Palette.accent, Palette.ground), (Palette.accent, Palette.card),
                (Palette.onAccent, Palette.accent), (Palette.onDanger, Palette.danger), (Palette.text, Palette.mine),
                (Palette.danger, Palette.ground),
            ]
            // secure mode is always dark
            if style == .dark {
                pairs += [
                    (Palette.text, Palette.secureGround), (Palette.quiet, Palette.secureCard),
                    (Palette.amber, Palette.secureCard), (Palette.onAmber, Palette.amber),
                ]
            }
            for (front, back) in pairs {
                #expect(ratio(front, back, traits) >= 4.5, "\(front.stubParts(traits)) on \(back.stubParts(traits))")
            }
        }
        #expect(ratio(.white, .secondarySystemBackground, .stub()) < 4.5, "the measure finds what cannot be read")
    }

    /// The contrast of WCAG 2.
    private func ratio(_ front: UIColor, _ back: UIColor, _ traits: UITraitCollection) -> Double {
        func luminance(_ color: UIColor) -> Double {
            let parts = color.stubParts(traits).prefix(3).map {
                $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4)
            }
            return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
        }
        let (a, b) = (luminance(front), luminance(back))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }
}

extension Person {
    /// What is wrong for someone who listens to the screen or has large fingers.
    var faults: [String] {
        window.stubLayoutAll()
        return views.compactMap { view in
            guard let control = view as? UIControl, view.isUserInteractionEnabled else { return nil }
            let name = control.accessibilityLabel ?? ""
            if name.isEmpty { return "\(type(of: view)) has no name" }
            let size = view.bounds.size
            if size.height < Grid.target || size.width < Grid.target { return "\(name) is too small: \(size)" }
            var parent = view.superview
            while let there = parent, !(there is UIScrollView), !(there is UIWindow) {
                if view.frame.width > there.bounds.width + 1, view.superview === there { return "\(name) is cut off" }
                parent = there.superview
            }
            return nil
        }
    }
}
