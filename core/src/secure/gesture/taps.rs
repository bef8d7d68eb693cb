//! Two fingers that tap twice at the same place.

use super::sample::seconds;
use super::template::GestureError;
use super::touches::{Episode, Point, distance};

/// The second finger comes down, and goes up, this soon after the first, in seconds: two keys typed in haste do not.
const TOGETHER: f32 = 0.05;
/// A tap is no longer than this, in seconds.
const TAP: f32 = 0.3;
/// Fingers of a tap stay within this, in points.
const STILL: f32 = 24.0;
/// Between both taps, in seconds.
const GAP: f32 = 0.4;
/// Between the places of both taps, in points.
const PLACE: f32 = 36.0;
/// Before the first tap nothing touched the screen for this long, in seconds: not in the middle of typing.
const QUIET: f32 = 0.25;
/// Two fingers cannot be nearer, in points.
const NEAREST: f32 = 30.0;
/// One hand cannot reach further, in points.
const FURTHEST: f32 = 700.0;

/// A tap of two fingers.
pub(super) struct TwoFingers {
    ended: std::time::Instant,
    began: std::time::Instant,
    places: [Point; 2],
    quiet: bool,
}

/// What two repetitions have in common.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct DoubleTap {
    /// Between the fingers, in points.
    pub(super) apart: f32,
    /// Between the taps, in seconds.
    pub(super) gap: f32,
}

impl TwoFingers {
    /// Whether an episode is one; `before`: when the screen was last touched.
    pub(super) fn of(episode: &Episode, before: Option<std::time::Instant>) -> Option<Self> {
        let [one, two] = episode.fingers.as_slice() else {
            return None;
        };
        let still = one.travel <= STILL && two.travel <= STILL;
        let (up, last) = (one.went.min(two.went)?, one.went.max(two.went)?);
        let apart = seconds(one.came, two.came).max(seconds(up, last));
        let tap = apart <= TOGETHER && episode.length() <= TAP;
        (still && tap).then(|| Self {
            began: episode.began,
            ended: episode.ended,
            places: [one.place, two.place],
            quiet: before.is_none_or(|before| seconds(before, episode.began) >= QUIET),
        })
    }

    /// The double tap that this and the next one are.
    pub(super) fn then(&self, next: &Self) -> Option<DoubleTap> {
        let gap = seconds(self.ended, next.began);
        let [[a, b], [c, d]] = [self.places, next.places];
        let same = |c, d| distance(a, c).max(distance(b, d)) <= PLACE;
        let apart = f32::midpoint(distance(a, b), distance(c, d));
        let taken = self.quiet && gap <= GAP && (same(c, d) || same(d, c));
        taken.then_some(DoubleTap { apart, gap })
    }
}

impl DoubleTap {
    /// One from stored numbers; `None` where they are none.
    pub(super) fn from_parts(apart: f32, gap: f32) -> Option<Self> {
        let tap = Self { apart, gap };
        ((0.0..=GAP).contains(&gap) && tap.check().is_ok()).then_some(tap)
    }

    /// Refuses what no two fingers of a hand do.
    pub(super) fn check(self) -> Result<(), GestureError> {
        if self.apart < NEAREST {
            return Err(GestureError::TooSmall);
        }
        if self.apart > FURTHEST {
            return Err(GestureError::Nonsense);
        }
        Ok(())
    }

    /// Whether `other` is a repetition: the same spread of the fingers, about as fast.
    pub(super) fn agrees(self, other: Self) -> bool {
        let spread = (other.apart - self.apart).abs() <= (0.45 * self.apart).max(30.0);
        let pace = (other.gap - self.gap).abs() <= 0.22;
        spread && pace && other.check().is_ok()
    }

    /// Between two repetitions.
    pub(super) fn between(self, other: Self) -> Self {
        Self {
            apart: f32::midpoint(self.apart, other.apart),
            gap: f32::midpoint(self.gap, other.gap),
        }
    }
}
