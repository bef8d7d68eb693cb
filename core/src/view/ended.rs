//! How the last call ended.

use serde::Serialize;

use super::words::call::LASTED;
use super::words::{ends, problems, secure};
use super::{Text, Who, columns, time};
use crate::engine::{EndedCall, Engine};

/// A call that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndedView {
    /// Who, or "Secure call".
    pub title: Text,
    /// Why it ended; where it could not be made, what to do.
    pub reason: Text,
    /// What happened although it was forbidden, and on whose phone.
    pub violations: Vec<Text>,
    /// How long sound flowed, where it did.
    pub lasted: Option<Text>,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
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
            reason: match ended.problem {
                Some(problem) => problems::of(problem).text(),
                None => ends::of(ended.reason).text(),
            },
            violations: violations(ended),
            lasted: lasted.then(|| LASTED.with("time", time::clock(ended.duration))),
            secure: ended.level.is_secure(),
            level: ended.level.number(),
        }
    }
}

fn violations(ended: &EndedCall) -> Vec<Text> {
    [
        (secure::VIOLATED_HERE, ended.violations.here),
        (secure::VIOLATED_THERE, ended.violations.there),
    ]
    .into_iter()
    .filter(|(_, operations)| !operations.is_empty())
    .map(|(phrase, operations)| {
        let what = columns::list(operations.iter(), secure::happens);
        phrase.text().with_list("what", what)
    })
    .collect()
}
