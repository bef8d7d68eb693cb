//! Bad input: nothing of it panics, fills memory, or becomes a gesture.

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::hand::{FIGURES, Hand};
use crate::secure::gesture::*;

fn touch(at: Instant, pointer: u32, phase: TouchPhase, x: f32, y: f32) -> Sample {
    Sample::Touch {
        at,
        pointer,
        phase,
        x,
        y,
    }
}

fn stroke(points: impl IntoIterator<Item = [f32; 2]>) -> Vec<Sample> {
    let start = Instant::now();
    let mut samples = Vec::new();
    for (index, [x, y]) in points.into_iter().enumerate() {
        let at = start + Duration::from_micros(index as u64);
        let phase = if index == 0 {
            TouchPhase::Began
        } else {
            TouchPhase::Moved
        };
        samples.push(touch(at, 1, phase, x, y));
    }
    let at = samples.last().unwrap().at();
    samples.push(touch(at, 1, TouchPhase::Ended, 0.0, 0.0));
    samples
}

#[test]
fn templates_of_nonsense_are_refused() {
    let teach =
        |samples: &[Sample]| Template::teach(GestureKind::Shape, samples, samples).unwrap_err();
    assert_eq!(teach(&[]), GestureError::TooSimple);
    assert_eq!(teach(&stroke([[0.0, 0.0]])), GestureError::TooSmall);
    assert_eq!(
        teach(&stroke(vec![[0.0, 0.0]; 500])),
        GestureError::TooSmall
    );
    for bad in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 1e30] {
        let figure = FIGURES[0].1;
        let points = (0..100).map(|i| {
            if i == 50 {
                [bad, 0.0]
            } else {
                figure(i as f32 / 100.0).map(|v| v * 200.0)
            }
        });
        assert_eq!(teach(&stroke(points)), GestureError::Nonsense, "{bad}");
    }
    let million = (0..1_000_000).map(|i| FIGURES[0].1(i as f32 / 1e6).map(|v| v * 200.0));
    assert_eq!(teach(&stroke(million)), GestureError::TooLong);
    let mut backwards = stroke((0..100).map(|i| FIGURES[0].1(i as f32 / 100.0).map(|v| v * 200.0)));
    backwards.reverse();
    assert_eq!(teach(&backwards), GestureError::Nonsense);
}

#[test]
fn a_sensor_of_nonsense_is_told() {
    let start = Instant::now();
    let reading = |x: f32| {
        vec![Sample::Motion {
            at: start,
            x,
            y: 0.0,
            z: 0.0,
        }]
    };
    for bad in [f32::NAN, f32::INFINITY, 5_000.0] {
        let error = Template::teach(GestureKind::Shake, &reading(bad), &reading(bad));
        assert_eq!(error.unwrap_err(), GestureError::Nonsense);
    }
}

#[test]
fn a_piece_above_the_limit_is_dropped() {
    let mut hand = Hand::new(1);
    let template = {
        hand.draw(FIGURES[0].1, 200.0);
        let first = hand.take();
        hand.draw(FIGURES[0].1, 200.0);
        Template::teach(GestureKind::Shape, &first, &hand.take()).unwrap()
    };
    let mut recogniser = Recogniser::new(Some(template));
    hand.draw(FIGURES[0].1, 200.0);
    let mut piece = hand.take();
    assert!(recogniser.handle(&piece).is_some());
    hand.wait(2.0, 2.1);
    hand.draw(FIGURES[0].1, 200.0);
    let tail = hand.take();
    piece = vec![piece[0]; PIECE_LIMIT];
    piece.extend(tail);
    assert!(recogniser.handle(&piece).is_none());
}

fn sample() -> impl Strategy<Value = (u8, u32, u64, f32, f32, f32)> {
    (
        0u8..6,
        0u32..12,
        0u64..400,
        any::<f32>(),
        -500f32..500.0,
        -60f32..60.0,
    )
}

proptest! {
    /// Whatever comes, in whatever order: no panic, and never a gesture out of noise.
    #[test]
    fn any_samples_are_survived(steps in proptest::collection::vec(sample(), 0..300), kind in 0usize..3) {
        let mut now = Instant::now() + Duration::from_secs(1_000);
        let samples: Vec<Sample> = steps
            .into_iter()
            .map(|(what, pointer, gap, wild, place, pull)| {
                now += Duration::from_millis(gap);
                if gap == 13 { now -= Duration::from_secs(1); }
                match what {
                    0 | 1 => touch(now, pointer, TouchPhase::Began, place, pull * 9.0),
                    2 => touch(now, pointer, TouchPhase::Moved, place, wild),
                    3 => touch(now, pointer, TouchPhase::Ended, pull, place),
                    4 => touch(now, pointer, TouchPhase::Cancelled, pull, place),
                    _ => Sample::Motion { at: now, x: pull, y: place / 9.0, z: wild },
                }
            })
            .collect();
        let mut teaching = Teaching::new(GestureKind::ALL[kind]);
        prop_assert!(teaching.handle(&samples).is_none());
    }

    #[test]
    fn any_bytes_are_a_checked_template_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Some(template) = Template::from_bytes(&bytes) {
            prop_assert!(Template::from_bytes(&template.to_bytes()).is_some());
        }
    }
}
