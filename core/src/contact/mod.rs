//! Contacts: the people one can call, and how one gets to know them.

pub mod card;
