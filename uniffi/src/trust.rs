//! Whose word about phones counts (S1.6): the makers' roots and the apps that the app was built with. None is in the core.

use sotto_core::secure::attest::{AndroidApp, Trust};

/// Whose attestations are verified. What is empty vouches for nobody: then the other phone's statement of that kind is shown
/// as not verified, never as genuine.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct AttestationTrust {
    /// Google's roots for hardware keys; DER.
    #[uniffi(default = [])]
    pub android_roots: Vec<Vec<u8>>,
    /// The app on Android, in all its signings.
    #[uniffi(default = [])]
    pub android_apps: Vec<AttestedAndroidApp>,
    /// Keys by which systems other than the maker's are verified at boot: for those that a person may install and lock.
    #[uniffi(default = [])]
    pub android_boot_keys: Vec<Vec<u8>>,
    /// Apple's App Attest root; DER.
    #[uniffi(default = [])]
    pub apple_roots: Vec<Vec<u8>>,
    /// The app at Apple: team id, dot, bundle id.
    #[uniffi(default = [])]
    pub apple_apps: Vec<String>,
    /// Keys made by development builds count too.
    #[uniffi(default = false)]
    pub apple_development: bool,
    /// Serial numbers of certificates that their makers took back, big-endian.
    #[uniffi(default = [])]
    pub revoked: Vec<Vec<u8>>,
}

/// An app on Android.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct AttestedAndroidApp {
    /// The package's name.
    pub package: String,
    /// SHA-256 of the certificate that signs it: 32 bytes.
    pub signer: Vec<u8>,
}

/// A signer's hash of another length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hash of an app's signer must have 32 bytes and has {0}")]
pub(crate) struct SignerLength(usize);

impl AttestationTrust {
    /// As the core has it.
    pub(crate) fn core(self) -> Result<Trust, SignerLength> {
        let apps = self.android_apps.into_iter().map(|app| {
            let signer = app.signer.try_into();
            signer
                .map(|signer| AndroidApp {
                    package: app.package,
                    signer,
                })
                .map_err(|signer: Vec<u8>| SignerLength(signer.len()))
        });
        // serial numbers are compared without leading zeros
        let serial = |serial: Vec<u8>| serial.into_iter().skip_while(|byte| *byte == 0).collect();
        Ok(Trust {
            android_roots: self.android_roots,
            android_apps: apps.collect::<Result<_, _>>()?,
            android_boot_keys: self.android_boot_keys.into_iter().collect(),
            apple_roots: self.apple_roots,
            apple_apps: self.apple_apps,
            apple_development: self.apple_development,
            revoked: self.revoked.into_iter().map(serial).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signer_of_another_length_is_refused_and_serials_lose_their_zeros() {
        let app = |length| AttestedAndroidApp {
            package: "app.sotto".to_owned(),
            signer: vec![1; length],
        };
        let trust = |length| AttestationTrust {
            android_apps: vec![app(length)],
            revoked: vec![vec![0, 0, 7]],
            ..AttestationTrust::default()
        };
        assert_eq!(trust(31).core().err(), Some(SignerLength(31)));
        let good = trust(32).core().ok().unwrap_or_default();
        assert_eq!(good.android_apps.len(), 1);
        assert!(good.revoked.contains(&vec![7]));
    }
}
