//! What a shell passes on from the screen and the accelerometer.

use std::time::{Duration, Instant};

/// The ways to enter by a gesture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GestureKind {
    /// The phone is shaken back and forth.
    Shake,
    /// Two fingers tap twice.
    TwoFingerDoubleTap,
    /// One finger draws a shape in one stroke.
    Shape,
}

impl GestureKind {
    /// All of them, in the order in which a person reads them.
    pub const ALL: [Self; 3] = [Self::Shake, Self::TwoFingerDoubleTap, Self::Shape];
}

/// Where a touch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// One reading. `Debug` shows neither places nor movements: they could tell what was typed.
#[derive(Clone, Copy, PartialEq)]
pub enum Sample {
    /// A finger on the app's own screen.
    Touch {
        /// When; readings come in order.
        at: Instant,
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
        /// When; readings come in order.
        at: Instant,
        /// Along the screen's width, in m/s², gravity included.
        x: f32,
        /// Along the screen's height.
        y: f32,
        /// Out of the screen.
        z: f32,
    },
}

impl Sample {
    /// When it was read.
    #[must_use]
    pub const fn at(&self) -> Instant {
        match self {
            Self::Touch { at, .. } | Self::Motion { at, .. } => *at,
        }
    }
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Touch { .. } => "Touch(…)",
            Self::Motion { .. } => "Motion(…)",
        })
    }
}

/// Seconds from one reading to another.
pub(super) fn seconds(from: Instant, to: Instant) -> f32 {
    to.saturating_duration_since(from).as_secs_f32()
}

/// Milliseconds as a duration.
pub(super) const fn ms(count: u64) -> Duration {
    Duration::from_millis(count)
}
