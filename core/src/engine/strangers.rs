//! How often strangers may ring: a few calls that nobody takes, then a pause that grows. Else one who found a card could
//! keep a phone ringing all day. What does not ring stands in the call log as missed, where its level allows a row. Contacts
//! always ring. Counted since the phone was opened.

use std::time::{Duration, Instant};

/// Calls in a row that ring although nobody took the one before: enough for somebody who tries again.
const FREE: u32 = 3;
/// The first pause; each further call that nobody takes doubles it.
const PAUSE: Duration = Duration::from_secs(60);
const LONGEST: Duration = Duration::from_secs(3_600);

#[derive(Debug, Default)]
pub(super) struct StrangerRings {
    untaken: u32,
    quiet_until: Option<Instant>,
}

impl StrangerRings {
    pub(super) fn may_ring(&self, now: Instant) -> bool {
        self.quiet_until.is_none_or(|until| until <= now)
    }

    /// A stranger's call rang and is over.
    pub(super) fn over(&mut self, now: Instant, taken: bool) {
        if taken {
            return *self = Self::default();
        }
        self.untaken = self.untaken.saturating_add(1);
        if let Some(doublings) = self.untaken.checked_sub(FREE) {
            let pause = PAUSE.saturating_mul(1 << doublings.min(6)).min(LONGEST);
            self.quiet_until = Some(now + pause);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    #[test]
    fn the_pause_begins_after_some_calls_grows_and_has_an_end() {
        let mut rings = StrangerRings::default();
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..12 {
            rings.over(now, false);
            let quiet = (0..=3_600).find(|s| rings.may_ring(now + Duration::from_secs(*s)));
            let quiet = Duration::from_secs(quiet.unwrap());
            pauses.push(quiet.as_secs());
            now += quiet;
        }
        assert_eq!(
            pauses,
            [
                0, 0, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600
            ]
        );
        rings.over(now, true);
        assert!(rings.may_ring(now), "somebody whom the person talked to");
    }
}
