//! Secure mode between two phones: fails closed, is agreed on, and what happens on one is known on the other.

use sotto_core::call::{CallError, EndReason, Phase};
use sotto_core::engine::{Command, CommandError, PlatformNews};
use sotto_core::secure::{Answer, GuardState, Level, Operation, Operations};
use sotto_core::view::{CallFacts, CallView};
use sotto_tests::simulation::measure::violation_to_other;
use sotto_tests::simulation::{Manner, World, each_seed};

use super::{both_at, friends, millis, nothing_was_heard, seconds};

const SHOT: Operation = Operation::Screenshot;

#[test]
fn a_caller_that_cannot_enforce_rings_nobody() {
    for manner in [
        Manner::Says(Answer::Unsupported),
        Manner::Says(Answer::Detected),
        Manner::Silent,
    ] {
        let mut world = friends(1);
        world.phones[0].platform.set(SHOT, manner);
        world.dial(0, 1, 3);
        world.run_for(seconds(10));
        assert_eq!(world.phones[0].phase(), Some(Phase::Preparing));
        assert_eq!(world.phones[1].phase(), None);
        world.run_for(seconds(40));
        assert_eq!(world.phones[0].ended(), Some(EndReason::SecureRefused));
        nothing_was_heard(&world);
    }
}

#[test]
fn a_caller_that_cannot_enforce_may_lower_before_anyone_rings() {
    let mut world = friends(1);
    world.phones[0]
        .platform
        .set(SHOT, Manner::Says(Answer::Unsupported));
    world.dial(0, 1, 3);
    world.run_for(seconds(1));
    world
        .command(0, Command::Ask(Level::TWO, Operations::NONE))
        .unwrap();
    assert!(world.run_until(seconds(2), |w| {
        w.phones[1].engine().call().is_some_and(|c| c.can_answer())
    }));
    world.run_for(seconds(1));
    world.command(1, Command::Answer).unwrap();
    both_at(&mut world, 2);
}

#[test]
fn a_callee_that_cannot_enforce_cannot_answer_until_both_lower() {
    for refuses in [true, false] {
        let mut world = friends(2);
        world.phones[1]
            .platform
            .set(SHOT, Manner::Says(Answer::Unsupported));
        world.dial(0, 1, 3);
        assert!(world.run_until(seconds(5), |w| w.phones[0].phase() == Some(Phase::Ringing)));
        world.run_for(seconds(1));
        let refused = world.command(1, Command::Answer);
        assert_eq!(
            refused,
            Err(CommandError::Call(CallError::NotArmed(Level::THREE)))
        );
        let told = world.phones[0].engine().call().unwrap().main_leg().unwrap();
        assert_eq!(told.report().answers[&SHOT], Answer::Unsupported);
        world
            .command(1, Command::Ask(Level::TWO, Operations::NONE))
            .unwrap();
        world.run_for(millis(200));
        assert_eq!(
            world.phones[0].engine().call().unwrap().asked(),
            Some((Level::TWO, Operations::NONE))
        );
        let because = world.phones[0].engine().call().unwrap().asked_because();
        assert_eq!(because, Operations::NONE.with(SHOT), "they say why");
        if refuses {
            world.refuse(0).unwrap();
            world.run_for(millis(200));
            assert!(world.command(1, Command::Answer).is_err());
            world.command(1, Command::HangUp).unwrap();
            assert!(world.all_over(seconds(1)));
            nothing_was_heard(&world);
        } else {
            world.agree(0).unwrap();
            world.run_for(millis(200));
            nothing_was_heard(&world);
            world.command(1, Command::Answer).unwrap();
            both_at(&mut world, 2);
        }
    }
}

#[test]
fn a_tap_agrees_to_what_was_read_not_to_what_is_asked_by_then() {
    let mut world = friends(41);
    world.dial(0, 1, 3);
    world.run_until(seconds(5), |w| {
        w.phones[1].engine().call().is_some_and(|c| c.can_answer())
    });
    world.command(1, Command::Answer).unwrap();
    both_at(&mut world, 3);
    let ask = |level| Command::Ask(level, Operations::NONE);
    world.command(0, ask(Level::TWO)).unwrap();
    world.run_for(millis(300));
    let question = CallView::of(&CallFacts::of(world.phones[1].engine(), world.moment()).unwrap())
        .question
        .unwrap();
    world.command(0, ask(Level::ORDINARY)).unwrap();
    world.run_for(millis(300));
    for tap in [question.agreement(), question.refusal()] {
        let refused = world.command(1, tap);
        let changed = CommandError::Call(CallError::QuestionChanged);
        assert_eq!(refused, Err(changed));
    }
    both_at(&mut world, 3);
    world.agree(1).unwrap();
    both_at(&mut world, 0);
}

#[test]
fn what_a_callee_only_notices_takes_both_to_accept() {
    let mut world = friends(3);
    world.phones[1]
        .platform
        .set(SHOT, Manner::Says(Answer::Detected));
    world.dial(0, 1, 3);
    assert!(world.run_until(seconds(5), |w| w.phones[0].phase() == Some(Phase::Ringing)));
    world.run_for(seconds(1));
    assert!(world.command(1, Command::Answer).is_err());
    let noticed = Operations::NONE.with(SHOT);
    world
        .command(1, Command::Ask(Level::THREE, noticed))
        .unwrap();
    world.run_for(millis(300));
    assert!(
        world.command(1, Command::Answer).is_err(),
        "one person alone cannot accept it"
    );
    world.agree(0).unwrap();
    world.run_for(millis(300));
    nothing_was_heard(&world);
    world.command(1, Command::Answer).unwrap();
    both_at(&mut world, 3);
    assert_eq!(
        world.phones[0].engine().call().unwrap().guard().noticed(),
        noticed
    );
}

#[test]
fn what_a_caller_only_notices_takes_both_to_accept() {
    let mut world = friends(4);
    world.phones[0]
        .platform
        .set(SHOT, Manner::Says(Answer::Detected));
    world.dial(0, 1, 3);
    world.run_for(seconds(1));
    assert_eq!(world.phones[1].phase(), None);
    let noticed = Operations::NONE.with(SHOT);
    world
        .command(0, Command::Ask(Level::THREE, noticed))
        .unwrap();
    assert!(world.run_until(seconds(5), |w| w.phones[0].phase() == Some(Phase::Ringing)));
    world.run_for(seconds(1));
    assert_eq!(
        world.phones[1].engine().call().unwrap().asked(),
        Some((Level::THREE, noticed))
    );
    world.command(1, Command::Answer).unwrap();
    world.run_for(seconds(2));
    nothing_was_heard(&world);
    world.agree(1).unwrap();
    both_at(&mut world, 3);
}

#[test]
fn a_late_answer_of_the_system_arms_late() {
    for late in [500, 1_900, 6_000] {
        let mut world = friends(5);
        world.phones[1]
            .platform
            .set(SHOT, Manner::Late(Answer::Enforced, millis(late)));
        world.dial(0, 1, 3);
        world.run_for(millis(late - 100));
        // an answer that is given while the phone may still arm is kept; after that it is refused
        let kept = world.command(1, Command::Answer).is_ok();
        assert_eq!(kept, late < 2_000);
        nothing_was_heard(&world);
        assert_eq!(world.phones[1].phase(), Some(Phase::Ringing));
        world.run_for(millis(800));
        if !kept {
            world.command(1, Command::Answer).unwrap();
        }
        both_at(&mut world, 3);
    }
}

#[test]
fn a_system_that_never_answers_counts_as_unable() {
    let mut world = friends(6);
    world.phones[1]
        .platform
        .set(Operation::Speaker, Manner::Silent);
    world.dial(0, 1, 1);
    world.run_for(seconds(4));
    assert!(world.command(1, Command::Answer).is_err());
    let leg = world.phones[0].engine().call().unwrap().main_leg().unwrap();
    assert_eq!(
        leg.report().answers[&Operation::Speaker],
        Answer::Unsupported
    );
    nothing_was_heard(&world);
}

#[test]
fn either_person_raises_the_level_in_the_call() {
    for who in 0..2 {
        let mut world = friends(7);
        world.talk(0);
        for level in 1..=3 {
            world
                .command(who, Command::Raise(Level::new(level)))
                .unwrap();
            both_at(&mut world, level);
        }
        world.command(who, Command::HangUp).unwrap();
        assert!(world.all_over(seconds(1)));
        for phone in &world.phones {
            assert!(phone.engine().call_log().is_empty());
        }
    }
}

#[test]
fn an_answer_of_an_earlier_prohibition_arms_nothing() {
    // the system pulls its levers one after another, each slowly; what is heard is held against the system's own state
    each_seed(8, |seed| {
        let mut world = friends(seed);
        world.talk(1);
        let pace = millis(20 + world.draw(60));
        world.phones[0].platform.set_pace(Some(pace));
        for _ in 0..3 {
            let _ = world.command(0, Command::Raise(Level::TWO));
            let gap = world.draw(60);
            world.run_for(millis(60 + gap));
            let _ = world.command(0, Command::Ask(Level::ONE, Operations::NONE));
            world.run_for(millis(60));
            let _ = world.agree(1);
            let gap = world.draw(80);
            world.run_for(millis(60 + gap));
        }
        let _ = world.command(0, Command::Raise(Level::TWO));
        both_at(&mut world, 2);
    });
}

#[test]
fn a_lost_capability_that_both_accept_ends_the_silence() {
    let mut world = friends(42);
    world.talk(1);
    let speaker = Operation::Speaker;
    let lost = PlatformNews::Answer(Answer::Detected);
    world.platform(0, speaker, lost);
    world.run_for(seconds(1));
    let state = |world: &World| world.phones[0].engine().call().unwrap().guard().state();
    assert_eq!(state(&world), GuardState::Violated);
    let noticed = Operations::NONE.with(speaker);
    world.command(0, Command::Ask(Level::ONE, noticed)).unwrap();
    world.run_for(millis(300));
    world.agree(1).unwrap();
    both_at(&mut world, 1);
    assert_eq!(state(&world), GuardState::Armed);
}

#[test]
fn both_raise_at_once_and_meet_at_the_higher() {
    each_seed(6, |seed| {
        let mut world = friends(seed);
        world.talk((seed % 2) as u8);
        let (a, b) = (2 + seed % 2, 2 + seed / 2 % 2);
        world
            .command(0, Command::Raise(Level::new(a as u8)))
            .unwrap();
        let gap = world.draw(80);
        world.run_for(millis(gap));
        let _ = world.command(1, Command::Raise(Level::new(b as u8)));
        both_at(&mut world, a.max(b) as u8);
        world.run_for(seconds(5));
        both_at(&mut world, a.max(b) as u8);
    });
}

#[test]
fn one_raises_while_the_other_asks_to_lower() {
    each_seed(6, |seed| {
        let mut world = friends(seed);
        world.talk(2);
        world.command(0, Command::Raise(Level::THREE)).unwrap();
        let gap = world.draw(80);
        world.run_for(millis(gap));
        let _ = world.command(1, Command::Ask(Level::ONE, Operations::NONE));
        world.run_for(seconds(1));
        both_at(&mut world, 3);
        if world.phones[0].engine().call().unwrap().asked().is_some() {
            world.agree(0).unwrap();
            // agreed on, or taken back by the raise: the same on both phones
            world.run_for(seconds(8));
            let level = world.phones[0].level().unwrap();
            both_at(&mut world, level.number());
        }
    });
}

#[test]
fn lowering_takes_both_and_stays() {
    each_seed(6, |seed| {
        let mut world = friends(seed);
        world.talk(3);
        let (asks, agrees) = if seed % 2 == 0 { (0, 1) } else { (1, 0) };
        let to = (seed % 3) as u8;
        world
            .command(asks, Command::Ask(Level::new(to), Operations::NONE))
            .unwrap();
        world.run_for(seconds(1));
        both_at(&mut world, 3);
        world.agree(agrees).unwrap();
        both_at(&mut world, to);
        world.run_for(seconds(8));
        both_at(&mut world, to);
        world.command(0, Command::Raise(Level::THREE)).unwrap();
        both_at(&mut world, 3);
    });
}

#[test]
fn a_raise_travels_with_the_sound_while_the_control_channel_is_down() {
    let mut world = friends(8);
    world.talk(1);
    world.cut_control(0, true);
    world.cut_control(1, true);
    world.command(0, Command::Raise(Level::THREE)).unwrap();
    let raised = world.run_until(millis(150), |w| w.phones[1].level() == Some(Level::THREE));
    assert!(raised);
    world.run_for(seconds(2));
    world.cut_control(0, false);
    world.cut_control(1, false);
    both_at(&mut world, 3);
}

#[test]
fn a_violation_mutes_both_and_sound_comes_back_after_it() {
    for level in [1, 2] {
        let mut world = friends(9);
        world.talk(level);
        world.platform(0, Operation::Speaker, PlatformNews::ViolationBegan);
        world.run_for(millis(300));
        let heard: Vec<_> = world.phones.iter().map(|p| p.heard.any).collect();
        world.run_for(seconds(2));
        for (phone, before) in world.phones.iter().zip(heard) {
            assert_eq!(phone.heard.any, before, "level {level}");
            assert!(phone.connected());
            assert!(phone.heard.tones > 0, "who is not heard is told by a tone");
        }
        let leg = world.phones[1].engine().call().unwrap().main_leg().unwrap();
        assert!(leg.report().violated.contains(Operation::Speaker));
        world.platform(0, Operation::Speaker, PlatformNews::ViolationEnded);
        both_at(&mut world, level);
        let tones: Vec<_> = world.phones.iter().map(|p| p.heard.tones).collect();
        world.run_for(seconds(12));
        for (phone, before) in world.phones.iter().zip(tones) {
            assert_eq!(phone.heard.tones, before, "both are heard again");
        }
    }
}

#[test]
fn while_a_lever_finds_sound_where_it_may_not_be_nothing_is_heard_of_either() {
    let mut world = friends(9);
    world.talk(2);
    world.phones[0].engine.as_mut().unwrap().shut_sound(true);
    world.run_for(millis(300));
    let heard: Vec<_> = world.phones.iter().map(|p| p.heard.loud).collect();
    world.run_for(seconds(2));
    for (phone, before) in world.phones.iter().zip(heard) {
        assert_eq!(phone.heard.loud, before);
        assert!(phone.connected());
    }
    world.phones[0].engine.as_mut().unwrap().shut_sound(false);
    both_at(&mut world, 2);
}

#[test]
fn a_violation_reaches_the_other_in_a_round_trip_even_without_the_control_channel() {
    for (level, control) in [(1, true), (1, false), (2, false), (3, true), (3, false)] {
        for seed in 0..4 {
            let time = violation_to_other(seed, millis(100), level, control);
            assert!(
                time <= millis(250),
                "level {level}, control {control}: {time:?}"
            );
        }
    }
}

#[test]
fn at_level_three_a_violation_ends_the_call_at_both() {
    for control in [true, false] {
        for who in 0..2 {
            let mut world = friends(10);
            world.talk(3);
            if !control {
                world.cut_control(0, true);
                world.cut_control(1, true);
            }
            world.platform(who, Operation::Screenshot, PlatformNews::ViolationBegan);
            assert!(world.all_over(millis(130)), "control {control}, {who}");
            for phone in &world.phones {
                assert_eq!(phone.ended(), Some(EndReason::Violation));
            }
        }
    }
}

#[test]
fn attempts_are_refused_and_told_to_both() {
    let mut world = friends(11);
    world.talk(3);
    for operation in [Operation::Speaker, Operation::AudioRecording] {
        let refused = world.command(0, Command::Use(operation));
        let expected = CallError::Forbidden {
            operation,
            level: Level::THREE,
        };
        assert_eq!(refused, Err(CommandError::Call(expected)));
    }
    for operation in [Operation::Peripherals, Operation::Screenshot] {
        world.platform(0, operation, PlatformNews::Attempt);
    }
    world.run_for(millis(300));
    let mine = world.phones[0]
        .engine()
        .call()
        .unwrap()
        .guard()
        .report()
        .clone();
    let theirs = world.phones[1]
        .engine()
        .call()
        .unwrap()
        .main_leg()
        .unwrap()
        .report();
    for operation in [
        Operation::Speaker,
        Operation::AudioRecording,
        Operation::Peripherals,
        Operation::Screenshot,
    ] {
        assert_eq!(mine.attempts[&operation], 1);
        assert_eq!(theirs.attempts[&operation], 1);
    }
    both_at(&mut world, 3);
}

#[test]
fn what_is_allowed_is_not_refused() {
    let mut world = friends(12);
    world.talk(1);
    assert!(
        world
            .command(0, Command::Use(Operation::Screenshot))
            .is_ok()
    );
    assert!(world.command(0, Command::Use(Operation::Speaker)).is_err());
    world.command(0, Command::HangUp).unwrap();
    assert!(world.command(0, Command::Use(Operation::Speaker)).is_ok());
}
