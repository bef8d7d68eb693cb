//! A call that rings here: what it asks of this phone, before it is answered.

use serde::Serialize;

use super::because::{because, blocked};
use super::call::state_words;
use super::columns::list;
use super::notices::{banners, question};
use super::remedy::remedies;
use super::words::{call as words, secure};
use super::{Banner, Button, CallFacts, Eyeglasses, Question, Remedy, SecureColumns, Text};
use crate::call::{Direction, Phase};
use crate::engine::{Engine, Moment};

/// A call that rings here; also what a lock screen may show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncomingView {
    /// Who, "Someone", or "Secure call" and nothing else.
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// The level asked for.
    pub words: Text,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
    /// The level's number.
    pub level: u8,
    /// Who or what asks for the level, and what organisations impose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Text>,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// Stands before `forbids`.
    pub will_forbid: Option<Text>,
    /// What this phone forbids if it is answered.
    pub forbids: Vec<Text>,
    /// Said of a stranger.
    pub stranger: Option<Text>,
    /// Said once it was answered, while this phone gets ready: it is connected then, or `banners` say why not.
    pub answering: Option<Text>,
    /// Answers.
    pub answer: Button,
    /// Declines.
    pub decline: Button,
    /// What keeps secure mode from holding.
    pub banners: Vec<Banner>,
    /// What the caller asks for.
    pub question: Option<Question>,
    /// What both phones do about each operation.
    pub columns: Option<SecureColumns>,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// The call that rings here, if one does.
#[must_use]
pub fn incoming(engine: &Engine, now: Moment) -> Option<IncomingView> {
    IncomingView::of(&CallFacts::of(engine, now)?)
}

impl IncomingView {
    /// The screen of this call; `None` where it does not ring here.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Option<Self> {
        if facts.direction != Direction::Incoming || facts.phase != Phase::Ringing {
            return None;
        }
        let secure = facts.level.is_secure();
        Some(Self {
            title: facts.who.title(),
            verified: facts.who.mark(),
            words: state_words(facts),
            secure,
            level: facts.level.number(),
            because: because(facts),
            eyeglasses: Eyeglasses::of(facts),
            will_forbid: secure.then(|| words::WILL_FORBID.text()),
            forbids: list(
                facts.levels.forbidden(facts.level).iter(),
                secure::operation,
            ),
            stranger: facts.who.is_stranger().then(|| words::STRANGER.text()),
            answering: answering(facts),
            answer: Button::unless(words::ANSWER.text(), cannot_answer(facts)),
            decline: Button::enabled(words::DECLINE.text()),
            banners: banners(facts),
            question: question(facts),
            columns: SecureColumns::of(facts),
            remedies: remedies(facts),
            simulated: facts.is_simulated().then(|| secure::SIMULATED.text()),
        })
    }
}

fn cannot_answer(facts: &CallFacts) -> Option<Text> {
    if facts.takes_answer {
        return None;
    }
    if let Some(waits) = answering(facts) {
        return Some(waits);
    }
    if let Some(block) = facts.own.block {
        return Some(blocked(block, facts.level, false));
    }
    Some(secure::CANNOT_ANSWER.with("level", facts.level.number()))
}

fn answering(facts: &CallFacts) -> Option<Text> {
    facts
        .answering
        .then(|| words::ANSWERING.with("level", facts.level.number()))
}
