//! Whole calls between phones under a virtual clock: a server, a relay, a bad network, crashes. A failing seed is named;
//! `SOTTO_FAULT_SEED` replays it, `SOTTO_FAULT_ROUNDS` runs more of them.

#![allow(clippy::unwrap_used)]

#[path = "simulation/answering.rs"]
mod answering;
#[path = "simulation/blocking.rs"]
mod blocking;
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
#[path = "simulation/interruptions.rs"]
mod interruptions;
#[path = "simulation/levels.rs"]
mod levels;
#[path = "simulation/liar.rs"]
mod liar;
#[path = "simulation/names.rs"]
mod names;
#[path = "simulation/push.rs"]
mod push;
#[path = "simulation/secure.rs"]
mod secure;
#[path = "simulation/secure_chat.rs"]
mod secure_chat;
#[path = "simulation/secure_chat_stories.rs"]
mod secure_chat_stories;
#[path = "simulation/start_secure.rs"]
mod start_secure;
#[path = "simulation/strangers.rs"]
mod strangers;
#[path = "simulation/ways_to_end.rs"]
mod ways_to_end;

use std::time::Duration;

use sotto_core::secure::Level;
use sotto_tests::simulation::{Settings, World};

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// Two phones that scanned each other's cards, 40 ms apart.
fn friends(seed: u64) -> World {
    World::friends(Settings::clean(seed, millis(40)))
}

fn nothing_was_heard(world: &World) {
    for phone in &world.phones {
        assert_eq!(phone.heard.any, 0);
    }
}

fn both_at(world: &mut World, level: u8) {
    let reached = world.run_until(seconds(5), |w| {
        w.phones
            .iter()
            .all(|p| p.level() == Some(Level::new(level)) && p.sounds())
    });
    let levels: Vec<_> = world
        .phones
        .iter()
        .map(|p| (p.level(), p.sounds()))
        .collect();
    assert!(reached, "not both at {level}: {levels:?}");
    world.both_hear();
}
