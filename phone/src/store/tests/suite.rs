//! One suite for every store, and random commits against a model.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn suite(make: impl Fn() -> Box<dyn Store>) {
    rows_come_back(&mut *make());
    tables_are_apart(&mut *make());
    later_changes_of_a_commit_win(&mut *make());
    rows_go_when_their_time_comes(&mut *make());
    odd_keys_and_values_are_kept(&mut *make());
    what_cannot_be_stored_is_refused_whole(&mut *make());
}

fn what_cannot_be_stored_is_refused_whole(store: &mut dyn Store) {
    let changes = [
        Change::put(Table::Outbox, *b"a", *b"1"),
        Change::put_until(Table::Outbox, *b"b", *b"1", u64::MAX),
    ];
    let refused = store.commit(&changes);
    assert!(matches!(refused, Err(StoreError::Range("expiry"))));
    assert!(store.all(Table::Outbox).unwrap().is_empty());
}

fn rows_come_back(store: &mut dyn Store) {
    assert_eq!(store.get(Table::Account, b"me").unwrap(), None);
    store
        .commit(&[Change::put(Table::Account, *b"me", *b"one")])
        .unwrap();
    store
        .commit(&[Change::put(Table::Account, *b"me", *b"two")])
        .unwrap();
    assert_eq!(
        store
            .get(Table::Account, b"me")
            .unwrap()
            .unwrap()
            .as_slice(),
        b"two"
    );
    store
        .commit(&[
            Change::delete(Table::Account, *b"me"),
            Change::delete(Table::Account, *b"you"),
        ])
        .unwrap();
    assert_eq!(store.get(Table::Account, b"me").unwrap(), None);
    store.commit(&[]).unwrap();
}

fn tables_are_apart(store: &mut dyn Store) {
    for table in Table::ALL {
        store
            .commit(&[Change::put(table, *b"key", table.name())])
            .unwrap();
    }
    for table in Table::ALL {
        let rows = store.all(table).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].value.as_slice(), table.name().as_bytes());
    }
}

fn later_changes_of_a_commit_win(store: &mut dyn Store) {
    let change = |value: &[u8]| Change::put(Table::Settings, *b"k", value);
    store
        .commit(&[
            change(b"1"),
            Change::delete(Table::Settings, *b"k"),
            change(b"2"),
        ])
        .unwrap();
    assert_eq!(
        store
            .get(Table::Settings, b"k")
            .unwrap()
            .unwrap()
            .as_slice(),
        b"2"
    );
    store
        .commit(&[change(b"3"), Change::delete(Table::Settings, *b"k")])
        .unwrap();
    assert!(store.all(Table::Settings).unwrap().is_empty());
}

fn rows_go_when_their_time_comes(store: &mut dyn Store) {
    let row = |key: u8, until| Change::put_until(Table::Containers, [key], [], until);
    let stays = Change::put(Table::Containers, [9], []);
    store
        .commit(&[row(1, 100), row(2, 101), row(3, 0), stays])
        .unwrap();
    assert_eq!(store.expire(100).unwrap(), 2);
    let left: Vec<_> = store
        .all(Table::Containers)
        .unwrap()
        .into_iter()
        .map(|row| (row.key, row.expires))
        .collect();
    assert_eq!(left, [(vec![2], Some(101)), (vec![9], None)]);
    assert_eq!(store.expire(u64::MAX).unwrap(), 1);
}

fn odd_keys_and_values_are_kept(store: &mut dyn Store) {
    let keys: [&[u8]; 5] = [b"", b"\0", b"\0\0", &[255; 1_000], b"a"];
    for key in keys {
        store
            .commit(&[Change::put(Table::Contacts, key, vec![7; 100_000])])
            .unwrap();
    }
    let rows = store.all(Table::Contacts).unwrap();
    assert!(rows.is_sorted_by(|one, other| one.key < other.key));
    assert_eq!(rows.len(), keys.len());
    assert!(rows.iter().all(|row| row.value.as_slice() == [7; 100_000]));
}

#[test]
fn the_memory_store_passes_the_suite() {
    suite(|| Box::new(MemoryStore::new()));
}

#[test]
fn the_sqlite_store_passes_the_suite() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    suite(|| {
        count.set(count.get() + 1);
        Box::new(open(&folder.path().join(count.get().to_string())).unwrap())
    });
}

fn change() -> impl Strategy<Value = Change> {
    let table = prop::sample::select(&Table::ALL[..3]);
    let value = prop::option::weighted(0.7, prop::collection::vec(any::<u8>(), 0..40));
    let expires = prop::option::weighted(0.3, 0_u64..20);
    (table, 0_u8..4, value, expires).prop_map(|(table, key, value, expires)| {
        match (value, expires) {
            (Some(value), Some(at)) => Change::put_until(table, [key], value, at),
            (Some(value), None) => Change::put(table, [key], value),
            (None, _) => Change::delete(table, [key]),
        }
    })
}

type Model = BTreeMap<(Table, Vec<u8>), (Vec<u8>, Option<u64>)>;

fn apply(model: &mut Model, changes: &[Change]) {
    for change in changes {
        let place = (change.table(), change.key().to_vec());
        match change {
            Change::Put { value, expires, .. } => {
                model.insert(place, (value.to_vec(), *expires));
            }
            Change::Delete { .. } => drop(model.remove(&place)),
        }
    }
}

fn content(store: &dyn Store) -> Model {
    let mut model = Model::new();
    for table in Table::ALL {
        for row in store.all(table).unwrap() {
            assert_eq!(
                store.get(table, &row.key).unwrap().as_ref(),
                Some(&row.value)
            );
            model.insert((table, row.key), (row.value.to_vec(), row.expires));
        }
    }
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn both_stores_agree_with_a_model_also_after_reopening(
        steps in prop::collection::vec((prop::collection::vec(change(), 0..6), 0_u64..20, any::<bool>()), 1..10),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut sqlite = open(folder.path()).unwrap();
        let mut memory = MemoryStore::new();
        let mut model = Model::new();
        for (changes, now, reopen) in steps {
            apply(&mut model, &changes);
            sqlite.commit(&changes).unwrap();
            memory.commit(&changes).unwrap();
            if reopen {
                drop(sqlite);
                sqlite = open(folder.path()).unwrap();
                let before = model.len();
                model.retain(|_, (_, expires)| expires.is_none_or(|at| at > now));
                prop_assert_eq!(sqlite.expire(now).unwrap(), before - model.len());
                memory.expire(now).unwrap();
            }
            prop_assert_eq!(&content(&sqlite), &model);
            prop_assert_eq!(&content(&memory), &model);
        }
    }
}
