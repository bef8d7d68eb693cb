//! One voice: from the microphone's samples to payloads, and from packets to the ear's samples.
//!
//! Speech is 48 kHz mono, 16 bit, in Opus packets of 20 ms. What this is not for: encryption, RTP
//! headers and RTCP, which the transport adds, and the sound card, which the shell owns.

mod error;
mod level;
mod receiver;
mod recovery;
mod sender;
mod stretch;
#[cfg(test)]
mod tests;

pub use error::VoiceError;
pub use level::Level;
pub use receiver::{Concealment, Heard, HeardFigures, VoiceReceiver};
pub use recovery::Strategy;
pub use sender::{Pacing, Speech, VoiceSender, VoiceSettings};

/// Samples per second.
pub const SAMPLE_RATE: u32 = 48_000;

/// The samples of a packet: 20 ms.
pub const FRAME: usize = 960;

/// The samples of half a packet, which some sound cards prefer: 10 ms.
pub const HALF_FRAME: usize = 480;
