//! The core made to live: connections to the server, sockets, the store, timers and threads.
//!
//! [`Phone`] is the façade that terminals and shells use. Nothing here decides anything about calls, levels or contacts:
//! that is `sotto_core`'s [`sotto_core::engine::Engine`].

#![forbid(unsafe_code)]

mod aside;
mod chats;
mod driver;
mod link;
mod media;
mod phone;
mod pin;
mod platform;
pub mod scanner;
mod sensors;
mod settle;
mod shared;
pub mod sound;
pub mod store;
pub mod vault;
mod wake;

pub use aside::Aside;
pub use chats::PAGE;
pub use phone::{Events, Phone, PhoneConfig, PhoneError};
pub use pin::{PinVerifier, client_config, spki_pin};
pub use platform::{Platform, SimulatedPlatform, TerminalPlatform};
pub use sensors::sensed_at;
