//! Secure chats with crashes at any output, and in a thousand random stories.

use sotto_core::call::GONE;
use sotto_core::engine::{Command, Event, PlatformNews};
use sotto_core::secure::{Level, Operation};
use sotto_tests::simulation::{World, each_story, fault_rounds};

use super::secure_chat::{ask, both_open, friends, nothing_left, open, whisper};
use super::{millis, seconds};

/// A story ends well when, after all faults are over and the longest wait has passed, both phones are out of it and
/// nothing is left; or both are in it and both know it.
fn settles(world: &mut World, story: &str) {
    for phone in [0, 1] {
        world.phones[phone].crash_at = None;
        world.cut_control(phone, false);
        for operation in Operation::ALL {
            world.platform(phone, operation, PlatformNews::ViolationEnded);
        }
    }
    world.run_for(GONE + seconds(200));
    if !both_open(world) {
        for phone in [0, 1] {
            let talk = world.phones[phone].engine().session();
            assert!(talk.is_none(), "{story}: phone {phone} is in it alone");
        }
    } else {
        world.command(0, Command::LeaveSecureChat).unwrap();
        world.run_for(seconds(5));
    }
    nothing_left(world, story);
}

#[test]
fn a_crash_at_any_output_unforbids_everything_says_so_and_leaves_nothing() {
    for who in [0, 1] {
        let mut at = 0;
        let mut said = 0;
        let step = (5 / fault_rounds()).max(1);
        loop {
            let mut world = friends(at);
            world.phones[who].crash_at = Some(world.phones[who].performed + at);
            let _ = ask(&mut world, 0, 2 + u8::try_from(at % 2).unwrap());
            world.run_for(seconds(1));
            let _ = world.command(1, Command::JoinSecureChat);
            world.run_for(seconds(1));
            for from in [0, 1] {
                whisper(&mut world, from);
                world.run_for(millis(400));
            }
            let crashed = world.phones[who].crashes > 0;
            world.run_for(seconds(5));
            if crashed {
                let forbidden = world.phones[who].platform.forbidden();
                let armed = world.phones[who].engine().session();
                assert!(
                    forbidden.is_empty() || armed.is_some_and(|talk| !talk.is_request()),
                    "crash of {who} at {at}: {forbidden:?}"
                );
                said += world.phones[who].count(&Event::SecureModeCutOff);
            }
            settles(&mut world, &format!("crash of {who} at output {at}"));
            if !crashed {
                assert!(at > 30, "there is something to crash at");
                assert!(said > 5, "a crash in secure mode is told");
                break;
            }
            at += step;
        }
    }
}

#[test]
fn a_thousand_random_stories_never_show_a_text_that_is_not_enforced_and_end_alike() {
    each_story(1_000, |seed| {
        let mut world = friends(seed);
        let level = 1 + u8::try_from(seed % 3).unwrap();
        let forbidden = sotto_core::secure::Levels::default().forbidden(Level::new(level));
        for _ in 0..25 {
            let who = world.draw(2) as usize;
            match world.draw(16) {
                drawn @ 0..3 => world.disturb(who, drawn),
                3 => world.cut_control(who, true),
                4 | 5 => world.cut_control(who, false),
                6 => {
                    let drawn = world.draw(Operation::ALL.len() as u64) as usize;
                    let news = match world.draw(3) {
                        0 => PlatformNews::ViolationBegan,
                        _ => PlatformNews::ViolationEnded,
                    };
                    if world.phones[who].engine.is_some() {
                        world.platform(who, Operation::ALL[drawn], news);
                    }
                }
                7 => {
                    let _ = world.command(who, Command::LeaveSecureChat);
                }
                8..=10 if world.phones.iter().all(|p| p.engine.is_some()) => {
                    let _ = ask(&mut world, who, level);
                }
                11..=13 => {
                    let _ = world.command(who, Command::JoinSecureChat);
                }
                // at level 1 texts are ordinary messages, which are kept
                _ => whisper(&mut world, who),
            }
            let end = world.now + millis(world.draw(900));
            world.run_until(end - world.now, |w| {
                for phone in [0, 1] {
                    let p = &w.phones[phone];
                    if open(w, phone) {
                        let none = sotto_core::secure::Operations::NONE;
                        let holds = p.platform.holds(forbidden, none);
                        assert!(
                            holds,
                            "seed {seed}: phone {phone} shows texts: {:?} {:?}",
                            p.platform,
                            p.engine().session().unwrap().guard().report()
                        );
                    }
                }
                false
            });
        }
        settles(&mut world, &format!("seed {seed}"));
    });
}
