//! core
pub mod qr;
