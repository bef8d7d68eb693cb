//! What a phone knows and decides: pure machines, no I/O.

pub mod media;
