//! Chats one to one (S2.8): what is written and read, what is known of its way, and what the list of chats shows.
//!
//! Messages themselves are rows of the store, read in pages by the phone; here is one small summary of each
//! conversation, so that a phone with many messages starts as fast as one with few. Not here: sending (the post office),
//! and messages written in secure mode, which have no rows ([`SecureChat`] keeps them in memory).

mod chats;
mod conversation;
mod delivery;
mod key;
mod message;
mod secure;
#[cfg(test)]
mod tests;

pub use chats::{Chats, Dropped};
pub use conversation::{Conversation, Last};
pub use delivery::Delivery;
pub use key::{MessageId, MessageKey};
pub use message::{ChatMessage, TextError, check_text};
pub use secure::SecureChat;

pub(crate) use conversation::ConversationRow;

/// The longest text of a message, in bytes of UTF-8.
pub const TEXT: usize = 8 * 1024;
/// Unread messages of a conversation that are known one by one; of older ones only how many there are.
pub const UNREAD: usize = 512;
/// Messages that one receipt names.
pub const RECEIPT: usize = 256;
/// People who are no contacts and may write: so many at a time, and so many messages each.
pub const STRANGERS: usize = 50;
/// See [`STRANGERS`].
pub const STRANGERS_MESSAGES: u32 = 20;
/// Messages of a secure chat that are kept in memory.
pub const SECURE: usize = 2_000;
/// Letters of the newest message that the list of chats shows.
const PREVIEW: usize = 120;
