// The few words that belong to no view: the names of the tabs, *Cancel*, why a permission is needed. They are the core's,
// too, in all its languages.
import Foundation

public struct ShellWords: Sendable {
    public enum Key: String, CaseIterable, Sendable {
        case chats, contacts, dings, settings, calls, join, joinTitle, joinHow, joinLink, joinName, joinNameHow
        case levelsTitle, levelsHow, next, cancel, close, back, scan, scanTitle, paste, picture, light
        case cameraWhy, microphoneWhy, openSettings, secureTitle, forbidsTitle, canTitle, search, newDing
        case dingType, card, cardCode, usualLevel, tellRead, dontTellRead, lockApp, unlockApp, unlock, about
        case licences, inCall, capturedNow, wake, tryAgain

        /// As the catalogue has it.
        public var name: String {
            rawValue.reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : String($1) }
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

    public subscript(_ key: Key) -> String { shellWords(key: "shell." + key.name, language: choice.language) ?? key.name }
}
