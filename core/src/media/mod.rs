//! The media of a call: what turns speech into packets and packets into speech.
//!
//! Not here: who may call whom and when (the call machine), and key schedules.

pub mod transport;
