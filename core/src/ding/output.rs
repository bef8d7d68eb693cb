//! What the machine asks for.

use sotto_protocol::id::{AccountId, DingId};
use sotto_protocol::wire::container::content::Body;
use zeroize::Zeroizing;

use super::Utterance;
use crate::secure::Operation;
use crate::store::Change;

/// What is to be done, in this order.
// a commit carries the most, and few others come between two of them
#[allow(clippy::large_enum_variant)]
pub enum DingOutput {
    /// Commit the changes and what is to be sent, in one transaction, before anything that follows.
    Commit {
        /// Rows.
        changes: Vec<Change>,
        /// What is to be sent.
        mail: Option<Mail>,
    },
    /// Say [`super::Dings::handle_barrier`] with this number once everything before it was performed.
    Barrier(u64),
    /// The shell must forbid this and answer.
    Forbid(Operation),
    /// The shell may allow this again.
    Allow(Operation),
    /// The shell must speak this, then say [`super::Dings::handle_spoken`].
    Speak(Utterance, Zeroizing<String>),
    /// The shell must fall silent.
    Hush,
    /// For the screen.
    Event(DingEvent),
}

/// A message for one or many accounts.
pub struct Mail {
    /// What kind of message it is.
    pub kind: MailKind,
    /// The Ding that it belongs to.
    pub ding: DingId,
    /// For whom.
    pub to: Vec<AccountId>,
    /// What it says.
    pub body: Body,
    /// When nobody wants it any more; master clock, ms.
    pub expires: u64,
}

/// What a message about a Ding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailKind {
    /// The Ding itself.
    Ding,
    /// How far it is here; with its revision. Older ones that were not sent yet need not be.
    State(u32),
    /// It is taken back; the Ding itself need not be sent any more.
    Recall,
}

/// News for the screen. It names nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DingEvent {
    /// A Ding rings here, for the first time or again.
    Rings,
    /// What the lists and screens of Dings show has changed.
    Changed,
}
