//! How a row looks in the file: its key hashed under a key, its value sealed and bound to its place. A row that was
//! changed, or put in another's place, does not open. What is not noticed: a row, or the whole file, put back to what it
//! was at an earlier time, or taken away.

use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use sotto_core::store::Table;
use zeroize::Zeroizing;

use super::cipher::{self, Key};
use super::{Row, StoreError};

/// The form of rows that this build writes; bound to each of them.
pub(super) const ROW_VERSION: u32 = 1;

/// The two keys that come from the store's key.
pub(super) struct Keys {
    values: Key,
    look_up: Key,
}

impl Keys {
    pub(super) fn new(store_key: &[u8; 32]) -> Self {
        let hkdf = Hkdf::<Sha256>::new(None, store_key);
        let derive = |label: &[u8]| {
            let mut key = Zeroizing::new([0; 32]);
            hkdf.expand(label, key.as_mut_slice())
                .expect("32 bytes are within what HKDF gives");
            key
        };
        Self {
            values: derive(b"Sotto v1 store values"),
            look_up: derive(b"Sotto v1 store look-up"),
        }
    }

    /// HMAC-SHA-256 of table and key: tells nothing of the key to whoever has only the file.
    pub(super) fn look_up(&self, table: Table, key: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.look_up.as_slice())
            .expect("HMAC takes keys of any length");
        mac.update(table.name().as_bytes());
        mac.update(&[0]);
        mac.update(key);
        mac.finalize().into_bytes().into()
    }

    /// The same of a group of rows; a row's own look-up is another text.
    pub(super) fn group(&self, table: Table, group: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.look_up.as_slice())
            .expect("HMAC takes keys of any length");
        mac.update(table.name().as_bytes());
        mac.update(b"\0group\0");
        mac.update(group);
        mac.finalize().into_bytes().into()
    }

    pub(super) fn seal(&self, table: Table, row: &Row) -> Result<Vec<u8>, StoreError> {
        self.seal_until(table, row, None)
    }

    /// As versions before 3 of the file did where a row had an expiry.
    pub(super) fn seal_until(
        &self,
        table: Table,
        row: &Row,
        expires: Option<u64>,
    ) -> Result<Vec<u8>, StoreError> {
        let length = u32::try_from(row.key.len()).map_err(|_| StoreError::Range("key"))?;
        let mut text = Zeroizing::new(Vec::with_capacity(4 + row.key.len() + row.value.len()));
        text.extend_from_slice(&length.to_be_bytes());
        text.extend_from_slice(&row.key);
        text.extend_from_slice(&row.value);
        let bound = bound(table, &self.look_up(table, &row.key), ROW_VERSION, expires);
        Ok(cipher::seal(&self.values, &bound, &text)?)
    }

    /// `None` when it is not a row that was stored in this place.
    pub(super) fn open(
        &self,
        table: Table,
        look_up: &[u8],
        version: u32,
        expires: Option<u64>,
        sealed: &[u8],
    ) -> Option<Row> {
        let bound = bound(table, look_up, version, expires);
        let text = cipher::open(&self.values, &bound, sealed)?;
        let (length, rest) = text.split_first_chunk()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (key, value) = rest.split_at_checked(length)?;
        Some(Row {
            key: key.to_vec(),
            value: Zeroizing::new(value.to_vec()),
        })
    }
}

fn bound(table: Table, look_up: &[u8], version: u32, expires: Option<u64>) -> Vec<u8> {
    let mut bound = table.name().as_bytes().to_vec();
    bound.push(0);
    bound.extend(look_up);
    bound.extend(version.to_be_bytes());
    bound.push(u8::from(expires.is_some()));
    bound.extend(expires.unwrap_or(0).to_be_bytes());
    bound
}
