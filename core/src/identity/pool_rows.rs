//! How the prekey pool looks in the store: a row for each private half, and one for the next id.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{PREKEY_SECRET_LENGTH, PrekeyPool, PrekeySecret};
use crate::store::{Change, Table};

/// Key of the row that holds the next id.
pub(super) const NEXT_ID: &[u8] = b"next";
const FORMAT: u8 = 1;
const LAST_RESORT: u8 = 1;
const PUBLISHED: u8 = 2;
const LENGTH: usize = 2 + 8 + 8 + PREKEY_SECRET_LENGTH;

/// Why stored rows are no pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PoolError {
    /// A row has another form.
    #[error("a stored prekey is damaged: make new prekeys")]
    Damaged,
    /// A row was written by a newer version of the app.
    #[error("a stored prekey is of format {0}, which only a newer app can read: update it")]
    Newer(u8),
}

/// A private half and where it stands in its life.
pub(super) struct Held {
    pub(super) secret: PrekeySecret,
    pub(super) last_resort: bool,
    /// ms, master clock
    pub(super) made: u64,
    /// the server said that it has it
    pub(super) published: bool,
    /// ms, master clock: since then the server hands out others
    pub(super) retired: Option<u64>,
}

pub(super) fn key(id: u32) -> [u8; 5] {
    let [a, b, c, d] = id.to_be_bytes();
    [b'k', a, b, c, d]
}

impl Held {
    pub(super) fn row(&self, id: u32) -> Change {
        let mut value = Vec::with_capacity(LENGTH);
        let last_resort = if self.last_resort { LAST_RESORT } else { 0 };
        let published = if self.published { PUBLISHED } else { 0 };
        value.extend([FORMAT, last_resort | published]);
        value.extend(self.made.to_be_bytes());
        value.extend(self.retired.unwrap_or(u64::MAX).to_be_bytes());
        value.extend(self.secret.as_bytes());
        Change::put(Table::Prekeys, key(id), value)
    }

    fn read(row: &[u8]) -> Result<Self, PoolError> {
        let (&format, row) = row.split_first().ok_or(PoolError::Damaged)?;
        if format > FORMAT {
            return Err(PoolError::Newer(format));
        }
        let damaged = PoolError::Damaged;
        let (&flags, row) = row.split_first().ok_or(damaged)?;
        let (made, row) = row.split_first_chunk().ok_or(damaged)?;
        let (retired, row) = row.split_first_chunk().ok_or(damaged)?;
        let seed: Zeroizing<[u8; PREKEY_SECRET_LENGTH]> =
            Zeroizing::new(row.try_into().map_err(|_| damaged)?);
        let retired = u64::from_be_bytes(*retired);
        Ok(Self {
            secret: PrekeySecret::from_bytes(&seed),
            last_resort: flags & LAST_RESORT != 0,
            made: u64::from_be_bytes(*made),
            published: flags & PUBLISHED != 0,
            retired: (retired != u64::MAX).then_some(retired),
        })
    }
}

pub(super) fn load<'a>(
    rows: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
) -> Result<PrekeyPool, PoolError> {
    let mut next_id = 1;
    let mut held = BTreeMap::new();
    for (key, value) in rows {
        if key == NEXT_ID {
            let id = value.try_into().map_err(|_| PoolError::Damaged)?;
            next_id = next_id.max(u32::from_be_bytes(id));
            continue;
        }
        let Some((&b'k', id)) = key.split_first() else {
            return Err(PoolError::Damaged);
        };
        let id = u32::from_be_bytes(id.try_into().map_err(|_| PoolError::Damaged)?);
        held.insert(id, Held::read(value)?);
        next_id = next_id.max(id.saturating_add(1));
    }
    Ok(PrekeyPool { next_id, held })
}
