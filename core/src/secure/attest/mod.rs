//! Verifies what the makers of phones attest (S1.6): Android's key attestation and Apple's App Attest. Pure: roots,
//! revoked certificates and the apps that count are data that is passed in ([`Trust`]); no root is built in.
//!
//! Not here: Play Integrity, whose tokens only Google's servers can open; asking the system for a statement, which is the
//! shell's. Without roots for a kind nothing is known of it, which is said and never taken for genuine.

mod android;
mod apple;
mod cbor;
mod chain;
mod der;

use std::collections::BTreeSet;

pub use apple::{assertion_counter, kept_key_challenge, kept_key_statement};

use super::attestation::{Attestation, AttestationKind, AttestationVerifier};

/// Whose statements count.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Google's roots for hardware keys; DER.
    pub android_roots: Vec<Vec<u8>>,
    /// Our app on Android.
    pub android_apps: Vec<AndroidApp>,
    /// Keys by which systems other than the maker's are verified at boot: for those that a person may install and lock.
    pub android_boot_keys: BTreeSet<Vec<u8>>,
    /// Apple's App Attest root; DER.
    pub apple_roots: Vec<Vec<u8>>,
    /// Our app at Apple: team id, dot, bundle id.
    pub apple_apps: Vec<String>,
    /// Keys made by development builds count too.
    pub apple_development: bool,
    /// Serial numbers of certificates that their makers took back, big-endian without leading zeros.
    pub revoked: BTreeSet<Vec<u8>>,
}

/// An app on Android.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AndroidApp {
    /// The package's name.
    pub package: String,
    /// SHA-256 of the certificate that signs it.
    pub signer: [u8; 32],
}

/// Why a statement is not genuine. It says nothing about who made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Wrong {
    /// Not in the format, truncated, or larger than any real one.
    #[error("the attestation is damaged")]
    Damaged,
    /// The certificates do not follow from one another.
    #[error("the attestation's certificates are not a chain")]
    Chain,
    /// The chain leads to none of the roots.
    #[error("the attestation's certificates lead to no known root")]
    Root,
    /// A certificate is not valid at this time.
    #[error("a certificate of the attestation is not valid now")]
    Expired,
    /// A certificate was taken back.
    #[error("a certificate of the attestation was revoked")]
    Revoked,
    /// Made for another call, device or direction.
    #[error("the attestation is for something else")]
    Challenge,
    /// Not made in secure hardware.
    #[error("the attested key is not in secure hardware")]
    Software,
    /// The system was not started as its maker made it, or may be changed.
    #[error("the attested system is not the maker's, or is unlocked")]
    Boot,
    /// Made by another app, or a development build.
    #[error("the attestation is another app's")]
    App,
    /// The signature of the attested key is wrong.
    #[error("the attested key did not sign this")]
    Signature,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub struct Verifier {
    trust: Trust,
}

impl Verifier {
    /// Takes these roots and apps.
    #[must_use]
    pub fn new(trust: Trust) -> Self {
        Self { trust }
    }

    /// Holds a statement against its challenge; `master` is the master clock, ms since 1970. `None`: nothing is known of
    /// its kind.
    ///
    /// # Errors
    /// [`Wrong`] says why it is not genuine.
    pub fn check(
        &self,
        statement: &Attestation,
        challenge: &[u8; 32],
        master: u64,
    ) -> Option<Result<(), Wrong>> {
        let (trust, token) = (&self.trust, statement.token());
        match statement.kind() {
            AttestationKind::AndroidKey if !trust.android_roots.is_empty() => {
                Some(android::check(trust, token, challenge, master))
            }
            AttestationKind::AppAttest if !trust.apple_roots.is_empty() => {
                Some(apple::check(trust, token, challenge, master))
            }
            _ => None,
        }
    }
}

impl AttestationVerifier for Verifier {
    fn verify(&self, statement: &Attestation, challenge: &[u8; 32], master: u64) -> Option<bool> {
        let checked = self.check(statement, challenge, master)?;
        Some(checked.is_ok())
    }
}

#[cfg(test)]
mod tests;
