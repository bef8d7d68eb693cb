//! The settings page: account, secure mode, privacy, language, about.

use serde::Serialize;

use super::my_card::my_card;
use super::secure_settings::level_words;
use super::words::{people, refusals, settings as words};
use super::{Button, Language, Private, Text, gesture};
use crate::engine::{Engine, Moment};

/// The settings page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettingsView {
    /// Its heading.
    pub title: Text,
    /// Heading of the account.
    pub account: Text,
    /// The name on the card; none where there is none, or people are hidden.
    pub name: Option<Private>,
    /// The same in words, or that there is none.
    pub name_words: Text,
    /// The server, once joined.
    pub server: Option<Text>,
    /// Whether this phone can be reached.
    pub reachable: Text,
    /// Opens the card.
    pub card: Button,
    /// Opens the settings of secure mode.
    pub secure: Button,
    /// The level for all calls.
    pub secure_state: Text,
    /// Opens the screen for the gesture.
    pub gesture: Button,
    /// What opens the secure screen.
    pub gesture_state: Text,
    /// Opens the organisations.
    pub organisations: Button,
    /// Heading of privacy.
    pub privacy: Text,
    /// Tells others what was read here, or does not any more.
    pub tell_read: Button,
    /// Whether they are told now.
    pub tells_read: bool,
    /// Heading of the languages.
    pub language: Text,
    /// The system's, then all of them.
    pub languages: Vec<LanguageRow>,
    /// Deletes everything on this phone, once `erase_sure` was asked: `Phone.erase`.
    pub erase: Button,
    /// What that does.
    pub erase_sure: Text,
    /// Heading of what follows.
    pub about: Text,
    /// The app's version.
    pub version: Text,
    /// The licence.
    pub licence: Text,
}

/// A language to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageRow {
    /// Which; none: the system's.
    pub language: Option<Language>,
    /// Its name in itself.
    pub label: Text,
    /// It is the chosen one.
    pub chosen: bool,
}

/// The settings page at this moment.
#[must_use]
pub fn settings(engine: &Engine, now: Moment) -> SettingsView {
    let card = my_card(engine, now);
    let name = card.as_ref().ok().and_then(|card| card.name.clone());
    let hidden = engine.curtain().is_drawn();
    // the other phone is told first how it ended
    let busy = if engine.call().is_some() {
        Some(people::IN_CALL.text())
    } else if engine.session().is_some_and(|talk| !talk.is_request()) {
        Some(refusals::IN_SECURE_CHAT.text())
    } else {
        None
    };
    SettingsView {
        title: words::TITLE.text(),
        account: words::ACCOUNT.text(),
        name_words: match &name {
            Some(name) => people::NAMED.with("name", name.as_str()),
            None if hidden => people::PEOPLE_HIDDEN.text(),
            None => words::NO_NAME.text(),
        },
        name,
        server: card
            .as_ref()
            .ok()
            .map(|card| words::SERVER.with("server", &card.server)),
        reachable: match engine.is_joined() {
            false => people::NOT_JOINED,
            true if engine.is_online() => people::ONLINE,
            true => people::OFFLINE,
        }
        .text(),
        card: Button::unless(words::CARD.text(), card.err()),
        secure: Button::enabled(words::SECURE.text()),
        secure_state: level_words(engine.default_level()),
        gesture: Button::enabled(words::GESTURE.text()),
        gesture_state: gesture(engine).state,
        organisations: Button::enabled(words::ORGANISATIONS.text()),
        privacy: words::PRIVACY.text(),
        tell_read: Button::enabled(words::TELL_READ.text()),
        tells_read: engine.tells_read(),
        language: words::LANGUAGE.text(),
        languages: languages(engine),
        erase: Button::unless(words::ERASE.text(), busy),
        erase_sure: words::ERASE_SURE.text(),
        about: words::ABOUT.text(),
        version: words::VERSION.with("version", env!("CARGO_PKG_VERSION")),
        licence: words::LICENCE.with("name", env!("CARGO_PKG_LICENSE")),
    }
}

fn languages(engine: &Engine) -> Vec<LanguageRow> {
    let chosen = engine.chosen_language();
    let row = |language: Option<Language>| LanguageRow {
        language,
        label: match language {
            Some(language) => words::OWN_NAME.with("name", language.own_name()),
            None => words::SYSTEM.text(),
        },
        chosen: language == chosen,
    };
    std::iter::once(None)
        .chain(Language::ALL.map(Some))
        .map(row)
        .collect()
}
