//! What can go wrong in a transport, as types.

/// Why a step was refused. Unless it says otherwise the transport stays usable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TransportError {
    /// More sockets or relays than a transport takes; give fewer.
    #[error("too many sockets or relays")]
    TooMany,
    /// A socket address without an address or a port; bind it first.
    #[error("a local socket is not bound to a concrete address")]
    UnboundSocket,
    /// Relay-only without a relay can never connect; ask the server for one.
    #[error("relay-only was asked for but there is no relay")]
    NoRelay,
    /// The description is too long or not a description of one audio call.
    #[error("the session description is not acceptable: {0}")]
    BadDescription(&'static str),
    /// The candidate line is too long or not an ICE candidate (RFC 8839 §5.1).
    #[error("the candidate is not acceptable: {0}")]
    BadCandidate(&'static str),
    /// The other end sent more candidates than are looked at.
    #[error("the other end sent too many candidates")]
    TooManyCandidates,
    /// The step does not fit the role or comes out of order.
    #[error("this step of offer and answer is out of order")]
    OutOfOrder,
    /// The transport has ended; make another.
    #[error("the transport has ended")]
    Ended,
    /// Media was given before the transport connected or after it ended.
    #[error("the transport is not connected")]
    NotConnected,
    /// The media frame is empty or would not fit in a packet.
    #[error("the media frame has an unacceptable size")]
    FrameSize,
    /// The media engine refused; a negotiation may be half done.
    #[error("the media engine refused the step: {0}")]
    Engine(String),
}

impl From<rtc::shared::error::Error> for TransportError {
    fn from(error: rtc::shared::error::Error) -> Self {
        let mut text = error.to_string();
        text.truncate(text.floor_char_boundary(120));
        Self::Engine(text)
    }
}

/// Why a transport ended; it does not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureReason {
    /// No candidate pair worked in time, or consent was lost for too long.
    NoPath,
    /// Relay-only, and no relay gave out an address.
    NoRelay,
    /// The DTLS handshake failed: the other end is not who the description named.
    Handshake,
    /// The other end closed the transport.
    ClosedByPeer,
}
