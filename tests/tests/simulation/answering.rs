//! An answer given while a phone still gets ready for the level is kept, and given as soon as it is; or dropped with the
//! call, or where the phone cannot enforce the level.

use std::time::Duration;

use sotto_core::call::{CallError, EndReason, Phase};
use sotto_core::engine::{Command, CommandError, PlatformNews};
use sotto_core::secure::{ARMING_LIMIT, Answer, GuardState, Level, Operation, Operations};
use sotto_core::view;
use sotto_tests::simulation::{Manner, World, each_story};

use super::{both_at, friends, millis, nothing_was_heard, seconds};

const SHOT: Operation = Operation::Screenshot;

fn answering(world: &World) -> bool {
    let incoming = view::incoming(world.phones[1].engine(), world.moment());
    incoming.is_some_and(|view| {
        let says = view.answering.is_some();
        // whoever answered is not asked again, and may still decline
        assert!(!says || (!view.answer.is_enabled() && view.decline.is_enabled()));
        says
    })
}

fn rings(world: &mut World) {
    let rings = |w: &World| w.phones[1].phase() == Some(Phase::Ringing);
    assert!(world.run_until(seconds(5), rings));
}

/// Each operation is answered for at a time of its own; the person answers somewhere among these.
#[test]
fn an_early_answer_is_given_once_the_phone_is_armed_and_never_before() {
    each_story(300, |seed| {
        let mut world = friends(seed);
        let level = 1 + (world.draw(3) as u8);
        let slow = ARMING_LIMIT.as_millis() as u64 - 50;
        for operation in Operation::ALL {
            let after = millis(world.draw(slow));
            let late = Manner::Late(Answer::Enforced, after);
            world.phones[1].platform.set(operation, late);
        }
        world.dial(0, 1, level);
        rings(&mut world);
        let pause = millis(world.draw(slow));
        world.run_for(pause);
        let ready = world.phones[1].engine().call().unwrap().can_answer();
        world.command(1, Command::Answer).unwrap();
        assert_eq!(answering(&world), !ready);
        // tapping again changes nothing
        if !ready {
            let _ = world.command(1, Command::Answer);
        }
        let connected = world.run_until(seconds(8), |w| {
            let call = w.phones[1].engine().call().unwrap();
            let answered = call.phase() != Phase::Ringing;
            assert!(!answered || call.guard().state() == GuardState::Armed);
            w.phones.iter().all(|phone| phone.connected())
        });
        assert!(connected);
        both_at(&mut world, level);
    });
}

#[test]
fn an_early_answer_ends_with_the_call() {
    each_story(200, |seed| {
        let mut world = friends(seed);
        world.phones[1].platform.set(SHOT, Manner::Silent);
        world.dial(0, 1, 3);
        rings(&mut world);
        world.command(1, Command::Answer).unwrap();
        assert!(answering(&world));
        let (who, pause) = (world.draw(2) as usize, world.draw(1_500));
        world.run_for(millis(pause));
        world.command(who, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(2)));
        world.run_for(seconds(5));
        nothing_was_heard(&world);
        let expected = [EndReason::Cancelled, EndReason::Declined][who];
        assert_eq!(world.phones[1].ended(), Some(expected));
    });
}

#[test]
fn a_phone_that_cannot_drops_the_answer_and_says_why() {
    each_story(60, |seed| {
        let mut world = friends(seed);
        let after = Duration::from_millis(200 + world.draw(1_000));
        let manner = match seed % 3 {
            0 => Manner::Late(Answer::Unsupported, after),
            1 => Manner::Late(Answer::Detected, after),
            _ => Manner::Silent,
        };
        world.phones[1].platform.set(SHOT, manner);
        world.dial(0, 1, 3);
        rings(&mut world);
        world.command(1, Command::Answer).unwrap();
        world.run_for(seconds(4));
        assert!(!answering(&world));
        let incoming = view::incoming(world.phones[1].engine(), world.moment()).unwrap();
        assert!(!incoming.banners.is_empty() && !incoming.remedies.is_empty());
        let refused = CallError::NotArmed(Level::THREE);
        let again = world.command(1, Command::Answer);
        assert_eq!(again, Err(CommandError::Call(refused)));
        assert_eq!(world.phones[0].phase(), Some(Phase::Ringing));
        // what both then agree to is answered by the person, not by what was wished before
        let ask = Command::Ask(Level::TWO, Operations::NONE);
        world.command(1, ask).unwrap();
        world.run_for(millis(300));
        world
            .command(0, Command::Agree(Level::TWO, Operations::NONE))
            .unwrap();
        world.run_for(seconds(2));
        assert_eq!(world.phones[1].phase(), Some(Phase::Ringing));
        nothing_was_heard(&world);
        world.command(1, Command::Answer).unwrap();
        both_at(&mut world, 2);
    });
}

/// The loudspeaker is on when the call comes, and goes off a little later.
#[test]
fn an_answer_waits_for_what_is_forbidden_to_end() {
    let mut world = friends(1);
    world.dial(0, 1, 1);
    rings(&mut world);
    world.run_for(millis(200));
    world.platform(1, Operation::Speaker, PlatformNews::ViolationBegan);
    world.command(1, Command::Answer).unwrap();
    assert!(answering(&world));
    world.run_for(millis(300));
    assert_eq!(world.phones[1].phase(), Some(Phase::Ringing));
    nothing_was_heard(&world);
    world.platform(1, Operation::Speaker, PlatformNews::ViolationEnded);
    both_at(&mut world, 1);
}
