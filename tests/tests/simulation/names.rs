//! Relays are named: a name that is not found now may be found later, and a person does not wait for one that is not.

use sotto_core::call::EndReason;
use sotto_tests::simulation::{Settings, World};

use super::{millis, seconds};

/// Two phones that signed in while no name could be looked up.
fn nameless() -> World {
    let mut world = World::friends(Settings::clean(5, millis(20)));
    world.nameless = true;
    for phone in 0..2 {
        world.crash(phone, millis(100));
    }
    world.run_for(seconds(1));
    world.online();
    world
}

#[test]
fn a_relay_that_was_not_found_at_sign_in_is_found_later() {
    let mut world = nameless();
    world.nameless = false;
    world.talk(3);
    assert!(world.phones.iter().all(|phone| phone.connected()));
}

#[test]
fn without_any_relay_to_be_found_a_level_three_call_says_so_at_once() {
    let mut world = nameless();
    world.dial(0, 1, 3);
    assert!(
        world.all_over(seconds(5)),
        "nobody waits for the ringing's end"
    );
    assert_eq!(world.phones[0].ended(), Some(EndReason::CannotConnect));
}
