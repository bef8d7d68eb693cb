//! What a call's screen says loudly, what is asked, and what can be done where a phone cannot.

use sotto_core::engine::Command;
use sotto_core::view::{self, Language};

use super::{Button, Text};
use crate::Operation;
use crate::language::{Show, Shown};
use crate::mirror::mirror;

mirror! {
    /// On whose phone.
    Whose = view::Whose {
        /// This one.
        You,
        /// The other person's.
        Other,
    }
}

/// Something that keeps secure mode from holding.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Banner {
    /// On whose phone.
    pub whose: Whose,
    /// What happened.
    pub words: Text,
    /// What that does to the call.
    pub effect: Text,
    /// A violation covers the screen.
    pub covers_screen: bool,
}

/// What the other person asks for.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Question {
    /// What they ask.
    pub words: Text,
    /// Why: what a phone cannot forbid, or that they give no reason.
    pub because: Text,
    /// Agrees: `Phone.agree` with this question.
    pub agree: Button,
    /// Says no: `Phone.refuse` with this question.
    pub refuse: Button,
    /// The level that they ask for.
    pub level: u8,
    /// What would be noticed only.
    pub noticed: Vec<Operation>,
}

/// One way on where a phone cannot forbid something: both people must agree. `Phone.useRemedy` takes it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Remedy {
    /// What it says.
    pub button: Button,
    /// The level that it asks for.
    pub level: u8,
    /// What would be noticed only.
    pub noticed: Vec<Operation>,
}

impl Shown<view::Banner> for Banner {
    fn shown(banner: view::Banner, language: Language) -> Self {
        Self {
            whose: banner.whose.show(language),
            words: banner.words.show(language),
            effect: banner.effect.show(language),
            covers_screen: banner.covers_screen,
        }
    }
}

impl Shown<view::Question> for Question {
    fn shown(question: view::Question, language: Language) -> Self {
        Self {
            words: question.words.show(language),
            because: question.because.show(language),
            agree: question.agree.show(language),
            refuse: question.refuse.show(language),
            level: question.level.number(),
            noticed: question.noticed.iter().map(Into::into).collect(),
        }
    }
}

impl Shown<view::Remedy> for Remedy {
    fn shown(remedy: view::Remedy, language: Language) -> Self {
        let noticed = match remedy.command() {
            Command::Ask(_, noticed) => noticed.iter().map(Into::into).collect(),
            _ => Vec::new(),
        };
        Self {
            button: remedy.button.show(language),
            level: remedy.level,
            noticed,
        }
    }
}
