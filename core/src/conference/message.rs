//! What phones of a conference tell each other.

use sotto_protocol::wire::container::EnforcementReport;

use super::{Parting, Roster, Terms};
use crate::secure::Operation;

/// A message to one other phone.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// All that the sender stands for.
    Beat(Box<Beat>),
    /// The host does not let the receiver in, and says why.
    Denied(Denial),
    /// The sender is out.
    Leave(Parting),
    /// The host no longer has the receiver in.
    Removed,
}

/// All that a phone stands for, told at every change and once a second.
#[derive(Clone, PartialEq)]
pub struct Beat {
    /// Grows with each beat; older ones are dropped, so an old report cannot come back.
    pub sequence: u64,
    /// What it enforces.
    pub report: EnforcementReport,
    /// The terms in force there.
    pub terms: Terms,
    /// Weaker terms that its person agrees to.
    pub agreed: Option<Terms>,
    /// The camera is on.
    pub camera: bool,
    /// The microphone is muted.
    pub muted: bool,
    /// From the host: who is in.
    pub roster: Option<Roster>,
}

/// Why somebody is not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Denial {
    /// The phone cannot forbid these, and the terms ask for it.
    Cannot(Vec<Operation>),
    /// There are as many as a conference holds.
    Full,
    /// Nobody asked this phone in.
    NotInvited,
}

impl std::fmt::Debug for Beat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Beat")
            .field("sequence", &self.sequence)
            .field("terms", &self.terms)
            .finish_non_exhaustive()
    }
}
