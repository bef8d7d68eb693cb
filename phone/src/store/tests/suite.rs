//! One suite for every store, and random commits against a model.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

fn suite(make: impl Fn() -> Box<dyn Store>) {
    rows_come_back(&mut *make());
    tables_are_apart(&mut *make());
    later_changes_of_a_commit_win(&mut *make());
    odd_keys_and_values_are_kept(&mut *make());
    pages_go_back_through_one_group_only(&mut *make());
    a_mark_only_rises_and_makes_no_row(&mut *make());
    a_group_goes_as_a_whole(&mut *make());
}

fn message(group: u8, order: u64) -> Vec<u8> {
    [&[group; 16], order.to_be_bytes().as_slice()].concat()
}

fn fill(store: &mut dyn Store) {
    // not in their order, as messages come
    let changes: Vec<Change> = (0..100_u64)
        .map(|n| n * 37 % 100)
        .flat_map(|n| [1, 2].map(|group| Change::put(Table::Messages, message(group, n), [0, 7])))
        .collect();
    store.commit(&changes).unwrap();
}

fn pages_go_back_through_one_group_only(store: &mut dyn Store) {
    fill(store);
    let mut before: Option<Vec<u8>> = None;
    let mut keys = Vec::new();
    for _ in 0..10 {
        let page = store.page(Table::Messages, &[1; 16], before.as_deref(), 30);
        let page = page.unwrap();
        keys.extend(page.iter().map(|row| row.key.clone()));
        before = page.last().map(|row| row.key.clone());
        if page.len() < 30 {
            break;
        }
    }
    let all: Vec<Vec<u8>> = (0..100).rev().map(|n| message(1, n)).collect();
    assert_eq!(keys, all);
    let nobody = store.page(Table::Messages, &[3; 16], None, 30).unwrap();
    assert!(nobody.is_empty());
}

fn a_mark_only_rises_and_makes_no_row(store: &mut dyn Store) {
    let key = message(1, 5);
    store
        .commit(&[Change::raise(Table::Messages, key.clone(), 3)])
        .unwrap();
    assert_eq!(store.get(Table::Messages, &key).unwrap(), None);
    store
        .commit(&[
            Change::put(Table::Messages, key.clone(), [0, 7]),
            Change::raise(Table::Messages, key.clone(), 3),
            Change::raise(Table::Messages, key.clone(), 2),
        ])
        .unwrap();
    let page = store.page(Table::Messages, &[1; 16], None, 1).unwrap();
    assert_eq!(page[0].value.as_slice(), [3, 7]);
}

fn a_group_goes_as_a_whole(store: &mut dyn Store) {
    fill(store);
    store
        .commit(&[Change::delete_group(Table::Messages, [1; 16])])
        .unwrap();
    assert_eq!(store.all(Table::Messages).unwrap().len(), 100);
    assert!(
        store
            .page(Table::Messages, &[1; 16], None, 9)
            .unwrap()
            .is_empty()
    );
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
    let mark = prop::option::weighted(0.2, any::<u8>());
    (table, 0_u8..4, value, mark).prop_map(|(table, key, value, mark)| match (value, mark) {
        (_, Some(mark)) => Change::raise(table, [key], mark),
        (Some(value), None) => Change::put(table, [key], value),
        (None, None) => Change::delete(table, [key]),
    })
}

type Model = BTreeMap<(Table, Vec<u8>), Vec<u8>>;

fn apply(model: &mut Model, changes: &[Change]) {
    for change in changes {
        let place = (change.table(), change.key().to_vec());
        match change {
            Change::Put { value, .. } => {
                model.insert(place, value.to_vec());
            }
            Change::Delete { .. } => drop(model.remove(&place)),
            Change::Raise { mark, .. } => {
                if let Some(first) = model.get_mut(&place).and_then(|v| v.first_mut()) {
                    *first = mark.max(first).to_owned();
                }
            }
            Change::DeleteGroup { table, group } => {
                model.retain(|(t, key), _| t != table || !key.starts_with(group));
            }
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
            model.insert((table, row.key), row.value.to_vec());
        }
    }
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn both_stores_agree_with_a_model_also_after_reopening(
        steps in prop::collection::vec((prop::collection::vec(change(), 0..6), any::<bool>()), 1..10),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut sqlite = open(folder.path()).unwrap();
        let mut memory = MemoryStore::new();
        let mut model = Model::new();
        for (changes, reopen) in steps {
            apply(&mut model, &changes);
            sqlite.commit(&changes).unwrap();
            memory.commit(&changes).unwrap();
            if reopen {
                drop(sqlite);
                sqlite = open(folder.path()).unwrap();
            }
            prop_assert_eq!(&content(&sqlite), &model);
            prop_assert_eq!(&content(&memory), &model);
        }
    }
}
