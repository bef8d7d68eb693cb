//! What a transport is told when it is made: role, policy, sockets, relays.

use std::fmt;
use std::net::SocketAddr;

use zeroize::Zeroizing;

use super::error::TransportError;

/// How many bound UDP sockets a transport uses at most.
pub const MAX_LOCALS: usize = 4;
/// How many TURN servers a transport tries at most.
pub const MAX_RELAYS: usize = 4;

/// Which side of the offer/answer exchange this end is (RFC 3264).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Makes the offer, controls ICE, is the DTLS server.
    Offerer,
    /// Answers it, is controlled, is the DTLS client.
    Answerer,
}

/// Which of our addresses the other end may learn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidatePolicy {
    /// Host, server-reflexive and relay candidates.
    All,
    /// Relay candidates only: no address of this device leaves it except towards its relay.
    RelayOnly,
}

/// How a TURN server is reached (RFC 8656 §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelayProtocol {
    /// Over UDP, from one of the bound sockets.
    Udp,
    /// Over a TCP stream that the runtime opens.
    Tcp,
    /// Over a TLS stream that the runtime opens and authenticates.
    Tls,
}

impl RelayProtocol {
    /// Whether messages travel in a byte stream and need framing.
    pub fn is_stream(self) -> bool {
        !matches!(self, Self::Udp)
    }
}

/// One TURN server with its credentials (RFC 8489 §9.2, long-term).
#[derive(Clone)]
pub struct Relay {
    /// Where the server listens.
    pub address: SocketAddr,
    /// How it is reached.
    pub protocol: RelayProtocol,
    /// The user name, usually `expiry:label`.
    pub username: String,
    /// The password; wiped when dropped.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("protocol", &self.protocol)
            .finish_non_exhaustive()
    }
}

/// What [`Transport::new`](super::Transport::new) needs to know.
#[derive(Clone, Debug)]
pub struct TransportConfig {
    /// Offerer or answerer.
    pub role: Role,
    /// Which candidates may be used.
    pub policy: CandidatePolicy,
    /// The bound UDP sockets, each a concrete address; at most [`MAX_LOCALS`].
    /// With [`CandidatePolicy::RelayOnly`] they only carry packets to and from relays.
    pub locals: Vec<SocketAddr>,
    /// TURN servers in order of preference; at most [`MAX_RELAYS`].
    pub relays: Vec<Relay>,
}

impl TransportConfig {
    /// Refuses what could never connect.
    pub(super) fn check(&self) -> Result<(), TransportError> {
        if self.locals.len() > MAX_LOCALS || self.relays.len() > MAX_RELAYS {
            return Err(TransportError::TooMany);
        }
        if self
            .locals
            .iter()
            .any(|a| a.ip().is_unspecified() || a.port() == 0)
        {
            return Err(TransportError::UnboundSocket);
        }
        if self.policy == CandidatePolicy::RelayOnly && self.relays.is_empty() {
            return Err(TransportError::NoRelay);
        }
        Ok(())
    }
}
