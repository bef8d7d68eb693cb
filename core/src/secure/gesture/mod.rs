//! The preset gesture that opens the secure screen (S1.1): taught once by two repetitions that agree, then recognised
//! from samples of touch or motion.
//!
//! [`Teaching`] makes a [`Template`], [`Recogniser`] finds it again. Both read the same stream of [`Sample`]s, keep a
//! bounded window of it, and know nothing but the times that come with them. The keyboard's touches belong to the
//! system and never come here; what is taught is refused where it looks like ordinary use.

mod burst;
mod recogniser;
mod row;
mod sample;
mod segment;
mod shape;
mod taps;
mod teaching;
mod template;
mod touches;

pub use recogniser::Recogniser;
pub use sample::{GestureKind, Sample, TouchPhase};
pub use teaching::{Progress, REPETITIONS, Teaching};
pub use template::{GestureError, Template};

/// Most samples in one piece from the shell: two seconds of a fast screen and a fast sensor. A longer piece is dropped.
pub const PIECE_LIMIT: usize = 1_024;

#[cfg(test)]
mod tests;
