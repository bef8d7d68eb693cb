//! Contacts: who can be called, by what, and how one gets to know them (S3.1).

mod book;
pub mod card;
pub mod identifier;

pub use book::{Contact, Unreached};
