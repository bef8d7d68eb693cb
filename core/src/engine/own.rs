//! Levels and rules of the person's own, one at a time: defined, changed, deleted. A level that something uses cannot be
//! deleted here; it can be changed, and an organisation that is left takes its levels along: until it is chosen anew, such a
//! number forbids everything.

use super::{CommandError, Engine, LevelUse};
use crate::secure::{Definition, Level, Levels, Place, Rule};

/// What a shell should say about where the phone is: nobody looks for a place that no rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WantedPlaces {
    /// Whether a rule or a policy asks for places that have a name.
    pub named: bool,
    /// Whether one asks for an area, so for a position.
    pub position: bool,
}

impl Engine {
    pub(super) fn add_level(&mut self, definition: Definition) -> Result<(), CommandError> {
        let mut levels = self.own_levels().to_vec();
        levels.push(definition);
        self.define_levels(levels)
    }

    pub(super) fn change_level(
        &mut self,
        level: Level,
        definition: Definition,
    ) -> Result<(), CommandError> {
        let mut levels = self.own_levels().to_vec();
        let own = index(level).and_then(|index| levels.get_mut(index));
        *own.ok_or(CommandError::NoLevel)? = definition;
        self.define_levels(levels)
    }

    pub(super) fn delete_level(&mut self, level: Level) -> Result<(), CommandError> {
        if let Some(why) = self.cannot_delete_level(level) {
            return Err(why);
        }
        let mut levels = self.own_levels().to_vec();
        levels.pop();
        self.define_levels(levels)
    }

    /// Why a level of the person's own cannot be deleted; `None` where it can.
    #[must_use]
    pub fn cannot_delete_level(&self, level: Level) -> Option<CommandError> {
        let own = self.own_levels().len();
        match index(level) {
            Some(index) if index + 1 < own => {
                let highest = usize::from(Levels::BUILT_IN) + own;
                let highest = Level::new(u8::try_from(highest).unwrap_or(u8::MAX));
                Some(CommandError::LevelsAbove(highest))
            }
            Some(index) if index < own => self.level_needed(&self.own_levels()[..index]).err(),
            _ => Some(CommandError::NoLevel),
        }
    }

    /// Refuses own levels under which something in use would have no level any more.
    pub(super) fn let_go_of_levels(&self, own: &[Definition]) -> Result<(), CommandError> {
        // what an organisation took away is not this person's doing
        if own.len() < self.own_levels().len() {
            return self.level_needed(own);
        }
        Ok(())
    }

    fn level_needed(&self, own: &[Definition]) -> Result<(), CommandError> {
        let known = self.levels_with(own);
        let gone =
            |level: &Level| level.is_secure() && !known.secure().any(|known| known == *level);
        let uses = std::iter::once((self.default_level(), LevelUse::Default))
            .chain(self.contacts().map(|(_, c)| (c.usual, LevelUse::Contact)))
            .chain(self.rules().iter().map(|rule| (rule.level, LevelUse::Rule)))
            .chain(
                self.gesture()
                    .taught()
                    .map(|(_, level)| (level, LevelUse::Gesture)),
            );
        match uses.into_iter().find(|(level, _)| gone(level)) {
            Some((level, by)) => Err(CommandError::LevelInUse { level, by }),
            None => Ok(()),
        }
    }

    pub(super) fn add_rule(&mut self, rule: Rule) -> Result<(), CommandError> {
        let rule = self.in_zone(rule);
        let mut rules = self.rules().to_vec();
        if rules.contains(&rule) {
            return Ok(());
        }
        rules.push(rule);
        self.set_rules(rules)
    }

    pub(super) fn change_rule(&mut self, old: &Rule, new: Rule) -> Result<(), CommandError> {
        let old = self.in_zone(old.clone());
        let mut rules = self.rules().to_vec();
        let at = rules.iter().position(|rule| *rule == old);
        rules[at.ok_or(CommandError::NoRule)?] = new;
        self.set_rules(rules)
    }

    pub(super) fn remove_rule(&mut self, rule: &Rule) -> Result<(), CommandError> {
        let rule = self.in_zone(rule.clone());
        let mut rules = self.rules().to_vec();
        let at = rules.iter().position(|other| *other == rule);
        rules.remove(at.ok_or(CommandError::NoRule)?);
        self.set_rules(rules)
    }

    /// What rules and policies want to know of where the phone is.
    #[must_use]
    pub fn wanted_places(&self) -> WantedPlaces {
        let own = self
            .rules()
            .iter()
            .filter_map(|rule| rule.when.place.as_ref());
        let policies = self.policies().iter().flat_map(|policy| policy.places());
        own.chain(policies)
            .fold(WantedPlaces::default(), |wanted, place| match place {
                Place::Named(_) => WantedPlaces {
                    named: true,
                    ..wanted
                },
                Place::Circle(_) => WantedPlaces {
                    position: true,
                    ..wanted
                },
            })
    }
}

/// A level's place among the person's own.
fn index(level: Level) -> Option<usize> {
    let index = level.number().checked_sub(Levels::BUILT_IN + 1)?;
    Some(usize::from(index))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
#[path = "own_tests.rs"]
mod tests;
