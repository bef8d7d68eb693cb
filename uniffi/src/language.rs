//! The language of the screens.

use std::cell::Cell;

use sotto_core::engine::{Engine, Moment};
use sotto_core::view;

use crate::Phone;
use crate::mirror::mirror;

mirror! {
    /// A language of the app.
    Language = view::Language {
        /// English.
        English,
        /// Chinese, simplified characters.
        Chinese,
        /// Arabic.
        Arabic,
    }
}

/// A language, for a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LanguageChoice {
    /// Which.
    pub language: Language,
    /// Its tag (BCP 47).
    pub tag: String,
    /// Its name in itself.
    pub own_name: String,
    /// It is written from right to left: screens are mirrored.
    pub right_to_left: bool,
}

/// All languages of the app.
#[uniffi::export]
#[must_use]
pub fn languages() -> Vec<LanguageChoice> {
    view::Language::ALL.map(Into::into).into()
}

/// The language of a tag or of a locale's name, such as `zh-Hans-CN` or `ar_EG`; none where the app does not speak it.
#[uniffi::export]
#[must_use]
pub fn language_of(tag: String) -> Option<Language> {
    view::Language::from_tag(&tag).map(Into::into)
}

/// The words of a shell that belong to no view (names of tabs, *Cancel*, why a permission is needed) by their key; none
/// where there is no such key. Also before a phone is opened.
#[uniffi::export]
#[must_use]
pub fn shell_words(language: Language, key: String) -> Option<String> {
    view::shell_words(language.into(), &key)
}

/// All keys that `shellWords` knows: for the tests of a shell.
#[uniffi::export]
#[must_use]
pub fn shell_keys() -> Vec<String> {
    view::shell_keys().map(ToOwned::to_owned).collect()
}

impl From<view::Language> for LanguageChoice {
    fn from(language: view::Language) -> Self {
        Self {
            language: language.into(),
            tag: language.tag().to_owned(),
            own_name: language.own_name().to_owned(),
            right_to_left: language.is_right_to_left(),
        }
    }
}

impl From<Language> for view::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Chinese => Self::Chinese,
            Language::Arabic => Self::Arabic,
        }
    }
}

#[uniffi::export]
impl Phone {
    /// The system, or the person, chose a language: all views give their texts in it from now on. English before. Read
    /// the screens anew after it; no event tells of it.
    pub fn set_language(&self, language: Language) {
        self.inner.set_language(language.into());
    }
}

thread_local! {
    /// The language of the view that is being turned into records on this thread.
    static SHOWN: Cell<view::Language> = Cell::default();
}

/// The language of the view that is being turned into records.
pub(crate) fn shown_in() -> view::Language {
    SHOWN.get()
}

impl Phone {
    /// Reads a view, and turns it into records whose texts are in the phone's language. Every view goes this way.
    pub(crate) fn show<V, R>(
        &self,
        view: impl FnOnce(&Engine, Moment) -> V,
        record: impl FnOnce(V) -> R,
    ) -> R {
        let look = |engine: &Engine, now| (engine.language(), view(engine, now));
        let (language, view) = self.inner.look(look);
        SHOWN.set(language);
        let record = record(view);
        SHOWN.set(view::Language::default());
        record
    }
}
