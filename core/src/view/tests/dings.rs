//! The screens of Dings.

use std::time::Duration;

use insta::assert_snapshot;
use sotto_protocol::id::DingId;

use super::phones::World;
use super::print::print;
use crate::ding::{Draft, Repeat, Said};
use crate::engine::{Command, DingCommand, Event};
use crate::secure::{Answer, Level, Operation};
use crate::view::{Curtain, Private, compose_ding, dings, incoming_ding, new_ding, sent_ding};

fn berta(world: &World) -> Vec<Vec<u8>> {
    vec![world.engine(1).card().unwrap().account().to_vec()]
}

fn act(world: &mut World, phone: usize, command: DingCommand) {
    world.command(phone, Command::Ding(command)).unwrap();
}

/// Anna sends Berta two seconds of silence.
fn send(world: &mut World, draft: Draft) -> DingId {
    act(world, 0, DingCommand::StartRecording);
    let now = world.now;
    for _ in 0..100 {
        world.phones[0].engine.push_microphone(now, &[0; 960]);
    }
    act(world, 0, DingCommand::Send(draft, Said::Recorded));
    let sent = world.phones[0].events.iter().rev();
    let mut ids = sent.filter_map(|event| match event {
        Event::DingSent(id) => Some(*id),
        _ => None,
    });
    ids.next().unwrap()
}

fn hear(world: &mut World) {
    let now = world.now;
    for _ in 0..101 {
        world.phones[1].engine.pull_loudspeaker(now, &mut [0; 960]);
    }
    world.later(Duration::from_millis(1));
}

#[test]
fn making_one_says_what_is_missing() {
    let mut world = World::acquainted();
    let to = berta(&world);
    world
        .command(0, Command::Scan("tel:+4930901820".to_owned()))
        .unwrap();
    let numbered = world.engine(0).contacts().map(|(id, _)| id.to_vec());
    let everyone: Vec<Vec<u8>> = numbered.collect();
    let draft = Draft {
        plays: 2,
        repeat: Some(Repeat {
            every: Duration::from_secs(300),
            until_confirmed: true,
        }),
        ..Draft::secure(everyone, Level::TWO)
    };
    let mut shown = print(&compose_ding(world.engine(0), &Draft::ordinary(vec![]), ""));
    shown += &print(&compose_ding(world.engine(0), &draft, ""));
    act(&mut world, 0, DingCommand::StartRecording);
    let now = world.now;
    for _ in 0..50 {
        world.phones[0].engine.push_microphone(now, &[0; 960]);
    }
    shown += &print(&compose_ding(world.engine(0), &draft, ""));
    act(&mut world, 0, DingCommand::StopRecording);
    shown += &print(&compose_ding(world.engine(0), &Draft::ordinary(to), ""));
    let long = "x".repeat(501);
    let view = compose_ding(world.engine(0), &draft, &long);
    assert!(!view.ding.is_enabled() && !view.secure_ding.is_enabled());
    assert_snapshot!("ding_compose", shown);
}

#[test]
fn one_that_rings_is_heard_and_confirmed_on_both_screens() {
    for level in [0, 2] {
        let mut world = World::acquainted();
        let to = berta(&world);
        let draft = match level {
            0 => Draft::ordinary(to),
            level => Draft::secure(to, Level::new(level)),
        };
        let id = send(&mut world, draft);
        let mut shown = print(&incoming_ding(world.engine(1), world.now));
        act(&mut world, 1, DingCommand::Listen(id));
        shown += &print(&incoming_ding(world.engine(1), world.now));
        hear(&mut world);
        world.later(Duration::from_secs(120));
        shown += &print(&dings(world.engine(1), world.now));
        shown += &print(&sent_ding(world.engine(0), world.now, id));
        act(&mut world, 1, DingCommand::Confirm(id));
        shown += &print(&dings(world.engine(0), world.now));
        shown += &print(&dings(world.engine(1), world.now));
        assert_snapshot!(format!("ding_at_level_{level}"), shown);
    }
}

#[test]
fn both_are_told_why_it_was_held_back() {
    let mut world = World::acquainted();
    let answers = &mut world.phones[1].answers;
    answers.insert(Operation::Screenshot, Answer::Unsupported);
    let to = berta(&world);
    let id = send(&mut world, Draft::secure(to, Level::THREE));
    act(&mut world, 1, DingCommand::Listen(id));
    let here = &print(&dings(world.engine(1), world.now));
    let there = &print(&sent_ding(world.engine(0), world.now, id));
    assert!(here.contains("cannot forbid this: screenshots"), "{here}");
    assert!(there.contains("cannot forbid this: screenshots"), "{there}");
}

#[test]
fn at_level_3_no_screen_of_it_names_anybody() {
    for level in [2, 3] {
        let mut world = World::acquainted();
        let to = berta(&world);
        let id = send(&mut world, Draft::secure(to, Level::new(level)));
        let mut shown = String::new();
        let mut look = |world: &World| {
            for phone in [0, 1] {
                let (engine, now) = (world.engine(phone), world.now);
                let views = (
                    dings(engine, now),
                    incoming_ding(engine, now),
                    sent_ding(engine, now, id),
                );
                shown += &serde_json::to_string(&views).unwrap();
                shown += &format!("{views:?}");
                shown += &format!("{:?}", world.phones[phone].events);
            }
        };
        look(&world);
        act(&mut world, 1, DingCommand::Listen(id));
        look(&world);
        hear(&mut world);
        look(&world);
        act(&mut world, 1, DingCommand::Confirm(id));
        look(&world);
        let accounts = [0, 1].map(|phone| {
            let account = world.engine(phone).card().unwrap().account();
            Private::hex(Curtain::OPEN, account.as_bytes())
                .as_str()
                .to_owned()
        });
        let names = ["Anna", "Abendrot", "Berta", "Brunnen"].map(str::to_owned);
        let named = names
            .iter()
            .chain(&accounts)
            .any(|word| shown.contains(word));
        assert_eq!(named, level < 3, "level {level}");
    }
}

#[test]
fn each_choice_gives_terms_that_can_be_sent_and_is_marked_once_it_is_taken() {
    let mut world = World::acquainted();
    let two = Command::SetDefaultLevel(Level::TWO);
    world.command(0, two).unwrap();
    let draft = new_ding(world.engine(0), world.now, berta(&world), None);
    assert_eq!((draft.level, draft.plays), (Level::TWO, 1));
    let first = compose_ding(world.engine(0), &draft, "");
    for part in &first.parts {
        let chosen = part.choices.iter().filter(|choice| choice.chosen);
        assert_eq!(chosen.count(), 1, "{:?}", part.title);
        for (place, choice) in part.choices.iter().enumerate() {
            assert_eq!(choice.draft.check(), Ok(()));
            assert_eq!(choice.draft.clone().into_ordinary().check(), Ok(()));
            let next = compose_ding(world.engine(0), &choice.draft, "");
            let same = next.parts.iter().find(|p| p.title == part.title).unwrap();
            let marked: Vec<usize> = (0..same.choices.len())
                .filter(|n| same.choices[*n].chosen)
                .collect();
            assert_eq!(marked, [place]);
        }
    }
}

#[test]
fn what_was_typed_and_recorded_is_not_silently_halved() {
    let mut world = World::acquainted();
    let draft = Draft::ordinary(berta(&world));
    let send = |world: &mut World, typed: &str| {
        let said = Said::Made(typed.to_owned().into());
        world.command(0, Command::Ding(DingCommand::Send(draft.clone(), said)))
    };
    assert!(send(&mut world, " ").is_err(), "nothing was made");
    act(&mut world, 0, DingCommand::StartRecording);
    let now = world.now;
    for _ in 0..50 {
        world.phones[0].engine.push_microphone(now, &[0; 960]);
    }
    let view = compose_ding(world.engine(0), &draft, "also typed");
    assert_eq!(view.ding.reason().unwrap().key, "ding.both");
    assert!(send(&mut world, "also typed").is_err());
    assert!(send(&mut world, "").is_ok(), "the recording alone");
    assert!(send(&mut world, "the text alone").is_ok());
    let kinds: Vec<bool> = world
        .engine(0)
        .dings()
        .sent()
        .map(|(_, ding)| ding.length().is_some())
        .collect();
    assert!(kinds.len() == 2 && kinds.contains(&true) && kinds.contains(&false));
}
