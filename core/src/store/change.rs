//! One change to the store.

use zeroize::Zeroizing;

use super::Table;

/// A change to one row.
#[derive(Clone, PartialEq, Eq)]
pub enum Change {
    /// Writes a row, replacing the one with the same key.
    Put {
        /// Where.
        table: Table,
        /// The row's key within the table.
        key: Vec<u8>,
        /// What it holds.
        value: Zeroizing<Vec<u8>>,
        /// When it goes by itself: ms since 1970 on the server's master clock.
        expires: Option<u64>,
    },
    /// Removes a row; no error where there is none.
    Delete {
        /// Where.
        table: Table,
        /// The row's key within the table.
        key: Vec<u8>,
    },
}

impl Change {
    /// A row that stays until it is deleted.
    #[must_use]
    pub fn put(table: Table, key: impl Into<Vec<u8>>, value: impl Into<Vec<u8>>) -> Self {
        Self::Put {
            table,
            key: key.into(),
            value: Zeroizing::new(value.into()),
            expires: None,
        }
    }

    /// A row that goes by itself at `expires`, in ms since 1970 on the master clock.
    #[must_use]
    pub fn put_until(
        table: Table,
        key: impl Into<Vec<u8>>,
        value: impl Into<Vec<u8>>,
        expires: u64,
    ) -> Self {
        Self::Put {
            table,
            key: key.into(),
            value: Zeroizing::new(value.into()),
            expires: Some(expires),
        }
    }

    /// Removal of a row.
    #[must_use]
    pub fn delete(table: Table, key: impl Into<Vec<u8>>) -> Self {
        Self::Delete {
            table,
            key: key.into(),
        }
    }

    /// The table that it changes.
    #[must_use]
    pub const fn table(&self) -> Table {
        match self {
            Self::Put { table, .. } | Self::Delete { table, .. } => *table,
        }
    }

    /// The key of the row that it changes.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        match self {
            Self::Put { key, .. } | Self::Delete { key, .. } => key,
        }
    }
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self {
            Self::Put { .. } => "Put",
            Self::Delete { .. } => "Delete",
        };
        write!(f, "{what}({}, …)", self.table())
    }
}
