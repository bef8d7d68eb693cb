//! A server that lies: nothing panics, and what it is asked for ends in a typed way.

use prost::Message;
use rand::{Rng, RngExt};
use sotto_core::call::EndReason;
use sotto_core::engine::{Command, Event, Line, Problem};
use sotto_core::store::Table;
use sotto_protocol::limits;
use sotto_protocol::wire::link::{
    Delivery, Failure, PrekeysLow, ToPhone, Welcome, delivery::What, failure::Code, to_phone::Body,
};
use sotto_tests::simulation::{Settings, World, each_seed};

use super::{millis, seconds};

fn friends(seed: u64) -> World {
    World::friends(Settings::clean(seed, millis(30)))
}

#[test]
fn swapped_prekeys_are_noticed_and_nobody_is_called() {
    // an attacker's own phone, which the server offers in place of the contact's
    let mut world = friends(1);
    let mut kept: Option<sotto_protocol::wire::link::Bundle> = None;
    world.lie = Some(Box::new(move |_, phone, _, mut message| {
        if let Some(Body::Prekeys(prekeys)) = &mut message.body {
            match (&kept, phone) {
                (None, 1) => kept = prekeys.bundles.first().cloned(),
                (Some(bundle), 0) => prekeys.bundles = vec![bundle.clone()],
                _ => {}
            }
        }
        vec![message.encode_to_vec()]
    }));
    // phone 1 dials, so that the server has keys of phone 0 in hand
    world.dial(1, 0, 0);
    world.run_for(seconds(1));
    world.command(1, Command::HangUp).unwrap();
    assert!(world.all_over(seconds(2)));
    let before = world.phones[1].count(&Event::Incoming);
    world.dial(0, 1, 0);
    world.run_for(seconds(1));
    assert_eq!(world.phones[0].ended(), Some(EndReason::CannotConnect));
    assert_eq!(
        world.phones[0].count(&Event::Problem(Problem::WrongKeys)),
        1
    );
    assert_eq!(world.phones[1].count(&Event::Incoming), before);
}

#[test]
fn every_failure_of_every_request_ends_in_a_typed_way() {
    for kind in [
        "fetch",
        "submit",
        "signal",
        "acknowledge",
        "relays",
        "publish",
        "sign-in",
        "access",
    ] {
        // all codes for what a call depends on, some for the rest
        let step = if matches!(kind, "fetch" | "submit") {
            1
        } else {
            4
        };
        for code in (0..=14).step_by(step) {
            let code = Code::try_from(code).unwrap();
            let mut world = friends(2);
            world.server.fail = Some((kind, code));
            world.break_lines(0);
            world.run_for(seconds(1));
            world.dial(0, 1, 1);
            world.run_for(seconds(3));
            let _ = world.command(1, Command::Answer);
            world.run_for(seconds(1));
            let _ = world.command(0, Command::HangUp);
            assert!(
                world.all_over(seconds(70)),
                "{kind}, {}",
                code.as_str_name()
            );
            let failed = matches!(kind, "fetch" | "submit")
                && code != Code::RateLimited
                && code != Code::DevicesChanged;
            if failed {
                assert_eq!(
                    world.phones[0].ended(),
                    Some(EndReason::CannotConnect),
                    "{kind}, {}",
                    code.as_str_name()
                );
                let told = world.phones[0]
                    .events
                    .iter()
                    .any(|(_, e)| matches!(e, Event::Problem(_)));
                assert!(told, "{kind}, {}: nobody was told", code.as_str_name());
            }
            world.server.fail = None;
            world.break_lines(0);
            world.break_lines(1);
            world.run_for(seconds(3));
            world.talk(0);
        }
    }
}

#[test]
fn a_failed_registration_says_why_and_another_link_works() {
    for (code, problem) in [
        (Code::Invite, Problem::Invite),
        (Code::Version, Problem::Version),
    ] {
        let mut world = World::strangers(Settings::clean(3, millis(10)));
        world.server.fail = Some(("register", code));
        let (link, name) = (World::link("first"), String::new());
        world.command(0, Command::Join { link, name }).unwrap();
        world.run_for(seconds(1));
        assert_eq!(world.phones[0].count(&Event::JoinFailed(problem)), 1);
        world.server.fail = None;
        world.join(0, "first");
    }
}

#[test]
fn a_registration_that_is_put_off_is_tried_again() {
    let mut world = World::strangers(Settings::clean(3, millis(10)));
    world.server.fail = Some(("register", Code::RateLimited));
    let (link, name) = (World::link("first"), String::new());
    world.command(0, Command::Join { link, name }).unwrap();
    world.run_for(seconds(1));
    assert!(!world.phones[0].engine().is_joined());
    world.server.fail = None;
    world.run_for(seconds(1));
    assert!(world.phones[0].engine().is_online());
}

#[test]
fn duplicated_reordered_and_withheld_messages_do_no_harm() {
    each_seed(10, |seed| {
        let mut world = friends(seed);
        let mut held: Vec<Vec<u8>> = Vec::new();
        world.lie = Some(Box::new(move |rng, _, line, message| {
            let bytes = message.encode_to_vec();
            if line == Line::Anonymous || !matches!(message.body, Some(Body::Delivery(_))) {
                return vec![bytes];
            }
            match rng.random_range(0..6) {
                0 => vec![bytes.clone(), bytes],
                1 => {
                    held.push(bytes);
                    Vec::new()
                }
                2 => {
                    let mut all = vec![bytes];
                    all.append(&mut held);
                    all
                }
                _ => vec![bytes],
            }
        }));
        for _ in 0..4 {
            let caller = world.draw(2) as usize;
            let level = world.draw(4) as u8;
            if world.phones[caller].phase().is_none() {
                world.dial(caller, 1 - caller, level);
            }
            world.run_for(seconds(2));
            let _ = world.command(1 - caller, Command::Answer);
            world.run_for(seconds(2));
            let _ = world.command(caller, Command::HangUp);
            world.run_for(seconds(1));
        }
        assert!(world.all_over(seconds(70)), "seed {seed}");
        // an honest server again: all is as it should be
        world.lie = None;
        world.break_lines(0);
        world.break_lines(1);
        world.run_for(seconds(60));
        let _ = world.all_over(seconds(60));
        world.talk(0);
        assert_eq!(world.server.waiting(), 0);
    });
}

#[test]
fn garbage_does_no_harm() {
    each_seed(12, |seed| {
        let mut world = friends(seed);
        world.talk((seed % 4) as u8);
        let mut own: Vec<Vec<u8>> = Vec::new();
        world.lie = Some(Box::new(|rng, _, _, message| {
            let good = message.encode_to_vec();
            let mut bad = good.clone();
            for _ in 0..rng.random_range(1..4) {
                let at = rng.random_range(0..bad.len().max(1));
                if let Some(byte) = bad.get_mut(at) {
                    *byte ^= rng.random_range(1..=255);
                }
            }
            bad.truncate(rng.random_range(0..=bad.len()));
            let mut random = vec![0; rng.random_range(0..400)];
            rng.fill_bytes(&mut random);
            vec![bad, random, good]
        }));
        for round in 0..200u64 {
            let mut bytes = vec![0; (round * 7 % 500) as usize];
            world.rng.fill_bytes(&mut bytes);
            own.push(bytes);
        }
        for bytes in own {
            for line in [Line::Mine, Line::Anonymous] {
                for phone in 0..2 {
                    let bytes = bytes.clone();
                    world.input(phone, sotto_core::engine::Input::Received { line, bytes });
                }
            }
        }
        world.command(0, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(30)));
        world.lie = None;
        for phone in 0..2 {
            world.break_lines(phone);
        }
        world.run_for(seconds(3));
        world.talk(0);
    });
}

/// What a server may say with numbers chosen to hurt.
fn extremes() -> Vec<Body> {
    let most = u64::MAX;
    let mut bodies = vec![
        Body::Welcome(Welcome {
            version_min: 0,
            version_max: u32::MAX,
            challenge: vec![0; 32],
            server_time: most,
        }),
        Body::PrekeysLow(PrekeysLow { left: u32::MAX }),
        Body::PrekeysLow(PrekeysLow { left: 0 }),
        Body::Failure(Failure {
            code: 99,
            retry_after: most,
            ..Failure::default()
        }),
    ];
    for what in [
        What::Container(vec![0; 90_000]),
        What::Signal(vec![0; 40]),
        What::Signal(vec![]),
    ] {
        bodies.push(Body::Delivery(Delivery {
            sequence: most,
            what: Some(what),
        }));
    }
    bodies
}

#[test]
fn extreme_numbers_do_no_harm() {
    for body in extremes() {
        for line in [Line::Mine, Line::Anonymous] {
            let mut world = friends(6);
            for reply_to in [0, 1, u64::MAX] {
                let body = Some(body.clone());
                let bytes = ToPhone { reply_to, body }.encode_to_vec();
                for phone in 0..2 {
                    let bytes = bytes.clone();
                    world.input(phone, sotto_core::engine::Input::Received { line, bytes });
                }
            }
            let account = world.phones[1].account();
            let _ = world.command(0, Command::Dial(account, sotto_core::secure::Level::ONE));
            world.run_for(seconds(2));
            let _ = world.command(0, Command::HangUp);
            assert!(world.all_over(seconds(60)));
        }
    }
}

#[test]
fn a_server_that_never_has_enough_prekeys_is_heard_now_and_then_only() {
    let mut world = friends(9);
    world.run_for(seconds(20));
    let made = |world: &World| world.phones[0].store.keys(Table::Prekeys).count();
    let before = made(&world);
    let hungry = ToPhone {
        reply_to: 0,
        body: Some(Body::PrekeysLow(PrekeysLow { left: 0 })),
    };
    for _ in 0..50 {
        let (line, bytes) = (Line::Mine, hungry.encode_to_vec());
        world.input(0, sotto_core::engine::Input::Received { line, bytes });
        world.run_for(millis(100));
    }
    assert_eq!(made(&world), before + limits::PREKEYS, "once in 5 s");
    world.run_for(seconds(6));
    // what it called for meanwhile is not forgotten
    assert_eq!(made(&world), before + 2 * limits::PREKEYS);
    world.run_for(seconds(60));
    assert_eq!(
        made(&world),
        before + 2 * limits::PREKEYS,
        "and not for ever"
    );
}

#[test]
fn credentials_that_last_for_ever_are_renewed_all_the_same() {
    let mut world = friends(7);
    world.lie = Some(Box::new(|_, _, _, mut message| {
        if let Some(Body::Relays(relays)) = &mut message.body {
            for relay in &mut relays.relays {
                relay.expires = u64::MAX;
            }
            let many = relays.relays.clone();
            for _ in 0..50 {
                relays.relays.extend(many.clone());
            }
        }
        vec![message.encode_to_vec()]
    }));
    for phone in 0..2 {
        world.break_lines(phone);
    }
    world.run_for(seconds(2));
    world.talk(3);
}

#[test]
fn a_flood_of_deliveries_without_answers_fills_nothing() {
    let mut world = friends(8);
    world.lie = Some(Box::new(|_, _, _, message| match message.body {
        Some(Body::Done(_)) => Vec::new(),
        _ => vec![message.encode_to_vec()],
    }));
    for sequence in 0..5_000 {
        let what = Some(What::Signal(vec![1; 60]));
        let body = Some(Body::Delivery(Delivery { sequence, what }));
        let bytes = ToPhone { reply_to: 0, body }.encode_to_vec();
        let line = Line::Mine;
        world.input(0, sotto_core::engine::Input::Received { line, bytes });
    }
    assert!(
        world.phones[0].engine().pending() < 1_000,
        "{}",
        world.phones[0].engine().pending()
    );
}
