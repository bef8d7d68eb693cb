//! What lies above everything else on the screen: a call, how it ended, a Ding that rings. One at a time.

use serde::Serialize;

use super::{CallScreen, EndedView, Private, call, incoming, incoming_ding};
use crate::engine::{Engine, Moment};

/// What is in front.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Front {
    /// Nothing: the person is where they went.
    Nothing,
    /// The call that rings here: [`super::incoming()`].
    Incoming,
    /// The call that goes on: [`super::call()`].
    Call,
    /// How the last one ended, until [`crate::engine::Command::DismissEnded`].
    Ended(Box<EndedView>),
    /// The Ding that is being heard or rings, by its id: [`super::ding_of()`].
    Ding(Private),
}

/// Whether what is in front lies above the app's own lock: a call can always be answered and ended, by whoever holds the
/// phone.
#[must_use]
pub fn front_over_lock(engine: &Engine) -> bool {
    engine.call().is_some()
}

/// What is in front at a moment.
#[must_use]
pub fn front(engine: &Engine, now: Moment) -> Front {
    if incoming(engine, now).is_some() {
        return Front::Incoming;
    }
    match call(engine, now) {
        CallScreen::Running(_) => Front::Call,
        CallScreen::Ended(view) => Front::Ended(view),
        CallScreen::Idle => match incoming_ding(engine, now) {
            Some(view) => Front::Ding(view.id),
            None => Front::Nothing,
        },
    }
}
