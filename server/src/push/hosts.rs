//! How many wake-ups go to one host at a time: one slow service must not take all places.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Counts by host; as many hosts as there are tries under way.
pub(super) struct Hosts {
    most: usize,
    counts: Mutex<HashMap<String, usize>>,
}

/// A counted try; leaving is dropping it.
pub(super) struct Place<'a> {
    hosts: &'a Hosts,
    host: &'a str,
}

impl Hosts {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            counts: Mutex::new(HashMap::new()),
        }
    }

    /// `None` where enough go there already.
    pub(super) fn enter<'a>(&'a self, host: &'a str) -> Option<Place<'a>> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(host.to_owned()).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Place { hosts: self, host })
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let counts = &self.hosts.counts;
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(self.host) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.remove(self.host)),
        }
    }
}
