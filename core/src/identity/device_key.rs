//! The device key: X25519, what binds a container to a device. Used only inside HPKE's Auth mode (RFC 9180 §5.1.3).

use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, Serializable};
use rand::CryptoRng;
use zeroize::Zeroizing;

pub(crate) type DevicePrivate = <X25519HkdfSha256 as Kem>::PrivateKey;
pub(crate) type DevicePublic = <X25519HkdfSha256 as Kem>::PublicKey;

/// The secret half of a device key.
#[derive(Clone)]
pub struct DeviceKey {
    secret: DevicePrivate,
    public: DevicePublic,
}

impl DeviceKey {
    /// A new key.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut_slice());
        Self::from_bytes(&secret)
    }

    /// The key of these secret bytes; they are clamped as RFC 7748 §5 has it.
    #[must_use]
    pub fn from_bytes(secret: &[u8; 32]) -> Self {
        let secret = DevicePrivate::from_bytes(secret).expect("any 32 bytes are an X25519 secret");
        let public = X25519HkdfSha256::sk_to_pk(&secret);
        Self { secret, public }
    }

    /// The secret bytes, for the sealed store.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        let mut bytes = Zeroizing::new([0; 32]);
        self.secret.write_exact(bytes.as_mut_slice());
        bytes
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.public.to_bytes().into()
    }

    pub(crate) fn private(&self) -> &DevicePrivate {
        &self.secret
    }

    pub(crate) fn pair(&self) -> (DevicePrivate, DevicePublic) {
        (self.secret.clone(), self.public.clone())
    }
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}
