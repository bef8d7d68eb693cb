#![allow(clippy::unwrap_used, clippy::disallowed_methods)]
//! tests
