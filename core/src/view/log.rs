//! The call log. Calls at a level that forbids call logs never got a row.

use serde::Serialize;

use super::words::{call, ends, people};
use super::{Phrase, Private, Text, Who, time};
use crate::call::Direction;
use crate::engine::{Engine, LoggedCall, Moment};
use crate::secure::Operations;

/// One call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Who.
    pub title: Text,
    /// The contact's id, where there is one.
    pub contact: Option<Private>,
    /// Made, received, missed, or taken elsewhere or by nobody on purpose.
    pub what: Text,
    /// How long ago it began.
    pub ago: Text,
    /// When it began: master clock, ms since 1970.
    pub started: u64,
    /// How long sound flowed, where it did.
    pub lasted: Option<Text>,
    /// Why it ended.
    pub reason: Text,
}

/// The call log, newest first.
#[must_use]
pub fn call_log(engine: &Engine, now: Moment) -> Vec<LogLine> {
    // while people are hidden the log says nothing: whom it names, and that it names anyone
    if engine.curtain().is_drawn() {
        return Vec::new();
    }
    let master = engine.master(now);
    let calls = engine.call_log();
    calls
        .iter()
        .rev()
        .map(|call| line(engine, call, master))
        .collect()
}

fn line(engine: &Engine, logged: &LoggedCall, master: u64) -> LogLine {
    // a row is there only where its level allowed it, and such levels show people
    let who = logged.other.map_or(Who::HIDDEN, |other| {
        Who::of(engine, other, Operations::NONE)
    });
    let lasted = !logged.duration.is_zero();
    LogLine {
        title: who.title(),
        contact: who.contact().cloned(),
        what: what(logged).text(),
        ago: time::ago(logged.started, master),
        started: logged.started,
        lasted: lasted.then(|| call::LASTED.with("time", time::clock(logged.duration))),
        reason: ends::of(logged.reason).text(),
    }
}

/// Made, received or missed.
pub(super) fn what(logged: &LoggedCall) -> Phrase {
    match (logged.direction, logged.duration.is_zero()) {
        (Direction::Outgoing, false) => people::YOU_CALLED,
        (Direction::Outgoing, true) => people::NOT_REACHED,
        (Direction::Incoming, false) => people::THEY_CALLED,
        (Direction::Incoming, true) if logged.was_missed() => people::MISSED,
        (Direction::Incoming, true) => people::NOT_TAKEN,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use sotto_protocol::id::MeetingId;

    use super::*;
    use crate::call::EndReason;

    #[test]
    fn only_a_call_that_nobody_dealt_with_is_missed() {
        let said = |direction, reason, seconds| {
            what(&LoggedCall {
                meeting: MeetingId::new([0; 32]),
                other: None,
                direction,
                started: 0,
                duration: Duration::from_secs(seconds),
                reason,
            })
        };
        use Direction::{Incoming, Outgoing};
        for (direction, reason, seconds, phrase) in [
            (Incoming, EndReason::Cancelled, 0, people::MISSED),
            (Incoming, EndReason::NoAnswer, 0, people::MISSED),
            (Incoming, EndReason::Declined, 0, people::NOT_TAKEN),
            (Incoming, EndReason::AnsweredElsewhere, 0, people::NOT_TAKEN),
            (Incoming, EndReason::HungUp, 3, people::THEY_CALLED),
            (Outgoing, EndReason::Declined, 0, people::NOT_REACHED),
            (Outgoing, EndReason::HungUp, 3, people::YOU_CALLED),
        ] {
            assert_eq!(said(direction, reason, seconds), phrase, "{reason:?}");
        }
    }
}
