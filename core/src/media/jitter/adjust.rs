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

/// Beyond this excess, after an outage, fewer decisions are enough.
const FAR: i64 = ms(100);

/// How many.
const HASTE: usize = 3;

/// The shortest change worth asking for.
const SHORTEST_CHANGE: usize = ms(10) as usize;

/// When the last packets were taken, as transit times.
#[derive(Debug, Default)]
pub(super) struct Level {
    recent: VecDeque<i64>,
}

impl Level {
    /// Notes the transit time with which a packet was taken.
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

    /// What would bring the delay nearer to the target. Where playout stands between two pulls
    /// the band is wider than one pull, so that a single step does not call for its opposite.
    pub(super) fn adjust(&self, baseline: i64, target: i64) -> Adjust {
        let Some(smallest) = self.recent.iter().min() else {
            return Adjust::Keep;
        };
        let excess = smallest - baseline - target;
        let needed = if excess > FAR { HASTE } else { WINDOW };
        if self.recent.len() < needed {
            return Adjust::Keep;
        }
        let samples = usize::try_from(excess.unsigned_abs()).unwrap_or(usize::MAX);
        if excess > ms(20) {
            let quiet_only = excess <= ms(60);
            Adjust::Shorten {
                samples,
                quiet_only,
            }
        } else if excess < -ms(5) {
            let quiet_only = excess >= -ms(20);
            let samples = samples.max(SHORTEST_CHANGE);
            Adjust::Lengthen {
                samples,
                quiet_only,
            }
        } else {
            Adjust::Keep
        }
    }
}
