//! From single touches to episodes: from the first finger that comes down to the last that goes up.

use std::time::Instant;

use super::sample::{TouchPhase, ms, seconds};
use super::template::GestureError;

/// A place on the screen.
pub(super) type Point = [f32; 2];

/// Points of one stroke that are kept: eight seconds of a screen that reads 240 times a second.
pub(super) const POINT_LIMIT: usize = 2_048;
/// No stroke is longer.
const LONGEST: std::time::Duration = ms(8_000);
/// Fingers that are told apart; more are a palm.
const FINGERS: usize = 5;
/// No screen is larger, in points.
const FURTHEST: f32 = 20_000.0;

/// One finger of an episode.
#[derive(Clone, Copy)]
pub(super) struct Finger {
    pointer: u32,
    pub(super) came: Instant,
    pub(super) place: Point,
    /// Furthest that it went from where it came down.
    pub(super) travel: f32,
    /// When it went up.
    pub(super) went: Option<Instant>,
}

/// What one or more fingers did.
pub(super) struct Episode {
    pub(super) began: Instant,
    pub(super) ended: Instant,
    pub(super) fingers: Vec<Finger>,
    /// The first finger's way.
    pub(super) points: Vec<Point>,
}

/// Collects an episode.
#[derive(Default)]
pub(super) struct Touches {
    began: Option<Instant>,
    last: Option<Instant>,
    fingers: Vec<Finger>,
    points: Vec<Point>,
    spoiled: Option<GestureError>,
    /// Fingers that came after the list was full.
    uncounted: u32,
}

impl Touches {
    /// The episode that ends with this touch.
    pub(super) fn handle(
        &mut self,
        at: Instant,
        pointer: u32,
        phase: TouchPhase,
        place: Point,
    ) -> Option<Result<Episode, GestureError>> {
        if self.last.is_some_and(|last| at < last) {
            *self = Self::default();
            return Some(Err(GestureError::Nonsense));
        }
        self.last = Some(at);
        if place
            .iter()
            .any(|value| value.is_nan() || value.abs() > FURTHEST)
        {
            self.spoiled = Some(GestureError::Nonsense);
        } else if phase == TouchPhase::Began {
            self.came(at, pointer, place);
        } else {
            self.moved(pointer, place);
        }
        let began = self.began?;
        if at.saturating_duration_since(began) > LONGEST {
            self.spoiled.get_or_insert(GestureError::TooLong);
        }
        match phase {
            TouchPhase::Cancelled => {
                *self = Self::default();
                return None;
            }
            TouchPhase::Ended => self.went(at, pointer),
            TouchPhase::Began | TouchPhase::Moved => {}
        }
        if self.uncounted > 0 || self.fingers.iter().any(|finger| finger.went.is_none()) {
            return None;
        }
        let Self {
            fingers,
            points,
            spoiled,
            ..
        } = std::mem::take(self);
        self.last = Some(at);
        Some(match spoiled {
            Some(error) => Err(error),
            None => Ok(Episode {
                began,
                ended: at,
                fingers,
                points,
            }),
        })
    }

    fn came(&mut self, at: Instant, pointer: u32, place: Point) {
        if self
            .fingers
            .iter()
            .any(|f| f.pointer == pointer && f.went.is_none())
        {
            // a finger cannot come down twice: its end was lost
            *self = Self {
                last: self.last,
                ..Self::default()
            };
        }
        if self.fingers.len() == FINGERS {
            self.uncounted += 1;
            self.spoiled = Some(GestureError::WrongKind);
            return;
        }
        if self.fingers.is_empty() {
            self.began = Some(at);
            self.points.push(place);
        }
        self.fingers.push(Finger {
            pointer,
            came: at,
            place,
            travel: 0.0,
            went: None,
        });
    }

    fn moved(&mut self, pointer: u32, place: Point) {
        let Some(index) = self.position(pointer) else {
            return;
        };
        let finger = &mut self.fingers[index];
        finger.travel = finger.travel.max(distance(finger.place, place));
        if index == 0 {
            if self.points.len() == POINT_LIMIT {
                self.spoiled.get_or_insert(GestureError::TooLong);
            } else {
                self.points.push(place);
            }
        }
    }

    fn went(&mut self, at: Instant, pointer: u32) {
        match self.position(pointer) {
            Some(index) => self.fingers[index].went = Some(at),
            None => self.uncounted = self.uncounted.saturating_sub(1),
        }
    }

    fn position(&self, pointer: u32) -> Option<usize> {
        self.fingers
            .iter()
            .position(|f| f.pointer == pointer && f.went.is_none())
    }
}

impl Episode {
    /// How long it took, in seconds.
    pub(super) fn length(&self) -> f32 {
        seconds(self.began, self.ended)
    }
}

/// Between two places, in points.
pub(super) fn distance(a: Point, b: Point) -> f32 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}
