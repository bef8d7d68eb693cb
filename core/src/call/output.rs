//! What a call asks for.

use std::net::SocketAddr;

use sotto_protocol::id::DeviceId;

use super::EndReason;
use crate::media::transport::{Datagram, Relay, RelayProtocol};
use crate::secure::{Level, Operation};

/// Sockets and relays for a call's media.
#[derive(Debug, Clone)]
pub struct MediaSetup {
    /// Bound UDP sockets, concrete addresses.
    pub locals: Vec<SocketAddr>,
    /// TURN servers with credentials.
    pub relays: Vec<Relay>,
}

/// What a call asks for, in this order.
#[derive(Debug)]
#[non_exhaustive]
pub enum CallOutput {
    /// Bind sockets, find relays, then call `handle_media_setup`.
    NeedMedia,
    /// Send [`super::Call::invite`] in a container to all of the callee's devices, then call `invited`.
    Invite,
    /// Send a sealed signal to a device of the other person.
    Signal {
        /// To which.
        device: DeviceId,
        /// The sealed signal.
        sealed: Vec<u8>,
    },
    /// Tell the callee's devices by container that the call is over: some heard no signal.
    Cancel(EndReason),
    /// The shell must forbid this and answer how far it can.
    Forbid(Operation),
    /// The shell may allow this again.
    Allow(Operation),
    /// The shell may have its system attest this challenge.
    Attest([u8; 32]),
    /// Send these bytes.
    Datagram(Datagram),
    /// Connect a stream to a relay.
    OpenStream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
    },
    /// Close it.
    CloseStream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
    },
    /// The media path to the other phone stands.
    PathReady,
    /// What the screen shows has changed.
    Changed,
    /// The call is over; nothing follows.
    Ended(EndReason),
}

/// Why a call does not do what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The codec could not be set up.
    #[error("the voice codec could not be started")]
    Codec,
    /// The meeting key is unusable.
    #[error("the call's keys are not usable")]
    Keys,
    /// Not in this phase.
    #[error("the call is not in a state for that")]
    Phase,
    /// The phone cannot enforce the level.
    #[error("this phone cannot forbid everything that secure mode {} asks for", .0.number())]
    NotArmed(Level),
    /// Secure mode forbids it.
    #[error("secure mode {level} forbids {}", operation.words(), level = .level.number())]
    Forbidden {
        /// What.
        operation: Operation,
        /// The level that forbids it.
        level: Level,
    },
    /// A policy does not allow a level as high.
    #[error(
        "{} allows no more than secure mode {} for this call",
        organisation(*theirs),
        maximum.number()
    )]
    Capped {
        /// The highest level allowed.
        maximum: Level,
        /// The other person's organisation says so, not this one's.
        theirs: bool,
    },
    /// A policy asks for more.
    #[error(
        "{} asks for at least secure mode {} in this call",
        organisation(*theirs),
        minimum.number()
    )]
    Demanded {
        /// The least level.
        minimum: Level,
        /// The other person's organisation says so, not this one's.
        theirs: bool,
    },
    /// So much that was written waits to be confirmed that nothing more is taken.
    #[error("too much waits to be delivered: wait until the other phone answers")]
    TooMuchWaits,
    /// The other person asks for something else than what was answered.
    #[error("the other person asks for something else now: read it again")]
    QuestionChanged,
    /// The level is not lower, or not higher, as the command needs.
    #[error("that is not a change of the level")]
    SameLevel,
}

const fn organisation(theirs: bool) -> &'static str {
    if theirs {
        "their organisation"
    } else {
        "your organisation"
    }
}
