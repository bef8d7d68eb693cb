//! The fastest way through the network lately: what all delays are relative to.

use std::collections::VecDeque;

/// How many arrivals count as lately: two seconds of 20 ms packets.
const WINDOW: u64 = 100;

/// The smallest transit time of the last arrivals. Transit is arrival minus timestamp; clocks of
/// two phones share no zero, so only differences mean anything. Drift moves it along.
#[derive(Debug, Default)]
pub(super) struct Baseline {
    count: u64,
    /// Candidates with rising transit: the first is the smallest of the window.
    rising: VecDeque<(u64, i64)>,
}

impl Baseline {
    /// Takes an arrival's transit and returns the smallest one.
    pub(super) fn observe(&mut self, transit: i64) -> i64 {
        self.count += 1;
        let oldest = self.count.saturating_sub(WINDOW);
        while self.rising.back().is_some_and(|&(_, last)| last >= transit) {
            self.rising.pop_back();
        }
        self.rising.push_back((self.count, transit));
        while self.rising.front().is_some_and(|&(at, _)| at <= oldest) {
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
        assert_eq!(baseline.observe(50), 50);
        assert_eq!(baseline.observe(10), 10);
        for _ in 0..WINDOW - 1 {
            assert_eq!(baseline.observe(40), 10);
        }
        assert_eq!(baseline.observe(40), 40);
        assert!(baseline.rising.len() <= WINDOW as usize);
    }
}
