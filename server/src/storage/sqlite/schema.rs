//! The tables and how an older database becomes this one. `PRAGMA user_version` is the version.

use rusqlite::Connection;

use super::StorageError;

/// Step N brings a database of version N to version N + 1. A step that was released never changes.
const STEPS: &[&str] = &["
CREATE TABLE invite (
    hash    BLOB PRIMARY KEY,
    expires INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE account (
    id     BLOB PRIMARY KEY,
    access BLOB NOT NULL            -- SHA-256 of the access token
) WITHOUT ROWID;

CREATE TABLE device (
    id            BLOB PRIMARY KEY,
    account       BLOB NOT NULL REFERENCES account (id),
    chain         BLOB NOT NULL,
    last_resort   BLOB,
    next_sequence INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX device_account ON device (account);

CREATE TABLE prekey (
    device   BLOB NOT NULL REFERENCES device (id),
    id       INTEGER NOT NULL,
    key_hash BLOB NOT NULL,
    prekey   BLOB NOT NULL,
    UNIQUE (device, id)
);

CREATE TABLE spent (                -- one-time prekeys that were handed out: never taken again
    device   BLOB NOT NULL,
    key_hash BLOB NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (device, key_hash)
) WITHOUT ROWID;
CREATE INDEX spent_at ON spent (at);

CREATE TABLE container (
    device   BLOB NOT NULL REFERENCES device (id),
    sequence INTEGER NOT NULL,
    id       BLOB NOT NULL,
    expires  INTEGER NOT NULL,
    body     BLOB NOT NULL,
    UNIQUE (device, sequence),
    UNIQUE (device, id)
);
CREATE INDEX container_expires ON container (expires);
", "
ALTER TABLE device ADD COLUMN push BLOB;    -- where it can be woken; empty: its service no longer knows it
", "
-- what waits for each device, kept true by the triggers
ALTER TABLE device ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN waiting_bytes INTEGER NOT NULL DEFAULT 0;
UPDATE device SET
    waiting = (SELECT count(*) FROM container WHERE container.device = device.id),
    waiting_bytes =
        (SELECT coalesce(sum(length(body)), 0) FROM container WHERE container.device = device.id);
CREATE TRIGGER container_came AFTER INSERT ON container BEGIN
    UPDATE device SET waiting = waiting + 1, waiting_bytes = waiting_bytes + length(NEW.body)
    WHERE id = NEW.device;
END;
CREATE TRIGGER container_went AFTER DELETE ON container BEGIN
    UPDATE device SET waiting = waiting - 1, waiting_bytes = waiting_bytes - length(OLD.body)
    WHERE id = OLD.device;
END;
"];

/// The tables of the first version.
#[cfg(test)]
pub(crate) const FIRST: &str = STEPS[0];

/// The newest version that this build knows.
pub const VERSION: u32 = STEPS.len() as u32;

/// Brings the database to [`VERSION`], each step in a transaction of its own.
pub(super) fn migrate(db: &mut Connection) -> Result<(), StorageError> {
    let found: u32 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > VERSION {
        return Err(StorageError::Version {
            found,
            known: VERSION,
        });
    }
    for (version, step) in (0..VERSION).zip(STEPS).skip(found as usize) {
        let transaction = db.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version + 1)?;
        transaction.commit()?;
    }
    Ok(())
}
