//! Why a policy is not taken.

use sotto_protocol::ParseError;

use crate::secure::LevelsError;

/// Why a policy is not taken. What was in force before stays in force.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// Truncated, too large or otherwise no policy.
    #[error("the policy is damaged: ask the organisation for it again ({0})")]
    Damaged(#[from] ParseError),
    /// Not signed by its issuer.
    #[error(
        "the policy's signature is wrong: someone changed it; ask the organisation for it again"
    )]
    Signature,
    /// Made by a newer server.
    #[error("the policy is of version {version}, which only a newer app can read: update it")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// It forbids or asks for something that this app does not know.
    #[error("the policy asks for something that only a newer app knows: update the app")]
    Unknown,
    /// A level of it forbids less than the one below.
    #[error("the policy's levels do not grow: {0}")]
    Levels(#[from] LevelsError),
    /// Demands that cannot both be met, or more of them than a phone takes, or a time that ends before it begins.
    #[error("the policy contradicts itself: {0}")]
    Contradiction(&'static str),
    /// Its time is over.
    #[error("the policy has expired: ask the organisation for a new one")]
    Expired,
    /// Older than the one that is in force, or was.
    #[error(
        "the policy has number {serial}, and number {known} was here already: an older one is refused"
    )]
    Older {
        /// Its number.
        serial: u64,
        /// The highest that was here.
        known: u64,
    },
    /// The same number as the one in force, and another content.
    #[error("two policies of this organisation have number {serial}: tell the organisation")]
    Twice {
        /// That number.
        serial: u64,
    },
    /// Too many organisations.
    #[error("at most {limit} organisations can be accepted: remove one first", limit = super::ORGANISATIONS)]
    TooMany,
    /// Nothing was accepted from this organisation.
    #[error("there is no such organisation")]
    NoOrganisation,
}
