//! A call of several on the screen of one of its phones.

use std::time::Duration;

use insta::assert_snapshot;

use super::phones::World;
use super::print::print;
use crate::conference::tests::world::{World as Several, id};
use crate::secure::{Answer, Level, Operation, Operations};
use crate::view::{ConferenceView, Who};

const SOON: Duration = Duration::from_secs(3);

fn shown(several: &Several, by: usize) -> ConferenceView {
    let world = World::acquainted();
    let berta = world.engine(1).card().unwrap().account();
    ConferenceView::of(several.look(by), several.now, |device| {
        let account = match device == id(1) {
            true => berta,
            false => sotto_protocol::id::AccountId::new([7; 16]),
        };
        Who::of(world.engine(0), account, Operations::NONE)
    })
}

#[test]
fn every_row_says_what_its_phone_does_and_whether_it_is_heard() {
    let mut several = Several::together(20, 4, 1);
    several.act(1, |c, now| c.set_camera(now, true));
    several.phones[2]
        .answers
        .insert(Operation::CallLog, Answer::Unsupported);
    several.act(0, |c, now| c.raise(now, Level::TWO)).unwrap();
    several.run(SOON);
    several.violation(3, Operation::Speaker, true);
    several
        .act(2, |c, now| c.ask(now, Level::ONE, Operations::NONE))
        .unwrap();
    several.run(Duration::from_millis(500));
    assert_snapshot!("conference", print(&shown(&several, 0)));
}

#[test]
fn at_level_three_nobody_has_a_name_or_a_face() {
    let mut several = Several::together(21, 3, 3);
    several.act(1, |c, now| c.set_camera(now, true));
    several.run(SOON);
    let text = print(&shown(&several, 0));
    assert!(text.contains("Participant 2"), "{text}");
    assert!(
        !text.contains("Berta") && !text.contains("Someone"),
        "{text}"
    );
    assert!(text.contains("camera.hidden_level"), "{text}");
}

#[test]
fn who_is_not_let_in_reads_why() {
    let mut several = Several::together(22, 2, 2);
    several.phones.push(Several::new(0, 1).phones.remove(0));
    several.phones[2]
        .answers
        .insert(Operation::Speaker, Answer::Unsupported);
    several.invite(2, 2);
    several.run(SOON);
    let view = shown(&several, 2);
    assert_eq!(view.state.key, "conference.denied_cannot");
    assert!(view.others.is_empty(), "nothing is seen through the door");
    assert!(!view.camera.is_enabled() && !view.invite.is_enabled());
}
