//! Enforcement reports: what one phone tells the other about each forbidden operation (S1.6).

use std::collections::BTreeMap;

use sotto_protocol::wire::container as wire;

use super::{Answer, Block, GuardState, Imposed, Level, Operation, Operations};

/// What a phone does about each operation of a level. Authentic because it travels under keys of the meeting; fresh
/// because epoch and counter only grow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// The level that the phone is at or arms for.
    pub level: Level,
    /// Epoch of the meeting key that it speaks of.
    pub epoch: u32,
    /// Grows with every change.
    pub counter: u32,
    /// Where the phone's guard stands.
    pub guard: GuardState,
    /// The system's answer for each forbidden operation.
    pub answers: BTreeMap<Operation, Answer>,
    /// Operations that happen although they are forbidden.
    pub violated: Operations,
    /// How often each was tried and prevented in this call.
    pub attempts: BTreeMap<Operation, u32>,
    /// No real system stands behind the answers.
    pub simulated: bool,
    /// What policies on the phone impose on the call.
    pub imposed: Imposed,
    /// Why the guard refuses the level as a whole.
    pub block: Option<Block>,
}

/// Why a report is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The report says nothing about an operation of its level, or says that it is armed without an answer that
    /// allows it.
    #[error("the other phone says that it is armed but not how it forbids {0:?}")]
    Contradiction(Operation),
    /// A level that does not exist.
    #[error("the other phone names a level that does not exist")]
    Level,
}

impl Report {
    /// The message.
    #[must_use]
    pub fn to_wire(&self) -> wire::EnforcementReport {
        wire::EnforcementReport {
            level: self.level.number().into(),
            epoch: self.epoch,
            counter: self.counter,
            guard: self.guard.to_wire().into(),
            enforcements: self
                .answers
                .iter()
                .map(|(operation, answer)| wire::Enforcement {
                    operation: operation.to_wire().into(),
                    answer: answer.to_wire().into(),
                    violated: self.violated.contains(*operation),
                    attempts: self.attempts.get(operation).copied().unwrap_or(0),
                })
                .collect(),
            simulated: self.simulated,
            imposed: self.imposed.to_wire(),
            block: self.block.map_or(0, |block| block.to_wire().into()),
            attestation: None,
        }
    }

    /// Reads a report and holds it against itself: armed means that every operation of the level has an answer of
    /// enforced, or of detected where both people accepted that (`noticed`).
    ///
    /// # Errors
    /// [`ReportError`] when it contradicts itself; such a phone is not trusted to be armed.
    pub fn from_wire(
        message: &wire::EnforcementReport,
        forbidden: impl Fn(Level) -> Operations,
        noticed: Operations,
    ) -> Result<Self, ReportError> {
        let level = u8::try_from(message.level).map_err(|_| ReportError::Level)?;
        let mut report = Self {
            level: Level::new(level),
            epoch: message.epoch,
            counter: message.counter,
            guard: GuardState::from_wire(message.guard),
            simulated: message.simulated,
            imposed: Imposed::from_wire(message.imposed.as_ref()),
            block: Block::from_wire(message.block),
            ..Self::default()
        };
        for enforcement in &message.enforcements {
            let Some(operation) = Operation::from_wire(enforcement.operation) else {
                continue;
            };
            let answer = Answer::from_wire(enforcement.answer);
            report.answers.insert(operation, answer);
            report.attempts.insert(operation, enforcement.attempts);
            if enforcement.violated {
                report.violated = report.violated.with(operation);
            }
        }
        let forbidden = forbidden(report.level);
        report.check(forbidden, noticed)
    }

    /// Holds a report against itself; see [`Report::from_wire`].
    pub(crate) fn check(
        self,
        forbidden: Operations,
        noticed: Operations,
    ) -> Result<Self, ReportError> {
        if self.guard == GuardState::Armed {
            self.check_armed(forbidden, noticed)?;
        }
        Ok(self)
    }

    fn check_armed(&self, forbidden: Operations, noticed: Operations) -> Result<(), ReportError> {
        for operation in forbidden.iter() {
            let answered = match self.answers.get(&operation) {
                Some(Answer::Enforced) => true,
                Some(Answer::Detected) => noticed.contains(operation),
                _ => false,
            };
            if !answered || self.violated.contains(operation) {
                return Err(ReportError::Contradiction(operation));
            }
        }
        Ok(())
    }

    /// The operations that keep this phone from being armed, with its answers.
    pub fn lacking(&self, noticed: Operations) -> impl Iterator<Item = (Operation, Answer)> {
        self.answers
            .iter()
            .map(|(operation, answer)| (*operation, *answer))
            .filter(move |(operation, answer)| match answer {
                Answer::Enforced | Answer::Pending => false,
                Answer::Detected => !noticed.contains(*operation),
                Answer::Unsupported => true,
            })
    }

    /// Whether this report came after `other`.
    #[must_use]
    pub fn is_newer_than(&self, other: &Self) -> bool {
        (self.epoch, self.counter) > (other.epoch, other.counter)
    }
}
