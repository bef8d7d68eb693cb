//! The secure communication container (S2.2) and the keys of a meeting (S2.1).
//!
//! [`seal()`] and [`open()`] do what `docs/protocol.md` describes: a random content key encrypts the padded content; for each
//! receiving device that key is wrapped twice with HPKE (RFC 9180), first in Auth mode from device key to device key,
//! then in Base mode to the device's prekey (X-Wing). The sender's chain travels encrypted under a key that lies inside
//! the outer wrap. Not here: who gets a container, and when; what its content means.

mod bound;
mod cipher;
mod meeting;
mod open;
mod padme;
mod seal;
mod signal;
mod wipe;

pub use meeting::{MeetingKey, MeetingKeyError, meeting_id, new_meeting};
pub use open::{Layer, OpenError, Opened, PrekeyLookup, open};
pub use padme::padme;
pub use seal::{Recipient, SealError, seal};
pub use signal::{
    SIGNAL_OVERHEAD, SIGNAL_SMALLEST, SignalError, SignalKeys, SignalSalt, signal_tag,
};

pub(crate) use wipe::{wipe, wipe_signal};

#[cfg(test)]
mod tests;
