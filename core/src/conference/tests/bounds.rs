//! Bad input: as many as there is room for, and nothing that makes no sense.

use std::time::Duration;

use super::world::{World, id};
use crate::conference::*;
use crate::secure::{Level, Levels, Operation, Operations};

#[test]
fn fifty_fit_and_the_next_is_refused() {
    let mut world = World::new(1, LIMIT);
    world.found(1);
    for phone in 1..LIMIT {
        world.invite(phone, 1);
    }
    assert_eq!(world.at(0).invite(id(200)), Err(ConferenceError::Full));
    world.run(Duration::from_secs(3));
    assert!((0..LIMIT).all(|phone| world.look(phone).others().count() == LIMIT - 1));
    assert_eq!(world.at(0).invite(id(200)), Err(ConferenceError::Full));
}

fn beat(sequence: u64, terms: Terms, report: crate::secure::Report) -> Beat {
    Beat {
        sequence,
        report: report.to_wire(),
        terms,
        agreed: None,
        camera: false,
        muted: false,
        roster: None,
    }
}

#[test]
fn an_old_report_cannot_come_back() {
    let mut world = World::together(2, 3, 1);
    let report = world.look(1).report().clone();
    let old = beat(1, world.look(1).terms(), report);
    world.violation(1, Operation::Speaker, true);
    world.run(Duration::from_secs(1));
    let message = Message::Beat(Box::new(old));
    world.act(0, |c, now| c.handle_message(now, id(1), &message));
    assert!(!world.look(0).enforces(world.now, id(1)));
}

#[test]
fn a_report_that_contradicts_itself_silences_its_phone() {
    let mut world = World::together(3, 3, 2);
    let mut report = world.look(1).report().clone();
    report.answers.remove(&Operation::Speaker);
    let message = Message::Beat(Box::new(beat(1 << 40, world.look(1).terms(), report)));
    world.act(0, |c, now| c.handle_message(now, id(1), &message));
    assert!(world.look(0).peer(id(1)).unwrap().is_distrusted());
    assert!(!world.look(0).enforces(world.now, id(1)));
}

#[test]
fn nobody_lowers_alone_and_no_stranger_is_listened_to() {
    let mut world = World::together(4, 3, 2);
    let report = world.look(1).report().clone();
    let lower = Terms {
        version: 9,
        level: Level::ORDINARY,
        noticed: Operations::NONE,
    };
    let higher = Terms {
        level: Level::THREE,
        ..lower
    };
    let far = Terms {
        version: u32::MAX,
        ..higher
    };
    for (from, terms) in [(1, lower), (1, far), (7, higher)] {
        let message = Message::Beat(Box::new(beat(1 << 41, terms, report.clone())));
        world.act(0, |c, now| c.handle_message(now, id(from), &message));
        assert_eq!(world.look(0).terms().level, Level::TWO);
    }
    for message in [
        Message::Leave(Parting::Left),
        Message::Removed,
        Message::Denied(Denial::Full),
    ] {
        world.act(0, |c, now| c.handle_message(now, id(7), &message));
        world.act(2, |c, now| c.handle_message(now, id(1), &Message::Removed));
    }
    assert!(world.is_in(0) && world.is_in(2));
    assert_eq!(world.look(0).others().count(), 2);
}

#[test]
fn a_list_counts_from_the_host_only() {
    let mut world = World::together(5, 3, 1);
    let mut forged = world.look(1).roster.clone();
    forged.keep(|entry| entry.device == id(1) || entry.device == id(2));
    let mut message = beat(
        1 << 42,
        world.look(1).terms(),
        world.look(1).report().clone(),
    );
    message.roster = Some(forged);
    let message = Message::Beat(Box::new(message));
    world.act(2, |c, now| c.handle_message(now, id(1), &message));
    assert_eq!(world.look(2).others().count(), 2);
    assert_eq!(world.look(2).epoch(), 0);
}

#[test]
fn a_phone_alone_at_a_door_gives_up() {
    let mut world = World::new(6, 2);
    let now = world.now;
    let join = Conference::join(now, id(1), id(0), Level::ONE, Levels::default(), true);
    world.phones[1].conference = Some(join);
    world.run(LOST + Duration::from_secs(1));
    assert_eq!(world.phones[1].ended, Some(Parting::Lost));
    world.check_forbidden();
}
