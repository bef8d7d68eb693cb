//! The embedded storage: one SQLite database in WAL mode, one thread that writes (and joins what waits into one
//! commit), one that reads. The async runtime never blocks on the disk.

mod accounts;
mod mailbox;
mod prekeys;
mod push;
mod room;
mod schema;
mod worker;

use std::path::Path;

use rusqlite::Connection;
use sotto_protocol::id::{AccountId, DeviceId};

use super::{
    Answer, Counts, HandedOut, NewContainer, NewDevice, Published, Quotas, Registered, Storage,
    StorageError, StoredPrekey, Submitted, TokenHash, Waiting,
};
use room::Disk;
use worker::Worker;

#[cfg(test)]
pub(crate) use schema::FIRST;
pub use schema::VERSION;

/// SQLite in one file.
pub struct SqliteStorage {
    writer: Worker,
    reader: Worker,
    disk: Disk,
    mailbox: u64,
}

impl SqliteStorage {
    /// Opens the database, makes or migrates it. Above its quotas it takes no more.
    ///
    /// # Errors
    /// [`StorageError::Version`] for a database of a newer server, else what SQLite says.
    pub fn open(path: &Path, quotas: Quotas) -> Result<Self, StorageError> {
        let mut writer = connect(path)?;
        schema::migrate(&mut writer)?;
        if let Some(bytes) = quotas.database {
            let page: u64 = writer.query_row("PRAGMA page_size", [], |row| row.get(0))?;
            let pages = (bytes / page).max(1);
            writer.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?;
        }
        let reader = connect(path)?;
        Ok(Self {
            writer: Worker::start("sotto-db-write", writer, true)?,
            reader: Worker::start("sotto-db-read", reader, false)?,
            disk: Disk::of(path, quotas.reserve),
            mailbox: quotas.mailbox,
        })
    }
}

#[cfg(test)]
impl SqliteStorage {
    /// As it is on a disk with nothing but the reserve left.
    pub(super) fn nearly_full(mut self) -> Self {
        self.disk.all_reserve();
        self
    }
}

fn connect(path: &Path) -> Result<Connection, StorageError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(5))?;
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 67108864;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            // the message names tables and causes, never values
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl Storage for SqliteStorage {
    fn add_invite(&self, hash: TokenHash, expires: u64) -> Answer<'_, ()> {
        self.writer
            .run(move |db| accounts::add_invite(db, &hash, expires))
    }

    fn register(&self, device: NewDevice, now: u64) -> Answer<'_, Registered> {
        self.disk.guard(
            self.writer
                .run(move |db| accounts::register(db, &device, now)),
        )
    }

    fn chain(&self, account: AccountId, device: DeviceId) -> Answer<'_, Option<Vec<u8>>> {
        self.reader
            .run(move |db| accounts::chain(db, account, device))
    }

    fn may_reach(&self, account: AccountId, access: TokenHash) -> Answer<'_, bool> {
        self.reader
            .run(move |db| accounts::may_reach(db, account, &access))
    }

    fn devices(&self, account: AccountId) -> Answer<'_, Vec<DeviceId>> {
        self.reader.run(move |db| accounts::reachable(db, account))
    }

    fn set_access(&self, account: AccountId, access: TokenHash) -> Answer<'_, ()> {
        self.writer
            .run(move |db| accounts::set_access(db, account, &access))
    }

    fn push_target(&self, device: DeviceId) -> Answer<'_, Option<Vec<u8>>> {
        self.reader.run(move |db| push::target(db, device))
    }

    fn set_push(&self, device: DeviceId, target: Option<Vec<u8>>) -> Answer<'_, ()> {
        self.writer
            .run(move |db| push::set(db, device, target.as_deref()))
    }

    fn forget_push(&self, device: DeviceId, target: Vec<u8>) -> Answer<'_, bool> {
        self.writer.run(move |db| push::forget(db, device, &target))
    }

    fn publish(
        &self,
        device: DeviceId,
        one_time: Vec<StoredPrekey>,
        last_resort: Option<Vec<u8>>,
        replace: bool,
    ) -> Answer<'_, Published> {
        self.disk.guard(self.writer.run(move |db| {
            prekeys::publish(db, device, &one_time, last_resort.as_deref(), replace)
        }))
    }

    fn prekeys_left(&self, device: DeviceId) -> Answer<'_, u32> {
        self.reader.run(move |db| prekeys::left(db, device))
    }

    fn hand_out(
        &self,
        account: AccountId,
        access: TokenHash,
        now: u64,
    ) -> Answer<'_, Option<Vec<HandedOut>>> {
        self.writer
            .run(move |db| prekeys::hand_out(db, account, &access, now))
    }

    fn submit(
        &self,
        account: AccountId,
        access: TokenHash,
        container: NewContainer,
    ) -> Answer<'_, Submitted> {
        let room = self.mailbox;
        self.disk.guard(
            self.writer
                .run(move |db| mailbox::submit(db, account, &access, &container, room)),
        )
    }

    fn waiting(
        &self,
        device: DeviceId,
        after: u64,
        up_to: u64,
        count: usize,
        bytes: usize,
        now: u64,
    ) -> Answer<'_, Vec<Waiting>> {
        self.reader
            .run(move |db| mailbox::waiting(db, device, after, up_to, count, bytes, now))
    }

    fn acknowledge(&self, device: DeviceId, sequences: Vec<u64>) -> Answer<'_, ()> {
        self.writer
            .run(move |db| mailbox::acknowledge(db, device, &sequences))
    }

    fn sweep(&self, now: u64) -> Answer<'_, bool> {
        self.writer.run(move |db| mailbox::sweep(db, now))
    }

    fn answers(&self) -> Answer<'_, ()> {
        self.reader
            .run(|db| db.query_row("SELECT 1", [], |_| Ok(())))
    }

    fn counts(&self, now: u64) -> Answer<'_, Counts> {
        self.reader.run(move |db| accounts::counts(db, now))
    }

    fn close(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            self.reader.close().await?;
            self.writer.close().await
        })
    }
}
