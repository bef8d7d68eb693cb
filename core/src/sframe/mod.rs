//! End-to-end encryption of media: SFrame (RFC 9605) with AES_256_GCM_SHA512_128. A packet's payload is sealed before it
//! reaches the WebRTC stack and opened after it leaves it, so that no server hears a thing.
//!
//! **Constant overhead.** SFrame writes key id and counter with as few bytes as they need (RFC 9605 §4.3), so packets
//! would grow as a call goes on, and tell how long it lasts. Here both always take four bytes: key ids have their highest
//! bit set, and counters start at 2²⁴ and end before 2³², which at 50 packets a second is 2.7 years. Every sealed packet is
//! exactly [`OVERHEAD`] bytes longer than its plaintext.

mod keys;
mod opener;
mod sealer;
mod window;

pub use keys::{EPOCHS, FrameError};
pub use opener::{FrameOpener, OLD_EPOCH_KEPT};
pub use sealer::FrameSealer;
pub use window::{ReplayWindow, Seen};

/// Bytes that sealing adds: config byte, key id (4), counter (4), tag (16).
pub const OVERHEAD: usize = 1 + 4 + 4 + 16;

#[cfg(test)]
mod tests;
