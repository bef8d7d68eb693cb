//! How fast one allocation may go: bytes a second each way, since a relay is for voices and not for bulk.

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

/// A small packet costs about as much as one of this size.
const LEAST: u32 = 100;
/// What may come at once: seconds' worth.
const BURST: u32 = 2;

/// A bucket of bytes for one direction of an allocation.
pub(super) struct Pace(DefaultDirectRateLimiter);

impl Pace {
    pub(super) fn new(bytes_per_second: u32) -> Self {
        let rate = NonZeroU32::new(bytes_per_second.max(LEAST)).unwrap_or(NonZeroU32::MIN);
        // the largest datagram fits
        let burst = bytes_per_second.saturating_mul(BURST).max(1 << 16);
        let burst = NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN);
        Self(RateLimiter::direct(
            Quota::per_second(rate).allow_burst(burst),
        ))
    }

    /// Whether a packet of so many bytes may pass now.
    pub(super) fn passes(&self, bytes: usize) -> bool {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX).max(LEAST);
        let bytes = NonZeroU32::new(bytes).unwrap_or(NonZeroU32::MIN);
        matches!(self.0.check_n(bytes), Ok(Ok(())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn voices_pass_and_bulk_does_not() {
        let pace = Pace::new(64_000);
        let passed = (0..1_000).filter(|_| pace.passes(1_200)).count();
        assert!((106..130).contains(&passed), "{passed} packets at once");
        let pace = Pace::new(64_000);
        // ten seconds of a voice at once
        assert!((0..500).all(|_| pace.passes(125)));
        let pace = Pace::new(64_000);
        let passed = (0..10_000).filter(|_| pace.passes(1)).count();
        assert!(passed < 1_500, "{passed} tiny packets at once");
    }
}
