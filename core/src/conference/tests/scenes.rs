//! What people would notice.

use std::time::Duration;

use super::world::{World, id};
use crate::conference::*;
use crate::secure::{Answer, Imposed, Level, Operation, Operations};

const SOON: Duration = Duration::from_secs(3);
const LATER: Duration = Duration::from_secs(40);

fn all_but(phones: usize, silent: &[usize]) -> Vec<Vec<usize>> {
    let heard = |me: usize| {
        let others = (0..phones).filter(move |other| *other != me);
        match silent.contains(&me) {
            true => Vec::new(),
            false => others.filter(|other| !silent.contains(other)).collect(),
        }
    };
    (0..phones).map(heard).collect()
}

#[test]
fn everyone_armed_hears_everyone() {
    for level in 0..=3 {
        let mut world = World::together(1, 5, level);
        assert_eq!(world.heard_in(SOON), all_but(5, &[]), "level {level}");
        world.check_forbidden();
    }
}

#[test]
fn who_cannot_is_not_let_in_and_told_why() {
    let mut world = World::together(2, 3, 2);
    world.phones.push(World::new(0, 1).phones.remove(0));
    world.phones[3]
        .answers
        .insert(Operation::Speaker, Answer::Unsupported);
    world.invite(3, 2);
    world.run(SOON);
    let why = Denial::Cannot(vec![Operation::Speaker]);
    assert_eq!(*world.look(3).place(), Place::Denied(why));
    assert_eq!(world.heard_in(SOON), all_but(4, &[3]));
    assert_eq!(
        world.look(1).others().count(),
        2,
        "the others do not even see them"
    );

    // the system lets go of the loudspeaker: in by itself
    world.act(3, |c, now| {
        c.handle_answer(now, Operation::Speaker, Answer::Enforced)
    });
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(4, &[]));
}

#[test]
fn who_is_not_invited_is_told_so() {
    let mut world = World::together(3, 3, 1);
    world.phones.push(World::new(0, 1).phones.remove(0));
    world.knock(3, 1);
    world.run(SOON);
    assert_eq!(*world.look(3).place(), Place::Denied(Denial::NotInvited));
}

#[test]
fn anyone_raises_and_who_cannot_follow_is_cut_off_until_it_is_lowered_by_all() {
    let mut world = World::together(4, 4, 1);
    world.phones[2]
        .answers
        .insert(Operation::Peripherals, Answer::Unsupported);
    world.act(3, |c, now| c.raise(now, Level::TWO)).unwrap();
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(4, &[2]));
    world.check_forbidden();

    let again = world.act(3, |c, now| c.raise(now, Level::TWO));
    assert_eq!(again, Err(ConferenceError::SameLevel));
    world
        .act(2, |c, now| c.ask(now, Level::ONE, Operations::NONE))
        .unwrap();
    world.run(SOON);
    for phone in [0, 1] {
        let asked = world.look(phone).asked().next().unwrap();
        assert_eq!(asked.level, Level::ONE);
        world.act(phone, |c, now| c.agree(now, asked)).unwrap();
    }
    world.run(SOON);
    assert!(
        (0..4).all(|phone| world.look(phone).terms().level == Level::TWO),
        "one has not agreed"
    );
    let asked = world.look(3).asked().next().unwrap();
    world.act(3, |c, now| c.agree(now, asked)).unwrap();
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(4, &[]));
    assert!((0..4).all(|phone| world.look(phone).terms().level == Level::ONE));
}

#[test]
fn what_is_only_noticed_is_accepted_by_all_or_not_at_all() {
    let mut world = World::together(5, 3, 2);
    world.phones.push(World::new(0, 1).phones.remove(0));
    world.phones[3]
        .answers
        .insert(Operation::Peripherals, Answer::Detected);
    world.invite(3, 2);
    world.run(SOON);
    assert!(!world.is_in(3));
    let noticed = Operations::NONE.with(Operation::Peripherals);
    world
        .act(0, |c, now| c.ask(now, Level::TWO, noticed))
        .unwrap();
    world.run(SOON);
    for phone in [1, 2] {
        let asked = world.look(phone).asked().next().unwrap();
        world.act(phone, |c, now| c.agree(now, asked)).unwrap();
    }
    world.run(SOON);
    assert!(
        !world.is_in(3),
        "weaker than what this person was asked to: they are asked too"
    );
    let asked = world.look(3).asked().next().unwrap();
    world.act(3, |c, now| c.agree(now, asked)).unwrap();
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(4, &[]));
}

#[test]
fn below_level_three_a_violation_mutes_that_phone_everywhere_until_it_ends() {
    for level in [1, 2] {
        let mut world = World::together(6, 4, level);
        world.violation(1, Operation::AudioRecording, true);
        world.run(Duration::from_millis(300));
        assert_eq!(
            world.heard_in(SOON),
            all_but(4, &[1]),
            "neither heard nor hears"
        );
        let violated = world.look(3).peer(id(1)).unwrap().violated();
        assert!(violated.contains(Operation::AudioRecording));
        world.violation(1, Operation::AudioRecording, false);
        world.run(Duration::from_millis(300));
        assert_eq!(world.heard_in(SOON), all_but(4, &[]));
    }
}

#[test]
fn at_level_three_a_violation_removes_that_phone_and_the_rest_go_on_with_a_new_key() {
    let mut world = World::together(7, 4, 3);
    world.violation(2, Operation::Screenshot, true);
    world.run(SOON);
    assert_eq!(world.phones[2].ended, Some(Parting::Violation));
    assert_eq!(world.phones[0].rekeys, [1]);
    assert_eq!(world.look(3).epoch(), 1);
    assert_eq!(world.heard_in(SOON), all_but(4, &[2]));
    world.check_forbidden();

    // with two left, a violation ends it for both
    world.act(3, |c, now| c.leave(now));
    world.run(SOON);
    world.violation(1, Operation::Screenshot, true);
    world.run(SOON);
    assert_eq!(world.phones[0].ended, Some(Parting::Alone));
    world.check_forbidden();
}

#[test]
fn whoever_was_removed_comes_back_only_by_a_new_invite() {
    let mut world = World::together(8, 3, 3);
    world.violation(2, Operation::Speaker, true);
    world.run(SOON);
    world.knock(2, 3);
    world.run(SOON);
    assert!(!world.is_in(2));
    world.invite(2, 3);
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(3, &[]));
}

#[test]
fn when_the_host_leaves_or_is_lost_the_next_keeps_the_door() {
    let mut world = World::together(9, 4, 2);
    world.act(0, |c, now| c.leave(now));
    world.run(SOON);
    assert!(world.look(1).is_host());
    assert_eq!(world.look(3).epoch(), 1);
    assert_eq!(world.heard_in(SOON), all_but(4, &[0]));
    world.phones[1].conference = None;
    assert_eq!(world.heard_in(LATER).len(), 4);
    assert!(world.look(2).is_host());
    assert_eq!(world.heard_in(SOON), all_but(4, &[0, 1]));
    let refused = world.act(3, |c, now| c.remove(now, id(2)));
    assert_eq!(refused, Err(ConferenceError::NotHost));
    world.act(2, |c, now| c.remove(now, id(3))).unwrap();
    world.run(SOON);
    assert_eq!(world.phones[3].ended, Some(Parting::Removed));
    assert_eq!(world.phones[2].ended, Some(Parting::Alone));
}

#[test]
fn a_phone_whose_reports_stop_is_silent_after_three_seconds() {
    let mut world = World::together(10, 3, 1);
    world.phones[1].conference = None;
    world.run(Duration::from_millis(3_200));
    assert!(!world.look(0).enforces(world.now, id(1)));
    assert!(
        world.look(0).others().any(|other| other == id(1)),
        "still in, it may come back"
    );
}

#[test]
fn a_phone_that_sends_though_it_may_not_is_not_heard() {
    let mut world = World::together(11, 3, 2);
    world.phones[1].rude = true;
    world.violation(1, Operation::Peripherals, true);
    world.run(Duration::from_millis(200));
    assert_eq!(world.heard_in(SOON), all_but(3, &[1]));
}

#[test]
fn cameras_are_hidden_while_a_screen_is_captured_and_where_the_level_hides_people() {
    let mut world = World::together(12, 3, 1);
    for phone in 0..3 {
        world.act(phone, |c, now| c.set_camera(now, phone != 2));
    }
    world.run(SOON);
    let seen = |world: &World, by: usize| {
        [0, 1, 2].map(|other| world.look(by).camera(world.now, id(other)))
    };
    assert_eq!(seen(&world, 2), [Some(Camera::On), Some(Camera::On), None]);
    assert_eq!(seen(&world, 0), [None, Some(Camera::On), Some(Camera::Off)]);
    assert_eq!(world.look(1).own_camera(), Camera::On);

    world.violation(1, Operation::Speaker, true);
    world.run(SOON);
    assert_eq!(seen(&world, 0)[1], Some(Camera::HiddenByGuard));
    assert_eq!(
        seen(&world, 1)[0],
        Some(Camera::HiddenByGuard),
        "nothing to see there either"
    );
    assert_eq!(world.look(1).own_camera(), Camera::HiddenByGuard);

    world.violation(1, Operation::Speaker, false);
    world.act(0, |c, now| c.raise(now, Level::THREE)).unwrap();
    world.run(SOON);
    assert_eq!(seen(&world, 2)[0], Some(Camera::HiddenByLevel));
}

#[test]
fn what_an_organisation_demands_holds_in_a_conference_too() {
    let demands = |minimum| Imposed {
        minimum: Level::new(minimum),
        maximum: None,
    };
    let mut world = World::new(71, 1);
    world.found(0);
    world.impose(0, demands(2));
    assert_eq!(world.look(0).terms().level, Level::TWO);

    let mut world = World::together(72, 3, 2);
    world.impose(1, demands(2));
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(3, &[]));
    let asked = world.act(1, |c, now| c.ask(now, Level::ONE, Operations::NONE));
    assert_eq!(asked, Err(ConferenceError::Demanded(Level::TWO)));
    // nor does that person agree to what the others ask
    world
        .act(0, |c, now| c.ask(now, Level::ONE, Operations::NONE))
        .unwrap();
    world.run(SOON);
    let asked = world.look(1).asked().next().unwrap();
    let agreed = world.act(1, |c, now| c.agree(now, asked));
    assert_eq!(agreed, Err(ConferenceError::Demanded(Level::TWO)));
    assert_eq!(world.heard_in(SOON), all_but(3, &[]));
}

#[test]
fn whom_an_organisation_caps_neither_hears_nor_is_heard_above() {
    let mut world = World::together(73, 3, 0);
    let cap = Imposed {
        minimum: Level::ORDINARY,
        maximum: Some(Level::ORDINARY),
    };
    world.impose(2, cap);
    world.run(SOON);
    let raised = world.act(2, |c, now| c.raise(now, Level::ONE));
    assert_eq!(raised, Err(ConferenceError::Capped(Level::ORDINARY)));
    world.act(0, |c, now| c.raise(now, Level::ONE)).unwrap();
    world.run(SOON);
    assert_eq!(world.heard_in(SOON), all_but(3, &[2]));
}
