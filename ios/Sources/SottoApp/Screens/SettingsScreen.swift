// Settings, the app's lock, and what is shown where the phone could not be opened.
import SottoKit
import UIKit

final class SettingsScreen: Screen<SettingsView> {
    override func read(_ phone: Phone) async -> SettingsView? { phone.settingsView() }
    override func dress(_ model: SettingsView) { title = model.title.words }

    override func pieces(_ model: SettingsView) -> [any Piece] {
        let (host, words) = (host, host.words)
        return [
            Group(
                [Words(model.account, .heading), Words(model.nameWords, .title), Words(model.server, .quiet)].compactMap { $0 }
                    + [Words(model.reachable.words), Control(model.card, .code) { host.go(.card) }] as [any Piece]),
            Group([
                Control(model.secure, .glasses) { host.go(.secureSettings) }, Words(model.secureState.words, .quiet),
                Control(model.gesture, .glasses) { host.go(.gesture) }, Words(model.gestureState.words, .quiet),
                Control(model.organisations, .people) { host.go(.organisations) },
                plain(words[.levelsTitle], .lock) { host.go(.levels) },
            ]),
            Group([
                Words(model.privacy.words, .heading),
                Control(model.tellRead, chosen: model.tellsRead) { [weak self] in
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
final class CoverView: Made {
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
