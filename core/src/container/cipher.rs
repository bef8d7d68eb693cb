//! AES-256-GCM with keys that encrypt one text each, or one text per counter value.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use zeroize::Zeroizing;

/// Bytes of the tag.
pub(super) const TAG: usize = 16;
/// The nonce of a key that encrypts one text only.
pub(super) const ONLY: [u8; 12] = [0; 12];

pub(super) type Key = Zeroizing<[u8; 32]>;

pub(super) fn encrypt(key: &Key, nonce: [u8; 12], bound: &[u8], text: &[u8]) -> Vec<u8> {
    Aes256Gcm::new(&(**key).into())
        .encrypt(
            &nonce.into(),
            Payload {
                msg: text,
                aad: bound,
            },
        )
        .expect("a text shorter than 64 GiB can be encrypted")
}

/// `None` when key, nonce, what it is bound to or the text are not what was encrypted.
pub(super) fn decrypt(
    key: &Key,
    nonce: [u8; 12],
    bound: &[u8],
    text: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    Aes256Gcm::new(&(**key).into())
        .decrypt(
            &nonce.into(),
            Payload {
                msg: text,
                aad: bound,
            },
        )
        .ok()
        .map(Zeroizing::new)
}
