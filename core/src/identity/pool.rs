//! The pool of prekeys: which private halves this device holds, when new ones are made and old ones destroyed (S2.3,
//! S2.9). Pure: given the time and what is held it says what to store, destroy and publish.

use std::collections::BTreeMap;

use rand::CryptoRng;
use sotto_protocol::limits;
use sotto_protocol::wire::link::PublishPrekeys;

use super::pool_rows::{self, Held, NEXT_ID};
use super::{InstanceKey, PrekeySecret};
use crate::container::PrekeyLookup;
use crate::store::{Change, Table};

pub use super::pool_rows::PoolError;

const DAY: u64 = 24 * 3600 * 1000;
/// One-time prekeys are all replaced after this time, in ms.
const ONE_TIME_AGE: u64 = 30 * DAY;
/// The last-resort prekey is replaced after this time, in ms.
const LAST_RESORT_AGE: u64 = 7 * DAY;
/// A replaced prekey is kept while containers sealed to it can live, and a day for those sealed while it was replaced.
const KEPT: u64 = limits::MAILBOX.as_millis() as u64 + DAY;
/// Private halves held at most: someone who drains the pool again and again cannot fill the store.
const HELD_AT_MOST: usize = 5_000;

/// The private halves of this device's prekeys.
pub struct PrekeyPool {
    pub(super) next_id: u32,
    pub(super) held: BTreeMap<u32, Held>,
}

/// What is due for a pool; see [`PrekeyPool::due`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Due {
    /// One-time prekeys to make.
    pub one_time: usize,
    /// The server is to forget the one-time prekeys that it has.
    pub replace: bool,
    /// A new last-resort prekey is to be made.
    pub last_resort: bool,
    /// Ids of private halves to destroy.
    pub destroy: Vec<u32>,
}

/// What [`PrekeyPool::upkeep`] asks for: store `changes`, then publish.
#[must_use]
pub struct Upkeep {
    /// To be stored before anything is published.
    pub changes: Vec<Change>,
    /// To be sent to the server; [`PrekeyPool::published`] when it said so.
    pub publish: Option<PublishPrekeys>,
}

impl PrekeyPool {
    /// An empty pool, of a new device.
    #[must_use]
    pub fn new() -> Self {
        Self {
            next_id: 1,
            held: BTreeMap::new(),
        }
    }

    /// The pool of the rows of [`Table::Prekeys`].
    ///
    /// # Errors
    /// [`PoolError`] when a row is none of ours.
    pub fn load<'a>(
        rows: impl IntoIterator<Item = (&'a [u8], &'a [u8])>,
    ) -> Result<Self, PoolError> {
        pool_rows::load(rows)
    }

    /// What is due at `now` (ms, master clock), given how many one-time prekeys the server says it has left.
    #[must_use]
    pub fn due(&self, now: u64, left: Option<u32>) -> Due {
        let current = |last_resort| {
            self.held
                .values()
                .filter(move |h| h.last_resort == last_resort && h.retired.is_none())
        };
        let old = |held: &Held, age| now.saturating_sub(held.made) >= age;
        // of what was sent without an answer nobody knows whether the server has it
        let unknown = current(false)
            .chain(current(true))
            .any(|held| !held.published);
        let replace = unknown
            || current(false).next().is_none() && left.is_none()
            || current(false).any(|held| old(held, ONE_TIME_AGE));
        let left = left.map_or(limits::PREKEYS, |left| left as usize);
        let one_time = if replace {
            limits::PREKEYS
        } else if left < limits::PREKEYS_LOW {
            limits::PREKEYS - left
        } else {
            0
        };
        let last_resort = replace
            || current(true).next().is_none()
            || current(true).any(|held| old(held, LAST_RESORT_AGE));
        let destroy = self
            .held
            .iter()
            .filter(|(_, held)| {
                held.retired
                    .is_some_and(|at| now.saturating_sub(at) >= KEPT)
            })
            .map(|(id, _)| *id)
            .collect();
        Due {
            one_time,
            replace,
            last_resort,
            destroy,
        }
    }

    /// Does what is due. Not to be called while a publication is on its way: what was sent without an answer is replaced.
    pub fn upkeep(
        &mut self,
        rng: &mut impl CryptoRng,
        instance: &InstanceKey,
        now: u64,
        left: Option<u32>,
    ) -> Upkeep {
        let due = self.due(now, left);
        let mut changes = Vec::new();
        for id in due.destroy {
            changes.extend(self.destroy(id));
        }
        for (id, held) in &mut self.held {
            let replaced = if held.last_resort {
                due.last_resort
            } else {
                due.replace
            };
            if replaced && held.retired.is_none() {
                held.retired = Some(now);
                changes.push(held.row(*id));
            }
        }
        let mut publish = PublishPrekeys {
            replace: due.replace,
            ..Default::default()
        };
        for _ in 0..due.one_time {
            publish
                .one_time
                .extend(self.make(rng, instance, now, false, &mut changes));
        }
        if due.last_resort {
            publish.last_resort = self.make(rng, instance, now, true, &mut changes);
        }
        self.destroy_surplus(&mut changes);
        let anything = !publish.one_time.is_empty() || publish.last_resort.is_some();
        Upkeep {
            changes,
            publish: anything.then_some(publish),
        }
    }

    /// The server took what the last [`Self::upkeep`] asked to publish.
    #[must_use = "the changes are to be stored"]
    pub fn published(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        for (id, held) in &mut self.held {
            if !held.published && held.retired.is_none() {
                held.published = true;
                changes.push(held.row(*id));
            }
        }
        changes
    }

    /// Destroys a one-time private half that opened a container. The change belongs into the transaction that stores
    /// what the container held. `None` for a last-resort prekey, which stays, and for an id not held.
    #[must_use = "the change is to be stored"]
    pub fn spend(&mut self, id: u32) -> Option<Change> {
        if self.held.get(&id)?.last_resort {
            return None;
        }
        self.destroy(id)
    }

    /// Private halves held, retired ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether none is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    pub(crate) fn make(
        &mut self,
        rng: &mut impl CryptoRng,
        instance: &InstanceKey,
        now: u64,
        last_resort: bool,
        changes: &mut Vec<Change>,
    ) -> Option<sotto_protocol::wire::keys::Prekey> {
        let id = self.next_id;
        // ids are never reused: after four thousand million of them no more are made
        self.next_id = id.checked_add(1)?;
        changes.retain(|change| change.key() != NEXT_ID);
        changes.push(Change::put(
            Table::Prekeys,
            NEXT_ID,
            self.next_id.to_be_bytes(),
        ));
        let secret = PrekeySecret::generate(rng);
        let prekey = secret.sign(id, last_resort, instance);
        let held = Held {
            secret,
            last_resort,
            made: now,
            published: false,
            retired: None,
        };
        changes.push(held.row(id));
        self.held.insert(id, held);
        Some(prekey)
    }

    fn destroy(&mut self, id: u32) -> Option<Change> {
        self.held.remove(&id)?;
        Some(Change::delete(Table::Prekeys, pool_rows::key(id)))
    }

    fn destroy_surplus(&mut self, changes: &mut Vec<Change>) {
        let surplus = self.held.len().saturating_sub(HELD_AT_MOST);
        let oldest: Vec<u32> = self
            .held
            .iter()
            .filter(|(_, held)| !held.last_resort && held.published)
            .map(|(id, _)| *id)
            .take(surplus)
            .collect();
        for id in oldest {
            changes.extend(self.destroy(id));
        }
    }
}

impl Default for PrekeyPool {
    fn default() -> Self {
        Self::new()
    }
}

impl PrekeyLookup for PrekeyPool {
    fn prekey(&self, id: u32, last_resort: bool) -> Option<&PrekeySecret> {
        let held = self.held.get(&id)?;
        (held.last_resort == last_resort).then_some(&held.secret)
    }
}

impl std::fmt::Debug for PrekeyPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrekeyPool({} held)", self.held.len())
    }
}
