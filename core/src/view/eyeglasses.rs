//! The eyeglasses: four looks, each with a spoken label.

use serde::Serialize;

use super::words::{secure as words, session};
use super::{CallFacts, Text};
use crate::call::Kind;
use crate::secure::GuardState;

/// The product's mark on a call's screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Eyeglasses {
    /// How they are drawn.
    pub look: Look,
    /// What a screen reader says.
    pub label: Text,
}

/// How the eyeglasses are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// An ordinary call, or secure mode could not be had.
    Outline,
    /// Outline, pulsing: arming.
    Pulsing,
    /// Armed.
    Filled,
    /// Filled with a slash: violated.
    Slashed,
}

impl Eyeglasses {
    /// Of an ordinary screen.
    #[must_use]
    pub fn ordinary() -> Self {
        Self {
            look: Look::Outline,
            label: words::LOOK_OUTLINE.text(),
        }
    }

    /// Of a call: the worse of the two phones.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Self {
        if !facts.level.is_secure() {
            return Self::ordinary();
        }
        let guards = [facts.own.guard, facts.other_guard()];
        let any = |state| guards.contains(&state);
        let (look, phrase) = if any(GuardState::Violated) {
            (Look::Slashed, words::LOOK_SLASHED)
        } else if any(GuardState::Refused) {
            let chat = facts.kind == Kind::Texts;
            let phrase = if chat {
                session::LOOK_REFUSED
            } else {
                words::LOOK_REFUSED
            };
            (Look::Outline, phrase)
        } else if facts.unknown {
            // armed a moment ago: nothing counts until it is heard from again
            (Look::Pulsing, words::LOOK_PULSING)
        } else if guards == [GuardState::Armed; 2] {
            (Look::Filled, words::LOOK_FILLED)
        } else if facts.own.guard == GuardState::Armed && !facts.is_answered() {
            // before anyone answered only this phone can be spoken of
            (Look::Filled, words::LOOK_READY)
        } else {
            (Look::Pulsing, words::LOOK_PULSING)
        };
        Self {
            look,
            label: phrase.with("level", facts.level.number()),
        }
    }
}
