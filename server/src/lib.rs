//! One server anyone can host: accounts, prekeys, mailboxes, relay. [`Server::start`] on an empty folder is all it
//! takes; [`Running`] is the server until [`Running::shutdown`].
//!
//! What it is not for: it holds no key of a person, no name, no plaintext and no sender. Accounts and devices are
//! hashes of public keys; containers and signals are opaque bytes.

#![forbid(unsafe_code)]

pub mod config;
pub mod storage;

mod accept;
mod container;
mod counted;
mod descriptors;
mod error;
mod folder;
mod http;
mod hub;
mod identity;
mod invite;
mod link;
mod metrics;
mod push;
mod rate;
mod relay;
mod server;
mod shared;

pub use config::{Apns, Clock, Config, Coturn, Limits, PushConfig, Rate, RelayConfig, RelayLimits};
pub use descriptors::Room;
pub use error::StartError;
pub use invite::Invite;
pub use server::{Running, Server};
