//! core
pub mod contact;
pub mod qr;
