//! The settings of secure mode.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::language::{Show, Shown};
use crate::{LevelDefinition, LevelRule, Phone};

/// The settings of secure mode.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
    pub added: LevelDefinition,
}

/// A level to choose.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct LevelChoice {
    /// Its number.
    pub level: u8,
    /// Its word and number.
    pub title: Text,
    /// It is the chosen one.
    pub chosen: bool,
}

/// A contact with a level of its own.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ContactLevel {
    /// The contact's id.
    pub id: String,
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
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RuleRow {
    /// The rule itself, for commands.
    pub rule: LevelRule,
    /// Where it applies.
    pub place: Text,
    /// When it applies.
    pub hours: Text,
    /// The level's word and number.
    pub level_words: Text,
    /// Opens it to be changed: `Phone.ruleDraft`.
    pub change: Button,
    /// Removes it.
    pub remove: Button,
}

/// A level of one's own.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct OperationChoice {
    /// The level forbids it.
    pub forbidden: bool,
    /// What it is; forbids it, or does not any more.
    pub button: Button,
    /// The level's definition after that.
    pub changed: LevelDefinition,
}

#[uniffi::export]
impl Phone {
    /// The settings of secure mode: `Phone.setDefaultLevel`, `setUsualLevel`, `addRule`, `changeRule`, `removeRule`,
    /// `addLevel`, `changeLevel`, `deleteLevel`. Read anew after the events `LevelsChanged` and `ContactsChanged`.
    #[must_use]
    pub fn secure_settings_view(&self) -> SecureSettingsView {
        self.show(|engine, _| view::secure_settings(engine))
    }
}

impl Shown<view::SecureSettingsView> for SecureSettingsView {
    fn shown(view: view::SecureSettingsView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            default_title: view.default_title.show(language),
            default: view.default.show(language),
            contacts_title: view.contacts_title.show(language),
            contacts: view.contacts.show(language),
            no_contacts: view.no_contacts.show(language),
            rules_title: view.rules_title.show(language),
            rules: view.rules.show(language),
            no_rules: view.no_rules.show(language),
            add_rule: view.add_rule.show(language),
            own_title: view.own_title.show(language),
            own: view.own.show(language),
            no_own: view.no_own.show(language),
            add_level: view.add_level.show(language),
            added: view.added.into(),
        }
    }
}

impl Shown<view::LevelChoice> for LevelChoice {
    fn shown(view: view::LevelChoice, language: Language) -> Self {
        Self {
            level: view.level,
            title: view.title.show(language),
            chosen: view.chosen,
        }
    }
}

impl Shown<view::ContactLevel> for ContactLevel {
    fn shown(view: view::ContactLevel, language: Language) -> Self {
        Self {
            id: shown(&view.id),
            who: view.who.show(language),
            level: view.level,
            level_words: view.level_words.show(language),
            remove: view.remove.show(language),
        }
    }
}

impl Shown<view::RuleRow> for RuleRow {
    fn shown(view: view::RuleRow, language: Language) -> Self {
        Self {
            rule: view.rule.into(),
            place: view.place.show(language),
            hours: view.hours.show(language),
            level_words: view.level_words.show(language),
            change: view.change.show(language),
            remove: view.remove.show(language),
        }
    }
}

impl Shown<view::OwnLevel> for OwnLevel {
    fn shown(view: view::OwnLevel, language: Language) -> Self {
        Self {
            level: view.level,
            title: view.title.show(language),
            operations: view.operations.show(language),
            delete: view.delete.show(language),
        }
    }
}

impl Shown<view::OperationChoice> for OperationChoice {
    fn shown(view: view::OperationChoice, language: Language) -> Self {
        Self {
            forbidden: view.forbidden,
            button: view.button.show(language),
            changed: view.changed.into(),
        }
    }
}
