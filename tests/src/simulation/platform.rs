//! A simulated system: what it answers when it must forbid something.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use sotto_core::secure::{Answer, Operation, Operations};

/// How the system answers for one operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// At once, almost.
    Says(Answer),
    /// Late.
    Late(Answer, Duration),
    /// Never.
    Silent,
}

/// See the module.
#[derive(Debug, Clone)]
pub struct Platform {
    manners: BTreeMap<Operation, Manner>,
    forbidden: BTreeSet<Operation>,
    answered: BTreeMap<Operation, Answer>,
    happening: BTreeSet<Operation>,
    /// How long each lever takes on a thread that has other things to do; answers come late, and in order.
    pace: Option<Duration>,
    free_at: Option<Instant>,
}

/// How long the system takes to answer.
const QUICK: Duration = Duration::from_millis(3);

impl Platform {
    /// A system that enforces everything.
    #[must_use]
    pub fn new() -> Self {
        Self {
            manners: BTreeMap::new(),
            forbidden: BTreeSet::new(),
            answered: BTreeMap::new(),
            happening: BTreeSet::new(),
            pace: None,
            free_at: None,
        }
    }

    /// From now on each lever takes so long, one after another.
    pub fn set_pace(&mut self, pace: Option<Duration>) {
        self.pace = pace;
    }

    pub(super) fn is_busy(&self) -> bool {
        self.pace.is_some()
    }

    /// How long the next lever waits and takes.
    pub(super) fn queue(&mut self, now: Instant) -> Duration {
        let free = self.free_at.map_or(now, |at| at.max(now));
        let done = free + self.pace.unwrap_or_default();
        self.free_at = Some(done);
        done.saturating_duration_since(now)
    }

    /// From now on it answers so for `operation`.
    pub fn set(&mut self, operation: Operation, manner: Manner) {
        self.manners.insert(operation, manner);
    }

    /// Must forbid; gives the answer and when it comes.
    pub(super) fn forbid(&mut self, operation: Operation) -> Option<(Answer, Duration)> {
        self.forbidden.insert(operation);
        let manner = self.manners.get(&operation);
        match manner.copied().unwrap_or(Manner::Says(Answer::Enforced)) {
            Manner::Says(answer) => Some((answer, QUICK)),
            Manner::Late(answer, after) => Some((answer, after)),
            Manner::Silent => None,
        }
    }

    pub(super) fn allow(&mut self, operation: Operation) {
        self.forbidden.remove(&operation);
        self.answered.remove(&operation);
    }

    /// The answer reaches the phone; false when it is not wanted any more.
    pub(super) fn answers(&mut self, operation: Operation, answer: Answer) -> bool {
        let wanted = self.forbidden.contains(&operation);
        if wanted {
            self.answered.insert(operation, answer);
        }
        wanted
    }

    pub(super) fn happens(&mut self, operation: Operation, happens: bool) {
        if happens {
            self.happening.insert(operation);
        } else {
            self.happening.remove(&operation);
        }
    }

    /// Whether it happens now in spite of everything: a system says so when it is to forbid it.
    pub(super) fn is_happening(&self, operation: Operation) -> bool {
        self.happening.contains(&operation)
    }

    /// What is forbidden now.
    #[must_use]
    pub fn forbidden(&self) -> &BTreeSet<Operation> {
        &self.forbidden
    }

    /// Whether sound may be heard while `operations` are to be forbidden: each is enforced, or noticed where that was
    /// accepted, and none happens.
    #[must_use]
    pub fn holds(&self, operations: Operations, noticed: Operations) -> bool {
        operations.iter().all(|operation| {
            let answered = match self.answered.get(&operation) {
                Some(Answer::Enforced) => true,
                Some(Answer::Detected) => noticed.contains(operation),
                _ => false,
            };
            answered && self.forbidden.contains(&operation) && !self.happening.contains(&operation)
        })
    }

    /// The system of a phone that was switched off and on: nothing happens, but what was forbidden may still be.
    pub(super) fn restart(&mut self) {
        self.happening.clear();
        self.answered.clear();
    }
}

impl Default for Platform {
    fn default() -> Self {
        Self::new()
    }
}
