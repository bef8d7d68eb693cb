//! The settings of secure mode: the level for all calls, levels for contacts, places and times, and levels of one's own.

use serde::Serialize;

use super::refusal::refusal;
use super::rules;
use super::words::{people, rules as words, secure};
use super::{Button, Private, Text};
use crate::engine::Engine;
use crate::secure::{Definition, Level, Levels, Operation, Operations, Rule};

/// The settings of secure mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecureSettingsView {
    /// Its heading.
    pub title: Text,
    /// Heading of the levels for all calls.
    pub default_title: Text,
    /// The ordinary call and every level.
    pub default: Vec<LevelChoice>,
    /// Heading of the contacts that have a level of their own.
    pub contacts_title: Text,
    /// Those contacts.
    pub contacts: Vec<ContactLevel>,
    /// Said where there are none, or where people are hidden.
    pub no_contacts: Option<Text>,
    /// Heading of the rules.
    pub rules_title: Text,
    /// The rules for places and times.
    pub rules: Vec<RuleRow>,
    /// Said where there are none.
    pub no_rules: Option<Text>,
    /// Adds a rule.
    pub add_rule: Button,
    /// Heading of the levels of one's own.
    pub own_title: Text,
    /// Those levels, lowest first.
    pub own: Vec<OwnLevel>,
    /// Said where there are none.
    pub no_own: Option<Text>,
    /// Adds one above the others.
    pub add_level: Button,
    /// What a level that is added forbids at first: what the one below it does.
    #[serde(skip)]
    pub added: Definition,
}

/// A level to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LevelChoice {
    /// Its number.
    pub level: u8,
    /// Its word and number.
    pub title: Text,
    /// It is the chosen one.
    pub chosen: bool,
}

/// A contact with a level of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactLevel {
    /// The contact's id.
    pub id: Private,
    /// Who.
    pub who: Text,
    /// The level's number.
    pub level: u8,
    /// Its word and number.
    pub level_words: Text,
    /// Takes it away: level 0.
    pub remove: Button,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleRow {
    /// The rule itself, for commands.
    #[serde(skip)]
    pub rule: Rule,
    /// Where it applies.
    pub place: Text,
    /// When it applies.
    pub hours: Text,
    /// The level's word and number.
    pub level_words: Text,
    /// Opens it to be changed.
    pub change: Button,
    /// Removes it.
    pub remove: Button,
}

/// A level of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OwnLevel {
    /// Its number.
    pub level: u8,
    /// Its word and number.
    pub title: Text,
    /// All operations, each to be forbidden or not.
    pub operations: Vec<OperationChoice>,
    /// Deletes it.
    pub delete: Button,
}

/// An operation at a level of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationChoice {
    /// The level forbids it.
    pub forbidden: bool,
    /// What it is; forbids it, or does not any more.
    pub button: Button,
    /// The level's definition after that.
    #[serde(skip)]
    pub changed: Definition,
}

/// The settings of secure mode at this moment.
#[must_use]
pub fn secure_settings(engine: &Engine) -> SecureSettingsView {
    let levels = engine.levels();
    let contacts = contacts(engine);
    let hidden = engine.curtain().is_drawn();
    let no_contacts = if hidden {
        people::PEOPLE_HIDDEN
    } else {
        words::NO_CONTACTS
    };
    let rules: Vec<RuleRow> = engine.rules().iter().map(rule_row).collect();
    let own: Vec<OwnLevel> = (0..engine.own_levels().len())
        .map(|index| own_level(engine, index))
        .collect();
    SecureSettingsView {
        title: words::TITLE.text(),
        default_title: words::DEFAULT.text(),
        default: choices(levels, engine.default_level()),
        contacts_title: words::CONTACTS.text(),
        no_contacts: contacts.is_empty().then(|| no_contacts.text()),
        contacts,
        rules_title: words::RULES.text(),
        no_rules: rules.is_empty().then(|| words::NO_RULES.text()),
        add_rule: Button::unless(
            words::ADD.text(),
            engine.cannot_add_rule().map(|why| refusal(&why)),
        ),
        rules,
        own_title: words::OWN.text(),
        no_own: own.is_empty().then(|| words::NO_OWN.text()),
        add_level: add_level(engine),
        added: Definition::Forbid(levels.forbidden(number(own.len()))),
        own,
    }
}

/// The ordinary call and every level of this phone.
pub(super) fn choices(levels: &Levels, chosen: Level) -> Vec<LevelChoice> {
    std::iter::once(Level::ORDINARY)
        .chain(levels.secure())
        .map(|level| LevelChoice {
            level: level.number(),
            title: level_words(level),
            chosen: level == chosen,
        })
        .collect()
}

/// A level as a word and number.
pub(super) fn level_words(level: Level) -> Text {
    if level.is_secure() {
        secure::LEVEL.with("level", level.number())
    } else {
        secure::ORDINARY.text()
    }
}

fn contacts(engine: &Engine) -> Vec<ContactLevel> {
    let curtain = engine.curtain();
    if curtain.is_drawn() {
        return Vec::new();
    }
    let mut rows: Vec<ContactLevel> = engine
        .contacts()
        .filter(|(_, contact)| contact.usual.is_secure())
        .map(|(id, contact)| ContactLevel {
            id: Private::hex(curtain, id),
            who: people::NAMED.with("name", contact.shown_name()),
            level: contact.usual.number(),
            level_words: level_words(contact.usual),
            remove: Button::enabled(words::REMOVE.text()),
        })
        .collect();
    rows.sort_by_key(|row| row.who.to_string());
    rows
}

fn rule_row(rule: &Rule) -> RuleRow {
    RuleRow {
        rule: rule.clone(),
        place: rules::place(&rule.when),
        hours: rules::hours(&rule.when),
        level_words: level_words(rule.level),
        change: Button::enabled(words::CHANGE.text()),
        remove: Button::enabled(words::REMOVE.text()),
    }
}

/// The level that so many of one's own reach up to.
fn number(own: usize) -> Level {
    let number = usize::from(Levels::BUILT_IN) + own;
    Level::new(u8::try_from(number).unwrap_or(u8::MAX))
}

fn add_level(engine: &Engine) -> Button {
    let next = number(engine.own_levels().len() + 1);
    let label = words::ADD_LEVEL.with("level", next.number());
    let full = usize::from(next.number()) > Levels::LIMIT;
    let why = crate::secure::LevelsError::TooMany;
    Button::unless(label, full.then(|| refusal(&why.into())))
}

fn own_level(engine: &Engine, index: usize) -> OwnLevel {
    let level = number(index + 1);
    let own = engine.own_levels();
    let below = match index.checked_sub(1) {
        Some(below) => own[below].forbidden(),
        None => Levels::default().forbidden(Level::THREE),
    };
    let above = own.get(index + 1).map(|above| above.forbidden());
    let label = words::DELETE_LEVEL.with("level", level.number());
    let why = engine.cannot_delete_level(level);
    OwnLevel {
        level: level.number(),
        title: level_words(level),
        operations: Operation::ALL
            .into_iter()
            .map(|operation| {
                let forbidden = engine.levels().forbidden(level).contains(operation);
                choice(operation, own[index].forbidden(), forbidden, below, above)
            })
            .collect(),
        delete: Button::unless(label, why.map(|why| refusal(&why))),
    }
}

/// `own`: what the person's own definition forbids; `forbidden`: what holds, organisations included.
fn choice(
    operation: Operation,
    own: Operations,
    forbidden: bool,
    below: Operations,
    above: Option<Operations>,
) -> OperationChoice {
    let reason = if below.contains(operation) {
        Some(words::BELOW)
    } else if forbidden && !own.contains(operation) {
        Some(words::BY_POLICY)
    } else if !forbidden && above.is_some_and(|above| !above.contains(operation)) {
        Some(words::ABOVE)
    } else {
        None
    };
    let changed = if own.contains(operation) {
        own.without(operation)
    } else {
        own.with(operation)
    };
    OperationChoice {
        forbidden,
        button: Button::unless(
            secure::operation(operation).text(),
            reason.map(super::Phrase::text),
        ),
        changed: Definition::Forbid(changed),
    }
}
