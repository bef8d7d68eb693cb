//! How far a Ding is on one phone, as it tells the sender: a picture of everything, so that whatever was lost or
//! overtaken on the way, the newest one is enough.

use sotto_protocol::wire::ding as wire;

use crate::secure::{Operation, Operations};

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Grows with every change.
    pub revision: u32,
    /// When it rang first; master clock, ms.
    pub rung_at: Option<u64>,
    /// How often it was heard to the end.
    pub heard: u32,
    /// When it was heard last.
    pub heard_at: Option<u64>,
    /// When it was confirmed.
    pub confirmed_at: Option<u64>,
    /// What kept it from being heard the last time that was tried.
    pub could_not: Option<CouldNot>,
}

/// What kept a Ding from being heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CouldNot {
    /// In short.
    pub reason: Reason,
    /// The operations that could not be forbidden, or that happened.
    pub lacking: Operations,
    /// It will not be heard any more.
    pub over: bool,
}

/// Why a Ding was not heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Reason {
    /// A newer phone has a reason of its own.
    #[default]
    Other,
    /// The phone cannot forbid what the level asks for.
    CannotForbid,
    /// Something forbidden happened while it was heard.
    Violated,
    /// It was interrupted.
    Interrupted,
    /// It was damaged.
    Damaged,
    /// Too many Dings wait there.
    Full,
    /// The phone cannot speak a text.
    NoVoice,
}

impl Reason {
    const ALL: [Self; 7] = [
        Self::Other,
        Self::CannotForbid,
        Self::Violated,
        Self::Interrupted,
        Self::Damaged,
        Self::Full,
        Self::NoVoice,
    ];

    const fn to_wire(self) -> wire::Reason {
        match self {
            Self::Other => wire::Reason::Unspecified,
            Self::CannotForbid => wire::Reason::CannotForbid,
            Self::Violated => wire::Reason::Violated,
            Self::Interrupted => wire::Reason::Interrupted,
            Self::Damaged => wire::Reason::Damaged,
            Self::Full => wire::Reason::Full,
            Self::NoVoice => wire::Reason::NoVoice,
        }
    }

    fn from_wire(value: i32) -> Self {
        let known = Self::ALL
            .into_iter()
            .find(|reason| reason.to_wire() as i32 == value);
        known.unwrap_or_default()
    }
}

impl CouldNot {
    /// For this reason, and it may be tried again.
    #[must_use]
    pub const fn for_now(reason: Reason) -> Self {
        Self {
            reason,
            lacking: Operations::NONE,
            over: false,
        }
    }

    /// For this reason, and it will not be heard any more.
    #[must_use]
    pub const fn over(reason: Reason) -> Self {
        Self {
            reason,
            lacking: Operations::NONE,
            over: true,
        }
    }

    fn to_wire(self) -> wire::CouldNot {
        wire::CouldNot {
            reason: self.reason.to_wire().into(),
            lacking: self.lacking.iter().map(|o| o.to_wire().into()).collect(),
            over: self.over,
        }
    }

    fn from_wire(message: &wire::CouldNot) -> Self {
        let lacking = message.lacking.iter().take(Operation::ALL.len() * 2);
        Self {
            reason: Reason::from_wire(message.reason),
            lacking: lacking.filter_map(|o| Operation::from_wire(*o)).collect(),
            over: message.over,
        }
    }
}

impl State {
    /// The message about the Ding of this id.
    #[must_use]
    pub fn to_wire(&self, id: &[u8]) -> wire::DingState {
        wire::DingState {
            id: id.to_vec(),
            revision: self.revision,
            rung_at: self.rung_at.unwrap_or(0),
            heard: self.heard,
            heard_at: self.heard_at.unwrap_or(0),
            confirmed_at: self.confirmed_at.unwrap_or(0),
            could_not: self.could_not.map(CouldNot::to_wire),
        }
    }

    /// What a message says.
    #[must_use]
    pub fn from_wire(message: &wire::DingState) -> Self {
        let time = |ms: u64| (ms > 0).then_some(ms);
        Self {
            revision: message.revision,
            rung_at: time(message.rung_at),
            heard: message.heard,
            heard_at: time(message.heard_at),
            confirmed_at: time(message.confirmed_at),
            could_not: message.could_not.as_ref().map(CouldNot::from_wire),
        }
    }
}
