//! A secure chat, as the chat that it belongs to shows it: asked for, waiting, open, hidden, over (S1.1, S2.8).

use serde::Serialize;
use sotto_protocol::id::AccountId;

use super::because::because;
use super::columns::list;
use super::controls::level_words;
use super::notices::{banners, question};
use super::remedy::remedies;
use super::words::{call, secure, session as words};
use super::{Banner, Button, CallFacts, Eyeglasses, Question, Remedy, SecureColumns, Text};
use crate::call::{Direction, EndReason, Phase};
use crate::engine::{EndedSession, Engine, Moment};

/// A secure chat that is asked for or going on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// Where it stands.
    pub state: SessionState,
    /// The same in words, with what is being waited for.
    pub words: Text,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
    /// The level's number.
    pub level: u8,
    /// The level as a word and number.
    pub level_words: Text,
    /// Who or what asks for the level, and what organisations impose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Text>,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// Stands before `forbids`, while this person is asked.
    pub will_forbid: Option<Text>,
    /// What this phone forbids if they accept.
    pub forbids: Vec<Text>,
    /// Accepts; absent unless this person is asked.
    pub join: Button,
    /// Declines, takes back or leaves.
    pub leave: Button,
    /// What keeps secure mode from holding.
    pub banners: Vec<Banner>,
    /// What the other person asks for.
    pub question: Option<Question>,
    /// What both phones do about each operation.
    pub columns: Option<SecureColumns>,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// Where a secure chat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// This phone arms; nobody was asked yet.
    Preparing,
    /// The other person is asked.
    Asking,
    /// This person is asked.
    Asked,
    /// Both want it; it does not hold on both phones yet, or not any more.
    Closed,
    /// The other phone was not heard from for a moment.
    Unknown,
    /// It holds on both phones.
    Open,
}

/// The secure chat of this phone, if one is asked for or going on.
#[must_use]
pub fn session(engine: &Engine, now: Moment) -> Option<SessionView> {
    Some(SessionView::of(&CallFacts::of_session(engine, now)?))
}

impl SessionView {
    /// Of this secure chat.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Self {
        let state = SessionState::of(facts);
        let asked = state == SessionState::Asked;
        let forbidden = facts.levels.forbidden(facts.level);
        let level = facts.level.number();
        let (phrase, leave) = match state {
            SessionState::Preparing => (words::PREPARING, words::TAKE_BACK),
            SessionState::Asking => (words::ASKING, words::TAKE_BACK),
            SessionState::Asked => (words::ASKED, call::DECLINE),
            SessionState::Closed => (words::CLOSED, words::LEAVE),
            SessionState::Unknown => (words::UNKNOWN, words::LEAVE),
            SessionState::Open => (words::OPEN, words::LEAVE),
        };
        let shown = |banners| if asked { Vec::new() } else { banners };
        Self {
            state,
            words: phrase.with("level", level),
            // a request changes nothing before it is accepted
            secure: !asked,
            level,
            level_words: level_words(facts),
            because: because(facts),
            eyeglasses: if asked {
                Eyeglasses::ordinary()
            } else {
                Eyeglasses::of(facts)
            },
            will_forbid: asked.then(|| words::WILL_FORBID.text()),
            forbids: match asked {
                true => list(forbidden.iter(), secure::operation),
                false => Vec::new(),
            },
            join: match asked {
                true => Button::enabled(words::JOIN.text()),
                false => Button::absent(words::JOIN.text()),
            },
            leave: Button::enabled(leave.text()),
            banners: shown(banners(facts)),
            question: question(facts).filter(|_| !asked),
            columns: SecureColumns::of(facts).filter(|_| !asked),
            remedies: remedies(facts),
            simulated: facts.is_simulated().then(|| secure::SIMULATED.text()),
        }
    }
}

impl SessionState {
    fn of(facts: &CallFacts) -> Self {
        match (facts.phase, facts.direction) {
            (Phase::Preparing, _) => Self::Preparing,
            (Phase::Ringing, Direction::Incoming) => Self::Asked,
            (Phase::Dialling | Phase::Ringing, _) => Self::Asking,
            _ if facts.may_text => Self::Open,
            _ if facts.unknown => Self::Unknown,
            _ => Self::Closed,
        }
    }
}

/// What the last secure chat left to say, to whoever looks at this chat, or at the list of chats (`with` is `None`):
/// how it ended, what was not confirmed, or that the app stopped in secure mode.
pub(super) fn left_to_say(engine: &Engine, with: Option<AccountId>) -> Vec<Text> {
    let mut said = Vec::new();
    if engine.was_cut_off() {
        said.push(words::CUT_OFF.text());
    }
    let shown = |ended: &&EndedSession| match (ended.other, with) {
        (Some(other), Some(with)) => other == with,
        // where the level hid names, nothing says with whom it was
        (None, _) => true,
        (Some(_), None) => false,
    };
    let curtain = engine.curtain();
    if let Some(ended) = engine.ended_session().filter(shown) {
        said.push(ended_words(ended.reason).text());
        if ended.unconfirmed > 0 && !curtain.is_drawn() {
            said.push(words::UNCONFIRMED.with("count", ended.unconfirmed));
        }
    }
    said
}

fn ended_words(reason: EndReason) -> super::Phrase {
    match reason {
        EndReason::HungUp => words::HUNG_UP,
        EndReason::Declined => words::DECLINED,
        EndReason::Busy => words::BUSY,
        EndReason::NoAnswer => words::NO_ANSWER,
        EndReason::Cancelled => words::CANCELLED,
        EndReason::AnsweredElsewhere => words::ELSEWHERE,
        EndReason::CannotConnect => words::CANNOT_ASK,
        EndReason::SecureRefused => words::REFUSED,
        EndReason::NetworkLost => words::LOST,
        EndReason::Violation => words::VIOLATED,
    }
}
