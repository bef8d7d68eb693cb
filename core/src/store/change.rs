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
    },
    /// Removes a row; no error where there is none.
    Delete {
        /// Where.
        table: Table,
        /// The row's key within the table.
        key: Vec<u8>,
    },
    /// Raises the first byte of a row's value to `mark` where it is lower; nothing happens where there is no such row.
    Raise {
        /// Where.
        table: Table,
        /// The row's key within the table.
        key: Vec<u8>,
        /// The least that the first byte is from then on.
        mark: u8,
    },
    /// Removes a whole group of a table that is read in pages ([`Table::group`]).
    DeleteGroup {
        /// Where.
        table: Table,
        /// The first bytes of its rows' keys.
        group: Vec<u8>,
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

    /// A row's first byte, raised.
    #[must_use]
    pub fn raise(table: Table, key: impl Into<Vec<u8>>, mark: u8) -> Self {
        Self::Raise {
            table,
            key: key.into(),
            mark,
        }
    }

    /// Removal of a group.
    #[must_use]
    pub fn delete_group(table: Table, group: impl Into<Vec<u8>>) -> Self {
        Self::DeleteGroup {
            table,
            group: group.into(),
        }
    }

    /// The table that it changes.
    #[must_use]
    pub const fn table(&self) -> Table {
        match self {
            Self::Put { table, .. }
            | Self::Delete { table, .. }
            | Self::Raise { table, .. }
            | Self::DeleteGroup { table, .. } => *table,
        }
    }

    /// The key of the row that it changes; a group's for a whole one.
    #[must_use]
    pub fn key(&self) -> &[u8] {
        match self {
            Self::Put { key, .. } | Self::Delete { key, .. } | Self::Raise { key, .. } => key,
            Self::DeleteGroup { group, .. } => group,
        }
    }
}

impl std::fmt::Debug for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let what = match self {
            Self::Put { .. } => "Put",
            Self::Delete { .. } => "Delete",
            Self::Raise { .. } => "Raise",
            Self::DeleteGroup { .. } => "DeleteGroup",
        };
        write!(f, "{what}({}, …)", self.table())
    }
}
