//! Which containers were opened: a server that delivers one again, or keeps a copy for later, finds it refused.
//!
//! An id is forgotten once its container has expired by the server's clock *and* by this phone's own. Either alone could
//! be wrong: a server that tells a time far ahead would have everything forgotten, and one that then tells an earlier time
//! would have what was forgotten taken as new. So the time up to which ids were forgotten is kept as well, and nothing
//! that expired before it is opened again.

use std::collections::BTreeMap;

use sotto_protocol::id::ContainerId;

use crate::store::{Change, Table};

/// The key in [`Table::Settings`] of the time up to which ids were forgotten.
pub(super) const KEY: &[u8] = b"forgotten_until";

/// See the module.
#[derive(Default)]
pub(super) struct SeenContainers {
    /// With their expiry: master clock, ms.
    ids: BTreeMap<ContainerId, u64>,
    forgotten_until: u64,
}

impl SeenContainers {
    /// Takes a row of [`Table::Containers`]; `None` when it cannot be read.
    pub(super) fn load(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let expires = u64::from_be_bytes(value.try_into().ok()?);
        self.ids.insert(ContainerId::try_from(key).ok()?, expires);
        Some(())
    }

    /// Takes the value of [`KEY`]; `None` when it cannot be read.
    pub(super) fn load_forgotten(&mut self, value: &[u8]) -> Option<()> {
        self.forgotten_until = u64::from_be_bytes(value.try_into().ok()?);
        Some(())
    }

    /// Whether it was opened before.
    pub(super) fn contains(&self, id: &ContainerId) -> bool {
        self.ids.contains_key(id)
    }

    /// Whether something that expires then could have been opened and forgotten.
    pub(super) fn may_be_forgotten(&self, expires: u64) -> bool {
        expires <= self.forgotten_until
    }

    /// Remembers one; the change belongs into the transaction that stores what the container did.
    #[must_use = "the change is to be stored"]
    pub(super) fn remember(&mut self, id: ContainerId, expires: u64) -> Change {
        self.ids.insert(id, expires);
        Change::put(Table::Containers, id.to_vec(), expires.to_be_bytes())
    }

    /// Forgets what expired by both clocks, ms since 1970.
    #[must_use = "the changes are to be stored"]
    pub(super) fn forget(&mut self, master: u64, wall: u64) -> Vec<Change> {
        let until = master.min(wall);
        let gone = self.ids.extract_if(.., |_, expires| *expires <= until);
        let mut changes: Vec<Change> = gone
            .map(|(id, _)| Change::delete(Table::Containers, id.to_vec()))
            .collect();
        if !changes.is_empty() {
            self.forgotten_until = self.forgotten_until.max(until);
            let value = self.forgotten_until.to_be_bytes();
            changes.push(Change::put(Table::Settings, KEY, value));
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: ContainerId = ContainerId::new([7; 16]);

    #[test]
    fn a_server_that_tells_a_late_time_has_nothing_forgotten() {
        let mut seen = SeenContainers::default();
        let _ = seen.remember(ID, 1_000);
        assert!(seen.forget(u64::MAX, 999).is_empty());
        assert!(seen.forget(999, u64::MAX).is_empty());
        assert!(seen.contains(&ID));
    }

    #[test]
    fn what_was_forgotten_is_not_new_when_a_server_tells_an_earlier_time() {
        let mut seen = SeenContainers::default();
        let _ = seen.remember(ID, 1_000);
        let changes = seen.forget(2_000, 1_500);
        assert!(!seen.contains(&ID) && seen.may_be_forgotten(1_000));
        assert!(!seen.may_be_forgotten(1_501), "what is still to come");
        // nor after a restart
        let mut later = SeenContainers::default();
        let kept = changes.iter().find(|change| change.key() == KEY);
        let Some(Change::Put { value, .. }) = kept else {
            panic!("the time is kept");
        };
        assert_eq!(later.load_forgotten(value), Some(()));
        assert!(later.may_be_forgotten(1_000));
    }
}
