//! temporary
use sotto_core::store::{Change, Table};
use std::collections::BTreeMap;
use zeroize::Zeroizing;
/// e
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct StoreError;
/// s
pub trait Store {
    /// c
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError>;
    /// a
    fn all(&self, table: Table) -> Result<Vec<(Vec<u8>, Zeroizing<Vec<u8>>)>, StoreError>;
}
/// m
#[derive(Default)]
pub struct MemoryStore(BTreeMap<(Table, Vec<u8>), Zeroizing<Vec<u8>>>);
impl Store for MemoryStore {
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        for c in changes {
            match c {
                Change::Put { table, key, value, .. } => {
                    self.0.insert((*table, key.clone()), value.clone());
                }
                Change::Delete { table, key } => {
                    self.0.remove(&(*table, key.clone()));
                }
            }
        }
        Ok(())
    }
    fn all(&self, table: Table) -> Result<Vec<(Vec<u8>, Zeroizing<Vec<u8>>)>, StoreError> {
        Ok(self.0.iter().filter(|((t, _), _)| *t == table).map(|((_, k), v)| (k.clone(), v.clone())).collect())
    }
}
/// q
pub struct SqliteStore;
impl SqliteStore {
    /// o
    pub fn open(_: &std::path::Path, _: &crate::vault::FileVault) -> Result<MemoryStore, StoreError> { Ok(MemoryStore::default()) }
}
