//! The secure screen: what each level forbids, whether these phones can do it, and what can be done if not.

use serde::Serialize;

use super::because::{because, cap};
use super::columns::list;
use super::contact::cannot_dial;
use super::remedy::{lower_button, remedies};
use super::words::ding::SECURE_DING_ONLY as DING;
use super::words::people::IN_CALL;
use super::words::{secure as words, session};
use super::{Button, CallFacts, Eyeglasses, Remedy, SecureColumns, Text};
use crate::call::{Direction, Phase};
use crate::engine::{Engine, Moment};
use crate::secure::{Level, Levels};

/// The secure screen with one level chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecureView {
    /// The mark of secure mode, as the call has it.
    pub eyeglasses: Eyeglasses,
    /// The levels, lowest first.
    pub stops: Vec<LevelStop>,
    /// The number of the chosen one, for commands.
    pub chosen: u8,
    /// Both phones; all pending where no call asked them yet.
    pub columns: SecureColumns,
    /// Who or what asks for the level of the running call, and what organisations impose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Text>,
    /// Starts a secure call, or brings the running one to the chosen level.
    pub start: Button,
    /// Asks for a secure chat without a call, or brings the present one to the chosen level.
    pub chat_only: Button,
    /// Opens the screen of Dings with a secure one chosen.
    pub ding: Button,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// One level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelStop {
    /// Its number.
    pub level: u8,
    /// Its word and number.
    pub title: Text,
    /// What it forbids.
    pub forbids: Vec<Text>,
    /// It is the chosen one.
    pub chosen: bool,
    /// The call is at it.
    pub in_force: bool,
}

/// The secure screen with `level` chosen, of the running call or before one.
#[must_use]
pub fn secure(engine: &Engine, now: Moment, level: Level) -> SecureView {
    match CallFacts::of(engine, now) {
        Some(facts) => SecureView::of_call(&facts, level),
        None => match CallFacts::of_session(engine, now).filter(|facts| !asked(facts)) {
            Some(facts) => SecureView::of_session(engine, &facts, level),
            None => SecureView::before_call(engine, level),
        },
    }
}

/// The secure screen as it opens: at the level in force, else at the one for all calls, else at the first.
#[must_use]
pub fn secure_at_first(engine: &Engine, now: Moment) -> SecureView {
    secure(engine, now, first(engine, now))
}

fn first(engine: &Engine, now: Moment) -> Level {
    let facts = CallFacts::of(engine, now);
    let facts = facts.or_else(|| CallFacts::of_session(engine, now).filter(|facts| !asked(facts)));
    let in_force = facts.map(|facts| facts.level);
    [in_force, Some(engine.default_level())]
        .into_iter()
        .flatten()
        .find(|level| level.is_secure())
        .unwrap_or(Level::ONE)
}

impl SecureView {
    /// Of a running call.
    #[must_use]
    pub fn of_call(facts: &CallFacts, level: Level) -> Self {
        let in_force = level == facts.level;
        let columns = match SecureColumns::of(facts) {
            Some(columns) if in_force => columns,
            _ => SecureColumns::new(facts.levels.forbidden(level), None, None),
        };
        Self {
            eyeglasses: Eyeglasses::of(facts),
            stops: stops(&facts.levels, level, Some(facts.level)),
            chosen: level.number(),
            columns,
            because: because(facts),
            start: if in_force {
                let label = words::LEVEL.with("level", level.number());
                Button::unless(label, Some(words::IN_FORCE.text()))
            } else if level > facts.level {
                let label = words::RAISE.with("level", level.number());
                Button::unless(label, cap(facts, level))
            } else {
                lower_button(facts, level)
            },
            chat_only: Button::unless(session::ONLY.text(), Some(session::IN_CALL.text())),
            ding: Button::unless(DING.text(), Some(IN_CALL.text())),
            remedies: remedies(facts),
            simulated: facts.is_simulated().then(|| words::SIMULATED.text()),
        }
    }

    /// Of a secure chat: a call with the same person takes it over.
    fn of_session(engine: &Engine, facts: &CallFacts, level: Level) -> Self {
        let view = Self::of_call(facts, level);
        let ordinary = (!level.is_secure()).then(|| words::ORDINARY_STOP.text());
        Self {
            chat_only: view.start,
            start: Button::unless(
                words::START.text(),
                ordinary.or_else(|| cannot_dial(engine)),
            ),
            ding: Button::unless(DING.text(), Some(session::ANOTHER.text())),
            ..view
        }
    }

    fn before_call(engine: &Engine, level: Level) -> Self {
        let ordinary = (!level.is_secure()).then(|| words::ORDINARY_STOP.text());
        let no_level = ordinary.clone();
        let waits = engine.session().map(|_| session::WAITS.text());
        let cannot_ask = ordinary.clone().or(waits).or_else(|| cannot_dial(engine));
        Self {
            eyeglasses: Eyeglasses::ordinary(),
            stops: stops(engine.levels(), level, None),
            chosen: level.number(),
            columns: SecureColumns::new(engine.levels().forbidden(level), None, None),
            because: Vec::new(),
            start: Button::unless(
                words::START.text(),
                ordinary.or_else(|| cannot_dial(engine)),
            ),
            chat_only: Button::unless(session::ONLY.text(), cannot_ask),
            ding: Button::unless(DING.text(), no_level),
            remedies: Vec::new(),
            simulated: engine.is_simulated().then(|| words::SIMULATED.text()),
        }
    }
}

/// A request changes nothing before it is accepted.
fn asked(facts: &CallFacts) -> bool {
    facts.phase == Phase::Ringing && facts.direction == Direction::Incoming
}

fn stops(levels: &Levels, chosen: Level, in_force: Option<Level>) -> Vec<LevelStop> {
    levels
        .secure()
        .map(|level| LevelStop {
            level: level.number(),
            title: words::LEVEL.with("level", level.number()),
            forbids: list(levels.forbidden(level).iter(), words::operation),
            chosen: level == chosen,
            in_force: in_force == Some(level),
        })
        .collect()
}
