//! What carries a voice from one phone to another, as pure machines.

pub mod jitter;
pub mod voice;
