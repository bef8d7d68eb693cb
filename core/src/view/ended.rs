//! How the last call ended.

use serde::Serialize;

use super::words::call::LASTED;
use super::words::ends;
use super::{Text, Who, time};
use crate::engine::{EndedCall, Engine};

/// A call that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndedView {
    /// Who, or "Secure call".
    pub title: Text,
    /// Why it ended.
    pub reason: Text,
    /// How long sound flowed, where it did.
    pub lasted: Option<Text>,
    /// The level at the end.
    pub level: u8,
}

impl EndedView {
    /// The screen of this call.
    #[must_use]
    pub fn of(engine: &Engine, ended: &EndedCall) -> Self {
        let forbidden = engine.levels().forbidden(ended.level);
        let who = ended
            .other
            .map_or(Who::HIDDEN, |other| Who::of(engine, other, forbidden));
        let lasted = !ended.duration.is_zero();
        Self {
            title: who.title(),
            reason: ends::of(ended.reason).text(),
            lasted: lasted.then(|| LASTED.with("time", time::clock(ended.duration))),
            level: ended.level.number(),
        }
    }
}
