//! What a phone knows and decides: pure machines without clock, socket, task or randomness of their own.
//!
//! One contract everywhere: an input goes in with its time, outputs are drained, a deadline is asked for. Outputs come
//! in order, and what must be stored stands before what depends on it. See `docs/architecture.md`.

#![forbid(unsafe_code)]

pub mod call;
pub mod chat;
pub mod conference;
pub mod contact;
pub mod container;
pub mod ding;
pub mod engine;
pub mod identity;
pub mod media;
pub mod post;
pub mod private;
pub mod qr;
pub mod secure;
pub mod sframe;
pub mod store;
pub mod view;
