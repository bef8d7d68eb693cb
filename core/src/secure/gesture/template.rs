//! What was taught, and why something cannot be.

use super::burst::Burst;
use super::sample::{GestureKind, Sample};
use super::segment::{Attempt, Segmenter};
use super::shape::Shape;
use super::taps::DoubleTap;

/// Why a gesture is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GestureError {
    /// Values that no screen and no sensor gives, or times that run backwards.
    #[error("these readings come from no screen and no sensor")]
    Nonsense,
    /// More than eight seconds, 2,048 points or fourteen turns.
    #[error("this gesture is too long: make a shorter one")]
    TooLong,
    /// Smaller than a finger can repeat, or weaker than a step.
    #[error("this gesture is too small: make it larger or stronger")]
    TooSmall,
    /// Like scrolling, tapping or walking: it would go off by itself.
    #[error("this gesture looks like ordinary use and would go off by itself: choose another")]
    TooSimple,
    /// Another kind of gesture than the one that is taught.
    #[error("this was another kind of gesture")]
    WrongKind,
    /// The repetition is not like the one before.
    #[error("both repetitions differ: make the same gesture again")]
    Differs,
}

/// A gesture that was taught. `Debug` shows its kind only.
#[derive(Clone, PartialEq)]
pub struct Template(pub(super) Pattern);

#[derive(Clone, PartialEq)]
pub(super) enum Pattern {
    Shake(Burst),
    Taps(DoubleTap),
    Shape(Shape),
}

impl Template {
    /// The gesture that two repetitions of samples have in common.
    ///
    /// # Errors
    /// [`GestureError`] where a repetition holds no gesture of this kind, one that is no use, or both differ.
    pub fn teach(
        kind: GestureKind,
        first: &[Sample],
        second: &[Sample],
    ) -> Result<Self, GestureError> {
        let first = Pattern::read(kind, first)?;
        let second = Pattern::read(kind, second)?;
        first.join(&second).map(Self)
    }

    /// What kind it is.
    #[must_use]
    pub const fn kind(&self) -> GestureKind {
        match &self.0 {
            Pattern::Shake(_) => GestureKind::Shake,
            Pattern::Taps(_) => GestureKind::TwoFingerDoubleTap,
            Pattern::Shape(_) => GestureKind::Shape,
        }
    }

    /// Whether an attempt is this gesture.
    pub(super) fn matches(&self, attempt: &Attempt) -> bool {
        match (&self.0, attempt) {
            (Pattern::Shake(taught), Attempt::Shake(burst)) => taught.agrees(burst),
            (Pattern::Taps(taught), Attempt::Taps(taps)) => taught.agrees(*taps),
            (Pattern::Shape(taught), Attempt::Shape(shape)) => taught.agrees(shape),
            _ => false,
        }
    }
}

impl Pattern {
    /// The last attempt in the samples, if it can be a template.
    fn read(kind: GestureKind, samples: &[Sample]) -> Result<Self, GestureError> {
        let mut segmenter = Segmenter::default();
        let mut last = Err(GestureError::TooSimple);
        for sample in samples {
            if let Some(result) = segmenter.handle(kind, *sample) {
                last = result;
            }
        }
        Self::of(last?)
    }

    /// The pattern of an attempt, unless it is no use.
    pub(super) fn of(attempt: Attempt) -> Result<Self, GestureError> {
        match &attempt {
            Attempt::Shake(burst) => burst.check()?,
            Attempt::Taps(taps) => taps.check()?,
            Attempt::Shape(shape) => shape.check()?,
        }
        Ok(match attempt {
            Attempt::Shake(burst) => Self::Shake(burst),
            Attempt::Taps(taps) => Self::Taps(taps),
            Attempt::Shape(shape) => Self::Shape(shape),
        })
    }

    /// What two repetitions have in common.
    pub(super) fn join(&self, other: &Self) -> Result<Self, GestureError> {
        let joined = match (self, other) {
            (Self::Shake(a), Self::Shake(b)) if a.agrees(b) && b.agrees(a) => {
                Self::Shake(a.between(b))
            }
            (Self::Taps(a), Self::Taps(b)) if a.agrees(*b) => Self::Taps(a.between(*b)),
            (Self::Shape(a), Self::Shape(b)) if a.agrees(b) => Self::Shape(a.between(b)),
            _ => return Err(GestureError::Differs),
        };
        Ok(joined)
    }
}

impl std::fmt::Debug for Template {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Template({:?}, …)", self.kind())
    }
}
