//! Messages and receipts as they travel, and what of them is taken.

use sha2::{Digest, Sha256};
use sotto_protocol::id::{AccountId, ContainerId};
use sotto_protocol::wire::container::{Message, MessageRef, Receipt, receipt::Kind};

use crate::chat::{Delivery, MessageId, MessageKey, RECEIPT, TEXT};

pub(super) fn wire(key: MessageKey, text: &str, level: u32) -> Message {
    Message {
        id: key.id.as_bytes().to_vec(),
        sent_at: key.at,
        text: text.to_owned(),
        level,
    }
}

pub(super) fn checked_ref(message: &Message) -> Option<MessageId> {
    let id = message.id.as_slice().try_into().ok()?;
    Some(MessageId::new(id))
}

/// The place of a message that anyone may have made.
pub(super) fn checked(message: &Message, outgoing: bool) -> Option<MessageKey> {
    let id = message.id.as_slice().try_into().ok()?;
    let fits = !message.text.is_empty() && message.text.len() <= TEXT;
    fits.then_some(MessageKey {
        at: message.sent_at,
        id: MessageId::new(id),
        outgoing,
    })
}

pub(super) fn receipt(kind: Kind, messages: &[MessageKey]) -> Receipt {
    let named = messages.iter().map(|key| MessageRef {
        id: key.id.as_bytes().to_vec(),
        sent_at: key.at,
    });
    Receipt {
        kind: kind.into(),
        messages: named.collect(),
    }
}

pub(super) fn refs(told: &Receipt) -> impl Iterator<Item = (u64, MessageId)> {
    let named = told.messages.iter().take(RECEIPT);
    named.filter_map(|named| {
        let id = named.id.as_slice().try_into().ok()?;
        Some((named.sent_at, MessageId::new(id)))
    })
}

pub(super) fn delivery_of(told: &Receipt) -> Delivery {
    match told.kind() {
        Kind::Delivered => Delivery::Delivered,
        Kind::Read => Delivery::Read,
    }
}

/// A message is remembered like a container: what was sealed twice is shown once. Nobody can take another's ids.
pub(super) fn name_of(sender: AccountId, id: MessageId) -> ContainerId {
    let hash = Sha256::new()
        .chain_update(b"Sotto v1 remembered message")
        .chain_update(sender.as_bytes())
        .chain_update(id.as_bytes())
        .finalize();
    ContainerId::try_from(&hash[..ContainerId::LENGTH]).expect("a hash has more bytes than an id")
}
