//! Where sound goes: what is not there is not offered, and what a level forbids stays forbidden.

use super::scenes::connected;
use crate::engine::{AudioRoute, AudioRoutes};
use crate::view::{Button, CallFacts, Controls};
use AudioRoute::{Bluetooth, Earpiece, Speaker, Wired};

fn controls(level: u8, present: AudioRoute, there: &[AudioRoute]) -> Controls {
    let facts = CallFacts {
        routes: AudioRoutes::new(present, there.iter().copied()),
        ..connected(level)
    };
    Controls::of(&facts)
}

fn why(button: &Button) -> Option<&'static str> {
    button.reason().map(|reason| reason.key)
}

#[test]
fn a_headset_that_is_not_there_is_not_offered() {
    let phone = controls(0, Earpiece, &[Earpiece, Speaker]);
    assert_eq!(why(&phone.headset), Some("cannot.no_headset"));
    assert_eq!((why(&phone.speaker), phone.speaker_to), (None, Speaker));
    let plugged = controls(0, Earpiece, &[Earpiece, Speaker, Bluetooth]);
    assert_eq!(
        (why(&plugged.headset), plugged.headset_to),
        (None, Bluetooth)
    );
    let both = controls(0, Earpiece, &[Earpiece, Speaker, Bluetooth, Wired]);
    assert_eq!(both.headset_to, Wired);
}

#[test]
fn each_control_leads_back_to_the_ear() {
    let loud = controls(0, Speaker, &[Earpiece, Speaker, Bluetooth]);
    assert_eq!((why(&loud.speaker), loud.speaker_to), (None, Earpiece));
    let in_ear = controls(0, Bluetooth, &[Earpiece, Speaker, Bluetooth]);
    assert_eq!((why(&in_ear.headset), in_ear.headset_to), (None, Earpiece));
    // a phone whose earpiece is off while a plug is in
    let plugged = controls(0, Wired, &[Wired, Speaker]);
    assert_eq!(why(&plugged.headset), Some("cannot.in_headset"));
    let loud = controls(0, Speaker, &[Wired, Speaker]);
    assert_eq!((why(&loud.speaker), loud.speaker_to), (None, Wired));
    // a tablet
    let loud = controls(0, Speaker, &[Speaker]);
    assert_eq!(why(&loud.speaker), Some("cannot.no_earpiece"));
}

#[test]
fn a_level_forbids_its_ways_whatever_is_there() {
    let all = AudioRoute::ALL;
    for present in all {
        let one = controls(1, present, &all);
        assert_eq!(why(&one.speaker), Some("agreed.speaker"));
        assert!(one.headset.is_enabled(), "level 1 leaves headsets alone");
        for level in 2..4 {
            let higher = controls(level, present, &all);
            assert_eq!(why(&higher.speaker), Some("agreed.speaker"));
            assert_eq!(why(&higher.headset), Some("agreed.peripherals"));
        }
    }
    // without one, the level is still the reason: a headset that comes is no way out
    let none = controls(2, Earpiece, &[Earpiece, Speaker]);
    assert_eq!(why(&none.headset), Some("agreed.peripherals"));
}

#[test]
fn the_way_of_sound_is_always_said() {
    let says = |route| controls(3, route, &[route]).route_words.english();
    let said: Vec<String> = AudioRoute::ALL.map(says).into();
    assert!(said.iter().all(|words| words.starts_with("Sound: ")));
    let mut different = said.clone();
    different.dedup();
    assert_eq!(different.len(), 4);
}
