//! My card and the join link: what QR codes of ours hold (S3.1). A card is signed by its user key, so whoever scans it
//! from a person's phone knows that person's key: scanning makes a contact verified. Not here: drawing and decoding QR
//! codes, and the other identifiers that people have in theirs.

mod error;
mod join;
mod name;
mod own;
mod read;
mod server;

pub use error::CardError;
pub use join::Join;
pub use name::{LONGEST_NAME, clean_name};
pub use read::Card;
pub use server::ServerAddress;

/// The card version that this build writes and reads.
const VERSION: u32 = 1;

#[cfg(test)]
mod tests;
