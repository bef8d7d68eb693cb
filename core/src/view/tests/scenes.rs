//! Calls in states that need a network to get into, put together from real guards.

use std::time::{Duration, Instant};

use super::phones::World;
use crate::call::{Direction, Phase, Quality};
use crate::secure::{
    Answer, Attested, Choice, Guard, GuardState, Imposed, Level, Levels, Operation, Operations,
    Report,
};
use crate::view::{CallFacts, Who};

/// What a phone says that arms for `level`, with these answers where they are not *enforced*.
pub(super) fn report(level: u8, answers: &[(Operation, Answer)]) -> Report {
    guard(level, answers, Operations::NONE).report().clone()
}

pub(super) fn guard(level: u8, answers: &[(Operation, Answer)], noticed: Operations) -> Guard {
    let mut guard = Guard::new(Levels::default(), true);
    guard.arm(Instant::now(), Level::new(level), noticed);
    for operation in Operation::ALL {
        let special = answers.iter().find(|(o, _)| *o == operation);
        guard.answer(
            operation,
            special.map_or(Answer::Enforced, |(_, answer)| *answer),
        );
    }
    guard
}

/// What a phone says on which `operation` happens in spite of everything.
pub(super) fn violated(level: u8, operation: Operation) -> Report {
    let mut guard = guard(level, &[], Operations::NONE);
    guard.violation(operation, true);
    guard.report().clone()
}

pub(super) fn quality() -> Quality {
    Quality {
        duration: Duration::from_secs(65),
        round_trip: Some(Duration::from_millis(40)),
        loss_received: 0.0,
        loss_sent: 0.0,
        jitter: Some(Duration::from_millis(3)),
        relayed: true,
        packets_sent: 3_250,
        packets_received: 3_248,
        concealed: Duration::from_millis(20),
        recovered: Duration::from_millis(40),
        level: 30,
    }
}

/// A call of Anna's with Berta at a level, connected, both phones armed.
pub(super) fn connected(level: u8) -> CallFacts {
    with_reports(level, report(level, &[]), report(level, &[]))
}

/// The same with these reports.
pub(super) fn with_reports(level: u8, own: Report, other: Report) -> CallFacts {
    let world = World::acquainted();
    let berta = world.engine(1).card().unwrap().account();
    let level = Level::new(level);
    let levels = Levels::default();
    let armed = [&own, &other].map(|report| report.guard) == [GuardState::Armed; 2];
    CallFacts {
        who: Who::of(world.engine(0), berta, levels.forbidden(level)),
        kind: crate::call::Kind::Voice,
        may_text: armed,
        unknown: false,
        direction: Direction::Outgoing,
        phase: Phase::Connected,
        invited: true,
        level,
        choice: Choice {
            level,
            because: Vec::new(),
            imposed: Imposed::default(),
        },
        imposed_by_other: Imposed::default(),
        raised: None,
        levels,
        own,
        noticed: Operations::NONE,
        other: level.is_secure().then_some(other),
        distrusted: false,
        stale: false,
        attested: Attested::Absent,
        other_muted: false,
        other_held: false,
        muted: false,
        held: false,
        silent: false,
        routes: crate::engine::AudioRoutes::default(),
        may_sound: armed || !level.is_secure(),
        takes_answer: false,
        answering: false,
        relay_only: level.is_strictest_kind(),
        address_known: false,
        asking: None,
        asked: None,
        asked_because: Operations::NONE,
        age: Duration::from_secs(70),
        quality: Some(quality()),
    }
}
