//! What a conference asks for, and where a phone stands in it.

use sotto_protocol::id::DeviceId;

use super::{Denial, Message};
use crate::secure::{Level, Operation};

/// What is to be done, in this order.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ConferenceOutput {
    /// Send this to that phone, sealed for it.
    Send(DeviceId, Message),
    /// The shell must forbid this and answer.
    Forbid(Operation),
    /// The shell may allow this again.
    Allow(Operation),
    /// Make a new meeting key of this number for those who are in: somebody no longer is (S2.7). Asked of the host.
    Rekey(u32),
    /// What the screen shows has changed.
    Changed,
    /// This phone is out.
    Ended(Parting),
}

/// Where this phone stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At the door, arming or waiting to be let in.
    Knocking,
    /// At the door, told why not; it knocks again by itself when what it can do changes.
    Denied(Denial),
    /// In.
    In,
    /// Out.
    Over(Parting),
}

/// Why a phone is no longer in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Parting {
    /// Its person left.
    Left,
    /// A forbidden operation happened on it, at a level that removes who does that.
    Violation,
    /// The host removed it.
    Removed,
    /// Nothing was heard of it any more.
    Lost,
    /// Nobody else is left.
    Alone,
}

/// Why something could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConferenceError {
    /// This phone is not in, or no longer.
    #[error("this phone is not in the conference")]
    NotIn,
    /// Only the phone that keeps the door does that.
    #[error("only who hosts the conference can do this")]
    NotHost,
    /// The terms would not change in the way asked for.
    #[error("the conference is at this level already")]
    SameLevel,
    /// A policy on this phone asks for more.
    #[error("your organisation asks for at least secure mode {} in this call", .0.number())]
    Demanded(Level),
    /// A policy on this phone allows no level as high.
    #[error("your organisation allows no more than secure mode {} for this call", .0.number())]
    Capped(Level),
    /// Nobody asks for these terms.
    #[error("nobody asks for that any more")]
    NothingAsked,
    /// As many people as a conference holds are in or invited.
    #[error("a conference holds at most {limit} people", limit = super::LIMIT)]
    Full,
}
