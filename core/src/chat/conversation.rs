//! What is known of a conversation without reading its messages.

use std::collections::VecDeque;

use prost::Message as _;
use sotto_protocol::id::AccountId;
use sotto_protocol::wire::keys::SignedCard;
use zeroize::{Zeroize, Zeroizing};

use super::{ChatMessage, Delivery, MessageKey, PREVIEW, UNREAD};
use crate::contact::card::Card;
use crate::store::{Change, Table};

/// One conversation, in short.
#[derive(Clone, Default)]
pub struct Conversation {
    /// Whoever writes is no contact: their card, by which they could become one.
    pub(super) stranger: Option<Card>,
    pub(super) last: Option<Last>,
    /// Unread messages, the oldest first; those before them are counted only.
    pub(super) unread: VecDeque<MessageKey>,
    pub(super) unread_more: u32,
    /// Messages that came here and were not reported as delivered yet.
    pub(super) owed: Vec<MessageKey>,
    /// Messages of a stranger.
    pub(super) received: u32,
}

/// The newest message of a conversation.
#[derive(Clone, PartialEq, Eq)]
pub struct Last {
    /// Its place.
    pub key: MessageKey,
    /// The beginning of what it says; nothing where it was deleted.
    pub preview: Zeroizing<String>,
    /// How far it came, if it was written here.
    pub delivery: Delivery,
}

impl Conversation {
    /// The newest message.
    #[must_use]
    pub fn last(&self) -> Option<&Last> {
        self.last.as_ref()
    }

    /// How many messages were not read here.
    #[must_use]
    pub fn unread(&self) -> usize {
        self.unread.len() + self.unread_more as usize
    }

    /// The newest unread message.
    #[must_use]
    pub fn newest_unread(&self) -> Option<MessageKey> {
        self.unread.iter().max().copied()
    }

    /// The card of someone who writes and is no contact.
    #[must_use]
    pub fn stranger(&self) -> Option<&Card> {
        self.stranger.as_ref()
    }

    pub(super) fn note(&mut self, message: &ChatMessage) {
        if self
            .last
            .as_ref()
            .is_some_and(|last| last.key > message.key)
        {
            return;
        }
        let preview: String = message.text.chars().take(PREVIEW).collect();
        self.last = Some(Last {
            key: message.key,
            preview: Zeroizing::new(preview),
            delivery: message.delivery,
        });
    }

    pub(super) fn note_unread(&mut self, key: MessageKey) {
        self.unread.push_back(key);
        if self.unread.len() > UNREAD {
            self.unread.pop_front();
            self.unread_more = self.unread_more.saturating_add(1);
        }
    }

    /// The newest message came further.
    pub(super) fn note_mark(&mut self, key: MessageKey, delivery: Delivery) {
        if let Some(last) = self.last.as_mut().filter(|last| last.key == key)
            && delivery.mark() > last.delivery.mark()
        {
            last.delivery = delivery;
        }
    }

    pub(super) fn change(&self, other: AccountId) -> Change {
        let bytes =
            |keys: &mut dyn Iterator<Item = &MessageKey>| keys.map(|k| k.to_bytes()).collect();
        let mut row = ConversationRow {
            stranger: self.stranger.as_ref().map(|card| card.signed().clone()),
            last: self.last.as_ref().map(|last| LastRow {
                key: last.key.to_bytes(),
                preview: last.preview.to_string(),
                mark: last.delivery.mark().into(),
            }),
            unread: bytes(&mut self.unread.iter()),
            unread_more: self.unread_more,
            owed: bytes(&mut self.owed.iter()),
            received: self.received,
        };
        let change = Change::put(Table::Chats, other.to_vec(), row.encode_to_vec());
        if let Some(last) = &mut row.last {
            last.preview.zeroize();
        }
        change
    }

    pub(super) fn of_row(row: ConversationRow) -> Option<Self> {
        let keys = |keys: Vec<Vec<u8>>| -> Option<Vec<MessageKey>> {
            keys.iter().map(|key| MessageKey::of_bytes(key)).collect()
        };
        let last = match row.last {
            Some(last) => Some(Last {
                key: MessageKey::of_bytes(&last.key)?,
                preview: Zeroizing::new(last.preview),
                delivery: Delivery::of_mark(u8::try_from(last.mark).ok()?),
            }),
            None => None,
        };
        let stranger = match row.stranger {
            Some(signed) => Some(Card::stored(signed).ok()?),
            None => None,
        };
        Some(Self {
            stranger,
            last,
            unread: keys(row.unread)?.into(),
            unread_more: row.unread_more,
            owed: keys(row.owed)?,
            received: row.received,
        })
    }
}

impl std::fmt::Debug for Conversation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Conversation")
            .field("unread", &self.unread())
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Last {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Last(…)")
    }
}

/// A conversation's row.
#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
pub(crate) struct ConversationRow {
    #[prost(message, optional, tag = "1")]
    stranger: Option<SignedCard>,
    #[prost(message, optional, tag = "2")]
    last: Option<LastRow>,
    #[prost(bytes = "vec", repeated, tag = "3")]
    unread: Vec<Vec<u8>>,
    #[prost(uint32, tag = "4")]
    unread_more: u32,
    #[prost(bytes = "vec", repeated, tag = "5")]
    owed: Vec<Vec<u8>>,
    #[prost(uint32, tag = "6")]
    received: u32,
}

#[derive(Clone, PartialEq, prost::Message)]
#[prost(skip_debug)]
struct LastRow {
    #[prost(bytes = "vec", tag = "1")]
    key: Vec<u8>,
    #[prost(string, tag = "2")]
    preview: String,
    #[prost(uint32, tag = "3")]
    mark: u32,
}
