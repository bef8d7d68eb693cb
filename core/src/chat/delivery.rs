//! How far a message came.

use crate::post::PostFailure;

/// What is known of a message that was written here. It only ever goes forward.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Stored on this phone; the server does not have it yet.
    Queued,
    /// It will not be sent any more.
    Failed(PostFailure),
    /// The server has it.
    Sent,
    /// A phone of theirs has it.
    Delivered,
    /// They have seen it.
    Read,
}

impl Delivery {
    /// As the first byte of a row has it; grows as the message goes on.
    #[must_use]
    pub const fn mark(self) -> u8 {
        match self {
            Self::Queued => 0,
            Self::Failed(why) => why.number(),
            Self::Sent => 100,
            Self::Delivered => 110,
            Self::Read => 120,
        }
    }

    /// What a row's first byte says.
    #[must_use]
    pub fn of_mark(mark: u8) -> Self {
        match mark {
            0 => Self::Queued,
            1..100 => Self::Failed(PostFailure::of_number(mark)),
            100..110 => Self::Sent,
            110..120 => Self::Delivered,
            120.. => Self::Read,
        }
    }

    /// The state in one word, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Failed(_) => "failed",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
        }
    }
}
