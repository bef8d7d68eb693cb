// Settings, the app's lock, and what is shown where the phone could not be opened.

struct SettingsModel: Equatable, Sendable { let settings: SettingsView, push: PushView, refused: Bool }

final class SettingsScreen: Screen<SettingsModel> {
    override func read(_ phone: Phone) async -> SettingsModel? {
        let refused = await host.system.notifier.isRefused()
        return SettingsModel(settings: phone.settingsView(), push: phone.pushView(), refused: refused)
    }
    override func dress(_ model: SettingsModel) { title = model.settings.title.words }

    @Pieces override func pieces(_ shown: SettingsModel) -> [any Piece] {
        let (host, words, model) = (host, host.words, shown.settings)
        Group(model.account) {
            Words(model.nameWords.words, .title)
            Words(dotted(model.server?.words), .quiet)
            Words(model.reachable.words)
            Words(shown.push.words.words, .quiet)
            Control(model.card, .code) { host.open(CardScreen(host)) }
        }
        Group {
            Control(model.secure, .glasses) { host.open(SecureSettingsScreen(host)) }
            Words(model.secureState.words, .quiet)
            Control(model.gesture, .glasses) { host.open(GestureScreen(host)) }
            Words(model.gestureState.words, .quiet)
            Control(model.organisations, .people) { host.open(OrganisationsScreen(host)) }
            plain(words[.levelsTitle], .lock) { host.open(LevelsScreen(host)) }
        }
        Group(model.privacy) {
            choice(model.tellRead, model.tellsRead) { [weak self] in
                host.attempt { try $0.tellRead(tell: !model.tellsRead) }
                self?.refresh()
            }
            choice(Text(key: "", args: [], words: words[.lockApp]).button, host.locks) { [weak self] in
                host.locks.toggle()
                self?.redraw()
            }
            if shown.refused { [words[.notificationsWhy], words[.refused]].map { Words($0, .quiet) } }
            plain(words[.systemSettings], .gear) { openSystemSettings() }
        }
        Group(model.about) {
            Words(model.version.words)
            Words(model.licence.words, .quiet)
        }
        Control(model.erase, .trash, .danger) { host.confirm(model.erase, model.eraseSure, host.erase) }
    }
}

/// The app's page in the system's settings: permissions and language.
@MainActor func openSystemSettings() {
    if let url = URL(string: UIApplication.openSettingsURLString) { UIApplication.shared.open(url) }
}

/// A sentence that covers everything, and one button: the app's lock, or why the phone could not be opened.
class CoverView: Made {
    let column = Column()
    override func build() {
        backgroundColor = Palette.ground
        accessibilityViewIsModal = true
        let middle = column.centerYAnchor.constraint(equalTo: centerYAnchor)
        place(column, leading: Grid.large, trailing: Grid.large, also: [middle])
    }
    func say(_ text: String, _ buttons: [Control]) {
        let mark = Eyeglasses(look: .outline, label: Text(key: "", args: [], words: "Sotto"))
        column.fill([Mark(mark: mark, side: 96), Words(text, centered: true)] + buttons, .ordinary)
    }
}
