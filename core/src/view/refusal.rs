//! Why a command did nothing, as a sentence of the catalogue.

use super::because::caps;
use super::words::{
    ding, errors, gesture, levels, opening, people, problems, push, refusals as words, secure,
};
use super::{PHRASES, Phrase, Text};
use crate::call::CallError;
use crate::chat::TextError;
use crate::ding::{self as dings, DingError};
use crate::engine::{CommandError, LevelUse, Problem, PushError};
use crate::post::{PostError, RECIPIENTS};
use crate::secure::policy::{ORGANISATIONS, PolicyError};
use crate::secure::{Levels, LevelsError};

/// The phrase of a key, where the catalogue has one.
#[must_use]
pub fn phrase(key: &str) -> Option<Phrase> {
    let mut all = PHRASES.iter().copied().flatten();
    all.find(|phrase| phrase.key == key).copied()
}

/// What happened and what to do.
#[must_use]
pub fn refusal(error: &CommandError) -> Text {
    use CommandError as E;
    match error {
        E::Stopped => opening::STOPPED.text(),
        E::NotJoined
        | E::AlreadyJoined
        | E::OwnCard
        | E::OtherServer { .. }
        | E::Card(_)
        | E::Scan(_) => errors::why(error),
        E::Foreign { what } => {
            let what = errors::foreign(what).text();
            levels::WITH_REASON
                .text()
                .with_text("what", people::SCAN_FOREIGN.text().with_text("what", what))
                .with_text("why", people::NOTHING_OPENED.text())
        }
        E::NoContact => words::NO_CONTACT.text(),
        E::NotOnSotto => people::NOT_ON_SOTTO.text(),
        E::Blocked => people::YOU_BLOCKED.text(),
        E::InCall => people::IN_CALL.text(),
        E::InSecureChat => words::IN_SECURE_CHAT.text(),
        E::NoSecureChat => words::NO_SECURE_CHAT.text(),
        E::NoCall => words::NO_CALL.text(),
        E::ChatChanged => super::words::chat::CHANGED.text(),
        E::Policy(error) => policy(error),
        E::Levels(error) => of_levels(error),
        E::Rule => words::RULE_NONSENSE.text(),
        E::TooManyRules { limit } => words::RULES_MANY.with("most", limit),
        E::NoRule => words::RULE_NONE.text(),
        E::NoLevel => words::LEVEL_NONE.text(),
        E::LevelInUse { level, by } => in_use(*by).with("level", level.number()),
        E::LevelsAbove(level) => words::LEVELS_ABOVE.with("level", level.number()),
        E::Text(TextError::Empty) => words::TEXT_EMPTY.text(),
        E::Text(TextError::TooLong { .. }) => words::TEXT_LONG.text(),
        E::Post(PostError::TooLarge { .. }) => words::POST_LARGE.text(),
        E::Post(PostError::Recipients) => words::POST_PEOPLE.with("most", RECIPIENTS),
        E::Post(PostError::Full) => words::POST_FULL.text(),
        E::Ding(error) => of_ding(error),
        E::GestureLevel => words::GESTURE_LEVEL.text(),
        E::NoGesture => gesture::NONE.text(),
        E::Push(PushError::Endpoint) => push::ENDPOINT.text(),
        E::Push(PushError::Token) => push::TOKEN.text(),
        E::Call(error) => of_call(error),
    }
}

/// What went wrong that no command can report.
#[must_use]
pub fn problem(problem: Problem) -> Text {
    problems::of(problem).text()
}

/// Why a policy is not taken.
pub(super) fn policy(error: &PolicyError) -> Text {
    use PolicyError as E;
    match error {
        E::Damaged(_) => words::POLICY_DAMAGED.text(),
        E::Signature => words::POLICY_SIGNATURE.text(),
        E::Newer { .. } => words::POLICY_NEWER.text(),
        E::Unknown => words::POLICY_UNKNOWN.text(),
        E::Levels(error) => of_levels(error),
        E::Contradiction(_) => words::POLICY_CONTRADICTION.text(),
        E::Expired => words::POLICY_EXPIRED.text(),
        E::Older { .. } => words::POLICY_OLDER.text(),
        E::Twice { .. } => words::POLICY_TWICE.text(),
        E::TooMany => words::POLICY_MANY.with("most", ORGANISATIONS),
        E::NoOrganisation => words::POLICY_NONE.text(),
    }
}

fn of_levels(error: &LevelsError) -> Text {
    match error {
        LevelsError::Weaker(level) => words::LEVEL_WEAKER.with("level", level),
        LevelsError::TooMany => words::LEVELS_MANY.with("most", Levels::LIMIT),
    }
}

const fn in_use(by: LevelUse) -> Phrase {
    match by {
        LevelUse::Default => words::LEVEL_DEFAULT,
        LevelUse::Contact => words::LEVEL_CONTACT,
        LevelUse::Rule => words::LEVEL_RULE,
        LevelUse::Gesture => words::LEVEL_GESTURE,
    }
}

fn of_ding(error: &DingError) -> Text {
    use DingError as E;
    let phrase = match error {
        E::TextTooLong => return ding::TOO_LONG.with("most", dings::TEXT),
        E::People => return words::POST_PEOPLE.with("most", dings::PEOPLE),
        E::TooMany => return words::DING_MANY.with("most", dings::SENT),
        E::Forbidden { operation, level } => {
            return secure::off(*operation, false).with("level", level.number());
        }
        E::Unknown => words::DING_NONE,
        E::Nothing => ding::NOTHING,
        E::Both => ding::BOTH,
        E::Plays => words::DING_PLAYS,
        E::Repeat => words::DING_REPEAT,
        E::Expiry => words::DING_EXPIRY,
        E::Full => words::POST_FULL,
        E::HeardOut => ding::HEARD_OUT,
        E::Expired => ding::EXPIRED,
        E::Confirmed => ding::CONFIRMED_BY_YOU,
        E::InCall => ding::IN_CALL,
        E::Listening => ding::LISTENING,
        E::NotListening => ding::NOBODY_LISTENS,
        E::NotRecording => words::DING_NOT_RECORDING,
        E::NoVoice => words::DING_NO_VOICE,
        E::Codec => words::CODEC,
    };
    phrase.text()
}

fn of_call(error: &CallError) -> Text {
    match error {
        CallError::Codec => words::CODEC.text(),
        CallError::Keys => words::KEYS.text(),
        CallError::Phase => words::PHASE.text(),
        CallError::NotArmed(level) => secure::CANNOT_ANSWER.with("level", level.number()),
        CallError::Forbidden { operation, level } => {
            secure::off(*operation, false).with("level", level.number())
        }
        CallError::Capped { maximum, theirs } => caps(*maximum, *theirs),
        CallError::Demanded { minimum, theirs } => {
            let demands = if *theirs {
                levels::THEIRS_DEMANDS
            } else {
                levels::YOURS_DEMANDS
            };
            demands.with("level", minimum.number())
        }
        CallError::TooMuchWaits => words::TOO_MUCH_WAITS.text(),
        CallError::QuestionChanged => secure::QUESTION_CHANGED.text(),
        CallError::SameLevel => secure::IN_FORCE.text(),
    }
}
