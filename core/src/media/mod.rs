//! The media of a call: what turns speech into packets, carries them, and turns packets into speech.
//!
//! Not here: who may call whom and when (the call machine), and end-to-end encryption ([`crate::sframe`]).

pub mod jitter;
pub mod tone;
pub mod transport;
pub mod voice;
