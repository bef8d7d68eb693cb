//! How the last call ended.

use serde::Serialize;

use super::words::call::LASTED;
use super::words::{ends, problems, secure};
use super::{Text, Who, columns, time};
use crate::call::{Direction, EndReason};
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
    /// How it ended, for the system's own list.
    pub system: SystemEnd,
}

/// How a call ended, as systems' own lists of calls have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemEnd {
    /// This phone's person ended, cancelled or declined it.
    Here,
    /// The other person ended, declined or did not take it.
    Remote,
    /// Nobody answered: one that came was missed.
    Unanswered,
    /// It could not be made, or did not hold.
    Failed,
    /// Another phone of this person answered.
    AnsweredElsewhere,
    /// Another phone of this person declined.
    DeclinedElsewhere,
}

impl SystemEnd {
    /// Of a call that ended.
    #[must_use]
    pub const fn of(ended: &EndedCall) -> Self {
        match (ended.reason, ended.direction) {
            _ if ended.here => Self::Here,
            _ if ended.problem.is_some() => Self::Failed,
            (EndReason::HungUp | EndReason::Busy, _)
            | (EndReason::Declined, Direction::Outgoing) => Self::Remote,
            (EndReason::Declined, Direction::Incoming) => Self::DeclinedElsewhere,
            (EndReason::NoAnswer | EndReason::Cancelled, _) => Self::Unanswered,
            (EndReason::AnsweredElsewhere, _) => Self::AnsweredElsewhere,
            (
                EndReason::CannotConnect
                | EndReason::SecureRefused
                | EndReason::NetworkLost
                | EndReason::Violation,
                _,
            ) => Self::Failed,
        }
    }
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
            system: SystemEnd::of(ended),
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
