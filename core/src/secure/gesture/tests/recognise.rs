//! How often a gesture is missed, and how often something else is taken for it.

use super::hand::{FIGURES, Hand};
use crate::secure::gesture::*;

const AXIS: [f32; 3] = [0.8, 0.6, 0.0];

fn make(hand: &mut Hand, kind: GestureKind, figure: usize) {
    match kind {
        GestureKind::Shake => hand.shake(AXIS, 24.0, 4.2),
        GestureKind::TwoFingerDoubleTap => hand.double_tap(90.0),
        GestureKind::Shape => hand.draw(FIGURES[figure].1, 190.0),
    }
    hand.wait(1.0, 1.5);
}

/// A gesture taught by this hand, after as many tries as a person would make.
fn taught(hand: &mut Hand, kind: GestureKind, figure: usize) -> Recogniser {
    let mut teaching = Teaching::new(kind);
    for _ in 0..6 {
        make(hand, kind, figure);
        if let Some(template) = teaching.handle(&hand.take()) {
            return Recogniser::new(Some(template));
        }
    }
    panic!("{kind:?} {}: {:?}", FIGURES[figure].0, teaching.progress());
}

fn feed(recogniser: &mut Recogniser, samples: &[Sample]) -> usize {
    samples
        .chunks(PIECE_LIMIT)
        .filter(|piece| recogniser.handle(piece).is_some())
        .count()
}

/// Of a thousand repetitions by twenty people, this many were recognised.
fn recognised(kind: GestureKind, figure: usize) -> usize {
    let mut found = 0;
    for seed in 0..20 {
        let mut hand = Hand::new(100 + seed);
        let mut recogniser = taught(&mut hand, kind, figure);
        for _ in 0..50 {
            make(&mut hand, kind, figure);
            found += feed(&mut recogniser, &hand.take());
        }
    }
    found
}

#[test]
fn nineteen_of_twenty_repetitions_are_recognised() {
    let kinds = [GestureKind::Shake, GestureKind::TwoFingerDoubleTap];
    let mut counts: Vec<_> = kinds
        .map(|kind| (format!("{kind:?}"), recognised(kind, 0)))
        .into();
    for (index, (name, _)) in FIGURES.iter().enumerate() {
        counts.push(((*name).to_owned(), recognised(GestureKind::Shape, index)));
    }
    println!("recognised of 1000: {counts:?}");
    for (name, count) in counts {
        assert!((950..=1_000).contains(&count), "{name}: {count} of 1000");
    }
}

#[test]
fn ordinary_use_never_sets_a_gesture_off() {
    let mut alarms = Vec::new();
    for (index, (name, _)) in FIGURES.iter().enumerate() {
        let mut hand = Hand::new(7 + index as u64);
        let mut recogniser = taught(&mut hand, GestureKind::Shape, index);
        for session in 0..400 {
            hand.uses_screen();
            if feed(&mut recogniser, &hand.take()) > 0 {
                alarms.push((*name, session));
            }
        }
    }
    let mut hand = Hand::new(77);
    let mut recogniser = taught(&mut hand, GestureKind::TwoFingerDoubleTap, 0);
    for session in 0..20_000 {
        hand.uses_screen();
        if feed(&mut recogniser, &hand.take()) > 0 {
            alarms.push(("two fingers", session));
        }
    }
    assert!(alarms.is_empty(), "{alarms:?}");
}

#[test]
fn walking_running_riding_and_dropping_never_set_a_shake_off() {
    let mut hand = Hand::new(78);
    let mut recogniser = taught(&mut hand, GestureKind::Shake, 0);
    let alarms: Vec<usize> = (0..2_000)
        .filter(|_| {
            hand.moves_about();
            hand.moves(0.6, [0.0, 9.8, 0.0], |_| [0.0; 3]);
            feed(&mut recogniser, &hand.take()) > 0
        })
        .collect();
    assert!(alarms.is_empty(), "{alarms:?}");
}

/// Closed and round, begun at the same place: drawn in haste they are the same.
const ALIKE: std::ops::Range<usize> = 0..3;

#[test]
fn one_shape_is_not_another() {
    let mut hand = Hand::new(79);
    let mut wrong = Vec::new();
    for (index, (name, _)) in FIGURES.iter().enumerate() {
        let mut recogniser = taught(&mut hand, GestureKind::Shape, index);
        for (other, (what, _)) in FIGURES.iter().enumerate().filter(|(other, _)| {
            !(ALIKE.contains(other) && ALIKE.contains(&index)) && *other != index
        }) {
            let count: usize = (0..40)
                .map(|_| {
                    make(&mut hand, GestureKind::Shape, other);
                    feed(&mut recogniser, &hand.take())
                })
                .sum();
            if count > 0 {
                wrong.push((*name, *what, count));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn a_shake_along_another_axis_or_the_wrong_fingers_are_not_it() {
    let mut hand = Hand::new(80);
    let mut shake = taught(&mut hand, GestureKind::Shake, 0);
    hand.shake([0.0, 0.0, 1.0], 24.0, 4.2);
    assert_eq!(feed(&mut shake, &hand.take()), 0);
    let mut taps = taught(&mut hand, GestureKind::TwoFingerDoubleTap, 0);
    hand.wait(1.0, 1.1);
    hand.double_tap(280.0);
    assert_eq!(feed(&mut taps, &hand.take()), 0);
}

#[test]
fn nothing_is_recognised_before_it_was_taught_and_once_only_within_a_second() {
    let mut hand = Hand::new(81);
    make(&mut hand, GestureKind::Shape, 0);
    assert_eq!(Recogniser::default().handle(&hand.take()), None);
    let mut recogniser = taught(&mut hand, GestureKind::Shape, 0);
    let mut once = hand.take();
    hand.stroke(0.3, |t| FIGURES[0].1(t).map(|v| v * 190.0 + 200.0));
    once.extend(hand.take());
    hand.wait(0.1, 0.2);
    hand.stroke(0.3, |t| FIGURES[0].1(t).map(|v| v * 190.0 + 200.0));
    once.extend(hand.take());
    assert_eq!(feed(&mut recogniser, &once), 1);
    assert!(recogniser.handle(&[]).is_none());
}
