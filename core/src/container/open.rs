//! Opening a container that anyone may have sent.

use hpke::{Deserializable, OpModeR};
use prost::Message;
use sotto_protocol::chain::{Chain, ChainError, verify_user};
use sotto_protocol::id::ContainerId;
use sotto_protocol::label::Label;
use sotto_protocol::wire::container::{Container, Content, Entry, Inner};
use sotto_protocol::wire::keys::{Card, KeyChain};
use sotto_protocol::{ParseError, VERSION, limits, parse};
use zeroize::Zeroizing;

use super::bound::{
    Aead, Bound, EntryName, INSIDE_KEY, Inside, Kdf, OUTSIDE_KEY, Outside, text_bound,
};
use super::cipher::{self, Key, ONLY};
use super::padme;
use crate::identity::{Identity, PrekeySecret};

/// How much the clocks of sender, server and receiver may differ, in ms.
const CLOCKS_DIFFER: u64 = 24 * 3600 * 1000;

/// A part of a container that has a cipher of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Layer {
    /// HPKE Base to the prekey.
    OuterWrap,
    /// The sender's chain.
    Sender,
    /// HPKE Auth, device key to device key.
    InnerWrap,
    /// The content.
    Payload,
}

/// Why a container was not opened. All of them mean: drop it; the person hears of it only where that helps.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Larger than any container.
    #[error("container of {size} bytes is larger than {limit}", limit = limits::CONTAINER)]
    TooLarge {
        /// Its bytes.
        size: usize,
    },
    /// Truncated or otherwise no container.
    #[error("the container is truncated or damaged: {0}")]
    Damaged(#[from] ParseError),
    /// Of a version that this build does not know.
    #[error("the container is of version {version}: update the app to read it")]
    Newer {
        /// Its version, or its content's.
        version: u32,
    },
    /// Its time is over.
    #[error("the container has expired")]
    Expired,
    /// It would have to be remembered for longer than containers live.
    #[error("the container claims to live longer than 30 days")]
    LivesTooLong,
    /// It was opened before.
    #[error("the container was delivered before: dropped")]
    Replayed,
    /// No entry is for this device.
    #[error("the container is not for this device")]
    NotForThisDevice,
    /// Its prekey was spent, destroyed, never made here or is of the other kind.
    #[error("the container uses prekey {id}, which this device does not have (any more)")]
    UnknownPrekey {
        /// The prekey's id.
        id: u32,
    },
    /// Changed on its way, put together from parts of others, or not from the device that it names.
    #[error("the container was changed on its way or is forged ({0:?})")]
    Tampered(Layer),
    /// The sender's keys do not form a chain.
    #[error("the sender's keys do not belong together: {0}")]
    Chain(#[from] ChainError),
    /// It offers the card of another user as its sender's.
    #[error("the container's reply card is not its sender's")]
    ForeignCard,
}

/// Where an opened container's prekey comes from.
pub trait PrekeyLookup {
    /// The private half of a prekey, if it is held and of that kind.
    fn prekey(&self, id: u32, last_resort: bool) -> Option<&PrekeySecret>;
}

/// An opened container. Store, in one transaction: what it says, that the prekey is spent
/// ([`crate::identity::PrekeyPool::spend`]), and the container's id until it expires; then acknowledge.
pub struct Opened {
    /// Who sent it, verified up to the user key; whether that user is who the person thinks is for contacts to say.
    pub sender: Chain,
    /// What it says.
    pub content: Content,
    /// Its id.
    pub id: ContainerId,
    /// When it expires, ms on the master clock.
    pub expires: u64,
    /// The one-time prekey that must be destroyed now.
    pub spent: Option<u32>,
}

/// Opens a container that came at `now` (ms, master clock). `seen` tells whether an id is remembered.
///
/// # Errors
/// [`OpenError`]; nothing was used up then.
pub fn open(
    receiver: &Identity,
    prekeys: &impl PrekeyLookup,
    seen: impl Fn(&ContainerId) -> bool,
    bytes: &[u8],
    now: u64,
) -> Result<Opened, OpenError> {
    if bytes.len() > limits::CONTAINER {
        return Err(OpenError::TooLarge { size: bytes.len() });
    }
    let container: Container = parse(bytes, limits::CONTAINER)?;
    let id = check(&container, now)?;
    if seen(&id) {
        return Err(OpenError::Replayed);
    }
    let entry = own_entry(&container, receiver)?;
    let prekey =
        prekeys
            .prekey(entry.prekey_id, entry.last_resort)
            .ok_or(OpenError::UnknownPrekey {
                id: entry.prekey_id,
            })?;
    let name = EntryName {
        device: &entry.device,
        prekey_id: entry.prekey_id,
        last_resort: entry.last_resort,
    };
    let bound = Bound::of(&container);
    let inner = unwrap_outer(prekey, &entry.wrapped, &bound.outer(name))?;
    let sender = open_sender(&container, &inner.sender_key)?;
    let aad = bound.inner(name, &sender, receiver.chain());
    let content_key = unwrap_inner(receiver, &sender, &inner.wrapped, &aad)?;
    let content = open_payload(&container, &content_key)?;
    check_reply(&content, &sender)?;
    Ok(Opened {
        spent: (!entry.last_resort).then_some(entry.prekey_id),
        sender,
        content,
        id,
        expires: container.expires,
    })
}

fn check(container: &Container, now: u64) -> Result<ContainerId, OpenError> {
    check_version(container.version)?;
    let id = ContainerId::try_from(container.id.as_slice())?;
    if container.expires <= now {
        return Err(OpenError::Expired);
    }
    let longest = limits::MAILBOX.as_millis() as u64 + CLOCKS_DIFFER;
    if container.expires - now > longest {
        return Err(OpenError::LivesTooLong);
    }
    Ok(id)
}

fn check_version(version: u32) -> Result<(), OpenError> {
    match version {
        0 => Err(ParseError::Malformed.into()),
        VERSION => Ok(()),
        version => Err(OpenError::Newer { version }),
    }
}

fn own_entry<'a>(container: &'a Container, receiver: &Identity) -> Result<&'a Entry, OpenError> {
    let device = receiver.device_id();
    if container.entries.len() > limits::DEVICES {
        return Err(ParseError::Malformed.into());
    }
    let mut entries = container
        .entries
        .iter()
        .filter(|entry| entry.device == device.as_bytes());
    let entry = entries.next().ok_or(OpenError::NotForThisDevice)?;
    if entries.next().is_some() {
        return Err(ParseError::Malformed.into());
    }
    Ok(entry)
}

/// What [`Inner`] holds, in memory that is wiped.
struct Wrapped {
    sender_key: Key,
    wrapped: Zeroizing<Vec<u8>>,
}

fn unwrap_outer(prekey: &PrekeySecret, wrapped: &[u8], aad: &[u8]) -> Result<Wrapped, OpenError> {
    let tampered = OpenError::Tampered(Layer::OuterWrap);
    let (key, text) = wrapped
        .split_at_checked(OUTSIDE_KEY)
        .ok_or_else(|| short("outer wrap", OUTSIDE_KEY, wrapped))?;
    let key = Deserializable::from_bytes(key).map_err(|_| tampered.clone())?;
    let info = Label::ContainerOuter.over(&[]);
    let text = hpke::single_shot_open::<Aead, Kdf, Outside>(
        &OpModeR::Base,
        &prekey.private(),
        &key,
        &info,
        text,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(|_| tampered)?;
    let inner = Inner::decode(text.as_slice()).map_err(|_| ParseError::Malformed)?;
    let sender_key = Zeroizing::new(inner.sender_key);
    Ok(Wrapped {
        sender_key: key_of(&sender_key, "sender key")?,
        wrapped: Zeroizing::new(inner.wrapped),
    })
}

fn open_sender(container: &Container, key: &Key) -> Result<Chain, OpenError> {
    let bound = text_bound(Label::ContainerSender, container);
    let text = cipher::decrypt(key, ONLY, &bound, &container.sender)
        .ok_or(OpenError::Tampered(Layer::Sender))?;
    let chain = KeyChain::decode(text.as_slice()).map_err(|_| ParseError::Malformed)?;
    Ok(Chain::verify(chain)?)
}

fn unwrap_inner(
    receiver: &Identity,
    sender: &Chain,
    wrapped: &[u8],
    aad: &[u8],
) -> Result<Key, OpenError> {
    let tampered = OpenError::Tampered(Layer::InnerWrap);
    let (key, text) = wrapped
        .split_at_checked(INSIDE_KEY)
        .ok_or_else(|| short("inner wrap", INSIDE_KEY, wrapped))?;
    let key = Deserializable::from_bytes(key).map_err(|_| tampered.clone())?;
    let sender = Deserializable::from_bytes(sender.device_key()).map_err(|_| tampered.clone())?;
    let text = hpke::single_shot_open::<Aead, Kdf, Inside>(
        &OpModeR::Auth(sender),
        receiver.device().private(),
        &key,
        &Label::ContainerInner.over(&[]),
        text,
        aad,
    )
    .map(Zeroizing::new)
    .map_err(|_| tampered)?;
    key_of(&text, "content key")
}

fn open_payload(container: &Container, key: &Key) -> Result<Content, OpenError> {
    let bound = text_bound(Label::ContainerPayload, container);
    let text = cipher::decrypt(key, ONLY, &bound, &container.payload)
        .ok_or(OpenError::Tampered(Layer::Payload))?;
    let content = padme::unpad(&text).ok_or(ParseError::Malformed)?;
    let content = Content::decode(content).map_err(|_| ParseError::Malformed)?;
    check_version(content.version)?;
    Ok(content)
}

/// An answer goes where the reply card leads: it must be the sender's own.
fn check_reply(content: &Content, sender: &Chain) -> Result<(), OpenError> {
    let Some(signed) = content.reply.as_ref().and_then(|reply| reply.card.as_ref()) else {
        return Ok(());
    };
    let text = Label::Card.over(&[&signed.card]);
    verify_user(sender.user_key(), &text, &signed.signature).map_err(|_| OpenError::ForeignCard)?;
    let card = Card::decode(signed.card.as_slice()).map_err(|_| ParseError::Malformed)?;
    if card.user_key != sender.user_key() {
        return Err(OpenError::ForeignCard);
    }
    Ok(())
}

fn key_of(bytes: &[u8], what: &'static str) -> Result<Key, OpenError> {
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err(short(what, key.len(), bytes));
    }
    key.copy_from_slice(bytes);
    Ok(key)
}

fn short(what: &'static str, expected: usize, found: &[u8]) -> OpenError {
    ParseError::Length {
        what,
        expected,
        found: found.len(),
    }
    .into()
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened")
            .field("sender", &self.sender)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
