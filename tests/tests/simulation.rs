//! Whole calls between two phones under a virtual clock.

#![allow(clippy::unwrap_used)]

use std::time::Duration;

use sotto_core::engine::Command;
use sotto_tests::simulation::{Settings, World};

fn millis(n: u64) -> Duration {
    Duration::from_millis(n)
}

#[test]
fn strangers_become_friends_and_talk_at_every_level() {
    for level in 0..=3 {
        let mut world = World::friends(Settings::clean(u64::from(level), millis(50)));
        world.talk(level);
        world.run_for(millis(1_000));
        for phone in &world.phones {
            assert!(phone.heard.loud > 40, "level {level}: {:?}", phone.heard);
        }
        world.command(0, Command::HangUp).unwrap();
        assert!(world.all_over(millis(500)));
    }
}
