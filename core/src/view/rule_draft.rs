//! A rule that is being written: every control carries the rule as it is after a tap, so that a shell only keeps what was
//! tapped last.

use serde::Serialize;

use super::refusal::refusal;
use super::rules;
use super::secure_settings::choices;
use super::words::rules as words;
use super::{Button, Text};
use crate::engine::Engine;
use crate::secure::{Hours, Level, Rule, When};

/// Working days.
const WORKING: u8 = 0b001_1111;
const DAYS: u8 = 7;
const DAY: u16 = 24 * 60;
/// How far a tap moves a time, in minutes.
const STEP: u16 = 30;

/// A rule that is being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleDraftView {
    /// Its heading.
    pub title: Text,
    /// Where it applies.
    pub place: Text,
    /// When it applies.
    pub hours: Text,
    /// What can be chosen.
    pub parts: Vec<RulePart>,
    /// Adds it, or puts it in the place of the old one.
    pub save: Button,
    /// The rule itself, for that command.
    #[serde(skip)]
    pub rule: Rule,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RulePart {
    /// Its heading.
    pub title: Text,
    /// What there is.
    pub choices: Vec<RuleChoice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleChoice {
    /// What a tap does.
    pub button: Button,
    /// It is chosen now.
    pub chosen: bool,
    /// The rule after that.
    #[serde(skip)]
    pub rule: Rule,
}

/// A rule that is being written; none yet: working hours at the first level. `old`: the one that it replaces.
/// Hours that are chosen anew are in the phone's time zone.
#[must_use]
pub fn rule_draft(engine: &Engine, rule: Option<Rule>, old: Option<&Rule>) -> RuleDraftView {
    let working = Hours {
        weekdays: WORKING,
        from: 8 * 60,
        until: 18 * 60,
        offset: engine.zone().unwrap_or_default(),
    };
    let first = || Rule {
        when: When {
            place: None,
            hours: Some(working),
        },
        level: Level::ONE,
    };
    let rule = rule.or_else(|| old.cloned()).unwrap_or_else(first);
    let rule = engine.in_zone(rule);
    let mut parts = vec![levels(engine, &rule), days(&rule, working)];
    if let Some(hours) = rule.when.hours {
        parts.push(time(&rule, words::FROM, hours.from, |hours, from| Hours {
            from,
            ..hours
        }));
        parts.push(time(&rule, words::UNTIL, hours.until, |hours, until| {
            Hours { until, ..hours }
        }));
    }
    let nowhere = rule.when.hours.is_some_and(|hours| hours.weekdays == 0);
    let full = engine.cannot_add_rule().filter(|_| old.is_none());
    let reason = match nowhere {
        true => Some(words::NO_DAY.text()),
        false => full.map(|why| refusal(&why)),
    };
    RuleDraftView {
        title: match old {
            Some(_) => words::CHANGE,
            None => words::ADD,
        }
        .text(),
        place: rules::place(&rule.when),
        hours: rules::hours(&rule.when),
        parts,
        save: Button::unless(words::SAVE.text(), reason),
        rule,
    }
}

fn levels(engine: &Engine, rule: &Rule) -> RulePart {
    let secure = choices(engine.levels(), rule.level).split_off(1);
    let choice = |choice: super::LevelChoice| RuleChoice {
        button: Button::enabled(choice.title),
        chosen: choice.chosen,
        rule: Rule {
            level: Level::new(choice.level),
            ..rule.clone()
        },
    };
    RulePart {
        title: words::LEAST.text(),
        choices: secure.into_iter().map(choice).collect(),
    }
}

/// All the time, or on these days.
fn days(rule: &Rule, working: Hours) -> RulePart {
    let hours = rule.when.hours;
    let always = RuleChoice {
        button: Button::enabled(words::ALWAYS.text()),
        chosen: hours.is_none(),
        rule: with(rule, hours.is_none().then_some(working)),
    };
    let day = |day: u8| {
        let bit = 1 << day;
        let chosen = hours.is_some_and(|hours| hours.weekdays & bit != 0);
        let changed = match hours {
            Some(hours) => Hours {
                weekdays: hours.weekdays ^ bit,
                ..hours
            },
            None => Hours {
                weekdays: bit,
                ..working
            },
        };
        RuleChoice {
            button: Button::enabled(rules::weekday(day)),
            chosen,
            rule: with(rule, Some(changed)),
        }
    };
    RulePart {
        title: words::WHEN.text(),
        choices: std::iter::once(always).chain((0..DAYS).map(day)).collect(),
    }
}

/// A time of the day, half an hour earlier or later.
fn time(rule: &Rule, title: super::Phrase, at: u16, set: impl Fn(Hours, u16) -> Hours) -> RulePart {
    let choice = |label: super::Phrase, at: u16| RuleChoice {
        button: Button::enabled(label.text()),
        chosen: false,
        rule: with(rule, rule.when.hours.map(|hours| set(hours, at % DAY))),
    };
    RulePart {
        title: title.with("time", rules::minutes(at)),
        choices: vec![
            choice(words::EARLIER, at % DAY + DAY - STEP),
            choice(words::MOVE_LATER, at % DAY + STEP),
        ],
    }
}

fn with(rule: &Rule, hours: Option<Hours>) -> Rule {
    Rule {
        when: When {
            hours,
            ..rule.when.clone()
        },
        ..rule.clone()
    }
}
