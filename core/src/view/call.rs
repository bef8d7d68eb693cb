//! The screen of a call: dialling, running, or how the last one ended.

use serde::Serialize;

use super::because::because;
use super::controls::level_words;
use super::notices::{banners, not_heard, question, remarks};
use super::remedy::remedies;
use super::words::call as words;
use super::words::secure::SIMULATED;
use super::{
    Banner, CallFacts, Controls, EndedView, Eyeglasses, Private, QualityView, Question, Remedy,
    SecureColumns, Text, time,
};
use crate::call::{Direction, Phase};
use crate::engine::{Engine, Moment};

/// What stands on the screen of the call.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallScreen {
    /// There is no call and was none.
    Idle,
    /// A call; one that rings here has [`super::incoming()`] as well.
    Running(Box<CallView>),
    /// How the last one ended.
    Ended(Box<EndedView>),
}

/// A call that is not over.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallView {
    /// Who, or "Secure call".
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// The contact whose page `controls.contact` opens, where there is one that may be shown.
    pub contact: Option<Private>,
    /// Where the call stands.
    pub state: CallState,
    /// The same in words, with what is being waited for.
    pub state_words: Text,
    /// How long it has been connected, such as `1:05`.
    pub duration: Option<String>,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
    /// The level's number, 0 for an ordinary call.
    pub level: u8,
    /// The level as a word and number.
    pub level_words: Text,
    /// Who or what asks for the level, and what organisations impose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Text>,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// The controls.
    pub controls: Controls,
    /// How it does.
    pub quality: Option<QualityView>,
    /// Loud, with a tone: why the other person hears nothing.
    pub not_heard: Option<Text>,
    /// Quiet remarks.
    pub remarks: Vec<Text>,
    /// What keeps secure mode from holding.
    pub banners: Vec<Banner>,
    /// What the other person asks for.
    pub question: Option<Question>,
    /// The person has to see it now, wherever else in the app they are: secure mode was violated, or something is asked.
    pub urgent: bool,
    /// What both phones do about each operation; none in an ordinary call.
    pub columns: Option<SecureColumns>,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallState {
    /// This phone arms, or the invite is on its way to the server; nobody was rung yet.
    Preparing,
    /// The server has the invite, and wakes the other phone.
    Dialling,
    /// The other phone rings.
    Ringing,
    /// This phone rings.
    Incoming,
    /// Answered; the media path is not there yet.
    Connecting,
    /// Connected.
    Connected,
    /// Over.
    Ended,
}

impl CallState {
    /// Where this call stands.
    #[must_use]
    pub const fn of(facts: &CallFacts) -> Self {
        match (facts.phase, facts.direction) {
            (Phase::Preparing, _) => Self::Preparing,
            (Phase::Dialling, _) if !facts.invited => Self::Preparing,
            (Phase::Dialling, _) => Self::Dialling,
            (Phase::Ringing, Direction::Outgoing) => Self::Ringing,
            (Phase::Ringing, Direction::Incoming) => Self::Incoming,
            (Phase::Connecting, _) => Self::Connecting,
            (Phase::Connected, _) => Self::Connected,
            (Phase::Ended(_), _) => Self::Ended,
        }
    }
}

/// The screen of the call at a moment.
#[must_use]
pub fn call(engine: &Engine, now: Moment) -> CallScreen {
    match (CallFacts::of(engine, now), engine.ended()) {
        (Some(facts), _) => CallScreen::Running(Box::new(CallView::of(&facts))),
        (None, Some(ended)) => CallScreen::Ended(Box::new(EndedView::of(engine, ended))),
        (None, None) => CallScreen::Idle,
    }
}

impl CallView {
    /// The screen of this call.
    #[must_use]
    pub fn of(facts: &CallFacts) -> Self {
        let (banners, question) = (banners(facts), question(facts));
        let connected = facts.quality.filter(|_| facts.phase == Phase::Connected);
        Self {
            title: facts.who.title(),
            verified: facts.who.mark(),
            contact: facts.who.contact().cloned(),
            state: CallState::of(facts),
            state_words: state_words(facts),
            duration: connected.map(|quality| time::clock(quality.duration)),
            secure: facts.level.is_secure(),
            level: facts.level.number(),
            level_words: level_words(facts),
            because: because(facts),
            eyeglasses: Eyeglasses::of(facts),
            controls: Controls::of(facts),
            quality: connected.as_ref().map(QualityView::of),
            not_heard: not_heard(facts),
            remarks: remarks(facts),
            urgent: question.is_some() || banners.iter().any(|banner| banner.covers_screen),
            banners,
            question,
            columns: SecureColumns::of(facts),
            remedies: remedies(facts),
            simulated: facts.is_simulated().then(|| SIMULATED.text()),
        }
    }
}

pub(super) fn state_words(facts: &CallFacts) -> Text {
    let level = facts.level.number();
    match CallState::of(facts) {
        CallState::Preparing if facts.phase == Phase::Preparing && facts.level.is_secure() => {
            words::PREPARING.with("level", level)
        }
        CallState::Preparing | CallState::Dialling => words::DIALLING.text(),
        CallState::Ringing => words::RINGING.text(),
        CallState::Incoming if facts.level.is_secure() => {
            words::INCOMING_SECURE.with("level", level)
        }
        CallState::Incoming => words::INCOMING.text(),
        CallState::Connecting => words::CONNECTING.text(),
        CallState::Connected => words::CONNECTED.text(),
        CallState::Ended => super::words::ends::HUNG_UP.text(),
    }
}
