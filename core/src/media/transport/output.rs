//! What goes in and out of a transport: datagrams, events, figures.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use super::config::RelayProtocol;
use super::error::FailureReason;

/// Bytes that came from, or go to, a socket or a relay's stream.
#[derive(Clone, PartialEq, Eq)]
pub struct Datagram {
    /// Our socket. For streams it is not looked at.
    pub local: SocketAddr,
    /// The other socket; for streams the relay's address.
    pub remote: SocketAddr,
    /// UDP, or the stream to a relay.
    pub protocol: RelayProtocol,
    /// One datagram, or the next chunk of the stream.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Datagram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Datagram")
            .field("protocol", &self.protocol)
            .field("len", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// What the runtime does next, in this order.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportOutput {
    /// Send these bytes.
    SendDatagram(Datagram),
    /// Connect a stream to a relay, then say so with
    /// [`Transport::handle_stream_opened`](super::Transport::handle_stream_opened).
    OpenStream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
    },
    /// Close the stream to a relay.
    CloseStream {
        /// The relay's address.
        relay: SocketAddr,
        /// TCP or TLS.
        protocol: RelayProtocol,
    },
    /// Tell the other end, sealed, of one more candidate.
    LocalCandidate(String),
    /// Media can flow. Also said after a [`Disconnected`](Self::Disconnected) that healed.
    Connected {
        /// Whether a relay carries the packets, ours or theirs.
        relayed: bool,
        /// The round trip measured by ICE, if one was.
        rtt: Option<Duration>,
    },
    /// Nothing was heard for some seconds; it may heal.
    Disconnected,
    /// The transport ended.
    Failed(FailureReason),
    /// One RTP packet of the other end, not yet decrypted end to end.
    Media(Media),
}

impl fmt::Debug for TransportOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SendDatagram(d) => d.fmt(f),
            Self::OpenStream { protocol, .. } => write!(f, "OpenStream({protocol:?})"),
            Self::CloseStream { protocol, .. } => write!(f, "CloseStream({protocol:?})"),
            Self::LocalCandidate(_) => write!(f, "LocalCandidate(..)"),
            Self::Connected { relayed, rtt } => f
                .debug_struct("Connected")
                .field("relayed", relayed)
                .field("rtt", rtt)
                .finish(),
            Self::Disconnected => write!(f, "Disconnected"),
            Self::Failed(reason) => write!(f, "Failed({reason:?})"),
            Self::Media(m) => m.fmt(f),
        }
    }
}

/// The part of an RTP packet that speech needs (RFC 3550 §5.1).
#[derive(Clone, PartialEq, Eq)]
pub struct Media {
    /// Sequence number; wraps.
    pub sequence: u16,
    /// Media time in 48 kHz ticks; wraps.
    pub timestamp: u32,
    /// The marker bit.
    pub marker: bool,
    /// The SFrame ciphertext.
    pub payload: Vec<u8>,
}

impl fmt::Debug for Media {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Media")
            .field("sequence", &self.sequence)
            .field("len", &self.payload.len())
            .finish_non_exhaustive()
    }
}

/// What carries the packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathKind {
    /// No pair is selected.
    #[default]
    None,
    /// From socket to socket.
    Direct,
    /// Through a relay, ours or theirs.
    Relayed,
}

/// How well the transport does, as numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// Round trip, from RTCP reports once there are some, before that from ICE.
    pub round_trip: Option<Duration>,
    /// Share of our packets that the other end missed in its last report, 0 to 1.
    pub loss_sent: Option<f32>,
    /// Share of their packets that we missed since the call began, 0 to 1.
    pub loss_received: Option<f32>,
    /// Interarrival jitter of what we receive (RFC 3550 §6.4.1).
    pub jitter: Option<Duration>,
    /// RTP packets sent.
    pub packets_sent: u64,
    /// RTP packets received.
    pub packets_received: u64,
    /// RTP payload bytes sent.
    pub bytes_sent: u64,
    /// RTP payload bytes received.
    pub bytes_received: u64,
    /// What carries the packets.
    pub path: PathKind,
}
