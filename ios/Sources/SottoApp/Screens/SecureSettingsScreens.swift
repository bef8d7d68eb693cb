// Settings of secure mode: levels for all calls, contacts, times; levels of one's own; the preset gesture.

final class SecureSettingsScreen: Screen<SecureSettingsView> {
    override func read(_ phone: Phone) async -> SecureSettingsView? { phone.secureSettingsView() }
    override func dress(_ model: SecureSettingsView) { title = model.title.words }

    @Pieces override func pieces(_ model: SecureSettingsView) -> [any Piece] {
        let host = host
        Group(model.defaultTitle) {
            model.default.map { row in
                choice(row.title.button, row.chosen) { host.attempt { try $0.setDefaultLevel(level: row.level) } }
            }
        }
        Group(model.contactsTitle) {
            for row in model.contacts {
                Words(dotted(row.who.words, row.levelWords.words))
                Control(row.remove, .trash) { host.attempt { try $0.setUsualLevel(contact: row.id, level: 0) } }
            }
            Words(model.noContacts, .quiet)
        }
        Group(model.rulesTitle) {
            for row in model.rules {
                Words(row.levelWords.words, icon: .glasses)
                Words(dotted(row.place.words, row.hours.words), .quiet)
                Row {
                    Control(row.change, .clock) { host.open(with(RuleScreen(host)) { $0.old = row.rule }) }
                    Control(row.remove, .trash) { host.attempt { try $0.removeRule(rule: row.rule) } }
                }
            }
            Words(model.noRules, .quiet)
            Control(model.addRule, .plus) { host.open(RuleScreen(host)) }
        }
        Group(model.ownTitle) {
            for own in model.own {
                Words(own.title.words, icon: .glasses)
                own.operations.map { row in
                    choice(row.button, row.forbidden) {
                        host.attempt { try $0.changeLevel(level: own.level, definition: row.changed) }
                    }
                }
                Control(own.delete, .trash, .danger) {
                    host.confirm(own.delete) { host.attempt { try $0.deleteLevel(level: own.level) } }
                }
            }
            Words(model.noOwn, .quiet)
            Control(model.addLevel, .plus) { host.attempt { try $0.addLevel(definition: model.added) } }
        }
    }
}

/// A rule for times. Each control of the core carries the rule as it is after a tap.
final class RuleScreen: Screen<RuleDraftView> {
    /// The one that is changed.
    var old: LevelRule?
    private var rule: LevelRule?

    override func read(_ phone: Phone) async -> RuleDraftView? { phone.ruleDraft(rule: rule, old: old) }
    override func dress(_ model: RuleDraftView) { title = model.title.words }
    @Pieces override func pieces(_ model: RuleDraftView) -> [any Piece] {
        Words(model.place.words, .heading)
        Words(model.hours.words)
        model.parts.map { part in
            Group(part.title) {
                part.choices.map { row in
                    choice(row.button, row.chosen) { [weak self] in
                        self?.rule = row.rule
                        self?.refresh()
                    }
                }
            }
        }
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
    @Pieces override func pieces(_ model: GestureView) -> [any Piece] {
        let host = host
        if let teaching = model.teaching {
            Words(teaching.title.words, .title)
            Words(teaching.how.words)
            Words(teaching.progress.words, .number)
            Words(teaching.note, .heading)
            Control(teaching.stop, .stop) { host.attempt { try $0.stopTeaching() } }
        } else {
            Words(model.state.words)
            Group {
                model.levels.map { row in
                    choice(row.title.button, row.chosen) { [weak self] in
                        self?.level = row.level
                        self?.refresh()
                    }
                }
            }
            Group {
                model.kinds.map { row in
                    Control(row.teach, .glasses) {
                        host.attempt { try $0.teachGesture(kind: row.kind, level: model.level) }
                    }
                }
            }
            model.forget.map { Control($0, .trash, .danger) { host.attempt { try $0.forgetGesture() } } }
        }
    }
}
