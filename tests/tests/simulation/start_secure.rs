//! The start button of the secure screen: one command, whatever goes on (S1.1, S1.6); and what counts as missed.

use sotto_core::call::EndReason;
use sotto_core::engine::{Command, CommandError};
use sotto_core::secure::Level;
use sotto_core::view::{Notice, notification};
use sotto_protocol::id::AccountId;
use sotto_tests::simulation::{Settings, World};

use super::{millis, seconds};

fn friends(seed: u64) -> World {
    World::friends(Settings::clean(seed, millis(40)))
}

fn start(world: &mut World, with: Option<AccountId>, level: u8) -> Result<(), CommandError> {
    world.command(0, Command::StartSecure(with, Level::new(level)))
}

fn levels(world: &World) -> Vec<u8> {
    let level =
        |engine: &sotto_core::engine::Engine| engine.call().map_or(0, |c| c.level().number());
    world.phones.iter().map(|p| level(p.engine())).collect()
}

#[test]
fn without_a_call_it_calls_and_with_one_it_goes_up_at_once_and_down_when_both_agree() {
    let mut world = friends(1);
    let bob = world.phones[1].account();
    assert_eq!(start(&mut world, None, 1), Err(CommandError::NoContact));
    start(&mut world, Some(bob), 1).unwrap();
    assert!(world.run_until(seconds(5), |w| {
        w.phones[1].engine().call().is_some_and(|c| c.can_answer())
    }));
    world.command(1, Command::Answer).unwrap();
    assert!(world.run_until(seconds(5), |w| w.phones.iter().all(|p| p.sounds())));

    start(&mut world, Some(bob), 2).unwrap();
    assert!(world.run_until(seconds(5), |w| levels(w) == [2, 2]));

    start(&mut world, None, 1).unwrap();
    world.run_for(seconds(1));
    assert_eq!(levels(&world), [2, 2], "the other person is asked first");
    world.agree(1).unwrap();
    assert!(world.run_until(seconds(5), |w| levels(w) == [1, 1]));
}

#[test]
fn on_somebody_elses_page_it_leaves_the_call_that_goes_on_alone() {
    let mut world = friends(2);
    world.talk(1);
    let nobody = AccountId::new([9; 16]);
    assert_eq!(
        start(&mut world, Some(nobody), 3),
        Err(CommandError::InCall)
    );
    world.run_for(seconds(1));
    assert_eq!(levels(&world), [1, 1]);
}

#[test]
fn a_call_that_was_declined_or_taken_is_not_told_as_missed() {
    for (seed, reason) in [
        (3, EndReason::Cancelled),
        (4, EndReason::Declined),
        (5, EndReason::HungUp),
    ] {
        let mut world = friends(seed);
        match reason {
            EndReason::HungUp => world.talk(0),
            _ => world.ring(0),
        }
        let ends = usize::from(reason == EndReason::Declined);
        world.command(ends, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(2)));
        let alice = world.phones[0].account();
        let told = notification(world.phones[1].engine(), Notice::MissedCall(alice), false);
        assert_eq!(told.is_some(), reason == EndReason::Cancelled, "{reason:?}");
    }
}
