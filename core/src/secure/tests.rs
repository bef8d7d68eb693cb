#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn armed(level: Level) -> Guard {
    let mut guard = Guard::new(Levels::default(), true);
    guard.arm(Instant::now(), level, Operations::NONE);
    for operation in Operation::ALL {
        guard.answer(operation, Answer::Enforced);
    }
    guard
}

#[test]
fn each_level_forbids_what_the_one_below_forbids_and_more() {
    let levels = Levels::default();
    let mut below = Operations::NONE;
    for level in levels.secure() {
        let forbidden = levels.forbidden(level);
        assert!(forbidden.covers(below) && forbidden != below);
        below = forbidden;
    }
    assert_eq!(levels.forbidden(Level::ONE).iter().count(), 2);
    assert_eq!(levels.forbidden(Level::THREE).iter().count(), 6);
}

#[test]
fn a_weaker_further_level_is_refused_and_an_unknown_one_forbids_everything() {
    let weak = Operations::NONE.with(Operation::Speaker);
    assert_eq!(Levels::new(&[weak]), Err(LevelsError::Weaker(4)));
    let everything = Levels::default().forbidden(Level::new(77));
    assert_eq!(everything.iter().count(), Operation::ALL.len());
}

#[test]
fn a_phone_is_armed_only_when_every_operation_is_enforced() {
    let mut guard = Guard::new(Levels::default(), false);
    guard.arm(Instant::now(), Level::ONE, Operations::NONE);
    assert_eq!(guard.state(), GuardState::Arming);
    guard.answer(Operation::Speaker, Answer::Enforced);
    assert_eq!(guard.state(), GuardState::Arming);
    guard.answer(Operation::AudioRecording, Answer::Enforced);
    assert_eq!(guard.state(), GuardState::Armed);
}

#[test]
fn what_is_only_noticed_needs_the_agreement_of_both_people() {
    let mut guard = Guard::new(Levels::default(), false);
    let now = Instant::now();
    guard.arm(now, Level::ONE, Operations::NONE);
    guard.answer(Operation::Speaker, Answer::Enforced);
    guard.answer(Operation::AudioRecording, Answer::Detected);
    assert_eq!(guard.state(), GuardState::Refused);
    let noticed = Operations::NONE.with(Operation::AudioRecording);
    guard.arm(now, Level::ONE, noticed);
    assert_eq!(guard.state(), GuardState::Armed);
}

#[test]
fn a_shell_that_never_answers_counts_as_unable() {
    let now = Instant::now();
    let mut guard = Guard::new(Levels::default(), false);
    guard.arm(now, Level::THREE, Operations::NONE);
    assert_eq!(guard.deadline(), Some(now + ARMING_LIMIT));
    guard.handle_timeout(now + ARMING_LIMIT);
    assert_eq!(guard.state(), GuardState::Refused);
    assert_eq!(guard.lacking().len(), 6);
}

#[test]
fn losing_a_capability_in_a_call_is_a_violation_until_it_comes_back() {
    let mut guard = armed(Level::TWO);
    guard.answer(Operation::Speaker, Answer::Unsupported);
    assert_eq!(guard.state(), GuardState::Violated);
    guard.answer(Operation::Speaker, Answer::Enforced);
    assert_eq!(guard.state(), GuardState::Armed);
}

#[test]
fn no_answer_ends_a_violation_that_was_seen() {
    let mut guard = armed(Level::TWO);
    guard.violation(Operation::Speaker, true);
    guard.answer(Operation::Speaker, Answer::Unsupported);
    guard.answer(Operation::Speaker, Answer::Enforced);
    assert_eq!(guard.state(), GuardState::Violated);
    guard.violation(Operation::Speaker, false);
    assert_eq!(guard.state(), GuardState::Armed);

    // nor does its end bring back a capability, nor an answer end the next one
    guard.answer(Operation::Speaker, Answer::Unsupported);
    guard.violation(Operation::Speaker, true);
    guard.violation(Operation::Speaker, false);
    assert_eq!(guard.state(), GuardState::Violated);
    guard.violation(Operation::Speaker, true);
    guard.answer(Operation::Speaker, Answer::Enforced);
    assert_eq!(guard.state(), GuardState::Violated);
}

#[test]
fn a_lost_capability_heals_when_both_accept_it_or_it_is_asked_for_anew() {
    let now = Instant::now();
    let speaker = Operations::NONE.with(Operation::Speaker);
    let mut guard = armed(Level::ONE);
    guard.answer(Operation::Speaker, Answer::Detected);
    assert_eq!(guard.state(), GuardState::Violated);
    guard.arm(now, Level::ONE, speaker);
    assert_eq!(guard.state(), GuardState::Armed);
    // what happens is no matter of consent
    guard.violation(Operation::Speaker, true);
    guard.arm(now, Level::ONE, speaker);
    assert_eq!(guard.state(), GuardState::Violated);

    let mut guard = armed(Level::ONE);
    guard.answer(Operation::Speaker, Answer::Unsupported);
    guard.arm(now, Level::TWO, Operations::NONE);
    assert_eq!(guard.state(), GuardState::Arming);
    for operation in Operation::ALL {
        guard.answer(operation, Answer::Enforced);
    }
    assert_eq!(guard.state(), GuardState::Armed);
}

#[test]
fn a_violation_gives_a_silent_shell_no_more_time_to_arm() {
    let now = Instant::now();
    let mut guard = Guard::new(Levels::default(), false);
    guard.arm(now, Level::ONE, Operations::NONE);
    guard.violation(Operation::Speaker, true);
    guard.violation(Operation::Speaker, false);
    assert_eq!(guard.deadline(), Some(now + ARMING_LIMIT));
    guard.handle_timeout(now + ARMING_LIMIT);
    assert_eq!(guard.state(), GuardState::Refused);
    assert_eq!(guard.lacking().len(), 2);
}

#[test]
fn release_allows_exactly_what_was_forbidden() {
    let mut guard = armed(Level::THREE);
    while guard.poll_output().is_some() {}
    guard.release();
    let allowed: Operations = std::iter::from_fn(|| guard.poll_output())
        .filter_map(|output| match output {
            GuardOutput::Allow(operation) => Some(operation),
            _ => None,
        })
        .collect();
    assert_eq!(allowed, Levels::default().forbidden(Level::THREE));
    assert_eq!(guard.state(), GuardState::Released);
}

#[test]
fn a_report_that_says_armed_without_saying_how_is_not_believed() {
    let levels = Levels::default();
    let mut report = armed(Level::THREE).report().clone();
    let read = |report: &Report| {
        Report::from_wire(
            &report.to_wire(),
            |level| levels.forbidden(level),
            Operations::NONE,
        )
    };
    assert_eq!(read(&report).unwrap(), {
        let mut expected = report.clone();
        expected.attempts = expected.answers.keys().map(|o| (*o, 0)).collect();
        expected
    });
    report
        .answers
        .insert(Operation::Screenshot, Answer::Detected);
    assert_eq!(
        read(&report),
        Err(ReportError::Contradiction(Operation::Screenshot))
    );
    report.answers.remove(&Operation::Screenshot);
    assert_eq!(
        read(&report),
        Err(ReportError::Contradiction(Operation::Screenshot))
    );
}

#[derive(Debug, Clone)]
enum Step {
    Arm(u8, u16),
    Answer(usize, u8),
    Violation(usize, bool),
    Timeout,
    Release,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0u8..6, any::<u16>()).prop_map(|(level, noticed)| Step::Arm(level, noticed)),
        (0usize..9, 0u8..4).prop_map(|(operation, answer)| Step::Answer(operation, answer)),
        (0usize..9, any::<bool>()).prop_map(|(operation, on)| Step::Violation(operation, on)),
        Just(Step::Timeout),
        Just(Step::Release),
    ];
    proptest::collection::vec(step, 0..60)
}

proptest! {
    /// Whatever the shell does, in whatever order: armed means that each operation of the level is enforced, or
    /// noticed where that was accepted, and none is happening, as far as the shell said; and no answer is waited for
    /// without a limit.
    #[test]
    fn armed_is_never_said_in_error(steps in steps()) {
        let levels = Levels::default();
        let mut guard = Guard::new(levels.clone(), false);
        let mut now = Instant::now();
        let mut forbidden = Operations::NONE;
        let mut happening = Operations::NONE;
        for step in steps {
            if let Step::Violation(operation, on) = step {
                let operation = Operation::ALL[operation];
                happening = if on && guard.forbids(operation) {
                    happening.with(operation)
                } else {
                    happening.without(operation)
                };
            }
            match step {
                Step::Arm(level, noticed) => {
                    guard.arm(now, Level::new(level), Operations::from_bits(noticed));
                }
                Step::Answer(operation, answer) => guard.answer(
                    Operation::ALL[operation],
                    Answer::from_wire(answer.into()),
                ),
                Step::Violation(operation, on) => guard.violation(Operation::ALL[operation], on),
                Step::Timeout => {
                    now += ARMING_LIMIT;
                    guard.handle_timeout(now);
                }
                Step::Release => guard.release(),
            }
            while let Some(output) = guard.poll_output() {
                match output {
                    GuardOutput::Forbid(operation) => forbidden = forbidden.with(operation),
                    GuardOutput::Allow(operation) => {
                        forbidden = forbidden.without(operation);
                        happening = happening.without(operation);
                    }
                    GuardOutput::Changed => {}
                }
            }
            let pending = guard.report().answers.values().any(|a| *a == Answer::Pending);
            prop_assert_eq!(guard.deadline().is_some(), pending);
            // the shell was told of exactly what the level forbids
            prop_assert_eq!(forbidden, if guard.level().is_secure() {
                levels.forbidden(guard.level())
            } else {
                Operations::NONE
            });
            if guard.state() == GuardState::Armed {
                prop_assert!(guard.report().violated.is_empty());
                prop_assert!(happening.is_empty());
                prop_assert!(guard.lacking().is_empty());
                prop_assert!(levels.forbidden(guard.level()).iter().all(|operation|
                    matches!(guard.report().answers[&operation], Answer::Enforced | Answer::Detected)));
            }
        }
    }

    #[test]
    fn any_bytes_split_into_a_state_or_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        if let Some((state, speech)) = MediaState::split(&bytes) {
            prop_assert_eq!(speech.len() + HEADER, bytes.len());
            let again = state.to_bytes();
            prop_assert_eq!(MediaState::split(&again).unwrap().0, state);
        }
    }
}
