//! Where a call stands, and why it ended.

use sotto_protocol::wire::container as wire;

/// Who made the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Dialled on this phone.
    Outgoing,
    /// Came to this phone.
    Incoming,
}

/// What a call carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Sound, over a media path.
    Voice,
    /// Texts only, as signals: a secure chat.
    Texts,
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// This phone arms for the level; nobody was rung yet.
    Preparing,
    /// The invite is on its way.
    Dialling,
    /// A phone of the callee rings, or this one does.
    Ringing,
    /// Answered; the media path is not there yet.
    Connecting,
    /// Answered and connected.
    Connected,
    /// Over.
    Ended(EndReason),
}

/// Why a call ended, as a person understands it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndReason {
    /// Someone hung up.
    HungUp,
    /// The callee declined.
    Declined,
    /// The callee is in another call.
    Busy,
    /// Nobody answered in time.
    NoAnswer,
    /// The caller gave up before an answer.
    Cancelled,
    /// Another device of the callee answered.
    AnsweredElsewhere,
    /// No media path could be found.
    CannotConnect,
    /// Secure mode could not be had on one of the phones.
    SecureRefused,
    /// Nothing was heard for too long.
    NetworkLost,
    /// A forbidden operation happened.
    Violation,
}

impl EndReason {
    /// The wire's name for it.
    #[must_use]
    pub const fn to_wire(self) -> wire::EndReason {
        match self {
            Self::HungUp => wire::EndReason::HungUp,
            Self::Declined => wire::EndReason::Declined,
            Self::Busy => wire::EndReason::Busy,
            Self::NoAnswer => wire::EndReason::NoAnswer,
            Self::Cancelled => wire::EndReason::Cancelled,
            Self::AnsweredElsewhere => wire::EndReason::AnsweredElsewhere,
            Self::CannotConnect => wire::EndReason::CannotConnect,
            Self::SecureRefused => wire::EndReason::SecureRefused,
            Self::NetworkLost => wire::EndReason::NetworkLost,
            Self::Violation => wire::EndReason::Violation,
        }
    }

    /// What a wire value says; one that this version does not know is an ordinary end.
    #[must_use]
    pub fn from_wire(value: i32) -> Self {
        use wire::EndReason as Wire;
        match Wire::try_from(value).unwrap_or(Wire::HungUp) {
            Wire::HungUp => Self::HungUp,
            Wire::Declined => Self::Declined,
            Wire::Busy => Self::Busy,
            Wire::NoAnswer => Self::NoAnswer,
            Wire::Cancelled => Self::Cancelled,
            Wire::AnsweredElsewhere => Self::AnsweredElsewhere,
            Wire::CannotConnect => Self::CannotConnect,
            Wire::SecureRefused => Self::SecureRefused,
            Wire::NetworkLost => Self::NetworkLost,
            Wire::Violation => Self::Violation,
        }
    }

    /// In plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::HungUp => "The call ended.",
            Self::Declined => "The call was declined.",
            Self::Busy => "Busy in another call.",
            Self::NoAnswer => "No answer.",
            Self::Cancelled => "The call was cancelled.",
            Self::AnsweredElsewhere => "Answered on another device.",
            Self::CannotConnect => {
                "The phones could not connect. Check both networks and try again."
            }
            Self::SecureRefused => "Secure mode could not be had on both phones.",
            Self::NetworkLost => "The network was lost.",
            Self::Violation => "Something forbidden happened, so the secure call was ended.",
        }
    }
}
