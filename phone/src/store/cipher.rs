//! AES-256-GCM with random nonces, nonce first.

use std::io;

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::Zeroizing;

pub(crate) type Key = Zeroizing<[u8; 32]>;

const NONCE: usize = 12;

/// Seals `text`, bound to `bound`. The error is the system's random source.
pub(crate) fn seal(key: &Key, bound: &[u8], text: &[u8]) -> io::Result<Vec<u8>> {
    let mut nonce = [0; NONCE];
    SysRng
        .try_fill_bytes(&mut nonce)
        .map_err(io::Error::other)?;
    let sealed = Aes256Gcm::new(&(**key).into())
        .encrypt(
            &nonce.into(),
            Payload {
                msg: text,
                aad: bound,
            },
        )
        .map_err(|_| io::Error::other("value too large"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// `None` when it was not sealed so.
pub(crate) fn open(key: &Key, bound: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, text) = sealed.split_first_chunk::<NONCE>()?;
    Aes256Gcm::new(&(**key).into())
        .decrypt(
            &(*nonce).into(),
            Payload {
                msg: text,
                aad: bound,
            },
        )
        .ok()
        .map(Zeroizing::new)
}
