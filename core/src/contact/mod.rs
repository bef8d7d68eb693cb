//! Contacts: who can be called, and by what.

pub mod identifier;
