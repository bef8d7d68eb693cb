//! What the tests and benchmarks across parts have in common.
//!
//! Tests live in `tests/`, benchmarks in `benches/`; each benchmark leaves
//! `target/bench/NAME.json` through [`bench::Report`].

pub mod bench;
pub mod chromium;
pub mod coturn;
pub mod demo;
pub mod faults;
pub mod filled;
pub mod network;
pub mod pair;
pub mod python;
pub mod qr_pictures;
pub mod report;
pub mod simulation;
pub mod transport_io;
pub mod transport_sim;
pub mod turn_model;
