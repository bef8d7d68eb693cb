//! Rules for places and times, and who wins when several speak.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use std::time::Instant;

use proptest::prelude::*;

use super::*;

/// Monday, 4 January 2027, 00:00 UTC, in ms since 1970.
const MONDAY: u64 = 1_799_020_800_000;
const MINUTE: u64 = 60_000;
const HOUR: u64 = 60 * MINUTE;

fn hours(weekdays: u8, from: u16, until: u16, offset: i16) -> Hours {
    Hours {
        weekdays,
        from,
        until,
        offset,
    }
}

#[test]
fn hours_are_those_of_their_days_in_their_own_offset() {
    let office = hours(0b001_1111, 9 * 60, 17 * 60, 60);
    assert!(
        !office.contain(MONDAY + 8 * HOUR - 1),
        "08:59 one hour east"
    );
    assert!(office.contain(MONDAY + 8 * HOUR));
    assert!(office.contain(MONDAY + 16 * HOUR - 1));
    assert!(!office.contain(MONDAY + 16 * HOUR));
    assert!(
        !office.contain(MONDAY + 5 * 24 * HOUR + 10 * HOUR),
        "Saturday"
    );
    assert!(!office.contain(MONDAY - HOUR - 1), "Sunday still");
}

#[test]
fn hours_past_midnight_belong_to_the_day_on_which_they_begin() {
    let monday_night = hours(0b000_0001, 22 * 60, 6 * 60, 0);
    assert!(
        !monday_night.contain(MONDAY + 5 * HOUR),
        "that is Sunday's night"
    );
    assert!(monday_night.contain(MONDAY + 23 * HOUR));
    assert!(monday_night.contain(MONDAY + 29 * HOUR));
    assert!(!monday_night.contain(MONDAY + 30 * HOUR));
    let all_day = hours(0b000_0001, 0, 0, 0);
    assert!(all_day.contain(MONDAY) && all_day.contain(MONDAY + 24 * HOUR - 1));
    assert!(!all_day.contain(MONDAY + 24 * HOUR));
}

fn berlin() -> Position {
    Position {
        latitude: 52_520_000,
        longitude: 13_405_000,
    }
}

#[test]
fn a_place_is_there_elsewhere_or_unknown_and_unknown_counts() {
    let circle = |radius| When {
        place: Some(Place::Circle(Circle {
            middle: berlin(),
            radius,
        })),
        hours: None,
    };
    let now = Instant::now();
    let mut around = Surroundings::default();
    assert_eq!(
        circle(100).applies(now, MONDAY, &around),
        Whereabouts::Unknown
    );
    let hamburg = Position {
        latitude: 53_551_000,
        longitude: 9_994_000,
    };
    around.are(now, Some(vec!["office".to_owned()]), Some(hamburg));
    assert!((hamburg.distance(berlin()) - 255_000.0).abs() < 2_000.0);
    assert_eq!(
        circle(250_000).applies(now, MONDAY, &around),
        Whereabouts::Elsewhere
    );
    assert_eq!(
        circle(260_000).applies(now, MONDAY, &around),
        Whereabouts::There
    );
    let named = |name: &str| When {
        place: Some(Place::Named(name.to_owned())),
        hours: None,
    };
    assert_eq!(
        named("office").applies(now, MONDAY, &around),
        Whereabouts::There
    );
    assert_eq!(
        named("home").applies(now, MONDAY, &around),
        Whereabouts::Elsewhere
    );
    // what was said long ago says nothing any more
    let later = now + MOVED_ON + std::time::Duration::from_secs(1);
    assert_eq!(
        named("home").applies(later, MONDAY, &around),
        Whereabouts::Unknown
    );
    // nor one that may not know names that it is not at one, or at more than it could name
    around.are(now, None, Some(hamburg));
    assert_eq!(
        named("office").applies(now, MONDAY, &around),
        Whereabouts::Unknown
    );
    around.are(now, Some((0..65).map(|n| n.to_string()).collect()), None);
    assert_eq!(named("0").applies(now, MONDAY, &around), Whereabouts::There);
    assert_eq!(
        named("64").applies(now, MONDAY, &around),
        Whereabouts::Unknown
    );
    // a phone without a position cannot say that it is not there
    around.are(now, Some(vec![]), None);
    assert_eq!(
        circle(1).applies(now, MONDAY, &around),
        Whereabouts::Unknown
    );
}

#[test]
fn the_strictest_wins_and_all_who_asked_for_it_are_named() {
    let rule = |level| Rule {
        when: When {
            place: None,
            hours: Some(hours(0b111_1111, 0, 0, 0)),
        },
        level: Level::new(level),
    };
    let around = Surroundings::default();
    let choose = |chosen: u8, usual: u8, rules: &[Rule]| {
        Speaking {
            chosen: (Level::new(chosen), Reason::You),
            default: Level::ORDINARY,
            usual: Level::new(usual),
            contact: true,
            rules,
            policies: &[],
            surroundings: &around,
            at: Instant::now(),
            master: MONDAY,
            wall: MONDAY,
        }
        .choose()
    };
    let of = |choice: Choice| (choice.level.number(), choice.because);
    assert_eq!(of(choose(0, 0, &[])), (0, vec![]));
    assert_eq!(of(choose(1, 2, &[])), (2, vec![Reason::Usual]));
    assert_eq!(
        of(choose(2, 2, &[rule(2), rule(1)])),
        (2, vec![Reason::You, Reason::Usual, Reason::Time])
    );
    let nowhere = Rule {
        when: When {
            place: Some(Place::Named("office".to_owned())),
            hours: None,
        },
        level: Level::THREE,
    };
    assert_eq!(
        of(choose(1, 0, &[nowhere])),
        (3, vec![Reason::PlaceUnknown])
    );
}

#[test]
fn several_definitions_of_a_level_add_up_and_levels_keep_growing() {
    let three = Levels::default().forbidden(Level::THREE);
    let a = Levels::new(&[three.with(Operation::Clipboard)]).unwrap();
    let b = Levels::new(&[three, three.with(Operation::Forwarding)]).unwrap();
    let both = a.combined(&b);
    assert_eq!(both, b.combined(&a));
    let four = three.with(Operation::Clipboard);
    assert_eq!(both.forbidden(Level::new(4)), four);
    let five = four.with(Operation::Forwarding);
    assert_eq!(both.forbidden(Level::new(5)), five);
    assert_eq!(both.forbidden(Level::new(6)), Operations::all());
    // what the other phone means only ever adds, and never to a built-in level
    let mut told = both;
    told.tell(Level::ONE, Operations::all());
    told.tell(
        Level::new(4),
        Operations::NONE.with(Operation::Transcription),
    );
    assert_eq!(told.forbidden(Level::ONE).iter().count(), 2);
    assert_eq!(
        told.forbidden(Level::new(4)),
        four.with(Operation::Transcription)
    );
    assert_eq!(
        told.forbidden(Level::new(5)),
        five.with(Operation::Transcription)
    );
}

#[test]
fn every_operation_is_forbidden_in_some_way_and_what_the_app_alone_does_needs_no_answer() {
    for operation in Operation::ALL {
        assert!(!operation.ways().is_empty());
    }
    let mut guard = Guard::new(Levels::new(&[Operations::all()]).unwrap(), false);
    guard.arm(Instant::now(), Level::new(4), Operations::NONE);
    for operation in Operation::ALL {
        let own = !operation.is_forbidden_by(Way::System);
        let answer = guard.report().answers[&operation];
        assert_eq!(answer == Answer::Enforced, own, "{operation:?}");
    }
}

#[test]
fn a_capped_guard_refuses_whatever_the_system_answers() {
    let imposed = Imposed {
        minimum: Level::ORDINARY,
        maximum: Some(Level::ONE),
    };
    let mut guard = Guard::new(Levels::default(), false).imposing(imposed);
    let now = Instant::now();
    for level in [1, 2, 1] {
        guard.arm(now, Level::new(level), Operations::NONE);
        for operation in Operation::ALL {
            guard.answer(operation, Answer::Enforced);
        }
        let capped = level == 2;
        assert_eq!(guard.state() == GuardState::Refused, capped);
        assert_eq!(guard.report().block, capped.then_some(Block::Capped));
    }
}

#[test]
fn a_level_with_an_operation_that_nobody_knows_is_refused() {
    let mut guard = Guard::new(Levels::default(), false);
    guard.told(Level::new(4), None);
    for level in [3, 4, 5] {
        guard.arm(Instant::now(), Level::new(level), Operations::NONE);
        for operation in Operation::ALL {
            guard.answer(operation, Answer::Enforced);
        }
        let refused = guard.state() == GuardState::Refused;
        assert_eq!(refused, level >= 4, "level {level}");
    }
}

proptest! {
    #[test]
    fn a_compact_report_says_what_the_whole_one_says(
        level in 0u8..10,
        bits in any::<u16>(),
        answers in proptest::collection::vec(0i32..4, 9),
        violated in any::<u16>(),
        numbers in any::<(u32, u32)>(),
        minimum in any::<u8>(),
        maximum in proptest::option::of(0u8..255),
        simulated in any::<bool>(),
    ) {
        let report = Report {
            level: Level::new(level),
            epoch: numbers.0,
            counter: numbers.1,
            guard: GuardState::from_wire(i32::from(level) % 5),
            answers: Operations::from_bits(bits)
                .iter()
                .zip(answers)
                .map(|(operation, answer)| (operation, Answer::from_wire(answer)))
                .collect(),
            violated: Operations::from_bits(violated),
            simulated,
            imposed: Imposed { minimum: Level::new(minimum), maximum: maximum.map(Level::new) },
            block: (level == 9).then_some(Block::Capped),
            ..Report::default()
        };
        let read = Report::from_compact(&report.to_compact(), &Report::default());
        prop_assert_eq!(read, Some(report));
    }

    #[test]
    fn any_bytes_are_a_policy_or_a_typed_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(policy::Policy::read(&bytes).is_err());
    }

    /// Written down and read again a rule is the same, and nothing else is read.
    #[test]
    fn rules_survive_being_stored(
        level in any::<u8>(),
        days in 0u8..128,
        from in 0u16..=1_440,
        until in 0u16..=1_440,
        offset in -960i16..=960,
        place in proptest::option::of((-90_000_000i32..=90_000_000, -180_000_000i32..=180_000_000, any::<u32>())),
    ) {
        let rule = Rule {
            when: When {
                place: place.map(|(latitude, longitude, radius)| Place::Circle(Circle {
                    middle: Position { latitude, longitude },
                    radius,
                })),
                hours: Some(hours(days, from, until, offset)),
            },
            level: Level::new(level),
        };
        prop_assert_eq!(Rule::from_wire(rule.to_wire()), Some(rule));
    }
}

#[test]
fn what_either_clock_puts_in_force_is_in_force() {
    const HOUR: u64 = 3_600_000;
    let office_hours = Rule {
        when: When {
            place: None,
            hours: Some(hours(0b111_1111, 9 * 60, 17 * 60, 0)),
        },
        level: Level::TWO,
    };
    let around = Surroundings::default();
    let midnight = MONDAY - MONDAY % (24 * HOUR);
    let at = |master: u64, wall: u64| {
        let speaking = Speaking {
            chosen: (Level::ORDINARY, Reason::You),
            default: Level::ORDINARY,
            usual: Level::ORDINARY,
            contact: true,
            rules: std::slice::from_ref(&office_hours),
            policies: &[],
            surroundings: &around,
            at: Instant::now(),
            master: midnight + master * HOUR,
            wall: midnight + wall * HOUR,
        };
        speaking.choose().level
    };
    assert_eq!(at(10, 10), Level::TWO);
    assert_eq!(at(20, 10), Level::TWO, "the server says that it is evening");
    assert_eq!(at(10, 20), Level::TWO);
    assert_eq!(at(20, 20), Level::ORDINARY);
}
