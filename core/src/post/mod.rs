//! The post office: contents that must reach accounts, kept until the server has them, each sealed when its turn comes.
//!
//! A *post* is one content for one or several accounts; each account is a [`Job`] of its own, which succeeds, fails or
//! is tried again by itself. The machine knows when which job is due and what is stored of it; fetching prekeys, sealing
//! and submitting are the engine's. Not here: what a content means, and who hears how it went.

mod failure;
mod job;
mod office;
mod rows;
#[cfg(test)]
mod tests;

pub use failure::PostFailure;
pub use job::{Job, PostId};
pub use office::{Finished, Post, PostError, PostFor, PostOffice, Step};
pub(crate) use rows::PostRow;

/// The largest encoded content of a post, in bytes: a container for eight devices has room for it.
pub const LARGEST: usize = 80 * 1024;
/// Accounts that one post may go to.
pub const RECIPIENTS: usize = 500;
/// Jobs that wait at most; beyond it nothing is taken.
pub const JOBS: usize = 4_096;
/// Bytes of contents that wait at most.
pub const BYTES: usize = 32 * 1024 * 1024;
/// Jobs that are with the server at one time.
pub const WINDOW: usize = 16;
