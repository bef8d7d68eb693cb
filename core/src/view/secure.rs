//! The secure screen: what each level forbids, whether these phones can do it, and what can be done if not.

use serde::Serialize;

use super::because::{because, cap};
use super::columns::list;
use super::contact::cannot_dial;
use super::remedy::{lower_button, remedies};
use super::words::secure as words;
use super::{Button, CallFacts, Eyeglasses, Remedy, SecureColumns, Text};
use crate::engine::{Engine, Moment};
use crate::secure::{Level, Levels};

/// The secure screen with one level chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecureView {
    /// The mark of secure mode, as the call has it.
    pub eyeglasses: Eyeglasses,
    /// The levels, lowest first.
    pub stops: Vec<LevelStop>,
    /// Both phones; all pending where no call asked them yet.
    pub columns: SecureColumns,
    /// Who or what asks for the level of the running call, and what organisations impose.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub because: Vec<Text>,
    /// Starts a secure call, or brings the running one to the chosen level.
    pub start: Button,
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
        None => SecureView::before_call(engine, level),
    }
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
            remedies: remedies(facts),
            simulated: facts.is_simulated().then(|| words::SIMULATED.text()),
        }
    }

    fn before_call(engine: &Engine, level: Level) -> Self {
        let ordinary = (!level.is_secure()).then(|| words::ORDINARY_STOP.text());
        Self {
            eyeglasses: Eyeglasses::ordinary(),
            stops: stops(engine.levels(), level, None),
            columns: SecureColumns::new(engine.levels().forbidden(level), None, None),
            because: Vec::new(),
            start: Button::unless(
                words::START.text(),
                ordinary.or_else(|| cannot_dial(engine)),
            ),
            remedies: Vec::new(),
            simulated: engine.is_simulated().then(|| words::SIMULATED.text()),
        }
    }
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
