//! The language of the screens.

use sotto_core::engine::{Command, Engine, Moment};
use sotto_core::view;

use crate::mirror::mirror;
use crate::{CommandError, Phone};

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

/// The words of a key of the catalogue in a language, for texts without gaps; none for a key that there is not.
#[uniffi::export]
#[must_use]
pub fn words_of(key: String, language: Language) -> Option<String> {
    view::phrase(&key).map(|phrase| phrase.text().in_language(language.into()))
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
    /// The system has another language: all views give their texts in it from now on, unless the person chose one. Read
    /// the screens anew after it; no event tells of it.
    pub fn set_language(&self, language: Language) {
        self.inner.set_language(language.into());
    }

    /// The person chooses a language for the app, or none, which is the system's. It is stored. Read the screens anew
    /// after it; no event tells of it.
    ///
    /// # Errors
    /// None at present.
    pub fn choose_language(&self, language: Option<Language>) -> Result<(), CommandError> {
        self.command(Command::SetLanguage(language.map(Into::into)))
    }
}

/// What something of the core becomes for a shell, its texts in a language.
pub(crate) trait Shown<C> {
    /// In this language.
    fn shown(core: C, language: view::Language) -> Self;
}

impl<C, R: Shown<C>> Shown<Option<C>> for Option<R> {
    fn shown(core: Option<C>, language: view::Language) -> Self {
        core.map(|core| R::shown(core, language))
    }
}

impl<C, R: Shown<C>> Shown<Vec<C>> for Vec<R> {
    fn shown(core: Vec<C>, language: view::Language) -> Self {
        let core = core.into_iter();
        core.map(|core| R::shown(core, language)).collect()
    }
}

/// [`Shown`] from the other end, as `Into` is of `From`.
pub(crate) trait Show: Sized {
    /// In this language.
    fn show<R: Shown<Self>>(self, language: view::Language) -> R {
        R::shown(self, language)
    }
}

impl<C> Show for C {}

impl Phone {
    pub(crate) fn language(&self) -> view::Language {
        self.inner.look(|engine, _| engine.language())
    }

    /// Reads a view as a record whose texts are in the phone's language. Every view goes this way.
    pub(crate) fn show<V, R: Shown<V>>(&self, view: impl FnOnce(&Engine, Moment) -> V) -> R {
        let look = |engine: &Engine, now| (engine.language(), view(engine, now));
        let (language, view) = self.inner.look(look);
        view.show(language)
    }
}
