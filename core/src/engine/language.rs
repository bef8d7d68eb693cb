//! The language of the screens: the person's, which is stored, else the system's.

use super::{Engine, Output};
use crate::store::{Change, Table};
use crate::view::Language;

/// The chosen language's key in [`Table::Settings`]; the value is its tag.
pub(super) const KEY: &[u8] = b"language";

/// From its row; one of a newer app's languages is as none.
pub(super) fn load(value: &[u8]) -> Option<Language> {
    Language::from_tag(std::str::from_utf8(value).ok()?)
}

impl Engine {
    /// The language in which screens are to be shown.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language.unwrap_or(self.config.language)
    }

    /// What the person chose; none: the system's language.
    #[must_use]
    pub fn chosen_language(&self) -> Option<Language> {
        self.language
    }

    /// The system has another language: it counts where the person chose none.
    pub fn set_language(&mut self, language: Language) {
        self.config.language = language;
    }

    pub(super) fn choose_language(&mut self, language: Option<Language>) {
        let change = match language {
            Some(language) => Change::put(Table::Settings, KEY, language.tag().as_bytes()),
            None => Change::delete(Table::Settings, KEY),
        };
        self.outputs.push_back(Output::Store(vec![change]));
        self.language = language;
    }
}
