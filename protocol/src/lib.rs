//! What phones and servers say to each other: messages, ids, parsers, and what signatures cover.
//!
//! Holds no secret and does no I/O. Messages are Protocol Buffers ([`wire`]); ids are newtypes ([`mod@id`]) that
//! come out of messages only through parsers which return errors.

#![forbid(unsafe_code)]

pub mod chain;
pub mod id;
pub mod label;
pub mod limits;
pub mod uri;
pub mod wire;

mod parse;

pub use parse::{ParseError, parse};

/// The protocol version that this build speaks; see `docs/protocol.md` for how versions are agreed on.
pub const VERSION: u32 = 1;
