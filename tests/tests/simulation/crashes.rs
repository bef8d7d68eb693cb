//! Phones that crash between any two outputs and start again from what they had committed.

use sotto_core::call::{EndReason, Phase};
use sotto_core::engine::{Command, Event, PlatformNews};
use sotto_core::secure::{Level, Operation, Operations};
use sotto_core::store::Table;
use sotto_tests::network::Conditions;
use sotto_tests::simulation::{Settings, World, each_story, fault_rounds};

use super::{millis, seconds};

/// What must be true of phones that came to rest.
fn check(world: &mut World, story: &str) {
    for (index, phone) in world.phones.iter().enumerate() {
        let what = format!("{story}, phone {index}");
        assert_eq!(phone.phase(), None, "{what}");
        assert!(
            phone.platform.forbidden().is_empty(),
            "{what}: still forbidden"
        );
        assert_eq!(phone.engine().pending(), 0, "{what}: left to do");
        let logged = phone.store.keys(Table::Calls).count();
        assert_eq!(phone.engine().call_log().len(), logged, "{what}: log");
        for table in [Table::Posts, Table::Due] {
            assert_eq!(phone.store.keys(table).count(), 0, "{what}: {table}");
        }
    }
    assert_eq!(world.server.waiting(), 0, "{story}: containers wait");
    for ids in world.server.taken.values() {
        for id in ids {
            let stored = world
                .phones
                .iter()
                .any(|p| p.store.get(Table::Containers, id).is_some());
            assert!(
                stored,
                "{story}: a container was acknowledged and its effect is lost"
            );
        }
    }
}

fn friends(seed: u64) -> World {
    let mut world = World::friends(Settings::clean(seed, millis(30)));
    // what made them friends is no part of the story
    world.server.taken.clear();
    world
}

/// Runs a story until its end once for every output at which phone `who` may crash.
fn at_every_output(who: usize, step: u64, story: impl Fn(&mut World)) {
    let mut at = 0;
    loop {
        let mut world = friends(at);
        let begin = world.phones[who].performed;
        world.phones[who].crash_at = Some(begin + at);
        story(&mut world);
        let crashed = world.phones[who].crashes > 0;
        world.run_for(seconds(70));
        check(&mut world, &format!("crash of {who} at output {at}"));
        if !crashed {
            println!("{at} outputs");
            return;
        }
        at += step;
    }
}

/// Steps between crashes: every output when run longer.
fn stride(short: u64) -> u64 {
    (short / fault_rounds()).max(1)
}

#[test]
fn a_callee_that_crashes_at_any_output_finds_each_missed_call_once() {
    at_every_output(1, stride(3), |world| {
        world.dial(0, 1, 0);
        world.run_for(seconds(1));
        world.command(0, Command::HangUp).unwrap();
        world.run_for(seconds(60));
        assert_eq!(world.phones[1].engine().call_log().len(), 1);
        assert_eq!(world.phones[1].store.logged.len(), 1);
    });
}

#[test]
fn a_callee_that_crashed_while_it_rang_rings_again_and_can_be_talked_to() {
    for after in [30, 60, 100, 300, 900] {
        let mut world = friends(after);
        world.dial(0, 1, (after % 4) as u8);
        world.run_for(millis(after));
        world.crash(1, millis(800));
        let rings = |w: &World| {
            let engine = w.phones[1].engine.as_ref();
            engine
                .and_then(|e| e.call())
                .is_some_and(|c| c.can_answer() && c.has_rung())
        };
        assert!(world.run_until(seconds(5), rings), "{after} ms");
        world.run_for(seconds(2));
        world.command(1, Command::Answer).unwrap();
        world.both_hear();
    }
}

#[test]
fn a_caller_that_crashes_at_any_output_leaves_nothing_ringing() {
    at_every_output(0, stride(16), |world| {
        world.dial(0, 1, 1);
        world.run_for(seconds(1));
        let _ = world.command(1, Command::Answer);
        world.run_for(seconds(1));
        let _ = world.command(0, Command::HangUp);
        world.run_for(seconds(60));
        assert!(world.phones[1].engine().call_log().len() <= 1);
    });
}

#[test]
fn a_callee_that_crashes_in_a_call_ends_it_on_both() {
    at_every_output(1, stride(40), |world| {
        world.dial(0, 1, 3);
        world.run_for(seconds(1));
        let _ = world.command(1, Command::Answer);
        world.run_for(millis(600));
        let _ = world.command(1, Command::HangUp);
        world.run_for(seconds(60));
    });
}

#[test]
fn whoever_crashed_can_call_again_at_once() {
    for who in 0..2 {
        for answered in [false, true] {
            let mut world = friends(5);
            world.ring(0);
            if answered {
                world.command(1, Command::Answer).unwrap();
                world.both_hear();
            }
            world.crash(who, millis(500));
            world.run_for(seconds(2));
            if !answered && who == 1 {
                continue; // it rings there again
            }
            world.dial(who, 1 - who, 0);
            let other = 1 - who;
            let rings = |w: &World| {
                let call = w.phones[other].engine().call();
                call.is_some_and(|c| c.can_answer() && c.has_rung())
            };
            assert!(
                world.run_until(seconds(3), rings),
                "{who}, {answered}: {:?}",
                world.phones[who].ended()
            );
            world.run_for(seconds(1));
            world.command(other, Command::Answer).unwrap();
            world.both_hear();
        }
    }
}

#[test]
fn joining_survives_a_crash_at_any_output() {
    for at in (0..40).step_by(stride(3) as usize) {
        let mut world = World::strangers(Settings::clean(at, millis(10)));
        world.phones[0].crash_at = Some(world.phones[0].performed + at);
        let link = World::link("first");
        let name = String::new();
        let _ = world.command(0, Command::Join { link, name });
        world.run_for(seconds(10));
        world.phones[0].crash_at = None;
        if !world.phones[0].engine().is_joined() {
            // the crash came before the link was stored
            assert_eq!(at, 0);
            continue;
        }
        assert!(world.phones[0].engine().is_online());
        world.join(1, "second");
        world.scan(0, 1);
        world.scan(1, 0);
        world.talk(0);
    }
}

/// One random thing that happens.
fn happening(world: &mut World, calm: bool) {
    let who = world.draw(2) as usize;
    if world.phones[who].engine.is_none() {
        return;
    }
    match world.draw(if calm { 9 } else { 16 }) {
        0..=3 => {
            if world.phones[who].engine().is_joined() && world.phones[1 - who].engine.is_some() {
                let level = Level::new(world.draw(4) as u8);
                let other = world.phones[1 - who].account();
                let _ = world.command(who, Command::Dial(other, level));
            }
        }
        4..=5 => drop(world.command(who, Command::Answer)),
        6 => drop(world.command(who, Command::HangUp)),
        7 => {
            let level = Level::new(world.draw(4) as u8);
            let _ = world.command(who, Command::Raise(level));
            let _ = world.agree(1 - who);
        }
        8 => {
            let level = Level::new(world.draw(3) as u8);
            let _ = world.command(who, Command::Ask(level, Operations::NONE));
        }
        9 => world.break_lines(who),
        10 => {
            let cut = world.draw(2) == 0;
            world.cut_control(who, cut);
        }
        11 => {
            let cut = world.draw(2) == 0;
            world.cut_media(who, cut);
        }
        12..=13 => {
            let after = world.draw(60);
            world.phones[who].crash_at = Some(world.phones[who].performed + after);
        }
        14 => {
            let off = world.draw(4_000);
            world.crash(who, millis(off));
        }
        _ => {
            let operation = Operation::ALL[world.draw(6) as usize];
            world.platform(who, operation, PlatformNews::ViolationBegan);
            world.run_for(millis(100));
            world.platform(who, operation, PlatformNews::ViolationEnded);
        }
    }
}

fn random_story(seed: u64, calm: bool) {
    let media = Conditions::lossy(millis(5 + seed % 90), (seed % 5) as f64 / 30.0);
    let settings = Settings {
        seed,
        media,
        control: media.delay / 2,
    };
    let mut world = World::friends(settings);
    world.server.taken.clear();
    for phone in &mut world.phones {
        phone.speaking = seed.is_multiple_of(3);
    }
    for _ in 0..25 {
        let pause = [5, 60, 400, 1_500][world.draw(4) as usize];
        let pause = world.draw(pause);
        world.run_for(millis(pause));
        happening(&mut world, calm);
    }
    for phone in 0..2 {
        world.phones[phone].crash_at = None;
        world.cut_media(phone, false);
        world.cut_control(phone, false);
    }
    world.run_for(seconds(5));
    // calls that were answered are ended by a person, all others by themselves
    for phone in 0..2 {
        let phase = world.phones[phone].phase();
        if matches!(phase, Some(Phase::Connecting | Phase::Connected)) {
            let _ = world.command(phone, Command::HangUp);
        }
    }
    let over = world.all_over(seconds(60));
    let phases: Vec<_> = world
        .phones
        .iter()
        .map(|p| (p.phase(), p.ended()))
        .collect();
    assert!(over, "never over: {phases:?}");
    world.run_for(seconds(50));
    check(&mut world, &format!("seed {seed}"));
}

#[test]
fn random_calls_come_to_rest() {
    each_story(200, |seed| random_story(seed, true));
}

#[test]
fn random_calls_with_crashes_and_cuts_come_to_rest() {
    each_story(1_000, |seed| random_story(seed, false));
}

#[test]
fn a_crash_in_a_call_is_a_lost_network_to_the_other() {
    for who in 0..2 {
        let mut world = friends(3);
        world.talk(2);
        world.crash(who, millis(100));
        assert!(world.run_until(seconds(40), |w| w.phones[1 - who].phase().is_none()));
        assert_eq!(world.phones[1 - who].ended(), Some(EndReason::NetworkLost));
        assert_eq!(world.phones[who].phase(), None::<Phase>);
        assert!(world.phones[who].count(&Event::Online(true)) >= 2);
        world.run_for(seconds(2));
        check(&mut world, "crash in a call");
    }
}
