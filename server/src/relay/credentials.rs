//! Time-limited credentials: the username is when they end, the password its HMAC under a secret that the relay
//! shares (coturn's `use-auth-secret`). The relay keeps no list of users, and usernames name nobody: which account
//! asked stands in them only as a keyed hash, masked afresh each time, for the built-in relay to count by.

use std::sync::Arc;

use data_encoding::{BASE64, HEXLOWER};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;
use sotto_protocol::id::AccountId;
use zeroize::Zeroizing;

/// A secret shared with a relay.
#[derive(Clone)]
pub(crate) struct Secret(Arc<Zeroizing<Vec<u8>>>);

impl Secret {
    pub(crate) fn new(bytes: Zeroizing<Vec<u8>>) -> Self {
        Self(Arc::new(bytes))
    }

    /// A username and password for this account that are good until `expires` (ms since 1970).
    pub(crate) fn issue(&self, expires: u64, account: AccountId) -> (String, String) {
        let mut random = [0; 8];
        rand::fill(&mut random);
        let user = self.short(b"account", account.as_bytes());
        let masked = mask(user, self.short(b"mask", &random));
        let both = HEXLOWER.encode(&[random, masked].concat());
        let username = format!("{}:{both}", expires / 1_000);
        let password = self.password(&username);
        (username, password)
    }

    /// The password of a username; `None` when it has expired (`now` in ms) or is none of ours.
    pub(crate) fn password_if_valid(&self, username: &str, now: u64) -> Option<String> {
        let (expires, _) = username.split_once(':')?;
        let expires: u64 = expires.parse().ok()?;
        (expires > now / 1_000).then(|| self.password(username))
    }

    /// Whose username this is. Means something only once its password was shown.
    pub(super) fn user(&self, username: &[u8]) -> Option<User> {
        let at = username.iter().position(|byte| *byte == b':')?;
        let both = HEXLOWER.decode(username.get(at + 1..)?).ok()?;
        let (random, masked) = both.split_first_chunk::<8>()?;
        let masked = <[u8; 8]>::try_from(masked).ok()?;
        Some(User(mask(masked, self.short(b"mask", random))))
    }

    /// 8 bytes of an HMAC. No username begins with such a purpose.
    fn short(&self, purpose: &[u8], value: &[u8]) -> [u8; 8] {
        let mac = Hmac::<Sha1>::new_from_slice(&self.0);
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update(purpose);
        mac.update(value);
        let mut short = [0; 8];
        short.copy_from_slice(&mac.finalize().into_bytes()[..8]);
        short
    }

    fn password(&self, username: &str) -> String {
        let mac = Hmac::<Sha1>::new_from_slice(&self.0);
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update(username.as_bytes());
        BASE64.encode(&mac.finalize().into_bytes())
    }
}

/// An account, as the relay counts it: equal for equal accounts, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct User([u8; 8]);

#[cfg(test)]
impl User {
    pub(super) fn of(byte: u8) -> Self {
        Self([byte; 8])
    }
}

fn mask(value: [u8; 8], mask: [u8; 8]) -> [u8; 8] {
    (u64::from_be_bytes(value) ^ u64::from_be_bytes(mask)).to_be_bytes()
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

    const ANN: AccountId = AccountId::new([1; 16]);

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
    fn only_the_relay_sees_that_two_usernames_are_of_one_account() {
        let issue = |account| secret().issue(1_700_000_000_000, account).0;
        let names = [issue(ANN), issue(ANN), issue(AccountId::new([2; 16]))];
        let users = names.each_ref().map(|name| secret().user(name.as_bytes()));
        assert!(users[0].is_some() && users[0] == users[1] && users[0] != users[2]);
        // nothing but the end in common
        assert_ne!(names[0][11..], names[1][11..]);
        assert_ne!(names[0][27..], names[1][27..]);
        for wrong in [
            "",
            "17",
            "17:",
            "17:00",
            "17:zz",
            &"17:00112233445566".repeat(9),
        ] {
            assert_eq!(secret().user(wrong.as_bytes()), None, "{wrong}");
        }
    }

    #[test]
    fn credentials_end() {
        let (username, password) = secret().issue(1_700_000_000_999, ANN);
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
