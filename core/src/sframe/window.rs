//! Replay protection: which of the latest counters came already. Look first, mark once the packet proved authentic.

/// What is known of a counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// It did not come yet.
    New,
    /// It came.
    Before,
    /// It is older than what is remembered.
    TooOld,
}

/// A window over the latest counters of one sender.
#[derive(Debug, Clone)]
pub struct ReplayWindow {
    size: u32,
    newest: Option<u64>,
    /// bit n: the counter n below the newest came
    came: u128,
}

impl ReplayWindow {
    /// A window of `size` counters, 128 at most.
    #[must_use]
    pub const fn new(size: u32) -> Self {
        let size = if size > 128 { 128 } else { size };
        Self {
            size,
            newest: None,
            came: 0,
        }
    }

    /// Whether a packet with this counter is to be looked at.
    #[must_use]
    pub fn check(&self, counter: u64) -> Seen {
        let Some(newest) = self.newest else {
            return Seen::New;
        };
        match newest.checked_sub(counter) {
            None => Seen::New,
            Some(age) if age >= u64::from(self.size) => Seen::TooOld,
            Some(age) if self.came >> age & 1 == 1 => Seen::Before,
            Some(_) => Seen::New,
        }
    }

    /// Remembers the counter of an authentic packet.
    pub fn mark(&mut self, counter: u64) {
        let newest = *self.newest.get_or_insert(counter);
        if let Some(age) = newest.checked_sub(counter) {
            if age < u64::from(self.size) {
                self.came |= 1 << age;
            }
            return;
        }
        let ahead = u32::try_from(counter - newest).unwrap_or(u32::MAX);
        self.came = self.came.checked_shl(ahead).unwrap_or(0) | 1;
        self.newest = Some(counter);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_agrees_with_a_set_that_forgets_nothing(
            size in 1_u32..=128,
            start in prop_oneof![Just(0), Just(u64::MAX - 400)],
            steps in prop::collection::vec(0_u64..400, 0..300),
        ) {
            let mut window = ReplayWindow::new(size);
            let mut came = HashSet::new();
            for counter in steps.into_iter().map(|step| start + step) {
                let newest = came.iter().max().copied().unwrap_or(0);
                let expected = if came.contains(&counter) && newest - counter < u64::from(size) {
                    Seen::Before
                } else if newest >= counter && newest - counter >= u64::from(size) {
                    Seen::TooOld
                } else {
                    Seen::New
                };
                let expected = if came.is_empty() { Seen::New } else { expected };
                prop_assert_eq!(window.check(counter), expected);
                if expected == Seen::New {
                    window.mark(counter);
                    came.insert(counter);
                }
            }
        }
    }
}
