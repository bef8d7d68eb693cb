//! An adaptive jitter buffer for speech: when each packet is played, and what happens where none is.
//!
//! It knows packets, times and durations, not what the bytes mean: decoding, concealing and
//! stretching are the receiver's work ([`crate::media::voice`]), which asks here for each next
//! [`Step`]. Time comes in as an argument; memory is bounded whatever arrives.
//!
//! How it decides:
//! - Each arrival's delay, relative to the fastest of the last two seconds, enters a histogram
//!   that forgets; its 97 % quantile is the *target delay* (at least 15 ms).
//! - The first packet plays at the next pull. The delay then moves towards the target by single
//!   [`Adjust`] decisions, in silence where there is a choice.
//! - With nothing left to play the media clock is *held* while the receiver conceals, so that a
//!   late packet still plays; where a later packet shows that one is missing, the clock goes on.
//! - A far jump of sequence or timestamp counts only after three packets agree, and restarts.

mod adjust;
mod baseline;
mod buffer;
mod figures;
mod histogram;
mod packet;
#[cfg(test)]
mod tests;
mod timeline;

pub use adjust::Adjust;
pub use buffer::{JitterBuffer, Step};
pub use figures::Figures;
pub use packet::{Arrival, MAX_PACKET_BYTES, MAX_PACKETS, Packet};

use std::time::Duration;

/// Samples per second of the RTP clock (RFC 7587 §4.1).
const RATE: i64 = 48_000;

/// Milliseconds as samples.
const fn ms(milliseconds: i64) -> i64 {
    milliseconds * RATE / 1_000
}

/// Samples as a duration; negative counts as none.
fn duration(samples: i64) -> Duration {
    let micros = samples.max(0).saturating_mul(1_000_000) / RATE;
    Duration::from_micros(micros.unsigned_abs())
}

/// A duration as samples.
fn samples(duration: Duration) -> i64 {
    let count = duration.as_nanos() * 48 / 1_000_000;
    i64::try_from(count).unwrap_or(i64::MAX / 4)
}
