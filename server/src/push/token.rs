//! The token by which Apple's push service knows the operator: a JWT (RFC 7519) signed with ES256 by the key that Apple
//! gave. Kept until it is old, as Apple takes no new one all the time and no old one.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use data_encoding::BASE64URL_NOPAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;

/// Apple takes a token for an hour, and a new one every 20 minutes.
const OLD: Duration = Duration::from_secs(40 * 60);

/// Makes tokens.
pub(super) struct Tokens {
    key: EcdsaKeyPair,
    random: SystemRandom,
    /// `{"alg":"ES256","kid":…}`, encoded.
    header: String,
    team: String,
    present: Mutex<Option<(Instant, String)>>,
}

/// The key is no P-256 key in PKCS #8, or a name is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unusable;

impl Tokens {
    /// `pem` as Apple's `.p8` file has it; the ids have ten letters or digits.
    pub(super) fn new(pem: &str, key_id: &str, team: &str) -> Result<Self, Unusable> {
        let name = |id: &str| {
            !id.is_empty() && id.len() <= 32 && id.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if !name(key_id) || !name(team) {
            return Err(Unusable);
        }
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| Unusable)?;
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P256_SHA256_FIXED_SIGNING;
        let key = EcdsaKeyPair::from_pkcs8(algorithm, der.secret_pkcs8_der(), &random)
            .map_err(|_| Unusable)?;
        let header = format!(r#"{{"alg":"ES256","kid":"{key_id}"}}"#);
        Ok(Self {
            key,
            random,
            header: BASE64URL_NOPAD.encode(header.as_bytes()),
            team: team.to_owned(),
            present: Mutex::new(None),
        })
    }

    /// The present token, or a new one where it is old; `unix` is the time in seconds since 1970.
    pub(super) fn present(&self, now: Instant, unix: u64) -> Option<String> {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((made, token)) = &*present
            && now.saturating_duration_since(*made) < OLD
        {
            return Some(token.clone());
        }
        let token = self.make(unix)?;
        *present = Some((now, token.clone()));
        Some(token)
    }

    /// The push service says that this token has expired: its clock and ours differ.
    pub(super) fn expired(&self, token: &str) {
        let mut present = self.present.lock().unwrap_or_else(PoisonError::into_inner);
        present.take_if(|(_, present)| present == token);
    }

    fn make(&self, unix: u64) -> Option<String> {
        let claims = format!(r#"{{"iss":"{}","iat":{unix}}}"#, self.team);
        let claims = BASE64URL_NOPAD.encode(claims.as_bytes());
        let text = format!("{}.{claims}", self.header);
        let signature = self.key.sign(&self.random, text.as_bytes()).ok()?;
        let signature = BASE64URL_NOPAD.encode(signature.as_ref());
        Some(format!("{text}.{signature}"))
    }
}
