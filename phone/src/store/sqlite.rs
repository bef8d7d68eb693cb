//! The store in a SQLite file, one phone to a folder.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use rand::TryRng;
use rand::rngs::SysRng;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sotto_core::store::{Change, Table};
use zeroize::Zeroizing;

use super::sealed::{Keys, ROW_VERSION};
use super::{Row, Store, StoreError, migrate};
use crate::vault::KeyVault;

pub(super) const FILE: &str = "store.sqlite";
pub(super) const LOCK: &str = "lock";
const DATABASE: &str = "database";

/// A store in a folder. Values are sealed under a key that the vault wraps; what the file shows is how many rows of which
/// table there are and how long their values are.
pub struct SqliteStore {
    connection: Connection,
    keys: Keys,
    // held as long as the store is open, dropped last
    _lock: File,
}

impl SqliteStore {
    /// Opens the store of a folder, or makes both where there are none.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::Newer`], [`StoreError::Damaged`], [`StoreError::Vault`] and the others.
    pub fn open(folder: &Path, vault: &dyn KeyVault) -> Result<Self, StoreError> {
        make_folder(folder)?;
        let lock = lock(folder)?;
        let failed = |error| StoreError::of(error, DATABASE);
        let mut connection = Connection::open(folder.join(FILE)).map_err(failed)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = FULL;
                 PRAGMA secure_delete = ON;
                 PRAGMA trusted_schema = OFF;",
            )
            .map_err(failed)?;
        migrate::migrate(&mut connection)?;
        let key = store_key(&connection, vault)?;
        Ok(Self {
            connection,
            keys: Keys::new(&key),
            _lock: lock,
        })
    }

    fn put(&self, table: Table, row: &Row) -> Result<(), StoreError> {
        let sealed = self.keys.seal(table, row)?;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO stored
                 (tab, look_up, version, sealed, page_group, page_order)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut statement| {
                let look_up = self.keys.look_up(table, &row.key);
                let place = table.group().and_then(|at| row.key.split_at_checked(at));
                let group = place.map(|(group, _)| self.keys.group(table, group));
                let order = place.map(|(_, order)| order);
                let name = table.name();
                statement.execute(params![name, look_up, ROW_VERSION, sealed, group, order])
            })
            .map(drop)
            .map_err(|error| StoreError::of(error, table.name()))
    }

    fn delete(&self, table: Table, key: &[u8]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM stored WHERE tab = ?1 AND look_up = ?2")
            .and_then(|mut statement| {
                statement.execute(params![table.name(), self.keys.look_up(table, key)])
            })
            .map(drop)
            .map_err(|error| StoreError::of(error, table.name()))
    }

    fn raise(&self, table: Table, key: &[u8], mark: u8) -> Result<(), StoreError> {
        let Some(mut row) = self.row(table, key)? else {
            return Ok(());
        };
        match row.value.first_mut() {
            Some(first) if *first < mark => *first = mark,
            _ => return Ok(()),
        }
        self.put(table, &row)
    }

    fn delete_group(&self, table: Table, group: &[u8]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM stored WHERE tab = ?1 AND page_group = ?2")
            .and_then(|mut statement| {
                statement.execute(params![table.name(), self.keys.group(table, group)])
            })
            .map(drop)
            .map_err(|error| StoreError::of(error, table.name()))
    }

    fn row(&self, table: Table, key: &[u8]) -> Result<Option<Row>, StoreError> {
        let row = self
            .connection
            .prepare_cached(
                "SELECT look_up, version, expires, sealed FROM stored
                 WHERE tab = ?1 AND look_up = ?2",
            )
            .and_then(|mut statement| {
                let look_up = self.keys.look_up(table, key);
                statement
                    .query_row(params![table.name(), look_up], |row| {
                        self.open_row(table, row)
                    })
                    .optional()
            })
            .map_err(|error| unreadable(error, table))?;
        let Some(row) = row else { return Ok(None) };
        let row = row.ok_or(StoreError::Damaged { what: table.name() })?;
        Ok(Some(row))
    }

    fn open_row(&self, table: Table, row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Row>> {
        let look_up: Vec<u8> = row.get(0)?;
        let (version, expires): (u32, Option<i64>) = (row.get(1)?, row.get(2)?);
        let sealed = row.get_ref(3)?.as_blob()?;
        // rows of earlier versions have one, bound to them; a time below 0 was never written and opens nothing
        let expires = expires.map(|at| u64::try_from(at).unwrap_or(u64::MAX));
        Ok(self.keys.open(table, &look_up, version, expires, sealed))
    }

    /// Old pages in the write-ahead log could outlive a deleted key: they go at once. That this fails now and then harms
    /// nothing that was promised to be stored.
    fn forget_old_pages(&self) {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        if let Err(error) = self.connection.query_row(checkpoint, [], |_| Ok(())) {
            tracing::warn!(%error, "the write-ahead log was not emptied");
        }
    }

    #[cfg(test)]
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    #[cfg(test)]
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }
}

impl Store for SqliteStore {
    fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let failed = |error| StoreError::of(error, DATABASE);
        // dropped on an error, which rolls back
        let transaction =
            rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)
                .map_err(failed)?;
        for change in changes {
            match change {
                Change::Put { table, key, value } => {
                    let row = Row {
                        key: key.clone(),
                        value: value.clone(),
                    };
                    self.put(*table, &row)?;
                }
                Change::Delete { table, key } => self.delete(*table, key)?,
                Change::Raise { table, key, mark } => self.raise(*table, key, *mark)?,
                Change::DeleteGroup { table, group } => self.delete_group(*table, group)?,
            }
        }
        transaction.commit().map_err(failed)?;
        // private halves of prekeys, and what people wrote or said
        let must_be_gone = |change: &Change| {
            matches!(
                change,
                Change::Delete {
                    table: Table::Prekeys
                        | Table::Posts
                        | Table::Messages
                        | Table::Dings
                        | Table::DingContents,
                    ..
                } | Change::DeleteGroup { .. }
            )
        };
        if changes.iter().any(must_be_gone) {
            self.forget_old_pages();
        }
        Ok(())
    }

    fn get(&self, table: Table, key: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        Ok(self.row(table, key)?.map(|row| row.value))
    }

    fn all(&self, table: Table) -> Result<Vec<Row>, StoreError> {
        let rows: Option<Vec<Row>> = self
            .connection
            .prepare_cached("SELECT look_up, version, expires, sealed FROM stored WHERE tab = ?1")
            .and_then(|mut statement| {
                statement
                    .query_map([table.name()], |row| self.open_row(table, row))?
                    .collect()
            })
            .map_err(|error| unreadable(error, table))?;
        let mut rows = rows.ok_or(StoreError::Damaged { what: table.name() })?;
        rows.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        Ok(rows)
    }

    fn page(
        &self,
        table: Table,
        group: &[u8],
        before: Option<&[u8]>,
        count: usize,
    ) -> Result<Vec<Row>, StoreError> {
        let order = before.map(|key| key.get(group.len()..).unwrap_or_default());
        let rows: Option<Vec<Row>> = self
            .connection
            .prepare_cached(
                "SELECT look_up, version, expires, sealed FROM stored
                 WHERE tab = ?1 AND page_group = ?2 AND (?3 IS NULL OR page_order < ?3)
                 ORDER BY page_order DESC LIMIT ?4",
            )
            .and_then(|mut statement| {
                let group = self.keys.group(table, group);
                let count = i64::try_from(count).unwrap_or(i64::MAX);
                statement
                    .query_map(params![table.name(), group, order, count], |row| {
                        self.open_row(table, row)
                    })?
                    .collect()
            })
            .map_err(|error| unreadable(error, table))?;
        // the columns that put rows in order are not sealed, the keys are
        let in_place = |rows: &Vec<Row>| {
            rows.iter().all(|row| row.key.starts_with(group))
                && rows.is_sorted_by(|one, other| one.key > other.key)
                && before.is_none_or(|key| rows.iter().all(|row| row.key.as_slice() < key))
        };
        rows.filter(in_place)
            .ok_or(StoreError::Damaged { what: table.name() })
    }
}

impl std::fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SqliteStore(…)")
    }
}

/// A column of another type is damage as well.
fn unreadable(error: rusqlite::Error, table: Table) -> StoreError {
    match StoreError::of(error, table.name()) {
        StoreError::Sqlite(error) if error.sqlite_error_code().is_none() => {
            StoreError::Damaged { what: table.name() }
        }
        error => error,
    }
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(folder)?)
}

pub(super) fn lock(folder: &Path) -> Result<File, StoreError> {
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join(LOCK))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
            folder: folder.to_owned(),
        }),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// The store's key: unwrapped, or made where the store is new.
fn store_key(
    connection: &Connection,
    vault: &dyn KeyVault,
) -> Result<Zeroizing<[u8; 32]>, StoreError> {
    let failed = |error| StoreError::of(error, DATABASE);
    let wrapped: Option<Vec<u8>> = connection
        .query_row("SELECT wrapped FROM store_key", [], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    if let Some(wrapped) = wrapped {
        return Ok(vault.unwrap(&wrapped)?);
    }
    let rows: i64 = connection
        .query_row("SELECT count(*) FROM stored", [], |row| row.get(0))
        .map_err(failed)?;
    if rows > 0 {
        return Err(StoreError::Damaged { what: DATABASE });
    }
    let mut key = Zeroizing::new([0; 32]);
    SysRng
        .try_fill_bytes(key.as_mut_slice())
        .map_err(std::io::Error::other)?;
    connection
        .execute("INSERT INTO store_key VALUES (1, ?1)", [vault.wrap(&key)?])
        .map_err(failed)?;
    Ok(key)
}
