//! Whether what the other phone says of itself is fresh (S1.6).
//!
//! Every packet of sound names the report that its phone stands by (epoch, counter, level); it is authentic and cannot
//! be replayed (SFrame). A report is *fresh* while it is here as a whole, proven, and the sound names it or an older one.
//! Sound for three seconds without that counts as a violation. While nothing arrives no time counts: a pause of the
//! network is none.

use std::time::{Duration, Instant};

/// For how long sound may come without a fresh report.
pub const FRESH: Duration = Duration::from_secs(3);
/// A gap between two packets counts for no more than this.
const GAP: Duration = Duration::from_millis(100);
/// From then on this phone says that it lacks a report.
const ASK_AFTER: Duration = Duration::from_millis(100);

/// Sound heard since the last packet that came with a fresh report.
#[derive(Debug, Default)]
pub(super) struct Freshness {
    last: Option<Instant>,
    unproven: Duration,
}

impl Freshness {
    /// A packet came. Gives whether that changed [`Freshness::is_stale`].
    pub(super) fn packet(&mut self, now: Instant, fresh: bool) -> bool {
        let was = self.is_stale();
        let gap = self
            .last
            .map_or(Duration::ZERO, |last| now.saturating_duration_since(last));
        self.last = Some(now);
        self.unproven = if fresh {
            Duration::ZERO
        } else {
            (self.unproven + gap.min(GAP)).min(FRESH)
        };
        was != self.is_stale()
    }

    /// The time begins anew: the level changed.
    pub(super) fn restart(&mut self) {
        *self = Self::default();
    }

    /// Sound came for too long without a fresh report.
    pub(super) fn is_stale(&self) -> bool {
        self.unproven >= FRESH
    }

    /// This phone wants the newest report.
    pub(super) fn wants_report(&self) -> bool {
        self.unproven >= ASK_AFTER
    }
}

/// When this phone puts its report in the place of a packet of speech: three times after a change, and again while the
/// other phone lacks it.
#[derive(Debug, Default)]
pub(super) struct Telling {
    left: u8,
    wait: u8,
}

impl Telling {
    const TIMES: u8 = 3;
    /// Packets between two of them: 200 ms.
    const APART: u8 = 10;

    /// The report changed.
    pub(super) fn changed(&mut self) {
        (self.left, self.wait) = (Self::TIMES, 0);
    }

    /// The other phone says that it lacks the report.
    pub(super) fn wanted(&mut self) {
        self.left = self.left.max(1);
    }

    /// Whether the packet that leaves now is to carry the report.
    pub(super) fn is_due(&mut self) -> bool {
        self.wait = self.wait.saturating_sub(1);
        let due = self.left > 0 && self.wait == 0;
        if due {
            self.left -= 1;
            self.wait = Self::APART;
        }
        due
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods)]
    use super::*;

    const FRAME: Duration = Duration::from_millis(20);

    #[test]
    fn three_seconds_of_sound_without_a_report_are_too_long_and_a_pause_is_not_sound() {
        let mut now = Instant::now();
        let mut freshness = Freshness::default();
        freshness.packet(now, true);
        for _ in 0..148 {
            now += FRAME;
            freshness.packet(now, false);
        }
        assert!(!freshness.is_stale());
        now += Duration::from_secs(60);
        freshness.packet(now, true);
        now += Duration::from_secs(60);
        assert!(
            !freshness.packet(now, false),
            "a pause counts for nothing much"
        );
        for _ in 0..145 {
            now += FRAME;
            freshness.packet(now, false);
        }
        assert!(freshness.is_stale());
        assert!(freshness.packet(now + FRAME, true) && !freshness.is_stale());
    }

    #[test]
    fn a_report_goes_out_three_times_and_when_it_is_wanted() {
        let mut telling = Telling::default();
        telling.changed();
        let sent: Vec<usize> = (0..200).filter(|_| telling.is_due()).collect();
        assert_eq!(sent, [0, 10, 20]);
        telling.wanted();
        assert!(telling.is_due());
        telling.wanted();
        assert!(!telling.is_due(), "not twice within 200 ms");
    }
}
