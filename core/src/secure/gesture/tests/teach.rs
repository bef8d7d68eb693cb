//! Teaching.

use super::hand::{FIGURES, Figure, Hand};
use crate::secure::gesture::*;

fn teach(kind: GestureKind, mut make: impl FnMut(&mut Hand)) -> Teaching {
    let mut hand = Hand::new(1);
    let mut teaching = Teaching::new(kind);
    make(&mut hand);
    assert!(teaching.handle(&hand.take()).is_none());
    teaching
}

#[test]
fn two_repetitions_that_agree_make_a_gesture() {
    let mut hand = Hand::new(3);
    for (name, figure) in FIGURES {
        let mut teaching = Teaching::new(GestureKind::Shape);
        hand.draw(figure, 200.0);
        assert!(teaching.handle(&hand.take()).is_none(), "{name}");
        assert_eq!(
            teaching.progress(),
            Progress {
                made: 1,
                refused: None
            },
            "{name}"
        );
        hand.draw(figure, 200.0);
        let template = teaching.handle(&hand.take());
        assert_eq!(template.unwrap().kind(), GestureKind::Shape, "{name}");
        assert_eq!(teaching.progress().made, REPETITIONS);
    }
}

#[test]
fn another_shape_the_second_time_is_told_and_begins_anew() {
    let mut hand = Hand::new(4);
    let mut teaching = Teaching::new(GestureKind::Shape);
    for (_, figure) in &FIGURES[3..5] {
        hand.draw(*figure, 200.0);
        assert!(teaching.handle(&hand.take()).is_none());
    }
    assert_eq!(
        teaching.progress(),
        Progress {
            made: 1,
            refused: Some(GestureError::Differs)
        }
    );
    hand.draw(FIGURES[4].1, 200.0);
    assert!(teaching.handle(&hand.take()).is_some(), "the newest counts");
}

#[test]
fn what_ordinary_use_draws_as_well_is_refused() {
    let lines: [(&str, Figure); 5] = [
        ("a line", |t| [t, 0.1 * t]),
        ("up and down", |t| [0.02 * t, (7.0 * t).sin()]),
        ("a bow", |t| [(1.5 * t).cos(), (1.5 * t).sin()]),
        ("a hook", |t| {
            if t < 0.5 {
                [0.0, 2.0 * t]
            } else {
                [2.0 * t - 1.0, 1.0]
            }
        }),
        ("half a circle", |t| [(3.0 * t).cos(), -(3.0 * t).sin()]),
    ];
    for (name, figure) in lines {
        let teaching = teach(GestureKind::Shape, |hand| hand.draw(figure, 200.0));
        assert_eq!(
            teaching.progress().refused,
            Some(GestureError::TooSimple),
            "{name}"
        );
    }
}

#[test]
fn what_is_too_small_too_long_or_of_another_kind_is_told_so() {
    let small = teach(GestureKind::Shape, |hand| hand.draw(FIGURES[0].1, 20.0));
    assert_eq!(small.progress().refused, Some(GestureError::TooSmall));
    let long = teach(GestureKind::Shape, |hand| {
        hand.stroke(9.0, FIGURES[0].1);
    });
    assert_eq!(long.progress().refused, Some(GestureError::TooLong));
    let other = teach(GestureKind::Shape, |hand| {
        hand.two_fingers([100.0, 300.0], 90.0)
    });
    assert_eq!(other.progress().refused, Some(GestureError::WrongKind));
    let one = teach(GestureKind::TwoFingerDoubleTap, |hand| {
        hand.tap([100.0, 300.0], 0.1)
    });
    assert_eq!(one.progress().refused, Some(GestureError::WrongKind));
    let faint = teach(GestureKind::Shake, |hand| {
        hand.shake([1.0, 0.0, 0.0], 9.0, 4.0)
    });
    assert_eq!(
        faint.progress(),
        Progress::default(),
        "a faint shake is not even noticed"
    );
    let endless = teach(GestureKind::Shake, |hand| {
        for _ in 0..2 {
            let pull = |t: f32| [25.0 * (25.0 * t).sin(), 0.0, 0.0];
            hand.moves(4.0, [0.0, 9.8, 0.0], pull);
        }
        hand.moves(1.0, [0.0, 9.8, 0.0], |_| [0.0; 3]);
    });
    assert_eq!(endless.progress().refused, Some(GestureError::TooLong));
}

#[test]
fn a_template_survives_the_store() {
    let mut hand = Hand::new(5);
    for kind in GestureKind::ALL {
        let mut teaching = Teaching::new(kind);
        let template = (0..2).find_map(|_| {
            match kind {
                GestureKind::Shake => hand.shake([0.0, 0.6, 0.8], 25.0, 4.0),
                GestureKind::TwoFingerDoubleTap => hand.double_tap(90.0),
                GestureKind::Shape => hand.draw(FIGURES[5].1, 180.0),
            }
            teaching.handle(&hand.take())
        });
        let template = template.unwrap();
        let again = Template::from_bytes(&template.to_bytes()).unwrap();
        assert_eq!(again.kind(), kind);
        assert_eq!(format!("{again:?}"), format!("Template({kind:?}, …)"));
        assert!(Template::from_bytes(&again.to_bytes()).is_some());
    }
}
