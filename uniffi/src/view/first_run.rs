//! The first run.

use sotto_core::view::{self, Language};

use super::{Button, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// The pages of the first run.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct FirstRunView {
    /// This phone has no account yet, so the pages are shown.
    pub needed: bool,
    /// The first page.
    pub join: JoinPage,
    /// The second.
    pub name: NamePage,
    /// One for each built-in level.
    pub levels: Vec<LevelPage>,
    /// The last.
    pub card: CardPage,
}

/// Scan or paste a join link.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct JoinPage {
    /// Its heading.
    pub title: Text,
    /// What to do.
    pub how: Text,
    /// Opens the camera: first.
    pub scan: Button,
    /// Takes what was copied.
    pub paste: Button,
    /// Reads a picture.
    pub picture: Button,
}

/// The name.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct NamePage {
    /// Its heading.
    pub title: Text,
    /// What becomes of it.
    pub how: Text,
    /// Goes on.
    pub next: Button,
}

/// What a level forbids.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct LevelPage {
    /// Its number.
    pub level: u8,
    /// Its heading.
    pub title: Text,
    /// What it forbids that the one below does not.
    pub forbids: Vec<Text>,
    /// And all of the one below.
    pub and_all: Option<Text>,
    /// On both phones.
    pub both: Text,
    /// What happens when it is done all the same.
    pub otherwise: Text,
    /// Goes on.
    pub next: Button,
}

/// The card.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct CardPage {
    /// Its heading.
    pub title: Text,
    /// What it is for.
    pub how: Text,
    /// Ends the first run.
    pub done: Button,
}

#[uniffi::export]
impl Phone {
    /// The pages of the first run.
    #[must_use]
    pub fn first_run_view(&self) -> FirstRunView {
        self.show(|engine, _| view::first_run(engine))
    }
}

impl Shown<view::FirstRunView> for FirstRunView {
    fn shown(view: view::FirstRunView, language: Language) -> Self {
        Self {
            needed: view.needed,
            join: view.join.show(language),
            name: view.name.show(language),
            levels: view.levels.show(language),
            card: view.card.show(language),
        }
    }
}

impl Shown<view::JoinPage> for JoinPage {
    fn shown(view: view::JoinPage, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            how: view.how.show(language),
            scan: view.scan.show(language),
            paste: view.paste.show(language),
            picture: view.picture.show(language),
        }
    }
}

impl Shown<view::NamePage> for NamePage {
    fn shown(view: view::NamePage, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            how: view.how.show(language),
            next: view.next.show(language),
        }
    }
}

impl Shown<view::LevelPage> for LevelPage {
    fn shown(view: view::LevelPage, language: Language) -> Self {
        Self {
            level: view.level,
            title: view.title.show(language),
            forbids: view.forbids.show(language),
            and_all: view.and_all.show(language),
            both: view.both.show(language),
            otherwise: view.otherwise.show(language),
            next: view.next.show(language),
        }
    }
}

impl Shown<view::CardPage> for CardPage {
    fn shown(view: view::CardPage, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            how: view.how.show(language),
            done: view.done.show(language),
        }
    }
}
