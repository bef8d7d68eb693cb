//! Levels, rules and policies of this phone: commands that change them, the rows that keep them, and which level a call
//! gets. Also the marker of what may still be forbidden after a crash.

use prost::Message;
use sotto_protocol::id::AccountId;
use sotto_protocol::wire::policy as wire;

use super::{CommandError, Engine, Event, Moment, Output};
use crate::secure::policy::{Accepted, Policies, Policy, PolicyError};
use crate::secure::{
    Choice, Definition, Hours, Level, Levels, Operation, Operations, Position, Reason, Rule,
    Speaking, Surroundings,
};
use crate::store::{Change, Table};

/// Keys in [`Table::Settings`].
const LEVELS: &[u8] = b"levels";
const RULES: &[u8] = b"rules";
const DEFAULT: &[u8] = b"default_level";
const ARMED: &[u8] = b"armed";
/// Rules at most.
const RULES_LIMIT: usize = 64;

/// What this phone forbids at the moment, kept so that a phone that crashed allows it again.
#[derive(Clone, PartialEq, Message)]
struct ArmedRow {
    #[prost(uint32, tag = "1")]
    operations: u32,
}

/// The least level of all calls.
#[derive(Clone, PartialEq, Message)]
struct DefaultRow {
    #[prost(uint32, tag = "1")]
    level: u32,
}

/// See the module.
#[derive(Default)]
pub(super) struct SecureSettings {
    /// The shell's levels.
    base: Levels,
    own: Vec<Definition>,
    rules: Vec<Rule>,
    default: Level,
    policies: Policies,
    surroundings: Surroundings,
    armed: Operations,
    zone: Option<i16>,
    pub(super) asked: super::asked::Asked,
}

impl SecureSettings {
    pub(super) fn new(base: Levels, prohibitions_from: u64) -> Self {
        Self {
            base,
            asked: super::asked::Asked::from(prohibitions_from),
            ..Self::default()
        }
    }

    /// Takes a row of [`Table::Settings`]; false where it is not of this part, `None` where it cannot be read.
    pub(super) fn load(&mut self, key: &[u8], value: &[u8]) -> Option<bool> {
        match key {
            LEVELS => {
                let rows = wire::LevelRules::decode(value).ok()?.levels;
                let own = rows.iter().map(Definition::from_wire);
                self.own = own.collect::<Result<_, _>>().ok()?;
            }
            RULES => {
                let rows = wire::Rules::decode(value).ok()?.rules;
                self.rules = rows
                    .into_iter()
                    .map(Rule::from_wire)
                    .collect::<Option<_>>()?;
            }
            DEFAULT => {
                let number = DefaultRow::decode(value).ok()?.level;
                self.default = Level::new(u8::try_from(number).ok()?);
            }
            ARMED => {
                let bits = ArmedRow::decode(value).ok()?.operations;
                self.armed = Operations::from_bits(u16::try_from(bits).ok()?);
            }
            _ => return self.policies.load(key, value),
        }
        Some(true)
    }

    /// All levels that this phone knows.
    pub(super) fn levels(&self) -> Levels {
        self.levels_with(&self.own)
    }

    fn levels_with(&self, own: &[Definition]) -> Levels {
        let own = own_levels(own).unwrap_or_default();
        self.base.combined(&own).combined(&self.policies.levels())
    }

    /// What a life before this one may have left forbidden; the marker goes with it.
    pub(super) fn take_armed(&mut self) -> Operations {
        std::mem::take(&mut self.armed)
    }
}

fn own_levels(definitions: &[Definition]) -> Result<Levels, crate::secure::LevelsError> {
    let sets: Vec<Operations> = definitions.iter().map(|d| d.forbidden()).collect();
    Levels::new(&sets)
}

impl Engine {
    pub(super) fn accept_policy(&mut self, now: Moment, signed: &[u8]) -> Result<(), CommandError> {
        let master = self.master(now);
        let (_, change) = self.secure.policies.accept(signed, master)?;
        if let Some(change) = change {
            self.levels_changed(change);
        }
        Ok(())
    }

    /// What accepting a policy would do, for the person who is asked to.
    ///
    /// # Errors
    /// [`PolicyError`]: it would not be taken.
    pub fn weigh_policy(
        &self,
        now: Moment,
        signed: &[u8],
    ) -> Result<(Accepted, Policy), PolicyError> {
        self.secure.policies.weigh(signed, self.master(now))
    }

    /// Why no rule can be added; `None` where one can.
    #[must_use]
    pub fn cannot_add_rule(&self) -> Option<CommandError> {
        let full = self.secure.rules.len() >= RULES_LIMIT;
        full.then_some(CommandError::TooManyRules { limit: RULES_LIMIT })
    }

    pub(super) fn remove_policy(&mut self, issuer: &[u8]) -> Result<(), CommandError> {
        let change = self.secure.policies.remove(issuer)?;
        self.levels_changed(change);
        Ok(())
    }

    pub(super) fn define_levels(&mut self, levels: Vec<Definition>) -> Result<(), CommandError> {
        own_levels(&levels)?;
        self.let_go_of_levels(&levels)?;
        let row = wire::LevelRules {
            levels: levels.iter().map(|level| level.to_wire()).collect(),
        };
        self.secure.own = levels;
        self.levels_changed(Change::put(Table::Settings, LEVELS, row.encode_to_vec()));
        Ok(())
    }

    pub(super) fn set_rules(&mut self, rules: Vec<Rule>) -> Result<(), CommandError> {
        if rules.len() > RULES_LIMIT {
            return Err(CommandError::TooManyRules { limit: RULES_LIMIT });
        }
        // a screen may have kept one from before the zone changed
        let rules: Vec<Rule> = rules.into_iter().map(|rule| self.in_zone(rule)).collect();
        // what a phone would not read again at its start is not stored
        let read = rules.iter().map(Rule::to_wire).map(Rule::from_wire);
        if read.collect::<Option<Vec<_>>>().as_ref() != Some(&rules) {
            return Err(CommandError::Rule);
        }
        // what stood there before may have lost its level to an organisation that was left: it must be possible to remove
        let new = |rule: &&Rule| !self.secure.rules.contains(rule);
        if rules.iter().filter(new).any(|rule| !self.knows(rule.level)) {
            return Err(CommandError::NoLevel);
        }
        self.keep_rules(rules);
        Ok(())
    }

    fn keep_rules(&mut self, rules: Vec<Rule>) {
        let row = wire::Rules {
            rules: rules.iter().map(Rule::to_wire).collect(),
        };
        self.secure.rules = rules;
        self.levels_changed(Change::put(Table::Settings, RULES, row.encode_to_vec()));
    }

    /// The phone's time zone is so many minutes east of UTC, as after a flight or with summer time: the person's own rules
    /// follow it, for they speak of the clock on the wall. Policies keep the zone of who wrote them.
    pub(super) fn set_zone(&mut self, offset: i16) {
        if offset.unsigned_abs() > Hours::FARTHEST || self.secure.zone == Some(offset) {
            return;
        }
        self.secure.zone = Some(offset);
        let rules = self.secure.rules.clone();
        let rules: Vec<Rule> = rules.into_iter().map(|rule| self.in_zone(rule)).collect();
        if rules != self.secure.rules {
            self.keep_rules(rules);
        }
    }

    /// The rule, with its hours in the phone's time zone.
    #[must_use]
    pub fn in_zone(&self, mut rule: Rule) -> Rule {
        if let (Some(offset), Some(hours)) = (self.secure.zone, &mut rule.when.hours) {
            hours.offset = offset;
        }
        rule
    }

    /// The phone's time zone in minutes east of UTC, once the shell has told it.
    #[must_use]
    pub fn zone(&self) -> Option<i16> {
        self.secure.zone
    }

    pub(super) fn set_default_level(&mut self, level: Level) -> Result<(), CommandError> {
        if !self.knows(level) {
            return Err(CommandError::NoLevel);
        }
        self.secure.default = level;
        let row = DefaultRow {
            level: level.number().into(),
        };
        self.levels_changed(Change::put(Table::Settings, DEFAULT, row.encode_to_vec()));
        Ok(())
    }

    pub(super) fn set_usual_level(&mut self, id: &[u8], level: Level) -> Result<(), CommandError> {
        if !self.knows(level) {
            return Err(CommandError::NoLevel);
        }
        let mut contact = self
            .contacts
            .get(id)
            .cloned()
            .ok_or(CommandError::NoContact)?;
        contact.usual = level;
        self.keep(id.to_vec(), contact);
        Ok(())
    }

    /// The levels that there would be with these of the person's own.
    pub(super) fn levels_with(&self, own: &[Definition]) -> Levels {
        self.secure.levels_with(own)
    }

    fn knows(&self, level: Level) -> bool {
        !level.is_secure() || self.levels().secure().any(|known| known == level)
    }

    fn levels_changed(&mut self, change: Change) {
        self.outputs.push_back(Output::Store(vec![change]));
        self.use_levels();
        self.event(Event::LevelsChanged);
    }

    /// The levels of shell, person and organisations together are in force.
    pub(super) fn use_levels(&mut self) {
        self.config.levels = self.secure.levels();
        self.dings.set_levels(self.config.levels.clone());
    }

    /// The shell says where the phone is.
    pub(super) fn moved(
        &mut self,
        now: Moment,
        places: Option<Vec<String>>,
        position: Option<Position>,
    ) {
        self.secure.surroundings.are(now.at, places, position);
    }

    /// The level of a call with somebody, if a person asks for this one: the strictest of all that speak, and why.
    #[must_use]
    pub fn choice(&self, now: Moment, other: AccountId, chosen: (Level, Reason)) -> Choice {
        let contact = self.contacts.get(other.as_bytes().as_slice());
        Speaking {
            chosen,
            default: self.secure.default,
            usual: contact.map(|contact| contact.usual).unwrap_or_default(),
            contact: contact.is_some(),
            rules: &self.secure.rules,
            policies: self.secure.policies.all(),
            surroundings: &self.secure.surroundings,
            at: now.at,
            master: self.master(now),
            wall: now.wall,
        }
        .choose()
    }

    /// The policies that the person accepted.
    #[must_use]
    pub fn policies(&self) -> &[crate::secure::policy::Policy] {
        self.secure.policies.all()
    }

    /// The least level of all calls.
    #[must_use]
    pub fn default_level(&self) -> Level {
        self.secure.default
    }

    /// The person's own levels, from level 4 on.
    #[must_use]
    pub fn own_levels(&self) -> &[Definition] {
        &self.secure.own
    }

    /// The person's own rules.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.secure.rules
    }

    /// The shell must forbid it: noted first, so that a phone that crashes allows it again.
    pub(super) fn forbid(&mut self, operation: Operation) {
        if !self.secure.armed.contains(operation) {
            self.secure.armed = self.secure.armed.with(operation);
            // one row for all of a level's operations, which come one after another
            let calls = self.call.iter().chain(&self.session.talk);
            let rest = calls.flat_map(|call| call.guard().report().answers.keys().copied());
            let rest: Operations = rest.collect();
            let heard = self.dings.listening().map(|heard| heard.level());
            let heard = heard.map(|level| self.config.levels.forbidden(level));
            self.secure.armed = self.secure.armed.or(rest).or(heard.unwrap_or_default());
            let row = ArmedRow {
                operations: self.secure.armed.bits().into(),
            };
            let change = Change::put(Table::Settings, ARMED, row.encode_to_vec());
            self.outputs.push_back(Output::Store(vec![change]));
        }
        let number = self.secure.asked.forbid(operation);
        self.outputs.push_back(Output::Forbid(operation, number));
    }

    /// The shell may allow it again, unless a call or a Ding that took over forbids it still; after the last one nothing
    /// is noted any more.
    pub(super) fn allow(&mut self, operation: Operation) {
        let mut calls = self.call.iter().chain(&self.session.talk);
        if calls.any(|call| call.guard().forbids(operation)) || self.dings.forbids(operation) {
            return;
        }
        self.secure.asked.allow(operation);
        self.outputs.push_back(Output::Allow(operation));
        let noted = self.secure.armed.contains(operation);
        self.secure.armed = self.secure.armed.without(operation);
        if noted && self.secure.armed.is_empty() {
            let change = Change::delete(Table::Settings, ARMED);
            self.outputs.push_back(Output::Store(vec![change]));
        }
    }

    /// At the start: allows what the life before may have left forbidden.
    pub(super) fn allow_left_over(&mut self) {
        let armed = self.secure.take_armed();
        for operation in armed.iter() {
            self.outputs.push_back(Output::Allow(operation));
        }
        if !armed.is_empty() {
            let change = Change::delete(Table::Settings, ARMED);
            self.outputs.push_back(Output::Store(vec![change]));
            self.session.cut_off = true;
            self.event(Event::SecureModeCutOff);
        }
    }
}
