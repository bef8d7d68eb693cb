//! What every store must do, what the sealed one must notice.
#![allow(clippy::unwrap_used)]

mod faults;
mod suite;

use std::path::Path;

use zeroize::Zeroizing;

use super::*;
use crate::vault::{KeyVault, VaultError};

/// A vault that wraps by exclusive or: enough to see that it is asked.
pub(super) struct XorVault(pub(super) u8);

impl KeyVault for XorVault {
    fn wrap(&self, key: &[u8; 32]) -> Result<Vec<u8>, VaultError> {
        Ok(std::iter::once(self.0)
            .chain(key.iter().map(|byte| byte ^ self.0))
            .collect())
    }

    fn unwrap(&self, wrapped: &[u8]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let Some((id, key)) = wrapped.split_first() else {
            return Err(VaultError::Foreign);
        };
        if *id != self.0 || key.len() != 32 {
            return Err(VaultError::Foreign);
        }
        Ok(Zeroizing::new(std::array::from_fn(|n| key[n] ^ self.0)))
    }
}

pub(super) fn open(folder: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open(folder, &XorVault(9))
}
