//! Deleting a phone's data for good.

use std::fs::remove_file;
use std::io::ErrorKind;
use std::path::Path;

use rusqlite::Connection;

use super::StoreError;
use super::sqlite::{FILE, LOCK, lock};

/// Deletes the store of a folder. Its wrapped key is overwritten first, so that the file's old sectors are of no use; what a
/// flash disk has of earlier copies is so once the vault's own key is gone. The lock goes last: where it is gone, all is, and
/// nothing happens. What else lies in the folder stays.
///
/// # Errors
/// [`StoreError::InUse`] while a phone runs there, [`StoreError::Io`] where a file cannot be deleted.
pub(crate) fn erase(folder: &Path) -> Result<(), StoreError> {
    if !folder.join(LOCK).exists() {
        return Ok(());
    }
    let _held = lock(folder)?;
    let file = folder.join(FILE);
    if let (true, Ok(store)) = (file.exists(), Connection::open(&file)) {
        // one that is damaged is deleted as it is
        let _ = store.execute_batch(
            "PRAGMA secure_delete = ON;
             DELETE FROM store_key;
             PRAGMA wal_checkpoint(TRUNCATE);",
        );
    }
    for name in [&format!("{FILE}-wal"), &format!("{FILE}-shm"), FILE, LOCK] {
        delete(&folder.join(name))?;
    }
    Ok(())
}

/// Deletes a file that may be gone already.
pub(crate) fn delete(file: &Path) -> Result<(), StoreError> {
    match remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
