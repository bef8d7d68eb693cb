//! phone

pub mod scanner;
