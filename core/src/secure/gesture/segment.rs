//! Cuts the stream of samples into attempts: things that a person may have meant as a gesture.

use std::time::Instant;

use super::burst::{Burst, Motion};
use super::sample::{GestureKind, Sample};
use super::shape::Shape;
use super::taps::{DoubleTap, TwoFingers};
use super::template::GestureError;
use super::touches::{Episode, Touches};

/// Something that may be a gesture.
pub(super) enum Attempt {
    Shake(Burst),
    Taps(DoubleTap),
    Shape(Shape),
}

/// Keeps one unfinished episode of touches and one of motion, nothing else.
#[derive(Default)]
pub(super) struct Segmenter {
    touches: Touches,
    motion: Motion,
    tap: Option<TwoFingers>,
    touched: Option<Instant>,
}

impl Segmenter {
    /// What ends with this sample; `kind` says what is looked for, so that nothing else is worked out.
    pub(super) fn handle(
        &mut self,
        kind: GestureKind,
        sample: Sample,
    ) -> Option<Result<Attempt, GestureError>> {
        match (kind, sample) {
            (GestureKind::Shake, Sample::Motion { at, x, y, z }) => {
                let burst = self.motion.handle(at, [x, y, z])?;
                Some(burst.map(Attempt::Shake))
            }
            (GestureKind::Shake, Sample::Touch { .. }) | (_, Sample::Motion { .. }) => None,
            (
                _,
                Sample::Touch {
                    at,
                    pointer,
                    phase,
                    x,
                    y,
                },
            ) => {
                let episode = match self.touches.handle(at, pointer, phase, [x, y])? {
                    Ok(episode) => episode,
                    Err(error) => {
                        self.touched = Some(at);
                        self.tap = None;
                        return Some(Err(error));
                    }
                };
                let before = self.touched.replace(at);
                match kind {
                    GestureKind::Shape => Some(stroke(&episode)),
                    _ => self.taps(&episode, before),
                }
            }
        }
    }

    fn taps(
        &mut self,
        episode: &Episode,
        before: Option<Instant>,
    ) -> Option<Result<Attempt, GestureError>> {
        let earlier = self.tap.take();
        let Some(tap) = TwoFingers::of(episode, before) else {
            return Some(Err(GestureError::WrongKind));
        };
        match earlier.and_then(|earlier| earlier.then(&tap)) {
            Some(double) => Some(Ok(Attempt::Taps(double))),
            None => {
                self.tap = Some(tap);
                None
            }
        }
    }
}

fn stroke(episode: &Episode) -> Result<Attempt, GestureError> {
    if episode.fingers.len() != 1 {
        return Err(GestureError::WrongKind);
    }
    Shape::of(&episode.points).map(Attempt::Shape)
}
