//! What must be on the machine before anything runs, and how it gets there.

pub(crate) mod debian;
mod packages;
pub(crate) mod python;

pub(crate) use packages::For;
