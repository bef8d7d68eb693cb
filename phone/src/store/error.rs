//! Why the store did not do it.

use std::path::PathBuf;

use rusqlite::ErrorCode;

use crate::vault::VaultError;

/// Why a store was not opened, read or changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another phone runs in this folder.
    #[error("another phone is running in {folder}: stop it, or use another folder")]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder was written by a newer version.
    #[error("the store is of version {found}, this app reads up to {known}: update the app")]
    Newer {
        /// The store's version.
        found: u32,
        /// The newest that this build reads.
        known: u32,
    },
    /// What lies in the file is not what was stored: a disk's fault, or someone changed it.
    #[error("the store is damaged ({what}): restore the folder from a backup")]
    Damaged {
        /// The table, or `database` when the file as a whole is.
        what: &'static str,
    },
    /// No room.
    #[error("the disk is full: nothing was stored; make room and try again")]
    Full,
    /// A key that no row can have.
    #[error("a row's {0} is out of range")]
    Range(&'static str),
    /// The key vault did not give the store's key.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// A file could not be read or written.
    #[error("the store's folder cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// SQLite failed otherwise.
    #[error("the store failed: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreError {
    /// What SQLite's error means, when it came up with `what`.
    pub(super) fn of(error: rusqlite::Error, what: &'static str) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged { what },
            _ => Self::Sqlite(error),
        }
    }
}
