//! What a further level forbids, written either way round.

use sotto_protocol::wire::{container as wire, policy};

use super::{Operation, Operations};

/// A level's rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Definition {
    /// These operations are forbidden.
    Forbid(Operations),
    /// Everything else is forbidden.
    AllowOnly(Operations),
}

/// A level forbids an operation that this app does not know, so it cannot say that it forbids it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a level forbids an operation that only a newer app knows: update the app")]
pub struct UnknownOperation;

impl Definition {
    /// The operations that it forbids.
    #[must_use]
    pub fn forbidden(self) -> Operations {
        match self {
            Self::Forbid(operations) => operations,
            Self::AllowOnly(allowed) => Operations::all().minus(allowed),
        }
    }

    /// The message.
    #[must_use]
    pub fn to_wire(self) -> policy::LevelRule {
        use policy::level_rule::Rule;
        policy::LevelRule {
            rule: Some(match self {
                Self::Forbid(operations) => Rule::Forbid(to_set(operations)),
                Self::AllowOnly(operations) => Rule::AllowOnly(to_set(operations)),
            }),
        }
    }

    /// Reads a message. An unknown operation that is *allowed* stays forbidden here: this app does not do it.
    ///
    /// # Errors
    /// [`UnknownOperation`] for one that is *forbidden*, and for a rule that is written in a way of its own.
    pub fn from_wire(rule: &policy::LevelRule) -> Result<Self, UnknownOperation> {
        use policy::level_rule::Rule;
        match rule.rule.as_ref().ok_or(UnknownOperation)? {
            Rule::Forbid(set) => Ok(Self::Forbid(from_set(set)?)),
            Rule::AllowOnly(set) => Ok(Self::AllowOnly(known(set))),
        }
    }
}

/// A set as a message.
pub(crate) fn to_set(operations: Operations) -> wire::LevelSet {
    wire::LevelSet {
        operations: operations.iter().map(|o| o.to_wire().into()).collect(),
    }
}

/// A set of forbidden operations.
pub(crate) fn from_set(set: &wire::LevelSet) -> Result<Operations, UnknownOperation> {
    set.operations
        .iter()
        .map(|value| Operation::from_wire(*value).ok_or(UnknownOperation))
        .collect()
}

fn known(set: &wire::LevelSet) -> Operations {
    let operations = set.operations.iter();
    operations
        .filter_map(|value| Operation::from_wire(*value))
        .collect()
}
