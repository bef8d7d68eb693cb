//! Which Dings are not taken (again): those that are gone, and those that were taken back before they came. Each is
//! remembered by a mark of its sender and its id, so that nobody else can name it; from level 2 on nothing else is kept.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};
use sotto_protocol::id::{AccountId, DingId};

/// Dings taken back before they came that are remembered, at most. Where there are more, whoever took back most loses the
/// oldest.
const EARLY: usize = 2_000;

/// See the module.
#[derive(Default)]
pub(super) struct Over(BTreeMap<DingId, Entry>);

struct Entry {
    until: u64,
    /// Taken back before it came, by one of these senders: a few bits, so that no row says by whom.
    early: Option<u32>,
}

/// A sender's Ding, as no other sender can name it.
pub(super) fn mark(from: AccountId, id: DingId) -> DingId {
    let mut mark = [0; DingId::LENGTH];
    mark.copy_from_slice(&hash(b"sotto ding", from, id.as_bytes())[..DingId::LENGTH]);
    DingId::new(mark)
}

/// A few bits of a sender.
pub(super) fn bucket(from: AccountId) -> u32 {
    let hash = hash(b"sotto ding sender", from, &[]);
    u32::from_be_bytes([0, 0, hash[0], hash[1]])
}

fn hash(label: &[u8], from: AccountId, rest: &[u8]) -> [u8; 32] {
    let hash = Sha256::new().chain_update(label);
    hash.chain_update(from.as_bytes())
        .chain_update(rest)
        .finalize()
        .into()
}

impl Over {
    pub(super) fn load(&mut self, mark: DingId, until: u64, early: Option<u32>) {
        self.0.insert(mark, Entry { until, early });
    }

    /// Whether this sender's Ding is not taken any more. `id` itself: a row of an earlier version.
    pub(super) fn knows(&self, from: AccountId, id: DingId) -> bool {
        self.0.contains_key(&mark(from, id)) || self.0.contains_key(&id)
    }

    /// Remembers one that came.
    pub(super) fn remember(&mut self, mark: DingId, until: u64) {
        self.load(mark, until, None);
    }

    /// Remembers one that did not come yet; gives what is forgotten for it.
    pub(super) fn recalled(&mut self, mark: DingId, until: u64, by: u32) -> Option<DingId> {
        self.0.entry(mark).or_insert(Entry {
            until,
            early: Some(by),
        });
        let mut counts: BTreeMap<u32, usize> = BTreeMap::new();
        for by in self.0.values().filter_map(|entry| entry.early) {
            *counts.entry(by).or_default() += 1;
        }
        if counts.values().sum::<usize>() <= EARLY {
            return None;
        }
        let most = counts.into_iter().max_by_key(|(_, count)| *count)?.0;
        let theirs = self.0.iter().filter(|(_, e)| e.early == Some(most));
        let oldest = *theirs.min_by_key(|(_, entry)| entry.until)?.0;
        self.0.remove(&oldest);
        Some(oldest)
    }

    /// When each is forgotten.
    pub(super) fn ends(&self) -> impl Iterator<Item = u64> {
        self.0.values().map(|entry| entry.until)
    }

    /// Forgets what is over by `now`.
    pub(super) fn expire(&mut self, now: u64) -> Vec<DingId> {
        let gone = self.0.extract_if(.., |_, entry| entry.until <= now);
        gone.map(|(mark, _)| mark).collect()
    }
}
