//! The server from a phone's side: a real WebSocket over pinned TLS.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

#[path = "server_link/client.rs"]
mod client;
#[path = "server_link/world.rs"]
mod world;

#[path = "server_link/abuse.rs"]
mod abuse;
#[path = "server_link/accounts.rs"]
mod accounts;
#[path = "server_link/folder.rs"]
mod folder;
#[path = "server_link/mailbox.rs"]
mod mailbox;
#[path = "server_link/prekeys.rs"]
mod prekeys;
