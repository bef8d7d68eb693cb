//! Being woken: what a phone tells its server, and that nothing of it is lost in a crash.

use sotto_core::engine::{Command, Event, Input, PushRefusal, PushState, PushTarget};
use sotto_core::secure::Level;
use sotto_protocol::wire::link::{failure::Code, push_set::Outcome};
use sotto_tests::simulation::World;

use super::{friends, millis, seconds};

fn endpoint(name: &str) -> Command {
    Command::SetPush(PushTarget::UnifiedPush(format!(
        "https://push.example/{name}"
    )))
}

fn state(world: &World, phone: usize) -> PushState {
    world.phones[phone].engine().push()
}

fn on(world: &mut World, phone: usize) {
    world.command(phone, endpoint("x")).unwrap();
    assert!(world.run_until(seconds(2), |w| state(w, phone) == PushState::On));
}

#[test]
fn a_call_wakes_a_phone_that_is_off_and_it_rings() {
    let mut world = friends(1);
    on(&mut world, 1);
    let berta = world.phones[1].account();
    world.crash(1, seconds(3));
    world.run_for(millis(500));
    world
        .command(0, Command::Dial(berta, Level::new(0)))
        .unwrap();
    world.run_for(seconds(2));
    assert_eq!(world.server.woken.len(), 1);
    // the wake-up starts it; it says so when all is there
    assert!(world.run_until(seconds(3), |w| w.phones[1].engine.is_some()));
    world.input(1, Input::Woken);
    assert!(world.run_until(seconds(3), |w| w.phones[1].count(&Event::CaughtUp) == 1));
    assert_eq!(world.phones[1].count(&Event::Incoming), 1);
    assert_eq!(world.server.woken.len(), 1);
}

#[test]
fn a_target_is_told_again_only_where_it_changed() {
    let mut world = friends(2);
    on(&mut world, 1);
    let before = world.server.requests;
    world.command(1, endpoint("x")).unwrap();
    world.run_for(seconds(1));
    assert_eq!(world.server.requests, before);
    world.break_lines(1);
    world.run_for(seconds(3));
    assert_eq!(world.phones[1].count(&Event::PushChanged), 2);
    world.command(1, endpoint("y")).unwrap();
    assert_eq!(state(&world, 1), PushState::Unsaid);
    assert!(world.run_until(seconds(1), |w| state(w, 1) == PushState::On));
    world
        .command(1, Command::SetPush(PushTarget::Nowhere))
        .unwrap();
    world.run_for(seconds(1));
    assert_eq!(state(&world, 1), PushState::Off);
}

#[test]
fn what_the_server_did_not_hear_is_told_after_a_crash() {
    let mut world = friends(3);
    world.cut_control(1, true);
    world.run_for(millis(200));
    world.command(1, endpoint("x")).unwrap();
    world.run_for(millis(200));
    world.crash(1, millis(300));
    world.cut_control(1, false);
    assert!(world.run_until(seconds(30), |w| {
        let engine = w.phones[1].engine.as_ref();
        engine.is_some_and(|engine| engine.push() == PushState::On)
    }));
}

#[test]
fn a_phone_knows_why_it_is_not_woken() {
    for (offer, refusal) in [
        (Outcome::NotOffered, PushRefusal::NotOffered),
        (Outcome::Unusable, PushRefusal::Unusable),
        (Outcome::PrivateAddress, PushRefusal::PrivateAddress),
    ] {
        let mut world = friends(4);
        world.server.push_offer = Some(offer);
        world.command(1, endpoint("x")).unwrap();
        world.run_for(seconds(1));
        assert_eq!(state(&world, 1), PushState::Refused(refusal));
        // the operator has changed it, and the system tells once more
        world.server.push_offer = None;
        on(&mut world, 1);
    }
    // a server that is older than this
    let mut world = friends(5);
    world.server.fail = Some(("set_push", Code::Malformed));
    world.command(1, endpoint("x")).unwrap();
    world.run_for(seconds(1));
    let not_offered = PushState::Refused(PushRefusal::NotOffered);
    assert_eq!(state(&world, 1), not_offered);
}

#[test]
fn a_phone_learns_that_its_service_forgot_it() {
    let mut world = friends(6);
    on(&mut world, 1);
    world.server.forget_push();
    for _ in 0..2 {
        world.break_lines(1);
        world.run_for(seconds(3));
    }
    assert_eq!(state(&world, 1), PushState::Refused(PushRefusal::Gone));
    assert_eq!(world.phones[1].count(&Event::PushChanged), 3);
    on(&mut world, 1);
}
