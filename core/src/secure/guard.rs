//! The guard of one phone in one call: *arming → armed → violated → released*.
//!
//! Inputs are the level to arm for and what the shell says of the system; outputs are what the shell must forbid or
//! allow again. Whatever is not known to be enforced counts as not enforced.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use sotto_protocol::wire::container as wire;

use super::{Answer, Block, Imposed, Level, Levels, Operation, Operations, Report, Way};

/// How long the shell may take to answer for every operation before the phone counts as unable.
pub const ARMING_LIMIT: Duration = Duration::from_secs(2);

/// Where a guard stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GuardState {
    /// Nothing is forbidden.
    #[default]
    Released,
    /// The shell was asked and has not answered for everything.
    Arming,
    /// Everything of the level is forbidden.
    Armed,
    /// A forbidden operation happens.
    Violated,
    /// The phone cannot forbid something of the level: no sound flows.
    Refused,
}

impl GuardState {
    /// The wire's name for it.
    #[must_use]
    pub const fn to_wire(self) -> wire::Guard {
        match self {
            Self::Released => wire::Guard::Released,
            Self::Arming => wire::Guard::Arming,
            Self::Armed => wire::Guard::Armed,
            Self::Violated => wire::Guard::Violated,
            Self::Refused => wire::Guard::Refused,
        }
    }

    /// What a wire value says; an unknown one counts as refused.
    #[must_use]
    pub fn from_wire(value: i32) -> Self {
        match wire::Guard::try_from(value) {
            Ok(wire::Guard::Released) => Self::Released,
            Ok(wire::Guard::Arming) => Self::Arming,
            Ok(wire::Guard::Armed) => Self::Armed,
            Ok(wire::Guard::Violated) => Self::Violated,
            Ok(wire::Guard::Refused) | Err(_) => Self::Refused,
        }
    }
}

/// What the guard asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuardOutput {
    /// The shell must forbid this and answer how far it can.
    Forbid(Operation),
    /// The shell may allow this again.
    Allow(Operation),
    /// The report changed: tell the other phone and the screen.
    Changed,
}

/// See the module.
#[derive(Debug)]
pub struct Guard {
    levels: Levels,
    report: Report,
    /// Detected is enough for these, because both people accepted it.
    noticed: Operations,
    /// Operations that the shell saw happen, until it says that they ended.
    seen: Operations,
    /// Capabilities that were lost while armed, until they come back. Apart from what was seen: an answer ends no
    /// violation, and the end of a violation brings no capability back. Either counts as violated.
    lost: Operations,
    /// A level that forbids something nobody here knows.
    unknown: Option<Level>,
    /// The counter before the first report.
    base: u32,
    arming_until: Option<Instant>,
    outputs: VecDeque<GuardOutput>,
}

impl Guard {
    /// A guard that forbids nothing yet. `simulated` says that no real system stands behind the shell's answers.
    #[must_use]
    pub fn new(levels: Levels, simulated: bool) -> Self {
        Self {
            levels,
            report: Report {
                simulated,
                ..Report::default()
            },
            noticed: Operations::NONE,
            seen: Operations::NONE,
            lost: Operations::NONE,
            unknown: None,
            base: 0,
            arming_until: None,
            outputs: VecDeque::new(),
        }
    }

    /// Counts reports from `counter` on: a phone that started again in the same call must go on above what it said.
    #[must_use]
    pub fn counting_from(mut self, counter: u32) -> Self {
        self.base = counter;
        self.report.counter = counter;
        self
    }

    /// What policies on this phone impose: told in every report, and a level above it is refused.
    #[must_use]
    pub fn imposing(mut self, imposed: Imposed) -> Self {
        self.report.imposed = imposed;
        self
    }

    /// The same for a guard that is in use; counts from the next [`Guard::arm`] on.
    pub fn impose(&mut self, imposed: Imposed) {
        self.report.imposed = imposed;
    }

    /// What the other phone means by `level`; `None`: something that this version does not know, so that the level is
    /// refused here. Counts from the next [`Guard::arm`] on.
    pub fn told(&mut self, level: Level, meant: Option<Operations>) {
        match meant {
            Some(meant) => self.levels.tell(level, meant),
            None => {
                self.unknown = Some(self.unknown.map_or(level, |known| known.min(level)));
            }
        }
    }

    /// Whether there was anything to report beyond the first arming.
    #[must_use]
    pub fn has_news(&self) -> bool {
        self.report.counter.wrapping_sub(self.base) > 1
    }

    /// Arms for `level`, up or down. `noticed`: operations for which both people accepted that they are noticed, not
    /// prevented. What was answered for already is not asked again, except where the answer was not enough: a
    /// capability may have come back. So a lost one counts as violated no longer: it is asked for anew, or accepted as it
    /// is.
    pub fn arm(&mut self, now: Instant, level: Level, noticed: Operations) {
        let forbidden = self.levels.forbidden(level);
        self.noticed = noticed;
        self.report.level = level;
        self.report.block = if self.report.imposed.caps(level) {
            Some(Block::Capped)
        } else {
            self.unknown
                .filter(|unknown| level >= *unknown)
                .map(|_| Block::UnknownOperation)
        };
        let known: Vec<Operation> = self.report.answers.keys().copied().collect();
        for operation in known {
            if !forbidden.contains(operation) {
                self.report.answers.remove(&operation);
                self.seen = self.seen.without(operation);
                self.outputs.push_back(GuardOutput::Allow(operation));
            }
        }
        self.lost = Operations::NONE;
        for operation in forbidden.iter() {
            if !self.is_enough(operation) {
                // what only this app could do is forbidden by this app
                let answer = if operation.is_forbidden_by(Way::System) {
                    Answer::Pending
                } else {
                    Answer::Enforced
                };
                self.report.answers.insert(operation, answer);
                self.outputs.push_back(GuardOutput::Forbid(operation));
            }
        }
        self.arming_until = level.is_secure().then(|| now + ARMING_LIMIT);
        self.settle();
        self.changed();
    }

    /// The shell's answer for an operation. Later answers replace earlier ones: losing a capability in a call counts
    /// as a violation of that operation.
    pub fn answer(&mut self, operation: Operation, answer: Answer) {
        let Some(known) = self.report.answers.get_mut(&operation) else {
            return;
        };
        if *known == answer || answer == Answer::Pending {
            return;
        }
        let first = *known == Answer::Pending;
        *known = answer;
        if self.is_enough(operation) {
            self.lost = self.lost.without(operation);
        } else if self.was_armed() && !first {
            // a first answer loses nothing that was there
            self.lost = self.lost.with(operation);
        }
        self.settle();
        self.changed();
    }

    /// The shell saw that a forbidden operation began or ended in spite of everything.
    pub fn violation(&mut self, operation: Operation, happens: bool) {
        if !self.report.answers.contains_key(&operation) || self.seen.contains(operation) == happens
        {
            return;
        }
        self.seen = if happens {
            self.seen.with(operation)
        } else {
            self.seen.without(operation)
        };
        self.settle();
        self.changed();
    }

    /// The shell, or the gate in front of a command, prevented an operation that was tried.
    pub fn attempt(&mut self, operation: Operation) {
        if self.report.answers.contains_key(&operation) {
            let count = self.report.attempts.entry(operation).or_insert(0);
            *count = count.saturating_add(1);
            self.changed();
        }
    }

    /// A new meeting key is in force.
    pub fn rekeyed(&mut self, epoch: u32) {
        self.report.epoch = epoch;
        self.changed();
    }

    /// Leaves secure mode: everything is allowed again.
    pub fn release(&mut self) {
        for operation in std::mem::take(&mut self.report.answers).into_keys() {
            self.outputs.push_back(GuardOutput::Allow(operation));
        }
        self.report.level = Level::ORDINARY;
        self.report.violated = Operations::NONE;
        self.seen = Operations::NONE;
        self.lost = Operations::NONE;
        self.report.block = None;
        self.arming_until = None;
        if self.report.guard != GuardState::Released {
            self.report.guard = GuardState::Released;
            self.changed();
        }
    }

    /// Counts answers that never came as missing, once their time is over.
    pub fn handle_timeout(&mut self, now: Instant) {
        if self.arming_until.is_some_and(|until| now >= until) {
            self.arming_until = None;
            for answer in self.report.answers.values_mut() {
                if *answer == Answer::Pending {
                    *answer = Answer::Unsupported;
                }
            }
            self.settle();
            self.changed();
        }
    }

    /// When [`Guard::handle_timeout`] wants to be called.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.arming_until
    }

    /// The next thing that the guard asks for.
    pub fn poll_output(&mut self) -> Option<GuardOutput> {
        self.outputs.pop_front()
    }

    /// The present report.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Where the guard stands.
    #[must_use]
    pub fn state(&self) -> GuardState {
        self.report.guard
    }

    /// The level that it is at or arms for.
    #[must_use]
    pub fn level(&self) -> Level {
        self.report.level
    }

    /// Whether the operation is forbidden now: the gate that every command passes.
    #[must_use]
    pub fn forbids(&self, operation: Operation) -> bool {
        self.report.answers.contains_key(&operation)
    }

    /// Operations for which *noticed, not prevented* was accepted.
    #[must_use]
    pub fn noticed(&self) -> Operations {
        self.noticed
    }

    /// The levels that it knows.
    #[must_use]
    pub fn levels(&self) -> &Levels {
        &self.levels
    }

    /// What the phone cannot do, with its answers.
    #[must_use]
    pub fn lacking(&self) -> BTreeMap<Operation, Answer> {
        self.report.lacking(self.noticed).collect()
    }

    fn is_enough(&self, operation: Operation) -> bool {
        match self.report.answers.get(&operation) {
            Some(Answer::Enforced) => true,
            Some(Answer::Detected) => self.noticed.contains(operation),
            _ => false,
        }
    }

    fn was_armed(&self) -> bool {
        matches!(self.report.guard, GuardState::Armed | GuardState::Violated)
    }

    fn settle(&mut self) {
        let answers = &self.report.answers;
        let pending = answers.values().any(|answer| *answer == Answer::Pending);
        self.report.violated = self.seen.or(self.lost);
        self.report.guard = if !self.report.level.is_secure() {
            GuardState::Released
        } else if self.report.block.is_some() {
            GuardState::Refused
        } else if !self.report.violated.is_empty() {
            GuardState::Violated
        } else if pending {
            GuardState::Arming
        } else if answers.keys().all(|operation| self.is_enough(*operation)) {
            GuardState::Armed
        } else {
            GuardState::Refused
        };
        // a violation in between gives the shell no more time
        if !pending {
            self.arming_until = None;
        }
    }

    fn changed(&mut self) {
        self.report.counter = self.report.counter.wrapping_add(1);
        self.outputs.push_back(GuardOutput::Changed);
    }
}
