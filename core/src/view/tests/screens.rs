//! The screens of calls.

use std::time::Duration;

use insta::assert_snapshot;

use super::phones::World;
use super::print::print;
use super::scenes::{connected, guard, quality, report, violated, with_reports};
use crate::call::{Direction, EndReason, Phase, Violations};
use crate::engine::{Command, EndedCall, Problem};
use crate::secure::{Answer, Level, Operation, Operations};
use crate::view::{
    CallFacts, CallScreen, CallState, CallView, EndedView, IncomingView, SecureView, Who, call,
    incoming, secure,
};

fn screen(facts: &CallFacts) -> String {
    print(&CallView::of(facts))
}

#[test]
fn connected_at_each_level() {
    let shown: String = (0..4).map(|level| screen(&connected(level))).collect();
    assert_snapshot!("connected", shown);
}

#[test]
fn each_phase_of_a_call_of_two_phones() {
    let mut shown = String::new();
    for level in [0, 1] {
        let mut world = World::acquainted();
        shown += &print(&call(world.engine(0), world.now));
        world.dial(level);
        shown += &print(&call(world.engine(0), world.now));
        shown += &print(&incoming(world.engine(1), world.now));
        world.command(1, Command::Answer).unwrap();
        shown += &print(&call(world.engine(0), world.now));
        world.command(1, Command::HangUp).unwrap();
        shown += &print(&call(world.engine(0), world.now));
        assert_eq!(incoming(world.engine(1), world.now), None);
    }
    assert_snapshot!("phases", shown);
}

#[test]
fn a_call_counts_as_dialled_once_the_server_has_the_invite() {
    for level in [0, 1] {
        let mut facts = CallFacts {
            phase: Phase::Dialling,
            invited: false,
            ..connected(level)
        };
        let sending = CallView::of(&facts);
        facts.invited = true;
        let sent = CallView::of(&facts);
        assert_eq!(sending.state, CallState::Preparing);
        assert_eq!(sent.state, CallState::Dialling);
        assert_eq!(
            sending.state_words, sent.state_words,
            "one wait to a person"
        );
    }
}

#[test]
fn arming() {
    let mut world = World::acquainted();
    for operation in Operation::ALL {
        world.phones[0].answers.insert(operation, Answer::Pending);
    }
    world.dial(3);
    assert_snapshot!("arming", print(&call(world.engine(0), world.now)));
}

#[test]
fn a_phone_that_cannot_says_so_before_answering() {
    let mut world = World::acquainted();
    let berta = &mut world.phones[1].answers;
    berta.insert(Operation::Screenshot, Answer::Detected);
    world.dial(3);
    let mut shown = print(&incoming(world.engine(1), world.now));
    shown += &print(&call(world.engine(0), world.now));
    let noticed = incoming(world.engine(1), world.now).unwrap().remedies[0].command();
    world.command(1, noticed).unwrap();
    shown += &print(&call(world.engine(0), world.now));
    let CallScreen::Running(shown_to_alice) = call(world.engine(0), world.now) else {
        panic!("there is a call");
    };
    let question = shown_to_alice.question.unwrap();
    world.command(0, question.agreement()).unwrap();
    shown += &print(&incoming(world.engine(1), world.now));
    world.command(1, Command::Answer).unwrap();
    assert_snapshot!("cannot_answer", shown);
}

#[test]
fn a_phone_that_cannot_at_all_is_refused_with_a_way_down() {
    let lacking = [(Operation::Peripherals, Answer::Unsupported)];
    let mut facts = with_reports(2, report(2, &[]), report(2, &lacking));
    let mut shown = screen(&facts);
    facts.asking = Some((Level::ONE, Operations::NONE));
    shown += &screen(&facts);
    facts.own = facts.other.replace(report(2, &[])).unwrap();
    facts.phase = Phase::Preparing;
    facts.asking = None;
    shown += &screen(&facts);
    assert_snapshot!("refused", shown);
}

#[test]
fn a_violation_covers_the_screen_and_says_on_whose_phone() {
    let mut shown = String::new();
    for (own, other) in [
        (Operation::Speaker, None),
        (Operation::AudioRecording, Some(Operation::Peripherals)),
    ] {
        let other = other.map_or_else(|| report(2, &[]), |o| violated(2, o));
        shown += &screen(&with_reports(2, violated(2, own), other));
    }
    shown += &screen(&with_reports(
        3,
        report(3, &[]),
        violated(3, Operation::Screenshot),
    ));
    assert_snapshot!("violated", shown);
}

#[test]
fn tried_and_prevented_is_counted_in_the_columns() {
    let mut guard = guard(1, &[], Operations::NONE);
    guard.attempt(Operation::Speaker);
    guard.attempt(Operation::Speaker);
    let view = CallView::of(&with_reports(1, guard.report().clone(), report(1, &[])));
    let speaker = &view.columns.unwrap().rows[1];
    assert_eq!(
        speaker.you.prevented.as_ref().unwrap().english(),
        "tried and prevented: 2"
    );
    assert_eq!(speaker.other.prevented, None);
}

#[test]
fn questions_of_the_other_person() {
    let mut facts = connected(2);
    let mut shown = String::new();
    let noticed = Operations::NONE.with(Operation::Peripherals);
    for (level, noticed) in [
        (Level::ONE, Operations::NONE),
        (Level::ORDINARY, Operations::NONE),
        (Level::TWO, noticed),
    ] {
        facts.asked = Some((level, noticed));
        facts.asked_because = noticed;
        shown += &print(&CallView::of(&facts).question);
    }
    assert_snapshot!("questions", shown);
}

#[test]
fn quality_in_words_says_whose_network_is_weak() {
    let with = |change: &dyn Fn(&mut crate::call::Quality)| {
        let mut facts = connected(0);
        change(facts.quality.as_mut().unwrap());
        let view = CallView::of(&facts);
        let words = view.quality.unwrap().words.map(|text| text.english());
        (
            words.unwrap_or_default(),
            view.not_heard.map(|text| text.key),
        )
    };
    assert_eq!(with(&|_| {}), (String::new(), None));
    assert_eq!(with(&|q| q.loss_received = 0.1).0, "Their network is weak");
    assert_eq!(
        with(&|q| q.jitter = Some(Duration::from_millis(120))).0,
        "Their network is weak"
    );
    assert_eq!(with(&|q| q.loss_sent = 0.1).0, "Your network is weak");
    assert_eq!(
        with(&|q| q.loss_sent = 0.9).1,
        Some("call.not_heard_network")
    );
    assert!(
        with(&|q| q.round_trip = Some(Duration::from_secs(1)))
            .0
            .contains("long delay")
    );
}

#[test]
fn muted_held_and_unheard() {
    let mut facts = connected(0);
    (facts.muted, facts.held, facts.other_muted, facts.other_held) = (true, true, true, true);
    facts.quality = Some(crate::call::Quality {
        loss_sent: 0.8,
        loss_received: 0.7,
        ..quality()
    });
    assert_snapshot!("muted", screen(&facts));
}

#[test]
fn a_report_that_is_not_believed_counts_as_nothing_said() {
    let mut facts = connected(3);
    (facts.distrusted, facts.may_sound) = (true, false);
    assert_snapshot!("distrusted", screen(&facts));
}

#[test]
fn a_stranger_who_calls() {
    let mut facts = connected(1);
    facts.who = stranger();
    (facts.direction, facts.phase) = (Direction::Incoming, Phase::Ringing);
    (facts.takes_answer, facts.relay_only) = (true, true);
    assert_snapshot!("stranger", print(&IncomingView::of(&facts)));
}

fn stranger() -> Who {
    let world = World::joined();
    let berta = world.engine(1).card().unwrap().account();
    Who::of(world.engine(0), berta, Operations::NONE)
}

#[test]
fn the_secure_screen_before_and_in_a_call() {
    let mut world = World::acquainted();
    let mut shown = String::new();
    for level in [0, 3] {
        shown += &print(&secure(world.engine(0), world.now, Level::new(level)));
    }
    world.dial(2);
    for level in [0, 2, 3] {
        shown += &print(&secure(world.engine(0), world.now, Level::new(level)));
    }
    let mut facts = connected(2);
    facts.other = None;
    shown += &print(&SecureView::of_call(&facts, Level::TWO));
    assert_snapshot!("secure", shown);
}

#[test]
fn every_reason_for_an_end_in_words() {
    let world = World::acquainted();
    let other = Some(world.engine(1).card().unwrap().account());
    let mut shown = String::new();
    for wire in 0..20 {
        let reason = EndReason::from_wire(wire);
        let level = Level::ORDINARY;
        let duration = Duration::from_secs(3_600 + 5);
        let ended = EndedCall {
            reason,
            other,
            level,
            duration,
            violations: Violations::default(),
            direction: Direction::Outgoing,
            here: false,
            problem: None,
        };
        let line = print(&EndedView::of(world.engine(0), &ended));
        if !shown.contains(&line) {
            shown += &line;
        }
    }
    let ended = |reason, violations, problem| EndedCall {
        reason,
        other: None,
        level: Level::THREE,
        duration: Duration::ZERO,
        violations,
        direction: Direction::Outgoing,
        here: false,
        problem,
    };
    let violations = Violations {
        here: [Operation::Screenshot].into_iter().collect(),
        there: [Operation::Peripherals, Operation::Speaker]
            .into_iter()
            .collect(),
    };
    for ended in [
        ended(EndReason::Violation, violations, None),
        ended(
            EndReason::CannotConnect,
            Violations::default(),
            Some(Problem::CardWithdrawn),
        ),
    ] {
        shown += &print(&EndedView::of(world.engine(0), &ended));
    }
    assert_snapshot!("ended", shown);
}

#[test]
fn the_systems_list_hears_how_a_call_ended_on_each_side() {
    use crate::view::{SystemEnd, SystemEnd::*};
    use Direction::{Incoming, Outgoing};
    let of = |reason, direction, here| {
        SystemEnd::of(&EndedCall {
            reason,
            other: None,
            level: Level::ORDINARY,
            duration: Duration::ZERO,
            violations: Violations::default(),
            direction,
            here,
            problem: None,
        })
    };
    let table = [
        (EndReason::HungUp, Remote, Remote),
        (EndReason::Declined, Remote, DeclinedElsewhere),
        (EndReason::Busy, Remote, Remote),
        (EndReason::NoAnswer, Unanswered, Unanswered),
        (EndReason::Cancelled, Unanswered, Unanswered),
        (
            EndReason::AnsweredElsewhere,
            AnsweredElsewhere,
            AnsweredElsewhere,
        ),
        (EndReason::CannotConnect, Failed, Failed),
        (EndReason::SecureRefused, Failed, Failed),
        (EndReason::NetworkLost, Failed, Failed),
        (EndReason::Violation, Failed, Failed),
    ];
    for (reason, outgoing, incoming) in table {
        assert_eq!(of(reason, Outgoing, false), outgoing, "{reason:?}");
        assert_eq!(of(reason, Incoming, false), incoming, "{reason:?}");
        assert_eq!(of(reason, Incoming, true), Here, "{reason:?}");
    }
    // two phones: who hangs up, and who is hung up on
    let mut world = World::acquainted();
    let systems = |world: &World| {
        [0, 1].map(|phone| {
            EndedView::of(world.engine(phone), world.engine(phone).ended().unwrap()).system
        })
    };
    world.dial(0);
    world.command(1, Command::HangUp).unwrap();
    assert_eq!(systems(&world), [Remote, Here]);
    world.dial(0);
    world.command(0, Command::HangUp).unwrap();
    assert_eq!(systems(&world), [Here, Unanswered]);
    world.dial(0);
    world.command(1, Command::Answer).unwrap();
    world.command(0, Command::HangUp).unwrap();
    assert_eq!(systems(&world), [Here, Remote]);
}
