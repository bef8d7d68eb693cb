//! Reading a message that a stranger sent.

use prost::Message;

/// Why bytes are no message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// More bytes than this kind of message may have.
    #[error("message of {size} bytes is larger than the limit of {limit}")]
    TooLarge {
        /// Bytes that came.
        size: usize,
        /// Bytes that are allowed.
        limit: usize,
    },
    /// Not a message of this kind.
    #[error("not a valid message: update the app or the server if this persists")]
    Malformed,
    /// A field has the wrong length.
    #[error("{what} must have {expected} bytes and has {found}")]
    Length {
        /// Which field.
        what: &'static str,
        /// Bytes that it must have.
        expected: usize,
        /// Bytes that it has.
        found: usize,
    },
}

/// Decodes a message of at most `limit` bytes.
///
/// # Errors
/// [`ParseError::TooLarge`] before anything is read, [`ParseError::Malformed`] when it is no such message.
pub fn parse<M: Message + Default>(bytes: &[u8], limit: usize) -> Result<M, ParseError> {
    if bytes.len() > limit {
        return Err(ParseError::TooLarge {
            size: bytes.len(),
            limit,
        });
    }
    M::decode(bytes).map_err(|_| ParseError::Malformed)
}
