//! At level 3 nobody's name, number or account is in any screen of the call.

use std::time::Duration;

use serde::Serialize;

use super::phones::World;
use crate::call::Phase;
use crate::engine::Command;
use crate::secure::Level;
use crate::view::{CallScreen, Curtain, Private, call, call_log, incoming, secure};

/// Everything that could tell who Anna and Berta are.
fn people(world: &World) -> Vec<String> {
    let mut words: Vec<String> = ["Anna", "Abendrot", "Berta", "Brunnen"]
        .map(str::to_lowercase)
        .into();
    for phone in [0, 1] {
        let card = world.engine(phone).card().unwrap();
        let account = card.account();
        words.push(
            Private::hex(Curtain::OPEN, account.as_bytes())
                .as_str()
                .to_owned(),
        );
        words.push(
            Private::hex(Curtain::OPEN, &account.as_bytes()[..2])
                .as_str()
                .to_owned(),
        );
        words.push(card.uri().to_lowercase());
    }
    words
}

fn screens(world: &World, phone: usize) -> String {
    let (engine, now) = (world.engine(phone), world.now);
    let levels = [0, 1, 2, 3].map(|level| secure(engine, now, Level::new(level)));
    let views = (
        call(engine, now),
        incoming(engine, now),
        levels,
        call_log(engine, now),
    );
    format!("{} {views:?}", json(&views)).to_lowercase()
}

fn json(view: &impl Serialize) -> String {
    serde_json::to_string(view).unwrap()
}

fn assert_nobody(world: &World) {
    for phone in [0, 1] {
        let screens = screens(world, phone);
        for word in people(world) {
            // two bytes in hexadecimal could stand in a number by chance only where digits do
            assert!(!screens.contains(&word), "{word} is shown: {screens}");
        }
    }
}

#[test]
fn a_level_3_call_names_nobody_from_the_first_ring_to_the_end() {
    let mut world = World::acquainted();
    world.dial(3);
    let shown = incoming(world.engine(1), world.now).expect("it rings");
    assert_eq!(shown.title.english(), "Secure call");
    assert_eq!(world.engine(0).call().unwrap().phase(), Phase::Ringing);
    assert_nobody(&world);
    world.command(1, Command::Answer).unwrap();
    assert_eq!(world.engine(0).call().unwrap().phase(), Phase::Connecting);
    assert_nobody(&world);
    world.command(0, Command::HangUp).unwrap();
    for phone in [0, 1] {
        let CallScreen::Ended(ended) = call(world.engine(phone), world.now) else {
            panic!("it is over");
        };
        assert_eq!(ended.title.english(), "Secure call");
    }
    assert_nobody(&world);
    world.later(Duration::from_secs(1));
    assert_nobody(&world);
}

#[test]
fn raising_a_call_to_level_3_hides_the_name_at_once() {
    let mut world = World::acquainted();
    world.dial(0);
    assert!(screens(&world, 1).contains("anna abendrot"));
    world.command(1, Command::Answer).unwrap();
    assert!(screens(&world, 0).contains("berta brunnen"));
    world.command(0, Command::Raise(Level::THREE)).unwrap();
    assert_eq!(world.engine(1).call().unwrap().level(), Level::THREE);
    assert_nobody(&world);
    world.command(1, Command::HangUp).unwrap();
    assert_nobody(&world);
}

#[test]
fn a_call_below_level_3_names_people_so_the_search_can_fail() {
    let mut world = World::acquainted();
    world.dial(2);
    let shown = incoming(world.engine(1), world.now).expect("it rings");
    assert_eq!(shown.title.english(), "Anna Abendrot");
    assert!(!format!("{shown:?}").contains("Anna"));
}
