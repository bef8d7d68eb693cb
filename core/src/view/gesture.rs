//! The screen on which the preset gesture is taught (S1.1).

use serde::Serialize;

use super::secure_settings::choices;
use super::words::gesture as words;
use super::{Button, LevelChoice, Text};
use crate::engine::Engine;
use crate::secure::Level;
use crate::secure::gesture::{GestureKind, Progress, REPETITIONS};

/// The screen for the preset gesture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GestureView {
    /// Its heading.
    pub title: Text,
    /// What opens the secure screen now, and at which level.
    pub state: Text,
    /// The levels at which it may open the secure screen.
    pub levels: Vec<LevelChoice>,
    /// The number of the chosen one, for teaching.
    pub level: u8,
    /// One button a kind, in the order of [`GestureKind::ALL`]: begins to teach it.
    pub kinds: Vec<Button>,
    /// What is being taught.
    pub teaching: Option<TeachingView>,
    /// Removes the gesture; none where there is none.
    pub forget: Option<Button>,
}

/// A gesture that is being taught.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TeachingView {
    /// Its kind.
    pub title: Text,
    /// What to do.
    pub how: Text,
    /// Repetitions made.
    pub made: u8,
    /// Of how many.
    pub total: u8,
    /// The same in words.
    pub progress: Text,
    /// Why the last attempt was not taken, or what comes next.
    pub note: Option<Text>,
    /// Ends teaching.
    pub stop: Button,
}

/// The screen for the preset gesture at this moment: at the level that was taught, else at the one for all calls, else at
/// the first.
#[must_use]
pub fn gesture(engine: &Engine) -> GestureView {
    let taught = engine.gesture().taught().map(|(_, level)| level);
    let first = [taught, Some(engine.default_level())];
    let first = first.into_iter().flatten().find(|level| level.is_secure());
    gesture_for(engine, first.unwrap_or(Level::ONE))
}

/// The same with a level chosen.
#[must_use]
pub fn gesture_for(engine: &Engine, level: Level) -> GestureView {
    let gesture = engine.gesture();
    let state = match gesture.taught() {
        Some((kind, level)) => words::taught(kind).with("level", level.number()),
        None if gesture.is_unreadable() => words::UNREADABLE.text(),
        None => words::NONE.text(),
    };
    let kinds = GestureKind::ALL.map(|kind| Button::enabled(words::kind(kind).text()));
    let something = gesture.taught().is_some() || gesture.is_unreadable();
    GestureView {
        title: words::TITLE.text(),
        state,
        levels: choices(engine.levels(), level).split_off(1),
        level: level.number(),
        kinds: kinds.into(),
        teaching: gesture
            .teaching()
            .map(|(kind, _, progress)| TeachingView::of(kind, progress)),
        forget: something.then(|| Button::enabled(words::FORGET.text())),
    }
}

impl TeachingView {
    fn of(kind: GestureKind, progress: Progress) -> Self {
        let next = (progress.made > 0).then(|| words::ONCE_MORE.text());
        Self {
            title: words::kind(kind).text(),
            how: words::how(kind).text(),
            made: progress.made,
            total: REPETITIONS,
            progress: words::MADE
                .with("count", progress.made)
                .with("total", REPETITIONS),
            note: progress
                .refused
                .map(|error| words::refused(error).text())
                .or(next),
            stop: Button::enabled(words::STOP.text()),
        }
    }
}
