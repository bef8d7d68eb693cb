//! The chat of a call in secure mode: in memory only, gone when secure mode ends (S1.2: the level forbids to keep what
//! was communicated).

use super::{ChatMessage, Delivery, MessageId, MessageKey, SECURE};

/// See the module. What it held is wiped when it is cleared or dropped.
#[derive(Default)]
pub struct SecureChat {
    messages: Vec<ChatMessage>,
}

impl SecureChat {
    /// Takes a message to its place; one that is there already stays as it is, and beyond [`SECURE`] the oldest goes.
    pub fn put(&mut self, message: ChatMessage) -> bool {
        let place = self.messages.binary_search_by_key(&message.key, |m| m.key);
        let Err(place) = place else { return false };
        self.messages.insert(place, message);
        if self.messages.len() > SECURE {
            self.messages.remove(0);
        }
        true
    }

    /// The messages, the oldest first.
    #[must_use]
    pub fn messages(&self) -> &[ChatMessage] {
        &self.messages
    }

    /// A message written here came further.
    pub fn mark(&mut self, id: MessageId, delivery: Delivery) {
        let written = |m: &&mut ChatMessage| m.key.id == id && m.key.outgoing;
        if let Some(message) = self.messages.iter_mut().find(written)
            && delivery.mark() > message.delivery.mark()
        {
            message.delivery = delivery;
        }
    }

    /// Messages that came up to `key` and were not seen before; they count as seen now.
    pub fn read(&mut self, key: MessageKey) -> Vec<MessageKey> {
        let new =
            |m: &&mut ChatMessage| !m.key.outgoing && m.key <= key && m.delivery != Delivery::Read;
        let unread = self.messages.iter_mut().filter(new);
        unread
            .map(|message| {
                message.delivery = Delivery::Read;
                message.key
            })
            .collect()
    }

    /// One message goes.
    pub fn delete(&mut self, key: MessageKey) -> bool {
        let before = self.messages.len();
        self.messages.retain(|message| message.key != key);
        self.messages.len() < before
    }

    /// Secure mode is over.
    pub fn clear(&mut self) -> bool {
        let any = !self.messages.is_empty();
        self.messages = Vec::new();
        any
    }
}
