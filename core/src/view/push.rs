//! Whether and how this phone is woken while the app does not run: a line of the settings page.

use serde::Serialize;

use super::Text;
use super::words::push as words;
use crate::engine::{Engine, Moment, PushRefusal, PushState};

/// Whether this phone is woken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PushView {
    /// Its server wakes it.
    pub on: bool,
    /// The push service no longer knows it: the shell must ask it for a new endpoint or token.
    pub gone: bool,
    /// In words, and what to do.
    pub words: Text,
}

/// Whether this phone is woken at this moment.
#[must_use]
pub fn push(engine: &Engine, _now: Moment) -> PushView {
    let state = engine.push();
    let phrase = match state {
        PushState::Off => words::OFF,
        PushState::Unsaid => words::UNSAID,
        PushState::On => words::ON,
        PushState::Refused(PushRefusal::NotOffered) => words::NOT_OFFERED,
        PushState::Refused(PushRefusal::Unusable) => words::UNUSABLE,
        PushState::Refused(PushRefusal::PrivateAddress) => words::PRIVATE,
        PushState::Refused(PushRefusal::Gone) => words::GONE,
    };
    PushView {
        on: state == PushState::On,
        gone: state == PushState::Refused(PushRefusal::Gone),
        words: phrase.text(),
    }
}
