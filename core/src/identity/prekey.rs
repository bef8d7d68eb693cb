//! The private half of a prekey: X-Wing (X25519 + ML-KEM-768), of which only the 32-byte seed is kept.

use hpke::kem::XWing;
use hpke::{Deserializable, Kem, Serializable};
use rand::CryptoRng;
use sotto_protocol::chain::prekey_text;
use sotto_protocol::wire::keys::Prekey;
use zeroize::Zeroizing;

use super::InstanceKey;

/// Bytes of a prekey's private half: a seed.
pub const PREKEY_SECRET_LENGTH: usize = 32;

pub(crate) type PrekeyPrivate = <XWing as Kem>::PrivateKey;

/// A private half.
#[derive(Clone)]
pub struct PrekeySecret(Zeroizing<[u8; PREKEY_SECRET_LENGTH]>);

impl PrekeySecret {
    /// A new one.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut seed = Zeroizing::new([0; PREKEY_SECRET_LENGTH]);
        rng.fill_bytes(seed.as_mut_slice());
        Self(seed)
    }

    /// The one of these secret bytes.
    #[must_use]
    pub fn from_bytes(seed: &[u8; PREKEY_SECRET_LENGTH]) -> Self {
        Self(Zeroizing::new(*seed))
    }

    /// The secret bytes, for the sealed store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; PREKEY_SECRET_LENGTH] {
        &self.0
    }

    /// The public half, signed for its kind by the app-instance key.
    #[must_use]
    pub fn sign(&self, id: u32, last_resort: bool, instance: &InstanceKey) -> Prekey {
        let public_key = XWing::sk_to_pk(&self.private()).to_bytes().to_vec();
        let text = prekey_text(last_resort, id, &public_key);
        Prekey {
            id,
            signature: instance.sign_text(&text).to_vec(),
            public_key,
            last_resort,
        }
    }

    pub(crate) fn private(&self) -> PrekeyPrivate {
        PrekeyPrivate::from_bytes(self.0.as_slice()).expect("any 32 bytes are an X-Wing seed")
    }
}

impl std::fmt::Debug for PrekeySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrekeySecret(…)")
    }
}
