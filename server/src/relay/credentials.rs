//! Time-limited credentials: the username is when they end, the password its HMAC under a secret that the relay
//! shares (coturn's `use-auth-secret`). The relay keeps no list of users, and usernames name nobody.

use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;
use zeroize::Zeroizing;

/// A secret shared with a relay.
#[derive(Clone)]
pub(crate) struct Secret(Arc<Zeroizing<Vec<u8>>>);

impl Secret {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(Arc::new(bytes))
    }

    /// A username and password that are good until `expires` (ms since 1970).
    pub(crate) fn issue(&self, expires: u64) -> (String, String) {
        let mut random = [0; 8];
        rand::fill(&mut random);
        let username = format!("{}:{}", expires / 1_000, HEXLOWER.encode(&random));
        let password = self.password(&username);
        (username, password)
    }

    /// The password of a username; `None` when it has expired (`now` in ms) or is none of ours.
    pub(crate) fn password_if_valid(&self, username: &str, now: u64) -> Option<String> {
        let (expires, _) = username.split_once(':')?;
        let expires: u64 = expires.parse().ok()?;
        (expires > now / 1_000).then(|| self.password(username))
    }

    fn password(&self, username: &str) -> String {
        let mac = Hmac::<Sha1>::new_from_slice(&self.0);
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update(username.as_bytes());
        BASE64.encode(&mac.finalize().into_bytes())
    }
}

/// A key for one purpose from the server's secret.
pub(crate) fn derive(server: &[u8; 32], purpose: &[u8]) -> Zeroizing<[u8; 32]> {
    let mac = Hmac::<Sha256>::new_from_slice(server);
    let mut mac = mac.expect("HMAC takes keys of any length");
    mac.update(purpose);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret() -> Secret {
        Secret::new(Zeroizing::new(b"north".to_vec()))
    }

    #[test]
    fn passwords_are_those_of_coturn() {
        // printf 1700000000:a | openssl dgst -sha1 -hmac north -binary | base64
        assert_eq!(
            secret().password("1700000000:a"),
            "C/EEh7uja1P0nDgvwC2l4EirZ6A="
        );
    }

    #[test]
    fn credentials_end() {
        let (username, password) = secret().issue(1_700_000_000_999);
        assert!(username.starts_with("1700000000:"));
        assert_eq!(
            secret().password_if_valid(&username, 1_699_999_999_999),
            Some(password)
        );
        assert_eq!(
            secret().password_if_valid(&username, 1_700_000_000_000),
            None
        );
        assert_eq!(secret().password_if_valid("someone", 0), None);
        assert_eq!(secret().password_if_valid("soon:x", 0), None);
    }
}
