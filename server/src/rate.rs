//! Token buckets by key, in bounded memory.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, NotUntil, Quota, RateLimiter};

use crate::config::Rate;

/// Buckets in memory; a full bucket needs no memory and is forgotten first.
const KEYS: usize = 100_000;

/// A bucket for each key. When there are more keys than memory is meant for, newcomers share one.
pub(crate) struct Buckets<K: Hash + Eq + Clone> {
    keyed: DefaultKeyedRateLimiter<K>,
    shared: DefaultDirectRateLimiter,
    burst: NonZeroU32,
    keys: usize,
}

impl<K: Hash + Eq + Clone> Buckets<K> {
    pub(crate) fn new(rate: Rate) -> Self {
        Self::bounded(rate, KEYS)
    }

    fn bounded(rate: Rate, keys: usize) -> Self {
        let per_second = NonZeroU32::new(rate.per_second).unwrap_or(NonZeroU32::MIN);
        let burst = NonZeroU32::new(rate.burst.max(32)).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(per_second).allow_burst(burst);
        Self {
            keyed: RateLimiter::keyed(quota),
            shared: RateLimiter::direct(quota),
            burst,
            keys,
        }
    }

    /// Takes tokens, or says how long to wait.
    pub(crate) fn take(&self, key: &K, tokens: u32) -> Result<(), Duration> {
        let tokens = NonZeroU32::new(tokens)
            .unwrap_or(NonZeroU32::MIN)
            .min(self.burst);
        let outcome = if self.keyed.len() < self.keys {
            self.keyed.check_key_n(key, tokens)
        } else {
            self.shared.check_n(tokens)
        };
        match outcome {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => Err(wait(&until)),
            // cannot be: never more tokens than the bucket holds
            Err(_) => Err(Duration::from_secs(1)),
        }
    }

    /// Forgets buckets that have filled up again. Called from time to time.
    pub(crate) fn forget_full(&self) {
        self.keyed.retain_recent();
        self.keyed.shrink_to_fit();
    }
}

fn wait(until: &NotUntil<<DefaultClock as Clock>::Instant>) -> Duration {
    until
        .wait_time_from(DefaultClock::default().now())
        .max(Duration::from_millis(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate {
        per_second: 1,
        burst: 32,
    };

    #[test]
    fn an_empty_bucket_says_how_long_to_wait() {
        let buckets = Buckets::new(RATE);
        assert_eq!(buckets.take(&1, 32), Ok(()));
        let wait = buckets.take(&1, 2).expect_err("the bucket is empty");
        assert!(wait > Duration::from_millis(1_500) && wait <= Duration::from_secs(2));
        assert_eq!(buckets.take(&2, 1), Ok(()));
    }

    #[test]
    fn a_flood_of_keys_takes_bounded_memory() {
        let buckets = Buckets::bounded(RATE, 100);
        let taken = (0..10_000)
            .filter(|key| buckets.take(key, 1).is_ok())
            .count();
        assert!(buckets.keyed.len() <= 100);
        assert!(taken < 100 + 40, "newcomers share one bucket: {taken}");
    }
}
