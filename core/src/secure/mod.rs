//! Secure mode (S1): which operations a level forbids, and the guard that sees to it on this phone.
//!
//! Not here: what a phone's system can do about an operation. That is the shell's answer, given through the guard.

pub mod gesture;
mod guard;
mod level;
mod operation;
mod report;
mod state;

pub use guard::{ARMING_LIMIT, Guard, GuardOutput, GuardState};
pub use level::{Level, Levels, LevelsError};
pub use operation::{Answer, Operation, Operations};
pub use report::{Report, ReportError};
pub use state::{HEADER, MediaState};

#[cfg(test)]
mod tests;
