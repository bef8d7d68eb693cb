//! All long-term keys of this phone together, with the chain that others verify.

use rand::CryptoRng;
use sotto_protocol::chain::Chain;
use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::label::{Label, sign_in_text};
use sotto_protocol::wire::keys::KeyChain;
use zeroize::Zeroizing;

use super::{DeviceKey, InstanceKey, UserKey};

const FORMAT: u8 = 1;
const LENGTH: usize = 1 + 3 * 32;

/// Why stored bytes are no identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IdentityError {
    /// Not the bytes that [`Identity::to_bytes`] gave.
    #[error("the stored identity is damaged: restore it from a backup or make a new account")]
    Damaged,
    /// Written by a newer version of the app.
    #[error("the stored identity is of format {0}, which only a newer app can read: update it")]
    Newer(u8),
}

/// User key, app-instance key and device key of this phone.
#[derive(Clone)]
pub struct Identity {
    user: UserKey,
    instance: InstanceKey,
    device: DeviceKey,
    chain: Chain,
}

impl Identity {
    /// A new user on a new device.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let user = UserKey::generate(rng);
        Self::on_new_device(user, rng)
    }

    /// Another device of a user (S2.4).
    pub fn on_new_device(user: UserKey, rng: &mut impl CryptoRng) -> Self {
        let instance = InstanceKey::generate(rng);
        let device = DeviceKey::generate(rng);
        Self::of(user, instance, device)
    }

    fn of(user: UserKey, instance: InstanceKey, device: DeviceKey) -> Self {
        let (instance_key, device_key) = (instance.public(), device.public());
        // Ed25519 signatures are deterministic (RFC 8032 §5.1.6): the chain needs no storage
        let chain = Chain::verify(KeyChain {
            user_key: user.public().to_vec(),
            instance_signature: user.sign(Label::InstanceKey, &[&instance_key]).to_vec(),
            instance_key: instance_key.to_vec(),
            device_signature: instance.sign(Label::DeviceKey, &[&device_key]).to_vec(),
            device_key: device_key.to_vec(),
        })
        .expect("a chain signed just now by its own keys verifies");
        Self {
            user,
            instance,
            device,
            chain,
        }
    }

    /// The secret bytes, for the sealed store.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(LENGTH));
        bytes.push(FORMAT);
        bytes.extend_from_slice(self.user.to_bytes().as_slice());
        bytes.extend_from_slice(self.instance.to_bytes().as_slice());
        bytes.extend_from_slice(self.device.to_bytes().as_slice());
        bytes
    }

    /// The identity of stored bytes.
    ///
    /// # Errors
    /// [`IdentityError`] when they are of another format or length.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IdentityError> {
        let (&format, keys) = bytes.split_first().ok_or(IdentityError::Damaged)?;
        if format > FORMAT {
            return Err(IdentityError::Newer(format));
        }
        let (keys, rest) = keys.as_chunks::<32>();
        let ([user, instance, device], FORMAT, true) = (keys, format, rest.is_empty()) else {
            return Err(IdentityError::Damaged);
        };
        Ok(Self::of(
            UserKey::from_bytes(user),
            InstanceKey::from_bytes(instance),
            DeviceKey::from_bytes(device),
        ))
    }

    /// Signs a server's challenge, bound to this TLS session by its exporter value (RFC 9266). The label is
    /// [`Label::Register`] or [`Label::SignIn`].
    #[must_use]
    pub fn sign_in(&self, label: Label, challenge: &[u8], exporter: &[u8]) -> [u8; 64] {
        let text = sign_in_text(label, challenge, exporter, self.account(), self.device_id());
        self.instance.sign_text(&text)
    }

    /// The user key.
    #[must_use]
    pub fn user(&self) -> &UserKey {
        &self.user
    }

    /// The app-instance key.
    #[must_use]
    pub fn instance(&self) -> &InstanceKey {
        &self.instance
    }

    /// The device key.
    #[must_use]
    pub fn device(&self) -> &DeviceKey {
        &self.device
    }

    /// The public chain.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// This account's id.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.chain.account()
    }

    /// This device's id.
    #[must_use]
    pub fn device_id(&self) -> DeviceId {
        self.chain.device()
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Identity").field(&self.chain).finish()
    }
}
