//! When a Ding that came rings. Times are in ms on the master clock.

use super::draft::Repeat;

/// How long it rings at a time, ms.
pub(super) const RINGS: u64 = 60_000;

/// Rings now, rings later, or rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Schedule {
    /// When it rings next.
    pub(super) at: Option<u64>,
    /// It rings until then.
    pub(super) until: Option<u64>,
}

impl Schedule {
    /// Rings as soon as it can.
    pub(super) const fn from(at: u64) -> Self {
        Self {
            at: Some(at),
            until: None,
        }
    }

    /// Never rings again.
    pub(super) const REST: Self = Self {
        at: None,
        until: None,
    };

    /// Begins to ring if its time has come; gives whether it does.
    pub(super) fn begin(&mut self, now: u64) -> bool {
        if self.at.is_none_or(|at| at > now) {
            return false;
        }
        self.until = Some(now.saturating_add(RINGS));
        self.at = None;
        true
    }

    /// Falls silent; rings again as `repeat` says.
    pub(super) fn hush(&mut self, now: u64, repeat: Option<Repeat>) {
        if self.until.take().is_some() || self.at.is_some() {
            let every = |repeat: Repeat| u64::try_from(repeat.every.as_millis()).unwrap_or(RINGS);
            self.at = repeat.map(|repeat| now.saturating_add(every(repeat)));
        }
    }

    /// Whether its ringing is over at `now`.
    pub(super) fn is_over(&self, now: u64) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// When something happens next; `busy`: nothing may ring now.
    pub(super) fn deadline(&self, busy: bool) -> Option<u64> {
        let at = self.at.filter(|_| !busy);
        self.until.into_iter().chain(at).min()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn rings_at_its_time_then_rests_or_repeats() {
        let mut schedule = Schedule::from(1_000);
        assert!(!schedule.begin(999));
        assert!(schedule.begin(1_000));
        assert!(!schedule.is_over(60_999));
        assert!(schedule.is_over(61_000));
        let repeat = Repeat {
            every: Duration::from_secs(300),
            until_confirmed: true,
        };
        schedule.hush(61_000, Some(repeat));
        assert_eq!(schedule.deadline(false), Some(361_000));
        assert_eq!(schedule.deadline(true), None);
        assert!(schedule.begin(361_000));
        schedule.hush(362_000, None);
        assert_eq!(schedule, Schedule::REST);
        schedule.hush(363_000, Some(repeat));
        assert_eq!(schedule, Schedule::REST, "what rests is not woken");
    }
}
