//! The screens of Dings (S1.8): recording and sending one, who heard it, the one that rings.

mod compose;
mod incoming;
mod lists;
mod sent;

pub use compose::{
    ComposeView, DingChoice, DingPart, DingTo, RecordingView, compose_ding, new_ding,
};
pub use incoming::{IncomingDingView, Reminder, ding_of, incoming_ding};
pub use lists::{DingLine, DingsView, dings};
pub use sent::{DingPerson, SentDingView, sent_ding};

use super::words::{ding as words, secure};
use super::{Text, columns};
use crate::ding::{CouldNot, Reason, Repeat};
use crate::secure::Level;

/// How often it may be heard; 0: as often as wanted.
fn plays(count: u32) -> Text {
    match count {
        0 => words::HEARD_ANY.text(),
        1 => words::HEARD_ONCE.text(),
        count => words::HEARD_TIMES.with("count", count),
    }
}

/// In how many minutes it is over; in hours where that says enough.
fn expires(minutes: u64) -> Text {
    match minutes {
        0..180 => words::EXPIRES.with("count", minutes),
        more => words::EXPIRES_HOURS.with("count", more.div_ceil(60)),
    }
}

fn repeats(repeat: Repeat) -> Text {
    let phrase = if repeat.until_confirmed {
        words::REPEATS
    } else {
        words::REPEATS_HEARD
    };
    phrase.with("count", repeat.every.as_secs() / 60)
}

/// The kind of Ding, by its level.
fn kind(level: Level) -> Text {
    if level.is_secure() {
        words::SECURE_DING.with("level", level.number())
    } else {
        words::DING.text()
    }
}

fn could_not(why: CouldNot, here: bool) -> Text {
    let phrase = if here {
        words::could_not_here(why.reason)
    } else {
        words::could_not(why.reason)
    };
    let operations = match why.reason {
        Reason::CannotForbid => columns::list(why.lacking.iter(), secure::operation),
        Reason::Violated => columns::list(why.lacking.iter(), secure::happens),
        _ => return phrase.text(),
    };
    phrase.text().with_list("what", operations)
}
