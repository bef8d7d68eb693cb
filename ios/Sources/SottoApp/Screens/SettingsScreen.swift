// Settings, the app's lock, and what is shown where the phone could not be opened.
import SottoKit
import UIKit

struct SettingsModel: Equatable, Sendable { let settings: SettingsView, push: PushView }

final class SettingsScreen: Screen<SettingsModel> {
    override func read(_ phone: Phone) async -> SettingsModel? {
        SettingsModel(settings: phone.settingsView(), push: phone.pushView())
    }
    override func dress(_ model: SettingsModel) { title = model.settings.title.words }

    override func pieces(_ shown: SettingsModel) -> [any Piece] {
        let (host, words, model) = (host, host.words, shown.settings)
        return [
            Group([
                Words(model.account.words, .heading), Words(model.nameWords.words, .title),
                Words(dotted(model.server?.words), .quiet), Words(model.reachable.words),
                Words(shown.push.words.words, .quiet), Control(model.card, .code) { host.go(.card) },
            ]),
            Group([
                Control(model.secure, .glasses) { host.go(.secureSettings) }, Words(model.secureState.words, .quiet),
                Control(model.gesture, .glasses) { host.go(.gesture) }, Words(model.gestureState.words, .quiet),
                Control(model.organisations, .people) { host.go(.organisations) },
                plain(words[.levelsTitle], .lock) { host.go(.levels) },
            ]),
            Group([
                Words(model.privacy.words, .heading),
                choice(model.tellRead, model.tellsRead) { [weak self] in
                    host.attempt { try $0.tellRead(tell: !model.tellsRead) }
                    self?.refresh()
                }, plain(words[.lockApp], .lock) { host.root?.lock() },
                plain(words[.systemSettings], .gear) { openSystemSettings() },
            ]),
            Group([
                Words(model.about.words, .heading), Words(model.version.words), Words(model.licence.words, .quiet),
            ]),
        ]
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
        column.translatesAutoresizingMaskIntoConstraints = false
        addSubview(column)
        NSLayoutConstraint.activate([
            column.centerYAnchor.constraint(equalTo: centerYAnchor),
            column.leadingAnchor.constraint(equalTo: leadingAnchor, constant: Grid.large),
            column.trailingAnchor.constraint(equalTo: trailingAnchor, constant: -Grid.large),
        ])
    }
    func say(_ text: String, _ button: Control) {
        let mark = Eyeglasses(look: .outline, label: Text(key: "", args: [], words: "Sotto"))
        column.fill([Mark(mark: mark, side: 96), Words(text, centered: true), button], .ordinary)
    }
}
