//! What the shell has to pull, over whole calls and Dings of two phones.

use std::time::Duration;

use super::phones::World;
use crate::ding::{Draft, Said};
use crate::engine::{AudioRoute, AudioRoutes, Command, DingCommand, Event, Input, Sight};
use crate::private::{Curtain, Private};
use crate::secure::Level;
use crate::view::{
    Duties, Rings, Service, Surroundings, SystemCall, SystemCallState, duties, incoming_ding,
};

const ALLOWED: Surroundings = Surroundings {
    microphone: true,
    keeps_out: false,
    rings: true,
    stays: false,
};

const NOTHING: Duties = Duties {
    ring: None,
    call: None,
    sound: false,
    microphone: false,
    spoken: false,
    darken: false,
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
        spoken: true,
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
        spoken: true,
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

/// Berta has a Ding of Anna's that she may listen to; its id.
fn a_ding_came(world: &mut World, level: u8) -> sotto_protocol::id::DingId {
    let act = |world: &mut World, command| world.command(0, Command::Ding(command)).unwrap();
    act(world, DingCommand::StartRecording);
    let now = world.now;
    for _ in 0..100 {
        world.phones[0].engine.push_microphone(now, &[9_000; 960]);
    }
    let berta = vec![world.engine(1).card().unwrap().account().to_vec()];
    let draft = match level {
        0 => Draft::ordinary(berta),
        _ => Draft::secure(berta, Level::new(level)),
    };
    act(world, DingCommand::Send(draft, Said::Recorded));
    let id = incoming_ding(world.engine(1), world.now).unwrap().id;
    let id = Private::new(Curtain::OPEN, id.as_str()).bytes().unwrap();
    sotto_protocol::id::DingId::try_from(id.as_slice()).unwrap()
}

#[test]
fn a_microphone_that_keeps_others_out_is_open_while_a_secure_ding_is_heard() {
    for (level, keeps_out) in [(0, true), (1, true), (1, false)] {
        let mut world = World::acquainted();
        let id = a_ding_came(&mut world, level);
        let around = Surroundings {
            keeps_out,
            ..ALLOWED
        };
        let listen = Command::Ding(DingCommand::Listen(id));
        world.command(1, listen).unwrap();
        world.later(Duration::from_millis(1));
        let hears = duties(world.engine(1), world.now, around);
        assert!(hears.sound);
        assert_eq!(hears.microphone, level > 0 && keeps_out);
        world.command(1, Command::Ding(DingCommand::Stop)).unwrap();
        assert!(!duties(world.engine(1), world.now, around).microphone);
    }
}

#[test]
fn what_nobody_sees_is_not_recorded() {
    let unseen = [
        (false, false, false),
        (true, true, false),
        (true, false, true),
    ];
    for (in_front, locked, covered) in unseen {
        let mut world = World::acquainted();
        let act = |world: &mut World, command| world.command(0, Command::Ding(command)).unwrap();
        act(&mut world, DingCommand::StartRecording);
        act(&mut world, DingCommand::RecordingSeen(Sight::CLEAR));
        assert!(of(&world, 0).microphone);
        let now = world.now;
        world.phones[0].engine.push_microphone(now, &[9_000; 960]);
        let sight = Sight {
            in_front,
            locked,
            covered,
        };
        act(&mut world, DingCommand::RecordingSeen(sight));
        assert!(!of(&world, 0).microphone);
        // what was said so far is kept, and is no recording any more
        act(&mut world, DingCommand::PlayRecording);
        act(&mut world, DingCommand::RecordingSeen(sight));
        assert!(of(&world, 0).sound);
    }
}

#[test]
fn a_screen_that_is_gone_records_no_longer() {
    let mut world = World::acquainted();
    let act = |world: &mut World, command| world.command(0, Command::Ding(command)).unwrap();
    act(&mut world, DingCommand::StartRecording);
    for _ in 0..5 {
        act(&mut world, DingCommand::RecordingSeen(Sight::CLEAR));
        world.later(Duration::from_secs(2));
        assert!(of(&world, 0).microphone, "it is drawn again and again");
    }
    world.later(Duration::from_secs(1));
    assert!(!of(&world, 0).microphone);
}

#[test]
fn a_ding_rings_in_the_sound_of_a_phone_that_asks_for_it() {
    let mut world = World::acquainted();
    let id = a_ding_came(&mut world, 0);
    let heard = |world: &mut World| {
        let (now, mut frame) = (world.now, [0; 960]);
        world.phones[1].engine.pull_loudspeaker(now, &mut frame);
        frame.iter().any(|sample| *sample != 0)
    };
    assert!(
        !heard(&mut world),
        "a system that rings needs no second bell"
    );
    world.phones[1].engine.ring_in_sound(true);
    assert!(heard(&mut world));
    let confirm = Command::Ding(DingCommand::Confirm(id));
    world.command(1, confirm).unwrap();
    assert!(!heard(&mut world));
}

#[test]
fn what_only_rings_is_not_spoken_unless_the_phone_arms_for_it() {
    let mut world = World::acquainted();
    let id = a_ding_came(&mut world, 1);
    assert!(!of(&world, 1).spoken);
    let listen = Command::Ding(DingCommand::Listen(id));
    world.command(1, listen).unwrap();
    assert!(of(&world, 1).spoken);
    world.command(1, Command::Ding(DingCommand::Stop)).unwrap();
    for (level, spoken) in [(0, false), (2, true)] {
        world.dial(level);
        assert_eq!(of(&world, 1).spoken, spoken, "{level}");
        world.command(0, Command::HangUp).unwrap();
    }
}
