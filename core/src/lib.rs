//! core

#![forbid(unsafe_code)]

pub mod contact;
pub mod container;
pub mod identity;
pub mod sframe;
pub mod store;
