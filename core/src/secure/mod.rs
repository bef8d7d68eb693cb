//! Secure mode (S1): which operations a level forbids, and the guard that sees to it on this phone.
//!
//! Not here: what a phone's system can do about an operation. That is the shell's answer, given through the guard.

pub mod attest;
mod attestation;
mod choice;
mod compact;
mod context;
mod definition;
pub mod gesture;
mod guard;
mod imposed;
mod level;
mod operation;
pub mod policy;
mod report;
mod state;
mod way;

pub use attestation::{
    Attestation, AttestationKind, AttestationTooLarge, AttestationVerifier, Attested, challenge,
};
pub use choice::{Choice, Reason, Speaking};
pub use compact::COMPACT;
pub use context::{
    Circle, Hours, MOVED_ON, Place, Position, Rule, Surroundings, When, Whereabouts,
};
pub use definition::{Definition, UnknownOperation};
pub(crate) use definition::{from_set, to_set};
pub use guard::{ARMING_LIMIT, Guard, GuardOutput, GuardState};
pub use imposed::{Block, Imposed};
pub use level::{Level, Levels, LevelsError};
pub use operation::{Answer, Operation, Operations};
pub use report::{Report, ReportError};
pub use state::{HEADER, MediaState};
pub use way::{Screening, Way};

#[cfg(test)]
mod context_tests;
#[cfg(test)]
mod tests;
