//! Settings, policies before they are accepted, the first run.

use std::time::Duration;

use insta::assert_snapshot;
use sotto_protocol::wire::policy as wire;

use super::phones::World;
use super::print::print;
use crate::engine::{Command, Input};
use crate::identity::UserKey;
use crate::secure::{
    Circle, Definition, Hours, Level, Levels, Operation, Place, Position, Reason, Rule, When,
    policy,
};
use crate::view::{
    Language, first_run, offer, organisations, phrase, refusal, secure_settings, settings,
};

fn signed(world: &World, serial: u64) -> Vec<u8> {
    let hours = wire::Hours {
        weekdays: 0b001_1111,
        from: 8 * 60,
        until: 18 * 60,
        offset: 60,
    };
    let clipboard = Levels::default()
        .forbidden(Level::THREE)
        .with(Operation::Clipboard);
    let policy = wire::Policy {
        version: policy::VERSION,
        organisation: "Ward 7".to_owned(),
        serial,
        not_before: world.now.wall - 1_000,
        not_after: world.now.wall + 400 * 86_400_000,
        issuer: key().public().to_vec(),
        levels: vec![Definition::Forbid(clipboard).to_wire()],
        demands: vec![
            wire::Demand {
                calls: wire::demand::Calls::Contacts.into(),
                hours: Some(hours),
                minimum: 2,
                maximum: Some(4),
                ..wire::Demand::default()
            },
            wire::Demand {
                calls: wire::demand::Calls::Strangers.into(),
                maximum: Some(0),
                ..wire::Demand::default()
            },
        ],
    };
    policy::sign(&policy, &key()).unwrap()
}

fn key() -> UserKey {
    UserKey::generate(&mut <rand_chacha::ChaCha20Rng as rand::SeedableRng>::seed_from_u64(5))
}

#[test]
fn a_policy_is_shown_before_it_is_accepted_and_can_be_left() {
    let mut world = World::joined();
    let (policy, broken) = (signed(&world, 3), b"no policy".to_vec());
    let mut shown = print(&offer(world.engine(0), world.now, &policy));
    assert!(
        world.engine(0).policies().is_empty(),
        "looking changes nothing"
    );
    world
        .command(0, Command::AcceptPolicy(policy.clone()))
        .unwrap();
    for signed in [policy, signed(&world, 2), signed(&world, 4), broken] {
        let view = offer(world.engine(0), world.now, &signed);
        let taken = world.engine(0).weigh_policy(world.now, &signed);
        let takes = taken.is_ok_and(|(accepted, _)| accepted != policy::Accepted::Known);
        assert_eq!(view.accept.is_enabled(), takes);
        shown += &format!("\n{}\n{}\n", view.title, view.state);
    }
    let list = organisations(world.engine(0), world.now);
    shown += &format!("\n{}", print(&list));
    assert_snapshot!("policy", shown);
    let issuer = list.organisations[0].policy.issuer.bytes().unwrap();
    world.command(0, Command::RemovePolicy(issuer)).unwrap();
    let list = organisations(world.engine(0), world.now);
    assert!(list.organisations.is_empty() && list.empty.is_some());
}

#[test]
fn the_settings_of_secure_mode_hold_levels_for_all_calls_people_places_and_times() {
    let mut world = World::acquainted();
    let mut shown = print(&secure_settings(world.engine(0)));
    let bruno = world.engine(0).contacts().next().unwrap().0.to_vec();
    let middle = Position {
        latitude: 52_520_008,
        longitude: 13_404_954,
    };
    let rule = |place, hours, level| Rule {
        when: When { place, hours },
        level: Level::new(level),
    };
    let night = Hours {
        weekdays: 0b110_0000,
        from: 22 * 60,
        until: 6 * 60,
        offset: -90,
    };
    let first = Definition::Forbid(Levels::default().forbidden(Level::THREE));
    for command in [
        Command::AddLevel(first),
        Command::AddLevel(first),
        Command::SetDefaultLevel(Level::ONE),
        Command::SetUsualLevel(bruno, Level::new(4)),
        Command::AddRule(rule(Some(Place::Named("office".to_owned())), None, 2)),
        Command::AddRule(rule(
            Some(Place::Circle(Circle {
                middle,
                radius: 300,
            })),
            Some(night),
            3,
        )),
    ] {
        world.command(0, command).unwrap();
    }
    let view = secure_settings(world.engine(0));
    shown += &format!("\n{}", print(&view));
    assert_snapshot!("secure_settings", shown);
    // every button that can be pressed does what it says, every other one is refused
    for own in &view.own {
        for choice in &own.operations {
            let mut world = World::acquainted();
            for _ in 0..2 {
                world.command(0, Command::AddLevel(first)).unwrap();
            }
            let level = Level::new(own.level);
            let done = world.command(0, Command::ChangeLevel(level, choice.changed));
            assert_eq!(
                done.is_ok(),
                choice.button.is_enabled(),
                "{}",
                choice.button.label
            );
        }
    }
    let highest = view.own.last().unwrap();
    assert!(highest.delete.is_enabled());
    world
        .command(0, Command::DeleteLevel(Level::new(highest.level)))
        .unwrap();
}

#[test]
fn the_first_run_says_what_each_level_forbids_and_the_settings_what_holds() {
    let fresh = World::new();
    let mut shown = print(&first_run(fresh.engine(0)));
    let mut world = World::joined();
    assert!(!first_run(world.engine(0)).needed);
    shown += &format!("\n{}", print(&settings(fresh.engine(0), fresh.now)));
    world
        .command(0, Command::SetLanguage(Some(Language::Arabic)))
        .unwrap();
    world.command(0, Command::TellRead(false)).unwrap();
    let view = settings(world.engine(0), world.now);
    shown += &format!("\n{}", print(&view));
    let version = view.version.to_string();
    assert_snapshot!("settings", shown.replace(&version, "Sotto VERSION"));
    let chosen = view.languages.iter().find(|row| row.chosen).unwrap();
    assert_eq!(chosen.language, Some(Language::Arabic));
}

#[test]
fn a_refusal_is_said_in_each_language_with_its_key() {
    let mut world = World::joined();
    for command in [
        Command::Answer,
        Command::Forget(b"nobody".to_vec()),
        Command::Scan("https://example.org/".to_owned()),
        Command::AcceptPolicy(vec![1]),
        Command::DeleteLevel(Level::new(4)),
        Command::ForgetGesture,
    ] {
        let text = refusal(&world.command(0, command).unwrap_err());
        assert!(phrase(text.key).is_some());
        let words = Language::ALL.map(|language| text.in_language(language));
        assert!(words[0] != words[1] && words[1] != words[2] && words[0] != words[2]);
    }
    assert!(phrase("no.such_key").is_none());
}

#[test]
fn own_rules_for_hours_follow_the_clock_on_the_wall() {
    let mut world = World::acquainted();
    world.input(0, Input::Zone(60));
    // nine to five, made in Berlin in winter
    let office = Hours {
        weekdays: 0b111_1111,
        from: 9 * 60,
        until: 17 * 60,
        offset: 60,
    };
    let when = When {
        place: None,
        hours: Some(office),
    };
    let rule = Rule {
        when,
        level: Level::TWO,
    };
    world.command(0, Command::AddRule(rule)).unwrap();
    let bruno = world.engine(1).card().unwrap().account();
    let level = |world: &World| {
        let nobody = (Level::ORDINARY, Reason::You);
        world.engine(0).choice(world.now, bruno, nobody).level
    };
    let midnight = world.now.wall - world.now.wall % 86_400_000;
    let at = |world: &mut World, hour: u64| {
        let later = midnight + 86_400_000 + hour * 3_600_000 - world.now.wall;
        world.later(Duration::from_millis(later));
    };
    at(&mut world, 15);
    assert_eq!(level(&world), Level::TWO, "four in the afternoon");
    for (zone, expected) in [(120, Level::ORDINARY), (-300, Level::TWO), (60, Level::TWO)] {
        world.input(0, Input::Zone(zone));
        assert_eq!(level(&world), expected, "{zone}");
        let hours = world.engine(0).rules()[0].when.hours.unwrap();
        assert_eq!(
            hours,
            Hours {
                offset: zone,
                ..office
            }
        );
    }
    // a screen that was drawn before the zone changed still says which rule it means
    let kept = world.engine(0).rules()[0].clone();
    world.input(0, Input::Zone(120));
    let higher = Rule {
        level: Level::THREE,
        ..kept.clone()
    };
    let change = Command::ChangeRule(kept, higher.clone());
    world.command(0, change).unwrap();
    let hours = world.engine(0).rules()[0].when.hours.unwrap();
    assert_eq!(hours.offset, 120, "what is saved is in the present zone");
    world.command(0, Command::RemoveRule(higher)).unwrap();
    assert!(world.engine(0).rules().is_empty());
    world.input(0, Input::Zone(60));
    // nonsense of a shell changes nothing
    world.input(0, Input::Zone(i16::MIN));
    assert_eq!(world.engine(0).zone(), Some(60));
}
