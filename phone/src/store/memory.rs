//! A store that lasts as long as the process: for tests and simulations.

use std::collections::BTreeMap;

use sotto_core::store::{Change, Table};
use zeroize::Zeroizing;

use super::{Row, Store, StoreError};

/// Keeps rows in memory.
#[derive(Default, Clone)]
pub struct MemoryStore {
    rows: BTreeMap<(Table, Vec<u8>), Zeroizing<Vec<u8>>>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Store for MemoryStore {
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        for change in changes {
            match change.clone() {
                Change::Put { table, key, value } => {
                    self.rows.insert((table, key), value);
                }
                Change::Delete { table, key } => {
                    self.rows.remove(&(table, key));
                }
                Change::Raise { table, key, mark } => {
                    if let Some(value) = self.rows.get_mut(&(table, key))
                        && let Some(first) = value.first_mut()
                    {
                        *first = mark.max(*first);
                    }
                }
                Change::DeleteGroup { table, group } => {
                    self.rows
                        .retain(|(of, key), _| *of != table || !key.starts_with(&group));
                }
            }
        }
        Ok(())
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        Ok(self.rows.get(&(table, key.to_vec())).cloned())
    }

    fn all(&self, table: Table) -> Result<Vec<Row>, StoreError> {
        let rows = self.rows.iter().filter(|((of, _), _)| *of == table);
        Ok(rows
            .map(|((_, key), value)| Row {
                key: key.clone(),
                value: value.clone(),
            })
            .collect())
    }

    fn page(
        &self,
        table: Table,
        group: &[u8],
        before: Option<&[u8]>,
        count: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let rows = self.rows.iter().rev().filter(|((of, key), _)| {
            *of == table && key.starts_with(group) && before.is_none_or(|b| key.as_slice() < b)
        });
        Ok(rows
            .take(count)
            .map(|((_, key), value)| Row {
                key: key.clone(),
                value: value.clone(),
            })
            .collect())
    }
}

impl std::fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "MemoryStore({} rows)", self.rows.len())
    }
}
