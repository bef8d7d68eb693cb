// Settings of secure mode: levels for all calls, contacts, times; levels of one's own; the preset gesture.
import SottoKit
import UIKit

final class SecureSettingsScreen: Screen<SecureSettingsView> {
    override func read(_ phone: Phone) async -> SecureSettingsView? { phone.secureSettingsView() }
    override func dress(_ model: SecureSettingsView) { title = model.title.words }

    override func pieces(_ model: SecureSettingsView) -> [any Piece] {
        let host = host
        let all = model.default.map { row in
            choice(row.title.button, row.chosen) { host.attempt { try $0.setDefaultLevel(level: row.level) } }
        }
        let contacts: [any Piece] = model.contacts.flatMap { row -> [any Piece] in
            let remove = Control(row.remove, .trash) {
                host.attempt { try $0.setUsualLevel(contact: row.id, level: 0) }
            }
            return [Words(dotted(row.who.words, row.levelWords.words)), remove]
        }
        let rules: [any Piece] = model.rules.flatMap { row -> [any Piece] in
            let change = Control(row.change, .clock) { host.go(.rule(row.rule)) }
            let remove = Control(row.remove, .trash) { host.attempt { try $0.removeRule(rule: row.rule) } }
            let when = dotted(row.place.words, row.hours.words)
            return [Words(row.levelWords.words, icon: .glasses), Words(when, .quiet), Row([change, remove])]
        }
        let own: [any Piece] = model.own.flatMap { own -> [any Piece] in
            let operations = own.operations.map { row in
                choice(row.button, row.forbidden) {
                    host.attempt { try $0.changeLevel(level: own.level, definition: row.changed) }
                }
            }
            let delete = Control(own.delete, .trash, .danger) {
                host.confirm(own.delete) { host.attempt { try $0.deleteLevel(level: own.level) } }
            }
            return [Words(own.title.words, icon: .glasses)] + operations + [delete]
        }
        func part(_ title: Text, _ rows: [any Piece], _ none: Text?, _ add: Control?) -> Group {
            let last: [(any Piece)?] = [Words(none, .quiet), add]
            return Group([Words(title.words, .heading)] + rows + last.compactMap { $0 })
        }
        return [
            part(model.defaultTitle, all, nil, nil), part(model.contactsTitle, contacts, model.noContacts, nil),
            part(model.rulesTitle, rules, model.noRules, Control(model.addRule, .plus) { host.go(.rule(nil)) }),
            part(model.ownTitle, own, model.noOwn, Control(model.addLevel, .plus) {
                host.attempt { try $0.addLevel(definition: model.added) }
            }),
        ]
    }
}

/// A rule for times. Each control of the core carries the rule as it is after a tap.
final class RuleScreen: Screen<RuleDraftView> {
    /// The one that is changed.
    var old: LevelRule?
    private var rule: LevelRule?

    override func read(_ phone: Phone) async -> RuleDraftView? {
        let offset = Int16(clamping: TimeZone.current.secondsFromGMT() / 60)
        return phone.ruleDraft(rule: rule, old: old, offset: offset)
    }
    override func dress(_ model: RuleDraftView) { title = model.title.words }
    override func pieces(_ model: RuleDraftView) -> [any Piece] {
        let parts = model.parts.map { part in
            let choices = part.choices.map { row in
                choice(row.button, row.chosen) { [weak self] in
                    self?.rule = row.rule
                    self?.refresh()
                }
            }
            return Group([Words(part.title.words, .heading)] + choices)
        }
        return [Words(model.place.words, .heading), Words(model.hours.words)] + parts
    }
    override func footer(_ model: RuleDraftView) -> [any Piece] {
        [Control(model.save, .check, .primary) { [weak self, host, old] in
            let kept = host.attempt {
                if let old { try $0.changeRule(old: old, new: model.rule) } else { try $0.addRule(rule: model.rule) }
            }
            if kept { self?.gone() }
        }]
    }
}

/// The gesture that opens the secure screen is taught here; the window feels it.
final class GestureScreen: Screen<GestureView> {
    /// Where the finger is; none: as the core opens the screen.
    private var level: UInt8?

    override func read(_ phone: Phone) async -> GestureView? { phone.gestureView(level: level) }
    override func dress(_ model: GestureView) { title = model.title.words }
    override func viewDidDisappear(_ animated: Bool) {
        super.viewDidDisappear(animated)
        host.attempt { try $0.stopTeaching() }
    }
    override func pieces(_ model: GestureView) -> [any Piece] {
        let host = host
        if let teaching = model.teaching {
            let said: [Words?] = [
                Words(teaching.title.words, .title), Words(teaching.how.words), Words(teaching.progress.words, .number),
                Words(teaching.note, .heading),
            ]
            return said.compactMap { $0 } + [Control(teaching.stop, .stop) { host.attempt { try $0.stopTeaching() } }]
        }
        let levels = model.levels.map { row in
            choice(row.title.button, row.chosen) { [weak self] in
                self?.level = row.level
                self?.refresh()
            }
        }
        let kinds = model.kinds.map { row in
            Control(row.teach, .glasses) { host.attempt { try $0.teachGesture(kind: row.kind, level: model.level) } }
        }
        let forget = model.forget.map { Control($0, .trash, .danger) { host.attempt { try $0.forgetGesture() } } }
        return [Words(model.state.words), Group(levels), Group(kinds)] + [forget].compactMap { $0 }
    }
}
