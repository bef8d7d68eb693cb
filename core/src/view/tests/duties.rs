//! What the shell has to pull, over whole calls and Dings of two phones.

use std::time::Duration;

use super::phones::World;
use crate::ding::{Draft, Said};
use crate::engine::{AudioRoute, AudioRoutes, Command, DingCommand, Event, Input};
use crate::private::{Curtain, Private};
use crate::view::{
    Duties, Rings, Service, Surroundings, SystemCall, SystemCallState, duties, incoming_ding,
};

const ALLOWED: Surroundings = Surroundings {
    microphone: true,
    stays: false,
};

const NOTHING: Duties = Duties {
    ring: None,
    call: None,
    sound: false,
    microphone: false,
    darken: false,
    warn: false,
    service: Service::None,
};

fn of(world: &World, phone: usize) -> Duties {
    duties(world.engine(phone), world.now, ALLOWED)
}

fn call(number: u64, incoming: bool, state: SystemCallState) -> Option<SystemCall> {
    Some(SystemCall {
        number,
        incoming,
        state,
    })
}

#[test]
fn a_call_from_ring_to_end() {
    let mut world = World::acquainted();
    assert_eq!((of(&world, 0), of(&world, 1)), (NOTHING, NOTHING));
    world.dial(0);
    let dials = Duties {
        call: call(1, false, SystemCallState::Dialling),
        sound: true,
        microphone: true,
        darken: true,
        service: Service::CallWithMicrophone,
        ..NOTHING
    };
    // a call that rings needs no microphone yet, and a system may refuse one to an app in the background
    let rings = Duties {
        ring: Some(Rings::Call),
        call: call(1, true, SystemCallState::Ringing),
        service: Service::Call,
        ..NOTHING
    };
    assert_eq!((of(&world, 0), of(&world, 1)), (dials, rings));
    world.command(1, Command::Answer).unwrap();
    let answered = Duties {
        call: call(1, true, SystemCallState::Active),
        ..dials
    };
    assert_eq!((of(&world, 0), of(&world, 1)), (dials, answered));
    world.command(1, Command::HangUp).unwrap();
    assert_eq!((of(&world, 0), of(&world, 1)), (NOTHING, NOTHING));
    world.dial(0);
    let next = call(2, true, SystemCallState::Ringing);
    assert_eq!(of(&world, 1).call, next, "another call, another number");
}

#[test]
fn a_call_on_hold_leaves_the_microphone_to_others_and_stays_a_call() {
    let mut world = World::acquainted();
    world.dial(0);
    world.command(1, Command::Answer).unwrap();
    world.command(1, Command::Hold(true)).unwrap();
    let held = of(&world, 1);
    assert_eq!(held.call, call(1, true, SystemCallState::Held));
    assert!(!held.sound && !held.microphone && !held.darken);
    // else it could not take it up again from the background
    assert_eq!(held.service, Service::CallWithMicrophone);
    world.command(1, Command::Hold(false)).unwrap();
    world.command(1, Command::Mute(true)).unwrap();
    assert!(of(&world, 1).microphone, "muted is not closed");
}

#[test]
fn without_the_permission_no_microphone_is_opened_and_none_is_named() {
    let mut world = World::acquainted();
    world.dial(0);
    let deaf = duties(world.engine(0), world.now, Surroundings::default());
    assert!(deaf.sound && !deaf.microphone);
    assert_eq!(deaf.service, Service::Call);
}

#[test]
fn the_screen_darkens_at_the_ear_only() {
    let mut world = World::acquainted();
    world.dial(0);
    for route in AudioRoute::ALL {
        world.input(0, Input::Routes(AudioRoutes::new(route, AudioRoute::ALL)));
        assert_eq!(of(&world, 0).darken, route == AudioRoute::Earpiece);
    }
}

#[test]
fn a_phone_that_nothing_wakes_waits_if_its_person_wants_that() {
    let stays = Surroundings {
        stays: true,
        ..ALLOWED
    };
    let fresh = World::new();
    let service = |world: &World, around| duties(world.engine(0), world.now, around).service;
    assert_eq!(service(&fresh, stays), Service::None, "nobody can call it");
    let mut world = World::acquainted();
    assert_eq!(service(&world, stays), Service::Waiting);
    assert_eq!(service(&world, ALLOWED), Service::None);
    let endpoint = crate::engine::PushTarget::UnifiedPush("https://push.example/x".to_owned());
    world.command(0, Command::SetPush(endpoint)).unwrap();
    assert_eq!(service(&world, stays), Service::None, "its server wakes it");
}

#[test]
fn a_ding_rings_is_recorded_and_is_heard_each_with_what_it_needs() {
    let mut world = World::acquainted();
    let act = |world: &mut World, phone, command| {
        world.command(phone, Command::Ding(command)).unwrap();
    };
    act(&mut world, 0, DingCommand::StartRecording);
    let records = Duties {
        microphone: true,
        ..NOTHING
    };
    assert_eq!(of(&world, 0), records);
    let now = world.now;
    for _ in 0..100 {
        world.phones[0].engine.push_microphone(now, &[0; 960]);
    }
    let berta = vec![world.engine(1).card().unwrap().account().to_vec()];
    let draft = Draft::ordinary(berta);
    act(&mut world, 0, DingCommand::Send(draft, Said::Recorded));
    assert!(
        world.phones[0]
            .events
            .iter()
            .any(|e| matches!(e, Event::DingSent(_)))
    );
    let rings = Duties {
        ring: Some(Rings::Ding),
        ..NOTHING
    };
    assert_eq!(of(&world, 1), rings);
    let id = incoming_ding(world.engine(1), world.now).unwrap().id;
    let id = Private::new(Curtain::OPEN, id.as_str()).bytes().unwrap();
    let id = sotto_protocol::id::DingId::try_from(id.as_slice()).unwrap();
    act(&mut world, 1, DingCommand::Listen(id));
    world.later(Duration::from_millis(1));
    let hears = Duties {
        sound: true,
        darken: true,
        ..NOTHING
    };
    assert_eq!(of(&world, 1), hears);
    world.phones[1].events.clear();
    let loud = AudioRoutes::new(AudioRoute::Speaker, AudioRoute::ALL);
    world.input(1, Input::Routes(loud));
    assert!(!of(&world, 1).darken, "it is not at the ear any more");
    let mut events = world.phones[1].events.iter();
    assert!(
        events.any(|e| matches!(e, Event::DingsChanged)),
        "a shell reads it anew"
    );
    act(&mut world, 1, DingCommand::Stop);
    assert!(!of(&world, 1).sound);
}
