//! The one decision by which playout moves towards the target delay.

use std::collections::VecDeque;

use super::ms;

/// What to do to the length of the next frame. How well it is done (repeat, overlap, WSOLA) is
/// the receiver's choice; whatever it adds or cuts shows by itself in the next delay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Adjust {
    /// Play it as it is.
    Keep,
    /// Make it longer, by about `samples` at most.
    Lengthen {
        /// How much is wanted.
        samples: usize,
        /// Only where nobody speaks.
        quiet_only: bool,
    },
    /// Make it shorter, by about `samples` at most.
    Shorten {
        /// How much is too much.
        samples: usize,
        /// Only where nobody speaks.
        quiet_only: bool,
    },
}

/// How many decisions back the smallest delay is looked for: sound cards pull in bursts.
const WINDOW: usize = 10;

/// Delays of the last frames at the time they were taken, as transit times.
#[derive(Debug, Default)]
pub(super) struct Level {
    recent: VecDeque<i64>,
}

impl Level {
    /// Notes the transit time with which a frame plays.
    pub(super) fn observe(&mut self, transit: i64) {
        if self.recent.len() == WINDOW {
            self.recent.pop_front();
        }
        self.recent.push_back(transit);
    }

    /// Forgets, after playout moved.
    pub(super) fn clear(&mut self) {
        self.recent.clear();
    }

    /// The smallest delay behind `baseline` lately, once enough was seen.
    pub(super) fn delay(&self, baseline: i64) -> Option<i64> {
        let full = self.recent.len() == WINDOW;
        let smallest = self.recent.iter().min().filter(|_| full);
        smallest.map(|transit| transit - baseline)
    }

    /// What would bring the delay nearer to the target.
    pub(super) fn adjust(&self, baseline: i64, target: i64) -> Adjust {
        let Some(delay) = self.delay(baseline) else {
            return Adjust::Keep;
        };
        let excess = delay - target;
        let samples = usize::try_from(excess.unsigned_abs()).unwrap_or(usize::MAX);
        if excess > ms(15) {
            let quiet_only = excess <= ms(60);
            Adjust::Shorten {
                samples,
                quiet_only,
            }
        } else if excess < -ms(10) {
            let quiet_only = excess >= -ms(25);
            Adjust::Lengthen {
                samples,
                quiet_only,
            }
        } else {
            Adjust::Keep
        }
    }
}
