//! Why a call is at its level, or cannot be: the person, the contact, place and time, organisations. What an organisation
//! imposes is said on both phones.

use serde::Serialize;

use super::contact::cannot_call;
use super::words::levels as words;
use super::{Button, CallFacts, Text};
use crate::call::Raised;
use crate::engine::{Engine, Moment};
use crate::secure::{Block, Choice, Imposed, Level, Reason};

/// A call that is about to be made: the level that it gets, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DialView {
    /// The level's number.
    pub level: u8,
    /// Makes the call.
    pub call: Button,
    /// Who or what asks for that level, and what organisations impose.
    pub because: Vec<Text>,
}

/// The call with this contact, if the person asks for `level`; `None` where there is no such contact.
#[must_use]
pub fn dial(engine: &Engine, now: Moment, id: &[u8], level: Level) -> Option<DialView> {
    let contact = engine.contact(id)?;
    let account = id.try_into().ok();
    let choice = account.map(|account| engine.choice(now, account, (level, Reason::You)));
    let choice = choice.unwrap_or(Choice {
        level,
        because: Vec::new(),
        imposed: Imposed::default(),
    });
    let label = if choice.level.is_secure() {
        words::DIAL_SECURE.with("level", choice.level.number())
    } else {
        words::DIAL.text()
    };
    let capped = choice.capped_at().map(|maximum| caps(maximum, false));
    Some(DialView {
        level: choice.level.number(),
        call: Button::unless(label, capped.or_else(|| cannot_call(engine, contact))),
        because: of_choice(&choice),
    })
}

fn of_choice(choice: &Choice) -> Vec<Text> {
    let reasons = choice.because.iter().map(|reason| reason_words(*reason));
    reasons.chain(imposes(choice.imposed, false)).collect()
}

/// Why a running call is at its level.
pub(super) fn because(facts: &CallFacts) -> Vec<Text> {
    let mut texts: Vec<Text> = match facts.raised {
        Some(Raised::YourPhone) | None if facts.choice.level == facts.level => facts
            .choice
            .because
            .iter()
            .map(|reason| reason_words(*reason))
            .collect(),
        raised => raised.and_then(raised_words).into_iter().collect(),
    };
    texts.extend(imposes(facts.choice.imposed, false));
    texts.extend(imposes(facts.imposed_by_other, true));
    texts
}

/// A forbidden operation's reason, together with who raised the call to its level.
pub(super) fn with_raise(facts: &CallFacts, off: Text) -> Text {
    match facts.raised.filter(|_| facts.is_answered()) {
        None => off,
        Some(Raised::YourPhone) => {
            let why = because(facts).into_iter().take(1).collect();
            join(off, why)
        }
        Some(raised) => join(off, raised_words(raised).into_iter().collect()),
    }
}

fn join(what: Text, why: Vec<Text>) -> Text {
    why.into_iter().fold(what, |what, why| {
        let both = words::WITH_REASON.text();
        both.with_text("what", what).with_text("why", why)
    })
}

fn raised_words(raised: Raised) -> Option<Text> {
    match raised {
        Raised::You => Some(words::YOU_RAISED.text()),
        Raised::Other => Some(words::OTHER_RAISED.text()),
        Raised::OtherPhone => Some(words::OTHER_PHONE_RAISED.text()),
        Raised::YourPhone => None,
    }
}

fn reason_words(reason: Reason) -> Text {
    match reason {
        Reason::You => words::YOU_CHOSE,
        Reason::Other => words::OTHER_CHOSE,
        Reason::Default => words::DEFAULT,
        Reason::Usual => words::USUAL,
        Reason::Place => words::PLACE,
        Reason::PlaceUnknown => words::PLACE_UNKNOWN,
        Reason::Time => words::TIME,
        Reason::Policy => words::POLICY,
        Reason::OtherPhone => words::OTHER_PHONE,
    }
    .text()
}

fn imposes(imposed: Imposed, theirs: bool) -> impl Iterator<Item = Text> {
    let demands = if theirs {
        words::THEIRS_DEMANDS
    } else {
        words::YOURS_DEMANDS
    };
    let minimum = imposed.minimum;
    let minimum = minimum
        .is_secure()
        .then(|| demands.with("level", minimum.number()));
    let maximum = imposed.maximum.map(|maximum| caps(maximum, theirs));
    minimum.into_iter().chain(maximum)
}

pub(super) fn caps(maximum: Level, theirs: bool) -> Text {
    match (maximum.is_secure(), theirs) {
        (false, false) => words::YOURS_FORBIDS.text(),
        (false, true) => words::THEIRS_FORBIDS.text(),
        (true, false) => words::YOURS_CAPS.with("level", maximum.number()),
        (true, true) => words::THEIRS_CAPS.with("level", maximum.number()),
    }
}

/// Whose organisation does not allow a level, where one does not.
pub(super) fn cap(facts: &CallFacts, level: Level) -> Option<Text> {
    [
        (facts.choice.imposed, false),
        (facts.imposed_by_other, true),
    ]
    .into_iter()
    .filter(|(imposed, _)| imposed.caps(level))
    .find_map(|(imposed, theirs)| Some(caps(imposed.maximum?, theirs)))
}

/// Why a phone refuses the level as a whole.
pub(super) fn blocked(block: Block, level: Level, theirs: bool) -> Text {
    let phrase = match (block, theirs) {
        (Block::Capped, false) => words::BLOCKED_HERE,
        (Block::Capped, true) => words::BLOCKED_THERE,
        (Block::UnknownOperation, false) => words::UNKNOWN_HERE,
        (Block::UnknownOperation, true) => words::UNKNOWN_THERE,
    };
    phrase.with("level", level.number())
}
