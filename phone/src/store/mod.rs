//! The phone's store: rows of tables, committed all or nothing ([`Store`]). [`SqliteStore`] is the real one, its values
//! sealed one by one; [`MemoryStore`] is for tests and simulations. Both pass the same suite. Not here: what the rows
//! mean; machines in `sotto-core` say what is to be stored.

pub(crate) mod cipher;
pub(crate) mod erase;
mod error;
mod memory;
mod migrate;
mod sealed;
mod sqlite;

pub use error::StoreError;
pub use memory::MemoryStore;
use sotto_core::store::{Change, Table};
pub use sqlite::SqliteStore;
use zeroize::Zeroizing;

/// A stored row.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    /// Its key within the table.
    pub key: Vec<u8>,
    /// What it holds.
    pub value: Zeroizing<Vec<u8>>,
}

/// What a store does.
pub trait Store: Send {
    /// Commits the changes in their order, all or none; what was committed survives a crash from then on.
    ///
    /// # Errors
    /// [`StoreError`]; nothing was changed then.
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError>;

    /// The value of a row.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is not what was stored.
    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError>;

    /// Every row of a table, ordered by key.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one of them is not what was stored.
    fn all(&self, table: Table) -> Result<Vec<Row>, StoreError>;

    /// The last `count` rows of a group that stand before `before` (a key; none: from the end), the last one first. For
    /// tables that have groups ([`Table::group`]).
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when one of them is not what was stored.
    fn page(
        &self,
        table: Table,
        group: &[u8],
        before: Option<&[u8]>,
        count: usize,
    ) -> Result<Vec<Row>, StoreError>;
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row(…)")
    }
}

#[cfg(test)]
mod tests;
