//! Shaking: a burst of strong accelerations that go back and forth along one direction, and then stop.
//!
//! Steps, runs and bumps differ in one of these: they are weaker, go on for longer, or pull one way only (nothing
//! falls faster than gravity, which is below the threshold).

use std::time::Instant;

use super::sample::seconds;
use super::template::GestureError;

/// An acceleration, in m/s².
type Vector = [f32; 3];

/// Strong, in m/s²: above free fall.
const STRONG: f32 = 12.0;
/// A burst is over after this long without a strong reading, in seconds.
const PAUSE: f32 = 0.35;
/// Peaks that are kept of a burst; a run has more.
const PEAKS: usize = 24;
/// A shake has at least these: back and forth twice.
const FEWEST: usize = 4;
/// Most that a template has.
const MOST: usize = 14;
/// Time from peak to peak that an arm can do, in seconds.
const PACE: std::ops::RangeInclusive<f32> = 0.05..=0.26;
/// How slowly the idea of where down is follows, in seconds.
const GRAVITY: f32 = 0.8;
/// No sensor of a phone shows more, in m/s².
const CEILING: f32 = 400.0;

/// What a burst was like.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Burst {
    /// How many peaks.
    pub(super) peaks: usize,
    /// From peak to peak, in seconds.
    pub(super) pace: f32,
    /// Along which direction, of length one; either way.
    pub(super) axis: Vector,
    /// Mean height of the peaks, in m/s².
    pub(super) strength: f32,
    /// How much of the peaks lies along the axis.
    straight: f32,
    /// From the fastest to the slowest step, as a ratio.
    even: f32,
}

/// Collects a burst.
#[derive(Default)]
pub(super) struct Motion {
    gravity: Option<(Instant, Vector)>,
    peaks: Vec<(Instant, Vector)>,
    endless: bool,
    strong: Option<Instant>,
}

impl Motion {
    /// The burst that was over before this reading.
    pub(super) fn handle(
        &mut self,
        at: Instant,
        reading: Vector,
    ) -> Option<Result<Burst, GestureError>> {
        if reading
            .iter()
            .any(|value| value.is_nan() || value.abs() > CEILING)
        {
            *self = Self::default();
            return Some(Err(GestureError::Nonsense));
        }
        let Some((before, gravity)) = self.gravity else {
            self.gravity = Some((at, reading));
            return None;
        };
        let step = seconds(before, at);
        if at < before || step > 1.0 {
            // the sensor slept: what came before says nothing
            *self = Self::default();
            self.gravity = Some((at, reading));
            return None;
        }
        let share = step / (GRAVITY + step);
        let gravity = [0, 1, 2].map(|i| gravity[i] + (reading[i] - gravity[i]) * share);
        self.gravity = Some((at, gravity));
        let pull = [0, 1, 2].map(|i| reading[i] - gravity[i]);
        let over = self
            .strong
            .is_some_and(|strong| seconds(strong, at) > PAUSE);
        let burst = over.then(|| self.finish());
        if norm(pull) >= STRONG {
            self.peak(at, pull);
        }
        burst
    }

    fn peak(&mut self, at: Instant, pull: Vector) {
        self.strong = Some(at);
        if let Some((when, peak)) = self.peaks.last_mut()
            && dot(*peak, pull) >= 0.0
        {
            if norm(pull) > norm(*peak) {
                (*when, *peak) = (at, pull);
            }
        } else if self.peaks.len() == PEAKS {
            self.endless = true;
        } else {
            self.peaks.push((at, pull));
        }
    }

    fn finish(&mut self) -> Result<Burst, GestureError> {
        self.strong = None;
        let peaks = std::mem::take(&mut self.peaks);
        if std::mem::take(&mut self.endless) || peaks.len() > MOST + 4 {
            return Err(GestureError::TooLong);
        }
        Burst::of(&peaks).ok_or(GestureError::TooSimple)
    }
}

impl Burst {
    fn of(peaks: &[(Instant, Vector)]) -> Option<Self> {
        let steps: Vec<f32> = peaks.windows(2).map(|w| seconds(w[0].0, w[1].0)).collect();
        let pace = steps.iter().sum::<f32>() / steps.len().max(1) as f32;
        let (fast, slow) = steps.iter().fold((f32::MAX, 0.0_f32), |(low, high), s| {
            (low.min(*s), high.max(*s))
        });
        // every second peak points the other way
        let mut sum = [0.0; 3];
        let mut length = 0.0;
        for (index, (_, peak)) in peaks.iter().enumerate() {
            let sign = if index % 2 == 0 { 1.0 } else { -1.0 };
            (0..3).for_each(|i| sum[i] += sign * peak[i]);
            length += norm(*peak);
        }
        let total = norm(sum);
        (peaks.len() >= 2 && total > 0.0).then(|| Self {
            peaks: peaks.len(),
            pace,
            axis: sum.map(|value| value / total),
            strength: length / peaks.len() as f32,
            straight: total / length,
            even: slow / fast.max(0.001),
        })
    }

    /// One from stored numbers; `None` where they are none.
    pub(super) fn from_parts(peaks: usize, pace: f32, axis: Vector, strength: f32) -> Option<Self> {
        let burst = Self {
            peaks,
            pace,
            axis,
            strength,
            straight: 1.0,
            even: 1.0,
        };
        let unit = (norm(axis) - 1.0).abs() < 0.01;
        (unit && strength <= CEILING * 2.0 && burst.check().is_ok()).then_some(burst)
    }

    /// Refuses what is no shake.
    pub(super) fn check(&self) -> Result<(), GestureError> {
        if self.peaks > MOST {
            return Err(GestureError::TooLong);
        }
        if self.peaks < FEWEST || !self.is_regular() {
            return Err(GestureError::TooSimple);
        }
        if self.strength.is_nan() || self.strength < STRONG {
            return Err(GestureError::TooSmall);
        }
        Ok(())
    }

    /// Whether `other` is a repetition: along the same axis, as fast, not much weaker. People do not count how often
    /// they go back and forth.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let along = dot(self.axis, other.axis).abs() >= 0.75;
        let pace = (0.6..=1.67).contains(&(other.pace / self.pace));
        let strong = other.strength >= 0.55 * self.strength;
        let count = other.peaks >= FEWEST.max(self.peaks / 2) && other.peaks <= self.peaks + 4;
        along && pace && strong && count && other.is_regular()
    }

    /// Between two repetitions.
    pub(super) fn between(&self, other: &Self) -> Self {
        let sign = dot(self.axis, other.axis).signum();
        let sum = [0, 1, 2].map(|i| self.axis[i] + sign * other.axis[i]);
        let length = norm(sum).max(f32::MIN_POSITIVE);
        Self {
            peaks: usize::midpoint(self.peaks, other.peaks),
            pace: f32::midpoint(self.pace, other.pace),
            axis: sum.map(|value| value / length),
            strength: f32::midpoint(self.strength, other.strength),
            straight: 1.0,
            even: 1.0,
        }
    }

    fn is_regular(&self) -> bool {
        PACE.contains(&self.pace) && self.straight >= 0.8 && self.even <= 3.0
    }
}

fn dot(a: Vector, b: Vector) -> f32 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn norm(a: Vector) -> f32 {
    dot(a, a).sqrt()
}
