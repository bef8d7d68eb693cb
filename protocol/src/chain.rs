//! The chain of trust user key → app-instance key → device key, prekey (S2.3). A chain or prekey that was not verified
//! has no type of its own: it stays a wire message until [`Chain::verify`] or [`Chain::verify_prekey`] took it.

use ed25519_dalek::{Signature, VerifyingKey};

use crate::id::{AccountId, DeviceId};
use crate::label::{Label, account_of, device_of};
use crate::wire::keys::{KeyChain, Prekey};

/// Bytes of an X-Wing public key.
pub const PREKEY_LENGTH: usize = 1_216;

/// Why a chain is not trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// A key or signature has the wrong length or is no key.
    #[error("the {0} is not a valid key")]
    Key(&'static str),
    /// A signature does not match.
    #[error(
        "the signature over the {0} is wrong: someone changed it, or it is for another purpose"
    )]
    Signature(&'static str),
}

/// A verified chain.
#[derive(Clone, PartialEq, Eq)]
pub struct Chain {
    user: VerifyingKey,
    instance: VerifyingKey,
    device_key: [u8; 32],
    wire: KeyChain,
}

impl Chain {
    /// Verifies every link.
    ///
    /// # Errors
    /// [`ChainError`] naming the first link that does not hold.
    pub fn verify(wire: KeyChain) -> Result<Self, ChainError> {
        let user = verifying_key(&wire.user_key, "user key")?;
        let instance = verifying_key(&wire.instance_key, "app-instance key")?;
        let device_key = array(&wire.device_key, "device key")?;
        check(
            &user,
            &Label::InstanceKey.over(&[instance.as_bytes()]),
            &wire.instance_signature,
            "app-instance key",
        )?;
        check(
            &instance,
            &Label::DeviceKey.over(&[&device_key]),
            &wire.device_signature,
            "device key",
        )?;
        Ok(Self {
            user,
            instance,
            device_key,
            wire,
        })
    }

    /// Verifies that a prekey belongs to this chain's device and is of the kind that it says.
    ///
    /// # Errors
    /// [`ChainError`] when its length or signature is wrong.
    pub fn verify_prekey(&self, prekey: &Prekey) -> Result<(), ChainError> {
        if prekey.public_key.len() != PREKEY_LENGTH {
            return Err(ChainError::Key("prekey"));
        }
        let text = prekey_text(prekey.last_resort, prekey.id, &prekey.public_key);
        check(&self.instance, &text, &prekey.signature, "prekey")
    }

    /// Verifies a signature of the app-instance key, as at sign-in.
    ///
    /// # Errors
    /// [`ChainError::Signature`].
    pub fn verify_instance(&self, text: &[u8], signature: &[u8]) -> Result<(), ChainError> {
        check(&self.instance, text, signature, "challenge")
    }

    /// The account that this user key is.
    #[must_use]
    pub fn account(&self) -> AccountId {
        account_of(self.user.as_bytes())
    }

    /// The device that this app-instance key is.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        device_of(self.instance.as_bytes())
    }

    /// Ed25519 user key.
    #[must_use]
    pub fn user_key(&self) -> &[u8; 32] {
        self.user.as_bytes()
    }

    /// X25519 device key.
    #[must_use]
    pub fn device_key(&self) -> &[u8; 32] {
        &self.device_key
    }

    /// The message it was verified from.
    #[must_use]
    pub fn wire(&self) -> &KeyChain {
        &self.wire
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chain")
            .field("account", &self.account())
            .field("device", &self.device())
            .finish()
    }
}

/// What the signature of a prekey covers.
#[must_use]
pub fn prekey_text(last_resort: bool, id: u32, public_key: &[u8]) -> Vec<u8> {
    let label = if last_resort {
        Label::LastResortPrekey
    } else {
        Label::OneTimePrekey
    };
    label.over(&[&id.to_be_bytes(), public_key])
}

/// Verifies a signature by the user key, as on a card.
///
/// # Errors
/// [`ChainError`] when the key is none or the signature does not match.
pub fn verify_user(user_key: &[u8], text: &[u8], signature: &[u8]) -> Result<(), ChainError> {
    check(
        &verifying_key(user_key, "user key")?,
        text,
        signature,
        "card",
    )
}

fn verifying_key(bytes: &[u8], what: &'static str) -> Result<VerifyingKey, ChainError> {
    let key = VerifyingKey::from_bytes(&array(bytes, what)?).map_err(|_| ChainError::Key(what))?;
    // a weak key accepts signatures that nobody made
    if key.is_weak() {
        return Err(ChainError::Key(what));
    }
    Ok(key)
}

fn check(
    key: &VerifyingKey,
    text: &[u8],
    signature: &[u8],
    what: &'static str,
) -> Result<(), ChainError> {
    let signature = Signature::from_slice(signature).map_err(|_| ChainError::Signature(what))?;
    key.verify_strict(text, &signature)
        .map_err(|_| ChainError::Signature(what))
}

fn array<const N: usize>(bytes: &[u8], what: &'static str) -> Result<[u8; N], ChainError> {
    bytes.try_into().map_err(|_| ChainError::Key(what))
}
