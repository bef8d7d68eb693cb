//! How long packets take, remembered with fading: from it follows the target delay.

use super::ms;

/// The width of a bucket.
const WIDTH: i64 = ms(5);

/// How many buckets: delays up to one second; longer ones count as one second.
const BUCKETS: usize = 200;

/// Which share of packets should come in time.
const QUANTILE: f32 = 0.97;

/// What each arrival leaves of the memory once it is full: half is gone after 40 packets.
const MEMORY: f32 = 0.983;

/// A histogram of transit times. Its buckets lie on the absolute axis, so that a shift of the
/// baseline moves the view and not the memory: after a lasting change of route the old target
/// is not mistaken for jitter.
#[derive(Debug)]
pub(super) struct Histogram {
    weights: [f32; BUCKETS],
    /// The lower edge of the first bucket, a multiple of the width.
    origin: i64,
    arrivals: u32,
}

impl Histogram {
    pub(super) fn new() -> Self {
        Self {
            weights: [0.0; BUCKETS],
            origin: 0,
            arrivals: 0,
        }
    }

    /// Adds an arrival; `baseline` is the fastest transit, this one's included.
    pub(super) fn observe(&mut self, transit: i64, baseline: i64) {
        let origin = baseline.div_euclid(WIDTH) * WIDTH;
        if self.arrivals == 0 {
            self.origin = origin;
        }
        self.move_to(origin);
        // While there is little to remember, all of it counts about the same.
        let memory = MEMORY.min(1.0 - 2.0 / (self.arrivals as f32 + 2.0));
        for weight in &mut self.weights {
            *weight *= memory;
        }
        let bucket = usize::try_from((transit - self.origin) / WIDTH).unwrap_or(0);
        self.weights[bucket.min(BUCKETS - 1)] += 1.0 - memory;
        self.arrivals = self.arrivals.saturating_add(1);
    }

    /// The delay behind `baseline` that the wanted share of packets keeps.
    pub(super) fn quantile(&self, baseline: i64) -> i64 {
        let total: f32 = self.weights.iter().sum();
        let mut sum = 0.0;
        for (bucket, weight) in self.weights.iter().enumerate() {
            sum += weight;
            if sum >= total * QUANTILE {
                let edge = self.origin + (bucket as i64 + 1) * WIDTH;
                return (edge - baseline).max(0);
            }
        }
        0
    }

    /// Puts the memory at a new baseline as it is: another stream's clock has another zero.
    pub(super) fn restart(&mut self, baseline: i64) {
        self.origin = baseline.div_euclid(WIDTH) * WIDTH;
    }

    /// Moves the first bucket; what falls off either end gathers in the last one there.
    fn move_to(&mut self, origin: i64) {
        let steps = (origin - self.origin) / WIDTH;
        if steps == 0 {
            return;
        }
        let old = std::mem::replace(&mut self.weights, [0.0; BUCKETS]);
        for (bucket, weight) in old.into_iter().enumerate() {
            let to = (bucket as i64).saturating_sub(steps);
            self.weights[to.clamp(0, BUCKETS as i64 - 1) as usize] += weight;
        }
        self.origin = origin;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_covers_the_usual_jitter_and_not_one_straggler() {
        let mut histogram = Histogram::new();
        for number in 0..500_i64 {
            let straggler = if number == 400 { ms(900) } else { 0 };
            histogram.observe(number % 7 * ms(5) + straggler, 0);
        }
        assert_eq!(histogram.quantile(0), ms(35));
    }

    #[test]
    fn a_moved_baseline_leaves_the_absolute_target() {
        let mut histogram = Histogram::new();
        for _ in 0..200 {
            histogram.observe(ms(80), 0);
        }
        assert_eq!(histogram.quantile(0), ms(85));
        histogram.observe(ms(80), ms(80));
        assert_eq!(histogram.quantile(ms(80)), ms(5));
        histogram.observe(ms(80), ms(20));
        assert_eq!(histogram.quantile(ms(20)), ms(65));
    }

    #[test]
    fn delays_beyond_the_axis_count_as_its_end() {
        let mut histogram = Histogram::new();
        histogram.observe(i64::MAX / 4, 0);
        assert_eq!(histogram.quantile(0), ms(1_000));
        histogram.observe(0, -(WIDTH << 40));
        assert_eq!(histogram.quantile(-(WIDTH << 40)), ms(1_000));
    }
}
