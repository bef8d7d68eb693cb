#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
//! Several phones under a virtual clock, with simulated media and a network that loses, delays and doubles.

mod bounds;
mod lossy;
mod scenes;
pub(crate) mod world;
