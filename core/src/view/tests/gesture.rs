//! Teaching the preset gesture, from the first attempt to the secure screen.

use std::time::Duration;

use insta::assert_snapshot;

use super::phones::World;
use super::print::print;
use crate::engine::{Command, CommandError, Engine, EngineConfig, Event, Input};
use crate::secure::Level;
use crate::secure::gesture::{GestureKind, Sample, TouchPhase};
use crate::store::Table;
use crate::view;

/// Draws a Z at a scale, beginning at the world's time.
fn draw(world: &mut World, size: f32) -> Vec<Sample> {
    let corners = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
    let mut samples = Vec::new();
    for step in 0..=60_u16 {
        let along = f32::from(step.min(59)) / 20.0;
        let (leg, share) = (along as usize, along.fract());
        let [x, y] = [0, 1].map(|axis| {
            let (from, to): (f32, f32) = (corners[leg][axis], corners[leg + 1][axis]);
            (from + (to - from) * share) * size
        });
        let phase = match step {
            0 => TouchPhase::Began,
            60 => TouchPhase::Ended,
            _ => TouchPhase::Moved,
        };
        let at = world.now.at + Duration::from_millis(u64::from(step) * 11);
        samples.push(Sample::Touch {
            at,
            pointer: 1,
            phase,
            x,
            y,
        });
    }
    world.later(Duration::from_secs(2));
    samples
}

#[test]
fn a_gesture_is_taught_kept_recognised_and_forgotten() {
    let mut world = World::joined();
    let mut shown = print(&view::gesture(world.engine(0)));
    let mut show = |world: &World| {
        shown += "\n";
        shown += &print(&view::gesture(world.engine(0)));
    };
    let command = Command::TeachGesture(GestureKind::Shape, Level::TWO);
    world.command(0, command).unwrap();
    assert_eq!(world.engine(0).gesture().wants(), Some(GestureKind::Shape));
    show(&world);
    for size in [20.0, 180.0, 200.0] {
        let samples = draw(&mut world, size);
        world.input(0, Input::Samples(samples));
        show(&world);
    }
    assert_snapshot!("gesture", shown);

    let samples = draw(&mut world, 220.0);
    world.input(0, Input::Samples(samples));
    let recognised = Event::GestureRecognised(GestureKind::Shape, Level::TWO);
    assert!(world.phones[0].events.contains(&recognised));
    world.command(0, Command::ForgetGesture).unwrap();
    assert_eq!(world.engine(0).gesture().wants(), None);
    let again = world.command(0, Command::ForgetGesture);
    assert_eq!(again, Err(CommandError::NoGesture));
}

#[test]
fn a_gesture_opens_only_levels_that_there_are() {
    let mut world = World::joined();
    for level in [Level::ORDINARY, Level::new(9)] {
        let command = Command::TeachGesture(GestureKind::Shake, level);
        assert_eq!(world.command(0, command), Err(CommandError::GestureLevel));
    }
}

#[test]
fn a_stored_gesture_of_nonsense_is_off_and_said_so() {
    let row = (Table::Settings, b"gesture".to_vec(), vec![8, 9, 9].into());
    let engine = Engine::new(EngineConfig::default(), &[row]).unwrap();
    assert_eq!(engine.gesture().wants(), None);
    let shown = view::gesture(&engine);
    assert_eq!(shown.state.key, "gesture.unreadable");
    assert!(shown.forget.is_some_and(|button| button.is_enabled()));
}
