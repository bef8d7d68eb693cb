//! All conversations: what each event changes, and what is to be stored of it.

use std::collections::BTreeMap;

use sotto_protocol::id::AccountId;
use zeroize::Zeroizing;

use super::{
    ChatMessage, Conversation, ConversationRow, Delivery, MessageId, MessageKey, RECEIPT,
    STRANGERS, STRANGERS_MESSAGES,
};
use crate::contact::card::Card;
use crate::store::{Change, Table};

/// How far ahead of this phone's clock a message may claim to be written, ms.
const AHEAD: u64 = 24 * 3_600_000;
/// How old a message may be when it arrives, ms: a mailbox's 30 days, and one for clocks that differ.
const OLDEST: u64 = 31 * 24 * 3_600_000;

/// Why a message that arrived was dropped. Its sender is told nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dropped {
    /// Written at a time that cannot be.
    Time,
    /// From one stranger too many, or too much from one.
    Strangers,
}

/// See the module.
#[derive(Default)]
pub struct Chats {
    known: BTreeMap<AccountId, Conversation>,
}

impl Chats {
    /// Takes a stored conversation; `None` when the row cannot be read.
    pub(crate) fn load(&mut self, key: &[u8], row: ConversationRow) -> Option<()> {
        let other = AccountId::try_from(key).ok()?;
        self.known.insert(other, Conversation::of_row(row)?);
        Some(())
    }

    /// The conversations, by account.
    pub fn iter(&self) -> impl Iterator<Item = (AccountId, &Conversation)> {
        self.known.iter().map(|(other, known)| (*other, known))
    }

    /// The conversation with an account, if there is one.
    #[must_use]
    pub fn get(&self, other: AccountId) -> Option<&Conversation> {
        self.known.get(&other)
    }

    /// A message written here. Later than what this person has seen of the conversation, so that an answer stands after
    /// what it answers, though clocks differ.
    pub fn write(
        &mut self,
        other: AccountId,
        id: MessageId,
        text: &str,
        master: u64,
    ) -> (MessageKey, Vec<Change>) {
        let known = self.known.entry(other).or_default();
        let seen = known.last.as_ref().map_or(0, |last| last.key.at + 1);
        let message = ChatMessage {
            key: MessageKey {
                at: master.max(seen.min(master.saturating_add(AHEAD))),
                id,
                outgoing: true,
            },
            text: Zeroizing::new(text.to_owned()),
            delivery: Delivery::Queued,
            secure: false,
        };
        known.note(&message);
        (
            message.key,
            vec![message.change(other), known.change(other)],
        )
    }

    /// A message that came, for the first time. `stranger` is the card of someone who is no contact.
    ///
    /// # Errors
    /// [`Dropped`]; nothing is stored then.
    pub fn receive(
        &mut self,
        other: AccountId,
        key: MessageKey,
        text: String,
        stranger: Option<Card>,
        master: u64,
    ) -> Result<Vec<Change>, Dropped> {
        if key.at > master.saturating_add(AHEAD) || key.at.saturating_add(OLDEST) < master {
            return Err(Dropped::Time);
        }
        if stranger.is_some() {
            let strangers = self.known.values().filter(|known| known.stranger.is_some());
            let fits = match self.known.get(&other) {
                Some(known) => known.received < STRANGERS_MESSAGES,
                None => strangers.count() < STRANGERS,
            };
            if !fits {
                return Err(Dropped::Strangers);
            }
        }
        let known = self.known.entry(other).or_default();
        match stranger {
            Some(card) => {
                known.stranger = Some(card);
                known.received = known.received.saturating_add(1);
            }
            // whoever is no contact does not learn that this phone got anything
            None => {
                known.stranger = None;
                known.received = 0;
                known.owed.push(key);
            }
        }
        let message = ChatMessage {
            key,
            text: Zeroizing::new(text),
            delivery: Delivery::Delivered,
            secure: false,
        };
        known.note(&message);
        known.note_unread(key);
        Ok(vec![message.change(other), known.change(other)])
    }

    /// A message written here came further.
    pub fn mark(&mut self, other: AccountId, key: MessageKey, delivery: Delivery) -> Vec<Change> {
        let raise = Change::raise(Table::Messages, key.row_key(other), delivery.mark());
        let Some(known) = self.known.get_mut(&other) else {
            return vec![raise];
        };
        known.note_mark(key, delivery);
        vec![raise, known.change(other)]
    }

    /// The other person's phone reports messages as delivered or read; only those of this conversation are touched, and
    /// none is made.
    pub fn receipt(
        &mut self,
        other: AccountId,
        messages: impl Iterator<Item = (u64, MessageId)>,
        delivery: Delivery,
    ) -> Vec<Change> {
        let Some(known) = self.known.get_mut(&other) else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        for (at, id) in messages.take(RECEIPT) {
            let outgoing = true;
            let key = MessageKey { at, id, outgoing };
            known.note_mark(key, delivery);
            let key = key.row_key(other);
            changes.push(Change::raise(Table::Messages, key, delivery.mark()));
        }
        changes.push(known.change(other));
        changes
    }

    /// The person has seen messages up to `key`: which ones, if there were any.
    pub fn read(
        &mut self,
        other: AccountId,
        key: MessageKey,
    ) -> Option<(Vec<MessageKey>, Vec<Change>)> {
        let known = self.known.get_mut(&other)?;
        let (read, left): (Vec<MessageKey>, Vec<MessageKey>) =
            known.unread.iter().partition(|unread| **unread <= key);
        if read.is_empty() && known.unread_more == 0 {
            return None;
        }
        known.unread = left.into();
        // what is only counted is older than all that is known one by one
        known.unread_more = 0;
        Some((read, vec![known.change(other)]))
    }

    /// Takes what is to be reported as delivered to an account, as much as one receipt names.
    pub fn take_owed(&mut self, other: AccountId) -> Option<(Vec<MessageKey>, Change)> {
        let known = self.known.get_mut(&other)?;
        let count = known.owed.len().min(RECEIPT);
        if count == 0 {
            return None;
        }
        let owed = known.owed.drain(..count).collect();
        Some((owed, known.change(other)))
    }

    /// Those who are to hear that something was delivered.
    pub fn owing(&self) -> impl Iterator<Item = AccountId> {
        let owing = self
            .known
            .iter()
            .filter(|(_, known)| !known.owed.is_empty());
        owing.map(|(other, _)| *other)
    }

    /// Whoever wrote became a contact.
    pub fn accept(&mut self, other: AccountId) -> Option<(Card, Change)> {
        let known = self.known.get_mut(&other)?;
        let card = known.stranger.take()?;
        known.received = 0;
        Some((card, known.change(other)))
    }

    /// One message goes.
    pub fn delete(&mut self, other: AccountId, key: MessageKey) -> Vec<Change> {
        let mut changes = vec![Change::delete(Table::Messages, key.row_key(other))];
        if let Some(known) = self.known.get_mut(&other) {
            if let Some(last) = known.last.as_mut().filter(|last| last.key == key) {
                last.preview = Zeroizing::new(String::new());
            }
            known.unread.retain(|unread| *unread != key);
            changes.push(known.change(other));
        }
        changes
    }

    /// All of a conversation goes; what is owed to the other person stays, unless they are forgotten too.
    pub fn clear(&mut self, other: AccountId, forget: bool) -> Vec<Change> {
        let mut changes = vec![Change::delete_group(Table::Messages, other.to_vec())];
        let Some(known) = self.known.get_mut(&other) else {
            return changes;
        };
        *known = Conversation {
            owed: std::mem::take(&mut known.owed),
            stranger: known.stranger.take(),
            ..Conversation::default()
        };
        if forget || known.stranger.is_some() || known.owed.is_empty() {
            self.known.remove(&other);
            changes.push(Change::delete(Table::Chats, other.to_vec()));
        } else {
            changes.push(known.change(other));
        }
        changes
    }
}
