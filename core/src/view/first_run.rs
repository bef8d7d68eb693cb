//! The first run: a server, a name, what each level forbids on both phones, the card.

use serde::Serialize;

use super::columns::list;
use super::words::{first_run as words, people, secure};
use super::{Button, Text};
use crate::engine::Engine;
use crate::secure::{Level, Levels};

/// The pages of the first run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamePage {
    /// Its heading.
    pub title: Text,
    /// What becomes of it.
    pub how: Text,
    /// Goes on.
    pub next: Button,
}

/// What a level forbids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardPage {
    /// Its heading.
    pub title: Text,
    /// What it is for.
    pub how: Text,
    /// Ends the first run.
    pub done: Button,
}

/// The first run at this moment.
#[must_use]
pub fn first_run(engine: &Engine) -> FirstRunView {
    let joined = engine.is_joined();
    let already = || joined.then(|| people::JOINED_ALREADY.text());
    FirstRunView {
        needed: !joined,
        join: JoinPage {
            title: words::JOIN.text(),
            how: words::JOIN_HOW.text(),
            scan: Button::unless(words::JOIN_SCAN.text(), already()),
            paste: Button::unless(words::JOIN_PASTE.text(), already()),
            picture: Button::unless(words::JOIN_PICTURE.text(), already()),
        },
        name: NamePage {
            title: words::NAME.text(),
            how: words::NAME_HOW.text(),
            next: Button::enabled(words::NEXT.text()),
        },
        levels: pages(),
        card: CardPage {
            title: words::CARD.text(),
            how: words::CARD_HOW.text(),
            done: Button::unless(
                words::DONE.text(),
                (!joined).then(|| words::NOT_JOINED_YET.text()),
            ),
        },
    }
}

fn pages() -> Vec<LevelPage> {
    let levels = Levels::default();
    let below = |level: Level| Level::new(level.number() - 1);
    levels
        .secure()
        .map(|level| {
            let new = levels
                .forbidden(level)
                .minus(levels.forbidden(below(level)));
            let lower = below(level);
            let otherwise = if level.is_strictest_kind() {
                words::ENDS
            } else {
                words::MUTES
            };
            LevelPage {
                level: level.number(),
                title: words::LEVEL.with("level", level.number()),
                forbids: list(new.iter(), secure::operation),
                and_all: lower
                    .is_secure()
                    .then(|| words::AND_ALL.with("level", lower.number())),
                both: words::BOTH.text(),
                otherwise: otherwise.text(),
                next: Button::enabled(words::NEXT.text()),
            }
        })
        .collect()
}
