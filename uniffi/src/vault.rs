//! The key vault that a shell supplies: Keystore, Secure Enclave (S2.9).

use std::sync::Arc;

use sotto_phone::vault;
use zeroize::Zeroizing;

/// Why a vault gave nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum VaultError {
    /// The key was wrapped by another vault, or changed since.
    #[error("the key was not wrapped by this vault")]
    Foreign,
    /// The system locks the vault now: the device must be unlocked first.
    #[error("the vault is locked")]
    Locked,
    /// Anything else, also whatever else the shell throws.
    #[error("the vault cannot be used")]
    Unusable,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for VaultError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Unusable
    }
}

impl From<VaultError> for vault::VaultError {
    fn from(error: VaultError) -> Self {
        match error {
            VaultError::Foreign => Self::Foreign,
            VaultError::Locked => Self::Locked,
            VaultError::Unusable => Self::Unusable,
        }
    }
}

/// Keeps the key of the phone's store wrapped, so that what lies on the disk is worth nothing elsewhere. Called while a
/// phone is opened, not on the main thread; may wait for the person.
#[uniffi::export(with_foreign)]
pub trait KeyVault: Send + Sync {
    /// Wraps a key of 32 bytes; the result goes into the store's file. The shell forgets the key.
    fn wrap(&self, key: Vec<u8>) -> Result<Vec<u8>, VaultError>;

    /// Gives back the 32 bytes of a key that this vault wrapped.
    fn unwrap(&self, wrapped: Vec<u8>) -> Result<Vec<u8>, VaultError>;
}

/// The shell's vault as the phone knows it.
pub(crate) struct Vault(pub(crate) Arc<dyn KeyVault>);

impl vault::KeyVault for Vault {
    fn wrap(&self, key: &[u8; 32]) -> Result<Vec<u8>, vault::VaultError> {
        Ok(self.0.wrap(key.to_vec())?)
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, vault::VaultError> {
        let key = Zeroizing::new(self.0.unwrap(wrapped.to_vec())?);
        let key: [u8; 32] = key
            .as_slice()
            .try_into()
            .map_err(|_| vault::VaultError::Foreign)?;
        Ok(Zeroizing::new(key))
    }
}
