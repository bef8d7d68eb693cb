//! A rule that is being written.

use sotto_core::view::{self, Language};

use super::{Button, Text};
use crate::language::{Show, Shown};
use crate::{LevelRule, Phone};

/// A rule that is being written.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RuleDraftView {
    /// Its heading.
    pub title: Text,
    /// Where it applies.
    pub place: Text,
    /// When it applies.
    pub hours: Text,
    /// What can be chosen.
    pub parts: Vec<RulePart>,
    /// `Phone.addRule` with `rule`, or `Phone.changeRule`.
    pub save: Button,
    /// The rule itself.
    pub rule: LevelRule,
}

/// One thing to choose.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RulePart {
    /// Its heading.
    pub title: Text,
    /// What there is.
    pub choices: Vec<RuleChoice>,
}

/// One choice: a tap shows `Phone.ruleDraft` of `rule`.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RuleChoice {
    /// What a tap does.
    pub button: Button,
    /// It is chosen now.
    pub chosen: bool,
    /// The rule after that.
    pub rule: LevelRule,
}

#[uniffi::export]
impl Phone {
    /// A rule that is being written; none yet: the core begins one. `old`: the one that it replaces. Hours that are
    /// chosen anew are in the zone that `Phone.zone` told. Nothing changes.
    #[must_use]
    pub fn rule_draft(&self, rule: Option<LevelRule>, old: Option<LevelRule>) -> RuleDraftView {
        let (rule, old) = (rule.map(Into::into), old.map(Into::into));
        self.show(|engine, _| view::rule_draft(engine, rule, old.as_ref()))
    }
}

impl Shown<view::RuleDraftView> for RuleDraftView {
    fn shown(view: view::RuleDraftView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            place: view.place.show(language),
            hours: view.hours.show(language),
            parts: view.parts.show(language),
            save: view.save.show(language),
            rule: view.rule.into(),
        }
    }
}

impl Shown<view::RulePart> for RulePart {
    fn shown(part: view::RulePart, language: Language) -> Self {
        Self {
            title: part.title.show(language),
            choices: part.choices.show(language),
        }
    }
}

impl Shown<view::RuleChoice> for RuleChoice {
    fn shown(choice: view::RuleChoice, language: Language) -> Self {
        Self {
            button: choice.button.show(language),
            chosen: choice.chosen,
            rule: choice.rule.into(),
        }
    }
}
