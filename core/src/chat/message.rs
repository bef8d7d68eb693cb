//! One message, and its row.

use prost::Message as _;
use sotto_protocol::id::AccountId;
use zeroize::{Zeroize, Zeroizing};

use super::{Delivery, MessageKey, TEXT};
use crate::store::{Change, Table};

/// Why a text is no message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing but white space.
    #[error("there is nothing in it: write something first")]
    Empty,
    /// Longer than [`TEXT`].
    #[error("this is too long ({size} bytes, at most {TEXT}): send it in parts")]
    TooLong {
        /// Its bytes.
        size: usize,
    },
}

/// Whether a text can be a message.
///
/// # Errors
/// [`TextError`].
pub fn check_text(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > TEXT {
        return Err(TextError::TooLong { size: text.len() });
    }
    Ok(())
}

/// A message. `Debug` shows nothing of what it says.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatMessage {
    /// Its place.
    pub key: MessageKey,
    /// What it says.
    pub text: Zeroizing<String>,
    /// How far it came; of no meaning for one that came here.
    pub delivery: Delivery,
    /// Written in secure mode: in memory only, gone when it ends.
    pub secure: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
struct MessageRow {
    #[prost(string, tag = "1")]
    text: String,
}

impl ChatMessage {
    /// The message of a row of [`Table::Messages`], and whose conversation it is of.
    #[must_use]
    pub fn of_row(key: &[u8], value: &[u8]) -> Option<(AccountId, Self)> {
        let (other, key) = MessageKey::of_row_key(key)?;
        let (mark, row) = value.split_first()?;
        let row = MessageRow::decode(row).ok()?;
        let message = Self {
            key,
            text: Zeroizing::new(row.text),
            delivery: Delivery::of_mark(*mark),
            secure: false,
        };
        Some((other, message))
    }

    pub(super) fn change(&self, other: AccountId) -> Change {
        let mut row = MessageRow {
            text: self.text.to_string(),
        };
        let mut value = vec![self.delivery.mark()];
        // a vector grows: only a buffer of fixed size refuses bytes
        row.encode(&mut value).expect("a vector takes every row");
        row.text.zeroize();
        Change::put(Table::Messages, self.key.row_key(other), value)
    }
}

impl std::fmt::Debug for ChatMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatMessage")
            .field("delivery", &self.delivery)
            .field("secure", &self.secure)
            .finish_non_exhaustive()
    }
}
