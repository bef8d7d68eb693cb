//! Damage, foreign folders, full disks, curious readers.

use std::fs;

use rusqlite::Connection;

use super::*;

const SECRET: &[u8] = b"a value that nobody may find";

fn filled() -> (tempfile::TempDir, SqliteStore) {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path()).unwrap();
    let change = |table, key: &str| Change::put(table, key, SECRET);
    store
        .commit(&[
            change(Table::Contacts, "ada@example.org"),
            change(Table::Contacts, "bob@example.org"),
            change(Table::Calls, "ada@example.org"),
            Change::put(Table::Containers, *b"id", SECRET),
        ])
        .unwrap();
    (folder, store)
}

fn tampered(sql: &str) -> (tempfile::TempDir, SqliteStore) {
    let (folder, store) = filled();
    store.connection().execute_batch(sql).unwrap();
    (folder, store)
}

#[track_caller]
fn damaged<T>(result: Result<T, StoreError>, table: &str) {
    match result {
        Err(StoreError::Damaged { what }) => assert_eq!(what, table),
        Err(other) => panic!("another error: {other}"),
        Ok(_) => panic!("nothing was noticed"),
    }
}

#[test]
fn the_files_hold_no_key_and_no_value_in_the_clear() {
    let (folder, store) = filled();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for secret in [SECRET, b"ada@", b"example.org"] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
    drop(store);
}

#[test]
fn a_changed_row_is_noticed_by_table() {
    let flip = "UPDATE stored SET sealed = CAST(substr(sealed, 1, 20) || x'00' || substr(sealed, 22) AS BLOB)
                WHERE tab = 'contacts'";
    let (_folder, store) = tampered(flip);
    damaged(store.get(Table::Contacts, b"ada@example.org"), "contacts");
    damaged(store.all(Table::Contacts), "contacts");
    assert!(store.get(Table::Calls, b"ada@example.org").is_ok());
}

#[test]
fn swapped_rows_are_noticed() {
    let swap = "CREATE TEMP TABLE t AS SELECT look_up, sealed FROM stored WHERE tab = 'contacts';
                UPDATE stored SET sealed = (SELECT sealed FROM t WHERE t.look_up <> stored.look_up)
                WHERE tab = 'contacts';";
    let (_folder, store) = tampered(swap);
    damaged(store.get(Table::Contacts, b"ada@example.org"), "contacts");
    damaged(store.all(Table::Contacts), "contacts");
}

#[test]
fn a_row_moved_to_another_table_is_noticed() {
    let (_folder, store) = tampered("UPDATE stored SET tab = 'settings' WHERE tab = 'calls'");
    damaged(store.all(Table::Settings), "settings");
}

/// Gives a row the expiry that it could have before version 3 of the file.
fn with_expiry(store: &SqliteStore) {
    let row = Row {
        key: b"id".to_vec(),
        value: Zeroizing::new(SECRET.to_vec()),
    };
    let sealed = store.keys().seal_until(Table::Containers, &row, Some(50));
    let older = "UPDATE stored SET expires = 50, sealed = ?1 WHERE tab = 'containers'";
    let changed = store.connection().execute(older, [sealed.unwrap()]);
    assert_eq!(changed.unwrap(), 1);
}

#[test]
fn a_row_that_had_an_expiry_before_is_still_read() {
    let (_folder, store) = filled();
    with_expiry(&store);
    assert_eq!(store.all(Table::Containers).unwrap().len(), 1);
}

#[test]
fn a_longer_life_or_another_version_is_noticed() {
    for change in [
        "expires = 60",
        "expires = NULL",
        "expires = -1",
        "version = 2",
        "version = -1",
    ] {
        let (_folder, store) = filled();
        with_expiry(&store);
        let tamper = format!("UPDATE stored SET {change} WHERE tab = 'containers'");
        store.connection().execute_batch(&tamper).unwrap();
        damaged(store.all(Table::Containers), "containers");
    }
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let (folder, store) = filled();
    drop(store);
    fs::write(folder.path().join("store.sqlite"), [7; 8_192]).unwrap();
    damaged(open(folder.path()), "database");
}

#[test]
fn torn_pages_are_errors_and_never_rows() {
    let (folder, mut store) = filled();
    let rows: Vec<_> = (0..200_u8)
        .map(|key| Change::put(Table::Contacts, [key], [key; 300]))
        .collect();
    store.commit(&rows).unwrap();
    drop(store);
    let path = folder.path().join("store.sqlite");
    let whole = fs::read(&path).unwrap();
    let mut noticed = 0;
    for page in 1..whole.len() / 4_096 {
        let mut torn = whole.clone();
        torn[page * 4_096 + 5..(page + 1) * 4_096].fill(0xa5);
        fs::write(&path, &torn).unwrap();
        let read = open(folder.path()).and_then(|store| store.all(Table::Contacts));
        if let Err(error) = read {
            assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
            noticed += 1;
        }
    }
    assert!(noticed > 10);
}

#[test]
fn a_lost_key_is_not_replaced_while_there_are_rows() {
    let (folder, store) = tampered("DELETE FROM store_key");
    drop(store);
    damaged(open(folder.path()), "database");
}

#[test]
fn a_folder_from_another_phone_is_refused() {
    let (folder, store) = filled();
    drop(store);
    let other = SqliteStore::open(folder.path(), &XorVault(8));
    assert!(matches!(other, Err(StoreError::Vault(VaultError::Foreign))));
}

#[test]
fn a_folder_of_a_newer_version_is_left_alone() {
    let (folder, store) = tampered("PRAGMA user_version = 99");
    drop(store);
    let newer = open(folder.path());
    assert!(matches!(
        newer,
        Err(StoreError::Newer {
            found: 99,
            known: 3
        })
    ));
    let path = folder.path().join("store.sqlite");
    let version: u32 = Connection::open(path)
        .unwrap()
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .unwrap();
    assert_eq!(version, 99);
}

#[test]
fn one_phone_to_a_folder() {
    let (folder, store) = filled();
    assert!(matches!(open(folder.path()), Err(StoreError::InUse { .. })));
    drop(store);
    assert!(open(folder.path()).is_ok());
}

#[test]
fn a_full_disk_leaves_nothing_half_written() {
    let (folder, mut store) = filled();
    let pages: u32 = store
        .connection()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    let limit = format!("PRAGMA max_page_count = {}", pages + 2);
    store
        .connection()
        .query_row(&limit, [], |_| Ok(()))
        .unwrap();
    let before = store.all(Table::Contacts).unwrap();
    let changes = [
        Change::delete(Table::Contacts, *b"ada@example.org"),
        Change::put(Table::Contacts, *b"small", *b"1"),
        Change::put(Table::Contacts, *b"large", vec![1; 100_000]),
    ];
    assert!(matches!(store.commit(&changes), Err(StoreError::Full)));
    assert_eq!(store.all(Table::Contacts).unwrap(), before);
    store.commit(&changes[1..2]).unwrap();
    drop(store);
    let store = open(folder.path()).unwrap();
    assert_eq!(store.all(Table::Contacts).unwrap().len(), before.len() + 1);
}

#[test]
fn a_destroyed_prekey_leaves_no_trace_in_the_files() {
    let (folder, mut store) = filled();
    store
        .commit(&[Change::put(Table::Prekeys, *b"k", [3; 32])])
        .unwrap();
    let sealed: Vec<u8> = store
        .connection()
        .query_row(
            "SELECT sealed FROM stored WHERE tab = 'prekeys'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    store
        .commit(&[Change::delete(Table::Prekeys, *b"k")])
        .unwrap();
    for entry in fs::read_dir(folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(sealed.len()).any(|window| window == sealed));
    }
}

fn messages() -> [Change; 2] {
    [1_u64, 2].map(|n| {
        let key = [&[7; 16], n.to_be_bytes().as_slice()].concat();
        Change::put(Table::Messages, key, [0])
    })
}

#[test]
fn messages_put_in_another_order_are_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path()).unwrap();
    store.commit(&messages()).unwrap();
    let page = store.page(Table::Messages, &[7; 16], None, 9).unwrap();
    assert_eq!(page.len(), 2);
    let swapped = "UPDATE stored SET page_order = x'FF' WHERE page_order = x'0000000000000001'";
    assert_eq!(store.connection().execute(swapped, []).unwrap(), 1);
    let page = store.page(Table::Messages, &[7; 16], None, 9);
    assert!(matches!(
        page,
        Err(StoreError::Damaged { what: "messages" })
    ));
}

#[test]
fn a_folder_of_the_first_version_keeps_its_rows_and_takes_messages() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path()).unwrap();
    store
        .commit(&[Change::put(Table::Contacts, *b"k", *b"v")])
        .unwrap();
    store
        .connection()
        .execute_batch(
            "CREATE INDEX stored_expires ON stored (expires) WHERE expires IS NOT NULL;
             DROP INDEX stored_page;
             ALTER TABLE stored DROP COLUMN page_group;
             ALTER TABLE stored DROP COLUMN page_order;
             PRAGMA user_version = 1;",
        )
        .unwrap();
    drop(store);
    let mut store = open(folder.path()).unwrap();
    let row = store.get(Table::Contacts, b"k").unwrap().unwrap();
    assert_eq!(row.as_slice(), b"v");
    store.commit(&messages()).unwrap();
    let page = store.page(Table::Messages, &[7; 16], None, 9).unwrap();
    assert_eq!(page.len(), 2);
}

#[test]
fn an_erased_folder_holds_nothing_and_takes_a_new_phone() {
    use super::super::erase::erase;
    let (folder, store) = filled();
    assert!(matches!(
        erase(folder.path()),
        Err(StoreError::InUse { .. })
    ));
    drop(store);
    fs::write(folder.path().join("another file"), b"kept").unwrap();
    erase(folder.path()).unwrap();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "what is not the store's stays");
    erase(folder.path()).unwrap();
    let store = open(folder.path()).unwrap();
    assert_eq!(store.all(Table::Contacts).unwrap().len(), 0);
}

#[test]
fn what_a_disk_keeps_of_an_erased_store_has_no_key() {
    let (folder, store) = filled();
    let key: Vec<u8> = store
        .connection()
        .query_row("SELECT wrapped FROM store_key", [], |row| row.get(0))
        .unwrap();
    drop(store);
    // a second name of the same file stands for its sectors
    let (file, kept) = (
        folder.path().join("store.sqlite"),
        folder.path().join("kept"),
    );
    fs::hard_link(&file, &kept).unwrap();
    let holds = |bytes: &[u8]| bytes.windows(key.len()).any(|piece| piece == key);
    assert!(holds(&fs::read(&kept).unwrap()));
    super::super::erase::erase(folder.path()).unwrap();
    assert!(!holds(&fs::read(&kept).unwrap()));
}
