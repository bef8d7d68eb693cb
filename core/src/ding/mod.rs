//! Dings (S1.8): voice reminders for one or many that ring like a call until they are confirmed; a secure Ding is heard
//! in secure mode only, as often as its sender allows, and is gone afterwards.
//!
//! [`Dings`] is the machine: what came, what was sent, the one that is being heard, the one that is being recorded.
//! Inputs come with their [`Clock`]; outputs are drained with [`Dings::poll_output`]; [`Dings::deadline`] says when to
//! come back. Not here: containers and how they reach someone, which is the engine's.

mod book;
mod content;
mod draft;
mod error;
mod listening;
mod output;
mod player;
mod received;
mod recorder;
mod recording;
mod rows;
mod schedule;
mod sent;
mod state;

pub use book::{Clock, Compose, Dings, LATER};
pub(crate) use content::wipe;
pub use content::{Content, ContentError};
pub use draft::{Draft, NoRoute, Repeat, Route, Said};
pub use error::DingError;
pub use listening::{Listening, Stage, Utterance};
pub use output::{DingEvent, DingOutput, Mail, MailKind};
pub use player::Player;
pub use received::Received;
pub use recorder::Recorder;
pub use recording::{LONGEST, PACKET, PACKETS, Recording, RecordingError};
pub use sent::{Person, Progress, Sent};
pub use state::{CouldNot, Reason, State};

/// Letters of a typed Ding, at most.
pub const TEXT: usize = 500;
/// People that one Ding goes to, at most.
pub const PEOPLE: usize = 200;
/// Dings of one's own that a phone keeps, at most.
pub const SENT: usize = 200;
/// Dings of others that wait on a phone, at most.
pub const WAITING: usize = 100;
/// Of these from one person, at most.
pub const WAITING_FROM_ONE: usize = 20;

#[cfg(test)]
mod tests;
