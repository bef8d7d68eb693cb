//! The file's form, version by version. A step that was released is never changed: a new one follows it.

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

const STEPS: &[&str] = &[
    // 1
    "CREATE TABLE store_key (
        only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
        wrapped BLOB NOT NULL
     ) STRICT;
     CREATE TABLE stored (
        tab TEXT NOT NULL,
        look_up BLOB NOT NULL,
        version INTEGER NOT NULL,
        expires INTEGER,
        sealed BLOB NOT NULL,
        PRIMARY KEY (tab, look_up)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX stored_expires ON stored (expires) WHERE expires IS NOT NULL;",
    // 2: rows of tables that are read in pages: their group hashed, their order within it as it is
    "ALTER TABLE stored ADD COLUMN page_group BLOB;
     ALTER TABLE stored ADD COLUMN page_order BLOB;
     CREATE INDEX stored_page ON stored (tab, page_group, page_order) WHERE page_group IS NOT NULL;",
    // 3: rows are removed by whoever wrote them; what waited to be sent lies with all other posts
    "DROP INDEX stored_expires;
     DELETE FROM stored WHERE tab = 'outbox';",
];

/// Brings the file to the newest form.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let failed = |error| StoreError::of(error, "database");
    let known = u32::try_from(STEPS.len()).expect("there are few steps");
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(failed)?;
    let found: u32 = transaction
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(failed)?;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for step in &STEPS[found as usize..] {
        transaction.execute_batch(step).map_err(failed)?;
    }
    transaction
        .pragma_update(None, "user_version", known)
        .map_err(failed)?;
    transaction.commit().map_err(failed)
}
