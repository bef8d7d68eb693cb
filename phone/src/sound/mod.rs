//! Sound for a phone without a shell of its own: from files, to files, and through the sound card (cargo feature
//! `sound`); and the loop that carries it, 20 ms at a time.
//!
//! Android and iOS have audio threads of their own and do not use this. Whether sound may flow is the call's matter.

#[cfg(feature = "sound")]
mod device;
mod error;
mod pace;
mod recorder;
mod resample;
mod wav;

#[cfg(feature = "sound")]
pub use device::SoundCard;
pub use error::SoundError;
pub use pace::{Carried, Sound, carry};
pub use recorder::Recorder;
pub use wav::WavVoice;

/// Samples of 48 kHz mono in one second.
pub const RATE: u32 = 48_000;
/// Samples in 20 ms.
pub const FRAME: usize = 960;

/// Where this person's sound comes from.
pub trait Voice: Send {
    /// The next 20 ms; `false` when there is nothing left to say and `frame` is silence.
    fn speak(&mut self, frame: &mut [i16; FRAME]) -> bool;
}

/// Where the other person's sound goes.
pub trait Ear: Send {
    /// Takes 20 ms. Must not block.
    fn hear(&mut self, frame: &[i16; FRAME]);
}

/// Says nothing, hears nothing: a phone without a microphone or loudspeaker.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silence;

impl Voice for Silence {
    fn speak(&mut self, frame: &mut [i16; FRAME]) -> bool {
        frame.fill(0);
        false
    }
}

impl Ear for Silence {
    fn hear(&mut self, _frame: &[i16; FRAME]) {}
}
