//! The two signing keys: Ed25519, 32 secret bytes each. Every signature covers a label (`sotto_protocol::label`).

use ed25519_dalek::{Signer, SigningKey};
use rand::CryptoRng;
use sotto_protocol::label::Label;
use zeroize::Zeroizing;

macro_rules! signing_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(SigningKey);

        impl $name {
            /// A new key.
            pub fn generate(rng: &mut impl CryptoRng) -> Self {
                let mut seed = Zeroizing::new([0; 32]);
                rng.fill_bytes(seed.as_mut_slice());
                Self::from_bytes(&seed)
            }

            /// The key of these secret bytes.
            #[must_use]
            pub fn from_bytes(secret: &[u8; 32]) -> Self {
                Self(SigningKey::from_bytes(secret))
            }

            /// The secret bytes, for the sealed store.
            #[must_use]
            pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
                Zeroizing::new(self.0.to_bytes())
            }

            /// The public half.
            #[must_use]
            pub fn public(&self) -> [u8; 32] {
                self.0.verifying_key().to_bytes()
            }

            /// Signs `parts` under a label, so that the signature serves no other purpose.
            #[must_use]
            pub fn sign(&self, label: Label, parts: &[&[u8]]) -> [u8; 64] {
                self.sign_text(&label.over(parts))
            }

            pub(crate) fn sign_text(&self, text: &[u8]) -> [u8; 64] {
                self.0.sign(text).to_bytes()
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

signing_key!(
    /// The user's key: signs app-instance keys and cards. Whoever holds it is this user.
    UserKey
);
signing_key!(
    /// An app instance's key, one a device: signs its device key, its prekeys and the server's challenges.
    InstanceKey
);
