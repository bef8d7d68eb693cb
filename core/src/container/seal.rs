//! Sealing a container for the devices of one account.

use hpke::{Deserializable, OpModeS, Serializable};
use prost::Message;
use rand::CryptoRng;
use sotto_protocol::chain::{Chain, ChainError};
use sotto_protocol::label::Label;
use sotto_protocol::limits;
use sotto_protocol::wire::container::{Container, Content, Entry, Inner};
use sotto_protocol::wire::keys::Prekey;
use zeroize::Zeroizing;

use super::bound::{
    Aead, Bound, EntryName, Inside, Kdf, OUTSIDE_KEY, Outside, SMALLEST, text_bound,
};
use super::cipher::{self, Key, ONLY};
use super::padme;
use crate::identity::Identity;

/// Why nothing was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// No device, more than an account may have, or one twice.
    #[error(
        "a container needs between 1 and {} different receiving devices",
        limits::DEVICES
    )]
    Recipients,
    /// The container would be larger than servers take.
    #[error("the container would have {size} bytes, more than {limit}: send less at once", limit = limits::CONTAINER)]
    TooLarge {
        /// Bytes that it would have, about.
        size: usize,
    },
    /// `expires` is not after `sent_at`, or more than the mailbox's 30 days after it.
    #[error("a container must expire after it is sent and within 30 days")]
    Expiry,
    /// The content is not of the version that this build speaks.
    #[error("the content's version must be {}", sotto_protocol::VERSION)]
    Version,
    /// A receiver's device key accepts no key exchange.
    #[error("a receiver's device key cannot be used: fetch that contact's keys again")]
    DeviceKey,
}

/// A device to seal for: its verified chain and a verified prekey of it.
#[derive(Clone)]
pub struct Recipient {
    chain: Chain,
    prekey: Prekey,
    public: <Outside as hpke::Kem>::PublicKey,
}

impl Recipient {
    /// Verifies that the prekey is the chain's, of the kind it says and a usable key.
    ///
    /// # Errors
    /// [`ChainError`] when it is not.
    pub fn new(chain: Chain, prekey: Prekey) -> Result<Self, ChainError> {
        chain.verify_prekey(&prekey)?;
        let public = Deserializable::from_bytes(&prekey.public_key)
            .map_err(|_| ChainError::Key("prekey"))?;
        Ok(Self {
            chain,
            prekey,
            public,
        })
    }

    /// The device's chain.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Recipient").field(&self.chain).finish()
    }
}

/// Seals `content` for each recipient. `expires` is in ms since 1970 on the master clock.
///
/// # Errors
/// [`SealError`]; nothing was used up then.
pub fn seal(
    rng: &mut impl CryptoRng,
    sender: &Identity,
    recipients: &[Recipient],
    content: &Content,
    expires: u64,
) -> Result<Container, SealError> {
    check(recipients, content, expires)?;
    seal_as(
        sotto_protocol::VERSION,
        rng,
        sender,
        recipients,
        content,
        expires,
    )
}

fn check(recipients: &[Recipient], content: &Content, expires: u64) -> Result<(), SealError> {
    if content.version != sotto_protocol::VERSION {
        return Err(SealError::Version);
    }
    let longest = limits::MAILBOX.as_millis() as u64;
    if expires <= content.sent_at || expires - content.sent_at > longest {
        return Err(SealError::Expiry);
    }
    let devices: std::collections::HashSet<_> =
        recipients.iter().map(|r| r.chain.device()).collect();
    if !(1..=limits::DEVICES).contains(&recipients.len()) || devices.len() != recipients.len() {
        return Err(SealError::Recipients);
    }
    // an entry takes about 150 bytes beside its encapsulated key; id, expiry and chain take less than 400
    let entries = recipients.len() * (OUTSIDE_KEY + 200);
    let size = padme::padded(content.encoded_len(), SMALLEST).saturating_add(entries + 400);
    if size > limits::CONTAINER {
        return Err(SealError::TooLarge { size });
    }
    Ok(())
}

/// [`seal`] for any version, unchecked.
pub(super) fn seal_as(
    version: u32,
    rng: &mut impl CryptoRng,
    sender: &Identity,
    recipients: &[Recipient],
    content: &Content,
    expires: u64,
) -> Result<Container, SealError> {
    let [content_key, sender_key] = [random_key(rng), random_key(rng)];
    let mut id = vec![0; 16];
    rng.fill_bytes(&mut id);
    let mut container = Container {
        version,
        id,
        expires,
        ..Default::default()
    };
    container.payload = {
        let text = padme::pad(&Zeroizing::new(content.encode_to_vec()), SMALLEST);
        let bound = text_bound(Label::ContainerPayload, &container);
        cipher::encrypt(&content_key, ONLY, &bound, &text)
    };
    container.sender = {
        let bound = text_bound(Label::ContainerSender, &container);
        cipher::encrypt(
            &sender_key,
            ONLY,
            &bound,
            &sender.chain().wire().encode_to_vec(),
        )
    };
    let bound = Bound::of(&container);
    for recipient in recipients {
        let entry = wrap(rng, sender, recipient, &bound, &content_key, &sender_key)?;
        container.entries.push(entry);
    }
    Ok(container)
}

fn wrap(
    rng: &mut impl CryptoRng,
    sender: &Identity,
    recipient: &Recipient,
    bound: &Bound,
    content_key: &Key,
    sender_key: &Key,
) -> Result<Entry, SealError> {
    let device = recipient.chain.device();
    let name = EntryName {
        device: device.as_bytes(),
        prekey_id: recipient.prekey.id,
        last_resort: recipient.prekey.last_resort,
    };
    let receiver = Deserializable::from_bytes(recipient.chain.device_key())
        .expect("a verified chain's device key has 32 bytes");
    let (key, wrapped) = hpke::single_shot_seal_with_rng::<Aead, Kdf, Inside>(
        &OpModeS::Auth(sender.device().pair()),
        &receiver,
        &Label::ContainerInner.over(&[]),
        content_key.as_slice(),
        &bound.inner(name, sender.chain(), &recipient.chain),
        rng,
    )
    .map_err(|_| SealError::DeviceKey)?;
    let inner = Zeroizing::new(
        Inner {
            sender_key: sender_key.to_vec(),
            wrapped: [key.to_bytes().as_slice(), &wrapped].concat(),
        }
        .encode_to_vec(),
    );
    let (key, wrapped) = hpke::single_shot_seal_with_rng::<Aead, Kdf, Outside>(
        &OpModeS::Base,
        &recipient.public,
        &Label::ContainerOuter.over(&[]),
        &inner,
        &bound.outer(name),
        rng,
    )
    .expect("X-Wing encapsulates to every key that was read, and the text is short");
    Ok(Entry {
        device: device.to_vec(),
        prekey_id: name.prekey_id,
        last_resort: name.last_resort,
        wrapped: [key.to_bytes().as_slice(), &wrapped].concat(),
    })
}

fn random_key(rng: &mut impl CryptoRng) -> Key {
    let mut key = Zeroizing::new([0; 32]);
    rng.fill_bytes(key.as_mut_slice());
    key
}
