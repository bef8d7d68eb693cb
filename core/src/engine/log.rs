//! The call log's bounds: who has a card may call as often as servers let them, and each missed call is a row.

use std::collections::BTreeMap;

use sotto_protocol::id::MeetingId;

use super::rows::CallRow;
use crate::store::{Change, Table};

/// Rows kept of all calls; the oldest go.
const MOST: usize = 2_000;
/// Of them, of people who are no contacts: those can push out each other's only.
const STRANGERS: usize = 100;

/// Adds a row, and drops what is too much; the changes belong into one transaction.
#[must_use = "the changes are to be stored"]
pub(super) fn add(
    log: &mut BTreeMap<MeetingId, CallRow>,
    meeting: MeetingId,
    row: CallRow,
    is_stranger: impl Fn(&CallRow) -> bool,
) -> Vec<Change> {
    let mut changes = vec![row.change(meeting)];
    let stranger = is_stranger(&row);
    log.insert(meeting, row);
    let too_many = |most, counts: &dyn Fn(&CallRow) -> bool| {
        let rows = || log.iter().filter(|(_, row)| counts(row));
        let full = rows().count() > most;
        let oldest = rows().filter(|_| full).min_by_key(|(_, row)| row.started);
        oldest.map(|(id, _)| *id)
    };
    let of_strangers = stranger.then(|| too_many(STRANGERS, &is_stranger));
    let gone = of_strangers.flatten().or_else(|| too_many(MOST, &|_| true));
    if let Some(gone) = gone {
        log.remove(&gone);
        changes.push(Change::delete(Table::Calls, gone.to_vec()));
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(other: u8, started: u64) -> CallRow {
        CallRow {
            other: vec![other],
            started,
            ..CallRow::default()
        }
    }

    #[test]
    fn strangers_push_out_each_other_and_no_contact() {
        let mut log = BTreeMap::new();
        let stranger = |row: &CallRow| row.other == [1];
        let mut stored = std::collections::BTreeSet::new();
        for number in 0..3_000_u64 {
            let mut id = [0; 32];
            id[..8].copy_from_slice(&number.to_be_bytes());
            let other = u8::from(number >= 10);
            for change in add(&mut log, MeetingId::new(id), row(other, number), stranger) {
                match change {
                    Change::Put { key, .. } => assert!(stored.insert(key)),
                    Change::Delete { key, .. } => assert!(stored.remove(&key)),
                    _ => panic!("the log raises nothing"),
                }
            }
        }
        assert_eq!(log.values().filter(|row| stranger(row)).count(), STRANGERS);
        assert_eq!(log.len(), STRANGERS + 10, "contacts' calls are all there");
        assert_eq!(stored.len(), log.len(), "the store has the same");
        assert!(log.values().any(|row| row.started == 2_999));
    }

    #[test]
    fn the_oldest_call_of_all_goes_where_there_are_too_many() {
        let mut log = BTreeMap::new();
        for number in 0..=MOST {
            let mut id = [0; 32];
            id[..8].copy_from_slice(&number.to_be_bytes());
            let row = row(0, u64::try_from(number).unwrap_or(0) + 5);
            let _ = add(&mut log, MeetingId::new(id), row, |_| false);
        }
        assert_eq!(log.len(), MOST);
        assert!(log.values().all(|row| row.started > 5));
    }
}
