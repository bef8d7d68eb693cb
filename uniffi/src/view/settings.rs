//! The settings page.

use sotto_core::view;

use super::text::shown;
use super::{Button, Text};
use crate::language::{Show, Shown};
use crate::{Language, Phone};

/// The settings page.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SettingsView {
    /// Its heading.
    pub title: Text,
    /// Heading of the account.
    pub account: Text,
    /// The name on the card; none where there is none, or people are hidden.
    pub name: Option<String>,
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
    /// Heading of what follows.
    pub about: Text,
    /// The app's version.
    pub version: Text,
    /// Deletes everything on this phone, once `erase_sure` was asked: `Phone.erase`.
    pub erase: Button,
    /// What that does.
    pub erase_sure: Text,
    /// The licence.
    pub licence: Text,
}

/// A language to choose.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct LanguageRow {
    /// Which; none: the system's.
    pub language: Option<Language>,
    /// Its name in itself.
    pub label: Text,
    /// It is the chosen one.
    pub chosen: bool,
}

#[uniffi::export]
impl Phone {
    /// The settings page: `Phone.chooseLanguage`, `Phone.tellRead`.
    #[must_use]
    pub fn settings_view(&self) -> SettingsView {
        self.show(view::settings)
    }
}

impl Shown<view::SettingsView> for SettingsView {
    fn shown(view: view::SettingsView, language: view::Language) -> Self {
        Self {
            title: view.title.show(language),
            account: view.account.show(language),
            name: view.name.as_ref().map(shown),
            name_words: view.name_words.show(language),
            server: view.server.show(language),
            reachable: view.reachable.show(language),
            card: view.card.show(language),
            secure: view.secure.show(language),
            secure_state: view.secure_state.show(language),
            gesture: view.gesture.show(language),
            gesture_state: view.gesture_state.show(language),
            organisations: view.organisations.show(language),
            privacy: view.privacy.show(language),
            tell_read: view.tell_read.show(language),
            tells_read: view.tells_read,
            language: view.language.show(language),
            languages: view.languages.show(language),
            about: view.about.show(language),
            version: view.version.show(language),
            erase: view.erase.show(language),
            erase_sure: view.erase_sure.show(language),
            licence: view.licence.show(language),
        }
    }
}

impl Shown<view::LanguageRow> for LanguageRow {
    fn shown(view: view::LanguageRow, language: view::Language) -> Self {
        Self {
            language: view.language.show(language),
            label: view.label.show(language),
            chosen: view.chosen,
        }
    }
}
