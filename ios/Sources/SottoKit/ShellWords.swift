// The few words that belong to no view: the names of the tabs, *Cancel*, why a permission is needed. They are the core's,
// too, in all its languages.

public struct ShellWords: Sendable {
    public enum Key: String, CaseIterable, Sendable {
        case back, close, cancel, deleteSure, retry, search, chats, contacts, dings, settings
        case joinLink, join, levelsTitle, light, picture, cameraWhy, microphoneWhy, soundLost, systemSettings
        case locked, unlock, usualLevel, dingType, scan, scanTitle, paste, calls, card, cardCode, secureTitle
        case forbidsTitle, canTitle, newDing, lockApp, wake, next, dingsNone, callsNone, cameraBusy, notificationsWhy, refused

        /// As the catalogue has it.
        public var name: String {
            rawValue.reduce(into: "shell.") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
        }
    }
    public let choice: LanguageChoice

    public init(_ choice: LanguageChoice) { self.choice = choice }

    /// The language of the system, where the app speaks it.
    public init(preferred: [String]) {
        let language = preferred.lazy.compactMap { languageOf(tag: $0) }.first ?? .english
        let all = languages()
        choice = all.first { $0.language == language } ?? all[0]
    }

    public subscript(_ key: Key) -> String { shellWords(key: key.name, language: choice.language) ?? key.name }
    /// Others of the catalogue that no view has.
    public func of(_ key: String) -> String { wordsOf(key: key, language: choice.language) ?? key }
}
