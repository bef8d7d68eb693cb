//! A phone's store in memory, with an eye on what must never be written.

use std::collections::{BTreeMap, BTreeSet};

use prost::Message;
use sotto_core::call::EndReason;
use sotto_core::engine::Row;
use sotto_core::secure::Level;
use sotto_core::store::{Change, Table};
use sotto_protocol::id::MeetingId;
use zeroize::Zeroizing;

/// See the module.
#[derive(Clone, Default)]
pub struct Store {
    rows: BTreeMap<(Table, Vec<u8>), Vec<u8>>,
    destroyed: BTreeSet<Vec<u8>>,
    /// The call log's rows, with the reason that each gives (`EndReason` of the wire).
    pub logged: BTreeMap<Vec<u8>, i32>,
    /// Transactions so far.
    pub commits: u64,
    /// What must never be written.
    pub never: Vec<Vec<u8>>,
}

/// The part of a call log's row that the simulation reads.
#[derive(Clone, PartialEq, Message)]
struct LogRow {
    #[prost(int32, tag = "5")]
    reason: i32,
    #[prost(uint32, tag = "6")]
    level: u32,
}

impl Store {
    /// Commits one transaction. `strictest` is the highest level that each meeting had on this phone.
    ///
    /// # Panics
    /// When a call at level 2 or above is logged, or a destroyed prekey comes back.
    pub fn commit(&mut self, changes: Vec<Change>, strictest: &BTreeMap<MeetingId, Level>) {
        self.commits += 1;
        for change in changes {
            match change {
                Change::Put {
                    table, key, value, ..
                } => {
                    for never in &self.never {
                        let found = value.windows(never.len()).any(|part| part == never);
                        assert!(!found, "what must leave no trace was written to {table}");
                    }
                    if table == Table::Calls {
                        self.check_log(&key, &value, strictest);
                    }
                    let back = table == Table::Prekeys && self.destroyed.contains(&key);
                    assert!(!back, "a destroyed prekey was stored again");
                    self.rows.insert((table, key), value.to_vec());
                }
                Change::Delete { table, key } => {
                    assert!(table != Table::Calls, "a row of the call log was deleted");
                    if table == Table::Prekeys {
                        self.destroyed.insert(key.clone());
                    }
                    self.rows.remove(&(table, key));
                }
                Change::Raise { table, key, mark } => {
                    if let Some(first) = self
                        .rows
                        .get_mut(&(table, key))
                        .and_then(|value| value.first_mut())
                    {
                        *first = mark.max(*first);
                    }
                }
                Change::DeleteGroup { table, group } => {
                    self.rows
                        .retain(|(of, key), _| *of != table || !key.starts_with(&group));
                }
            }
        }
    }

    fn check_log(&mut self, key: &[u8], value: &[u8], strictest: &BTreeMap<MeetingId, Level>) {
        let row = LogRow::decode(value).expect("a row that the engine wrote");
        let known = MeetingId::try_from(key)
            .ok()
            .and_then(|id| strictest.get(&id));
        let level = known
            .map_or(0, |level| u32::from(level.number()))
            .max(row.level);
        assert!(level < 2, "a call at level {level} was logged");
        let elsewhere = row.reason == EndReason::AnsweredElsewhere.to_wire() as i32;
        let before = self.logged.insert(key.to_vec(), row.reason);
        let corrected = before.is_some_and(|reason| reason != row.reason) && elsewhere;
        assert!(before.is_none() || corrected, "a call was logged twice");
    }

    /// The rows, as a phone loads them.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        self.rows
            .iter()
            .filter(|((table, _), _)| table.group().is_none())
            .map(|((table, key), value)| (*table, key.clone(), Zeroizing::new(value.clone())))
            .collect()
    }

    /// The keys of a table.
    pub fn keys(&self, table: Table) -> impl Iterator<Item = &[u8]> {
        self.rows
            .keys()
            .filter(move |(t, _)| *t == table)
            .map(|(_, key)| key.as_slice())
    }

    /// One row.
    #[must_use]
    pub fn get(&self, table: Table, key: &[u8]) -> Option<&[u8]> {
        self.rows
            .get(&(table, key.to_vec()))
            .map(std::vec::Vec::as_slice)
    }

    /// Writes a row past all checks, as a test's preparation.
    pub fn put(&mut self, table: Table, key: Vec<u8>, value: Vec<u8>) {
        self.rows.insert((table, key), value);
    }

    /// Removes all rows of a table, as a test's preparation.
    pub fn clear(&mut self, table: Table) {
        self.rows.retain(|(t, _), _| *t != table);
    }
}
