//! The preset gesture (S1.1): teaching it, and what the shell passes on of its screen and accelerometer.

use std::time::Duration;

use sotto_core::engine::Command;
use sotto_core::secure::Level;
use sotto_core::secure::gesture;
use sotto_phone::sensed_at;

use crate::mirror::mirror;
use crate::{CommandError, Phone};

mirror! {
    /// The ways to open the secure screen by a gesture.
    GestureKind = gesture::GestureKind {
        /// The phone is shaken back and forth.
        Shake,
        /// Two fingers tap twice.
        TwoFingerDoubleTap,
        /// One finger draws a shape in one stroke.
        Shape,
    }
}

impl From<GestureKind> for gesture::GestureKind {
    fn from(kind: GestureKind) -> Self {
        match kind {
            GestureKind::Shake => Self::Shake,
            GestureKind::TwoFingerDoubleTap => Self::TwoFingerDoubleTap,
            GestureKind::Shape => Self::Shape,
        }
    }
}

/// Where a touch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum TouchPhase {
    /// The finger came down.
    Began,
    /// It moved.
    Moved,
    /// It went up.
    Ended,
    /// The system took the touch away.
    Cancelled,
}

impl From<TouchPhase> for gesture::TouchPhase {
    fn from(phase: TouchPhase) -> Self {
        match phase {
            TouchPhase::Began => Self::Began,
            TouchPhase::Moved => Self::Moved,
            TouchPhase::Ended => Self::Ended,
            TouchPhase::Cancelled => Self::Cancelled,
        }
    }
}

/// One reading. A shell never logs it: it could tell what was typed.
#[derive(Clone, Copy, PartialEq, uniffi::Enum)]
pub enum Sample {
    /// A finger on the app's own screen.
    Touch {
        /// When, in nanoseconds of the system's clock for touches; readings come in order.
        at: u64,
        /// Which finger, from its coming down to its going up.
        pointer: u32,
        /// What it does.
        phase: TouchPhase,
        /// To the right, in density-independent points (1/160 inch).
        x: f32,
        /// Down, in the same unit.
        y: f32,
    },
    /// The accelerometer, 50 to 200 times a second.
    Motion {
        /// When, in nanoseconds of the sensor's clock; readings come in order.
        at: u64,
        /// Along the screen's width, in m/s², gravity included.
        x: f32,
        /// Along the screen's height.
        y: f32,
        /// Out of the screen.
        z: f32,
    },
}

impl Sample {
    fn core(self) -> Option<gesture::Sample> {
        let instant = |at| sensed_at(Duration::from_nanos(at));
        Some(match self {
            Self::Touch {
                at,
                pointer,
                phase,
                x,
                y,
            } => gesture::Sample::Touch {
                at: instant(at)?,
                pointer,
                phase: phase.into(),
                x,
                y,
            },
            Self::Motion { at, x, y, z } => gesture::Sample::Motion {
                at: instant(at)?,
                x,
                y,
                z,
            },
        })
    }
}

#[uniffi::export]
impl Phone {
    /// Begins to teach the gesture that opens the secure screen with this level chosen. It takes the next samples; the
    /// gesture taught before stays until the new one is there. Progress: the event `GestureChanged`, `gestureView`.
    ///
    /// # Errors
    /// [`CommandError::Gesture`]: there is no such level.
    pub fn teach_gesture(&self, kind: GestureKind, level: u8) -> Result<(), CommandError> {
        let level = Level::new(level);
        self.command(Command::TeachGesture(kind.into(), level))
    }

    /// Ends teaching, and keeps what was taught before.
    ///
    /// # Errors
    /// None at present.
    pub fn stop_teaching(&self) -> Result<(), CommandError> {
        self.command(Command::StopTeaching)
    }

    /// No gesture opens the secure screen any more.
    ///
    /// # Errors
    /// [`CommandError::Gesture`]: none was taught.
    pub fn forget_gesture(&self) -> Result<(), CommandError> {
        self.command(Command::ForgetGesture)
    }

    /// The gesture for which samples are wanted: motion for a shake, touches for the others. None: the shell passes on
    /// nothing, and keeps its sensor asleep. It changes with the event `GestureChanged`.
    #[must_use]
    pub fn wanted_samples(&self) -> Option<GestureKind> {
        self.inner
            .look(|engine, _| engine.gesture().wants())
            .map(Into::into)
    }

    /// Touches of the app's screen or readings of the accelerometer, in order, as `wanted_samples` says; up to a few
    /// hundred at once. They are recognised and forgotten. A gesture that was made: the event `GestureRecognised`.
    pub fn samples(&self, samples: Vec<Sample>) {
        let samples = samples.into_iter().filter_map(Sample::core);
        self.inner.samples(samples.collect());
    }
}
