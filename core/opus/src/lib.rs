//! Safe libopus 1.6 for speech: one encoder, one decoder, mono at 48 kHz.
//!
//! This is the only crate of the workspace with unsafe code; every call into the library is here.
//! It knows packets and samples, not time: loss, order and delay are the jitter buffer's work.
//!
//! Where later parts belong: DRED (redundancy for whole bursts) is a setter of [`Encoder`] and a parsed-redundancy type
//! beside [`Decoder`]; deep concealment is [`Decoder::set_complexity`] from [`DEEP_CONCEALMENT`] on. Both need the feature
//! `networks`: 1.6 MB that no call uses yet, so the apps go without.

mod control;
mod decoder;
mod encoder;
mod error;
pub mod packet;

pub use decoder::{DEEP_CONCEALMENT, Decoder};
pub use encoder::{Bandwidth, Encoder, RateControl, Settings};
pub use error::Error;

/// Samples per second of everything that goes in or comes out.
pub const SAMPLE_RATE: u32 = 48_000;

/// The shortest frame, 2.5 ms, in samples; every length is a multiple of it.
pub const SHORTEST_FRAME: usize = 120;

/// The longest packet, 120 ms, in samples (RFC 6716 §2.1.4).
pub const LONGEST_PACKET: usize = 5_760;

/// The version text of the linked library, such as `libopus 1.6.1`.
#[must_use]
pub fn version() -> &'static str {
    // SAFETY: takes nothing, returns a pointer to a constant in the library.
    let text = unsafe { opusic_sys::opus_get_version_string() };
    // SAFETY: the constant is terminated by NUL and lives as long as the program.
    let text = unsafe { std::ffi::CStr::from_ptr(text) };
    text.to_str().unwrap_or("libopus")
}
