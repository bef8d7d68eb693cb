//! Contacts: the people one can call, and how one gets to know them.

pub mod card;
//! Contacts: who can be called, and by what.

pub mod identifier;
