//! What can be done where a phone cannot forbid something: never a silent fallback, both people must agree.

use serde::Serialize;

use super::columns::list;
use super::words::secure as words;
use super::{Button, CallFacts, Text};
use crate::call::Phase;
use crate::engine::Command;
use crate::secure::{Answer, Level, Operations};

/// One way on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Remedy {
    /// What it says.
    pub button: Button,
    /// The level that it asks for.
    pub level: u8,
    #[serde(skip)]
    noticed: Operations,
}

impl Remedy {
    /// The command that the button gives.
    #[must_use]
    pub fn command(&self) -> Command {
        Command::Ask(Level::new(self.level), self.noticed)
    }
}

/// What can be done, least loss first; nothing where nothing is lacking.
pub(super) fn remedies(facts: &CallFacts) -> Vec<Remedy> {
    let lacking = facts.lacking().concat();
    if lacking.is_empty() || matches!(facts.phase, Phase::Ended(_)) {
        return Vec::new();
    }
    let all: Operations = lacking.iter().map(|(operation, _)| *operation).collect();
    let mut remedies = Vec::new();
    if lacking
        .iter()
        .all(|(_, answer)| *answer == Answer::Detected)
    {
        remedies.push(accept(facts, all));
    }
    remedies.push(lower(facts, all));
    remedies
}

fn accept(facts: &CallFacts, all: Operations) -> Remedy {
    let noticed = facts.noticed.or(all);
    let label = words::ACCEPT
        .text()
        .with_list("what", list(all.iter(), words::operation));
    let reason = if facts.phase == Phase::Preparing {
        Some(words::NOT_RUNG.text())
    } else {
        waiting(facts, facts.level, noticed)
    };
    Remedy {
        button: Button::unless(label, reason),
        level: facts.level.number(),
        noticed,
    }
}

/// The highest level below that both phones can do.
fn lower(facts: &CallFacts, all: Operations) -> Remedy {
    let level = facts
        .levels
        .secure()
        .filter(|level| *level < facts.level)
        .filter(|level| facts.levels.forbidden(*level).and(all).is_empty())
        .max()
        .unwrap_or(Level::ORDINARY);
    Remedy {
        button: lower_button(facts, level),
        level: level.number(),
        noticed: Operations::NONE,
    }
}

/// The button that asks for a lower level.
pub(super) fn lower_button(facts: &CallFacts, level: Level) -> Button {
    let label = if level.is_secure() {
        words::LOWER.with("level", level.number())
    } else {
        words::LEAVE.text()
    };
    Button::unless(label, waiting(facts, level, Operations::NONE))
}

fn waiting(facts: &CallFacts, level: Level, noticed: Operations) -> Option<Text> {
    (facts.asking == Some((level, noticed))).then(|| words::WAITING_FOR_ANSWER.text())
}
