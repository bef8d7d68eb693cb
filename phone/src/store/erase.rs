//! Deleting a phone's data for good.

use std::fs::remove_file;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::Connection;

use super::StoreError;
use super::sqlite::{FILE, LOCK, lock};

/// Deletes the store of a folder. Its wrapped key is overwritten first: whatever a disk keeps of deleted files, nobody reads
/// it any more. Where there is none, nothing happens; what else lies in the folder stays.
///
/// # Errors
/// [`StoreError::InUse`] while a phone runs there, [`StoreError::Io`] where a file cannot be deleted.
pub(crate) fn erase(folder: &Path) -> Result<(), StoreError> {
    if !folder.join(FILE).exists() {
        return Ok(());
    }
    let held = lock(folder)?;
    if let Ok(store) = Connection::open(folder.join(FILE)) {
        // one that is damaged is deleted as it is
        let _ = store.execute_batch(
            "PRAGMA secure_delete = ON;
             DELETE FROM store_key;
             PRAGMA wal_checkpoint(TRUNCATE);",
        );
    }
    for end in ["", "-wal", "-shm"] {
        delete(&folder.join(format!("{FILE}{end}")))?;
    }
    drop(held);
    delete(&folder.join(LOCK))
}

/// Deletes a file that may be gone already.
pub(crate) fn delete(file: &Path) -> Result<(), StoreError> {
    match remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
