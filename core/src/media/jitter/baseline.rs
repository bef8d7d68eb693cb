//! The fastest way through the network lately: what all delays are relative to.

use std::collections::VecDeque;

use super::ms;

/// How much time with arrivals counts as lately.
const WINDOW: i64 = ms(2_000);

/// How far one arrival moves that time at most: an outage is no time in which anything was fast,
/// and a burst after it is a moment.
const MOST: i64 = ms(40);

/// How many candidates are kept at most; a flood of ever slower packets adds no more.
const CANDIDATES: usize = 256;

/// The smallest transit time of the last arrivals. Transit is arrival minus timestamp; clocks of
/// two phones share no zero, so only differences mean anything. Drift moves it along.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    last: i64,
    /// Time in which packets arrived.
    active: i64,
    /// Candidates with rising transit, each with its time: the first is the smallest.
    rising: VecDeque<(i64, i64)>,
}

impl Baseline {
    /// Takes an arrival's transit and returns the smallest one.
    pub(super) fn observe(&mut self, now: i64, transit: i64) -> i64 {
        self.active += (now - self.last).clamp(0, MOST);
        self.last = now;
        while self.rising.back().is_some_and(|&(_, last)| last >= transit) {
            self.rising.pop_back();
        }
        if self.rising.len() < CANDIDATES {
            self.rising.push_back((self.active, transit));
        }
        let oldest = self.active - WINDOW;
        while self.rising.len() > 1 && self.rising[0].0 <= oldest {
            self.rising.pop_front();
        }
        self.transit().unwrap_or(transit)
    }

    /// The smallest transit, once anything came.
    pub(super) fn transit(&self) -> Option<i64> {
        self.rising.front().map(|&(_, transit)| transit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_packet_counts_until_its_window_has_passed() {
        let mut baseline = Baseline::default();
        assert_eq!(baseline.observe(0, 50), 50);
        assert_eq!(baseline.observe(ms(20), 10), 10);
        for number in 2..101 {
            assert_eq!(baseline.observe(number * ms(20), 40), 10);
        }
        assert_eq!(baseline.observe(101 * ms(20), 40), 40);
    }

    #[test]
    fn a_burst_after_an_outage_does_not_move_it_and_a_flood_does_not_grow_it() {
        let mut baseline = Baseline::default();
        baseline.observe(0, 10);
        for number in 0..10_000 {
            assert_eq!(baseline.observe(ms(60_000), ms(60_000) + number), 10);
        }
        assert_eq!(baseline.rising.len(), CANDIDATES);
    }
}
