//! Who is in nobody's contacts may call, and is no way to keep others out.

use sotto_core::call::EndReason;
use sotto_core::engine::{Command, Event};
use sotto_tests::simulation::{ServerModel, Settings, Store, World};

use super::{millis, seconds};

/// 0 and 1 know each other; 2 has the card of 0, who never saw 2's.
fn two_friends_and_a_stranger(seed: u64) -> World {
    let server = ServerModel::new(&[b"first", b"second", b"third"]);
    let stores = vec![Store::default(), Store::default(), Store::default()];
    let mut world = World::new(Settings::clean(seed, millis(20)), stores, server);
    for (phone, invite) in ["first", "second", "third"].iter().enumerate() {
        world.join(phone, invite);
    }
    for (phone, whose) in [(0, 1), (1, 0), (2, 0)] {
        world.scan(phone, whose);
    }
    world
}

fn rings_for(world: &World) -> Option<usize> {
    let other = world.phones[0].engine().call()?.other();
    [1, 2].into_iter().find(|phone| {
        let card = world.phones[*phone].engine().card();
        card.is_some_and(|card| card.account() == other)
    })
}

#[test]
fn a_strangers_call_gives_way_to_a_contacts_and_the_stranger_is_told_nothing() {
    let mut world = two_friends_and_a_stranger(5);
    world.dial(2, 0, 0);
    assert!(world.run_until(seconds(1), |w| rings_for(w) == Some(2)));
    world.dial(1, 0, 0);
    assert!(world.run_until(seconds(1), |w| rings_for(w) == Some(1)));
    world.command(0, Command::Answer).unwrap();
    assert!(world.run_until(seconds(3), |w| w.phones[0].connected()
        && w.phones[1].connected()));
    assert_eq!(
        world.phones[2].ended(),
        None,
        "it rings on for the stranger"
    );
    assert!(world.run_until(seconds(60), |w| w.phones[2].ended().is_some()));
    assert_eq!(world.phones[2].ended(), Some(EndReason::NoAnswer));
    // nor is a stranger told that the person talks
    world.dial(2, 0, 0);
    world.run_for(seconds(10));
    assert_eq!(world.phones[2].ended(), None);
    assert!(world.phones[0].connected());
    let log = world.phones[0].engine().call_log();
    assert!(log.len() == 2 && log.iter().all(|call| call.was_missed()));
}

#[test]
fn a_contacts_call_gives_way_to_no_other_and_not_to_a_stranger() {
    let mut world = two_friends_and_a_stranger(6);
    world.dial(1, 0, 0);
    assert!(world.run_until(seconds(1), |w| rings_for(w) == Some(1)));
    world.dial(2, 0, 0);
    world.run_for(seconds(5));
    assert_eq!(rings_for(&world), Some(1));
    let log = world.phones[0].engine().call_log();
    assert_eq!(log.len(), 1, "the stranger's came, and was missed");
}

#[test]
fn a_stranger_whom_nobody_answers_rings_a_few_times_then_only_after_a_pause() {
    let mut world = two_friends_and_a_stranger(7);
    let rings = |world: &World| world.phones[0].count(&Event::Incoming);
    for call in 1..=6 {
        world.dial(2, 0, 0);
        world.run_for(seconds(2));
        world.command(2, Command::HangUp).unwrap();
        world.run_for(seconds(1));
        assert_eq!(rings(&world), call.min(3), "call {call}");
        assert_eq!(world.phones[0].engine().call_log().len(), call, "missed");
    }
    // a contact is not kept waiting
    world.dial(1, 0, 0);
    assert!(world.run_until(seconds(1), |w| rings_for(w) == Some(1)));
    world.command(1, Command::HangUp).unwrap();
    world.run_for(seconds(60));
    world.dial(2, 0, 0);
    assert!(world.run_until(seconds(2), |w| rings_for(w) == Some(2)));
}
