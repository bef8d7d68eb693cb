//! How many allocations one account and one address may have at a time, and how many there may be in all, so that
//! nobody takes the relay from the others.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::credentials::User;
use crate::config::RelayLimits;
use crate::shared::Source;

/// Who asks for an allocation: told by the door, which sees the request, to what makes its socket. The relay deals with
/// a door's requests one after another, so the last that passed is the one that asks.
pub(super) type Asking = Arc<Mutex<Option<(SocketAddr, User)>>>;

/// The allocations that there are, counted.
pub(super) struct Quota {
    limits: RelayLimits,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    all: usize,
    by_source: HashMap<Source, usize>,
    by_user: HashMap<User, usize>,
}

/// A counted allocation; giving it back is dropping it.
pub(super) struct Place {
    quota: Arc<Quota>,
    source: Source,
    user: User,
}

impl Quota {
    pub(super) fn new(limits: RelayLimits) -> Arc<Self> {
        Arc::new(Self {
            limits,
            counts: Mutex::default(),
        })
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more allocation, if this caller may have it.
    pub(super) fn enter(self: &Arc<Self>, from: SocketAddr, user: User) -> Option<Place> {
        let source = Source::from(from.ip());
        let mut counts = self.counts();
        let has = |count: Option<&usize>, limit: usize| count.is_some_and(|n| *n >= limit);
        if counts.all >= self.limits.allocations
            || has(counts.by_source.get(&source), self.limits.per_source)
            || has(counts.by_user.get(&user), self.limits.per_account)
        {
            return None;
        }
        counts.all += 1;
        *counts.by_source.entry(source).or_default() += 1;
        *counts.by_user.entry(user).or_default() += 1;
        drop(counts);
        Some(Place {
            quota: self.clone(),
            source,
            user,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.quota.counts();
        counts.all -= 1;
        leave(&mut counts.by_source, self.source);
        leave(&mut counts.by_user, self.user);
    }
}

fn leave<K: Hash + Eq>(counts: &mut HashMap<K, usize>, key: K) {
    match counts.get_mut(&key) {
        Some(count) if *count > 1 => *count -= 1,
        _ => drop(counts.remove(&key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(host: u8) -> SocketAddr {
        ([198, 51, 100, host], 9).into()
    }

    #[test]
    fn nobody_has_all() {
        let quota = Quota::new(RelayLimits {
            allocations: 10,
            per_account: 3,
            per_source: 5,
            ..RelayLimits::default()
        });
        let enter = |host, user| quota.enter(from(host), User::of(user));
        let mut places: Vec<_> = (0..3).filter_map(|host| enter(host, 1)).collect();
        assert_eq!(places.len(), 3);
        assert!(enter(9, 1).is_none(), "one account, wherever it asks");
        places.extend((10..15).filter_map(|user| enter(3, user)));
        assert_eq!(places.len(), 8);
        assert!(enter(3, 99).is_none(), "one address, whoever asks");
        places.extend((20..30).filter_map(|user| enter(user, user)));
        assert_eq!(places.len(), 10);
        places.clear();
        assert!(enter(9, 1).is_some());
        let counts = quota.counts();
        assert!(counts.all == 0 && counts.by_source.is_empty() && counts.by_user.is_empty());
    }
}
