//! The key vault: what keeps the store's key. On a phone the system's (Keystore, Secure Enclave), given by the shell; in a
//! terminal a file ([`FileVault`]). Not here: the store itself.

mod file;

pub use file::FileVault;
use zeroize::Zeroizing;

/// Keeps keys wrapped, so that what lies on the disk is worth nothing elsewhere.
pub trait KeyVault: Send + Sync {
    /// Wraps a key; the result goes into the store's file.
    ///
    /// # Errors
    /// [`VaultError`] when the vault cannot be used.
    fn wrap(&self, key: &[u8; 32]) -> Result<Vec<u8>, VaultError>;

    /// Gives back a key that this vault wrapped.
    ///
    /// # Errors
    /// [`VaultError`] when the vault cannot be used or did not wrap it.
    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError>;
}

/// Why a vault gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The key was wrapped by another vault, or changed since.
    #[error(
        "the store's key was not wrapped by this phone's key vault: was the folder copied from another device?"
    )]
    Foreign,
    /// The system locks the vault now.
    #[error("the key vault is locked: unlock the device and try again")]
    Locked,
    /// The system's vault failed.
    #[error("the device's key vault cannot be used: restart the device and try again")]
    Unusable,
    /// The key file has another length or can be read by others.
    #[error("the key file {path} is damaged or readable by others: restore it, with mode 0600")]
    KeyFile {
        /// Where it lies.
        path: std::path::PathBuf,
    },
    /// A file could not be read or written.
    #[error("the key file cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
}
