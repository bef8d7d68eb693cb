//! Whatever the guard forbids, no button offers.

use proptest::prelude::*;

use super::scenes;
use crate::secure::{Answer, Guard, Level, Levels, Operation, Operations};
use crate::view::words::secure as words;
use crate::view::{ButtonState, CallFacts, CallView, IncomingView, SecureView, Who};

fn check(facts: &CallFacts, guard: &Guard) -> Result<(), TestCaseError> {
    let view = CallView::of(facts);
    for operation in Operation::ALL.into_iter().filter(|o| guard.forbids(*o)) {
        match view
            .controls
            .of_operation(operation)
            .map(|button| &button.state)
        {
            Some(ButtonState::Enabled) => prop_assert!(false, "{operation:?} is offered"),
            Some(ButtonState::Disabled { reason }) => {
                prop_assert!(!reason.english().is_empty());
                prop_assert!(reason.english().contains(&facts.level.number().to_string()));
            }
            // screened, or nothing that the app offers
            Some(ButtonState::Absent) | None => {}
        }
        let operation = words::operation(operation).text().english();
        let columns = view.columns.as_ref().expect("a secure call has columns");
        prop_assert!(
            columns
                .rows
                .iter()
                .any(|row| row.operation.english() == operation)
        );
    }
    // whatever stands on the screen has all its gaps filled
    let json = serde_json::to_value((&view, IncomingView::of(facts))).unwrap();
    prop_assert!(no_gaps(&json), "{json}");
    super::spoken::check(&json);
    for level in 0..5 {
        let view = SecureView::of_call(facts, Level::new(level));
        prop_assert!(no_gaps(&serde_json::to_value(&view).unwrap()));
    }
    Ok(())
}

fn no_gaps(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Object(fields) => fields.iter().all(|(name, value)| {
            no_gaps(value)
                && (name != "english" || value.as_str().is_some_and(|t| !t.contains('{')))
        }),
        serde_json::Value::Array(items) => items.iter().all(no_gaps),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_button_offers_what_the_guard_forbids(
        level in 0u8..6,
        answers in proptest::collection::vec(0i32..4, 6),
        happens in 0usize..12,
        asked in proptest::option::of((0u8..4, any::<u16>())),
        phase in 0usize..5,
        incoming in any::<bool>(),
    ) {
        use crate::call::{Direction, Phase};
        let answers: Vec<(Operation, Answer)> =
            Operation::ALL.into_iter().zip(answers.into_iter().map(Answer::from_wire)).collect();
        let mut guard = scenes::guard(level, &answers, Operations::NONE);
        if let Some(operation) = Operation::ALL.get(happens) {
            guard.violation(*operation, true);
        }
        let mut facts = FACTS.with(Clone::clone);
        facts.level = Level::new(level);
        facts.own = guard.report().clone();
        facts.other = level.is_multiple_of(2).then(|| guard.report().clone());
        facts.asked = asked.map(|(level, noticed)| (Level::new(level), Operations::from_bits(noticed)));
        if Levels::default().forbidden(facts.level).contains(Operation::Identity) {
            facts.who = Who::HIDDEN;
        }
        facts.phase = [Phase::Preparing, Phase::Dialling, Phase::Ringing, Phase::Connecting,
            Phase::Connected][phase];
        facts.direction = if incoming { Direction::Incoming } else { Direction::Outgoing };
        check(&facts, &guard)?;
    }
}

thread_local! {
    static FACTS: CallFacts = scenes::connected(0);
}
