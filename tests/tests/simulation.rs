//! Whole calls between phones under a virtual clock: a server, a relay, a bad network, crashes. A failing seed is named;
//! `SOTTO_FAULT_SEED` replays it, `SOTTO_FAULT_ROUNDS` runs more of them.

#![allow(clippy::unwrap_used)]

#[path = "simulation/calls.rs"]
mod calls;
#[path = "simulation/chat.rs"]
mod chat;
#[path = "simulation/crashes.rs"]
mod crashes;
#[path = "simulation/dings.rs"]
mod dings;
#[path = "simulation/identity.rs"]
mod identity;
#[path = "simulation/levels.rs"]
mod levels;
#[path = "simulation/liar.rs"]
mod liar;
#[path = "simulation/secure.rs"]
mod secure;
#[path = "simulation/secure_chat.rs"]
mod secure_chat;
#[path = "simulation/ways_to_end.rs"]
mod ways_to_end;

use std::time::Duration;

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}
