//! Why a text is no card or join link.

use sotto_protocol::ParseError;

/// Why a card or join link was not read, or a card not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CardError {
    /// Not a text of this kind at all.
    #[error("this is not a Sotto code of the expected kind")]
    OtherKind,
    /// Letters are missing or wrong.
    #[error("the code is damaged or incomplete: scan it again ({0})")]
    Damaged(#[from] ParseError),
    /// The signature is not by the user key on the card.
    #[error("the card's signature is wrong: someone changed it; ask for it in person")]
    Signature,
    /// Its time is over.
    #[error("the card has expired: ask for a new one")]
    Expired,
    /// Made by a newer app.
    #[error("the card is of version {version}, which only a newer app can read: update it")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// Not `host:port`.
    #[error("the server must be given as host:port")]
    Server,
}
