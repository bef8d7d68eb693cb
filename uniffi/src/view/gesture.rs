//! The screen on which the preset gesture is taught.

use sotto_core::secure::Level;
use sotto_core::secure::gesture::GestureKind as Kind;
use sotto_core::view::{self, Language};

use super::{Button, LevelChoice, Text};
use crate::language::{Show, Shown};
use crate::{GestureKind, Phone};

/// The screen for the preset gesture.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct GestureView {
    /// Its heading.
    pub title: Text,
    /// What opens the secure screen now, and at which level.
    pub state: Text,
    /// The levels at which it may open the secure screen.
    pub levels: Vec<LevelChoice>,
    /// The number of the chosen one, for teaching.
    pub level: u8,
    /// The gestures that can be taught: `Phone.teachGesture`.
    pub kinds: Vec<GestureChoice>,
    /// What is being taught.
    pub teaching: Option<TeachingView>,
    /// Removes the gesture (`Phone.forgetGesture`); none where there is none.
    pub forget: Option<Button>,
}

/// A gesture that can be taught.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct GestureChoice {
    /// Its kind.
    pub kind: GestureKind,
    /// Begins to teach it.
    pub teach: Button,
}

/// A gesture that is being taught.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
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
    /// Ends teaching: `Phone.stopTeaching`.
    pub stop: Button,
}

#[uniffi::export]
impl Phone {
    /// The screen for the preset gesture, with a level chosen; no level: as the screen opens.
    #[uniffi::method(default(level = None))]
    #[must_use]
    pub fn gesture_view(&self, level: Option<u8>) -> GestureView {
        self.show(|engine, _| match level {
            Some(level) => view::gesture_for(engine, Level::new(level)),
            None => view::gesture(engine),
        })
    }
}

impl Shown<view::GestureView> for GestureView {
    fn shown(view: view::GestureView, language: Language) -> Self {
        let kinds = Kind::ALL.into_iter().zip(view.kinds);
        Self {
            title: view.title.show(language),
            state: view.state.show(language),
            levels: view.levels.show(language),
            level: view.level,
            kinds: kinds.collect::<Vec<_>>().show(language),
            teaching: view.teaching.show(language),
            forget: view.forget.show(language),
        }
    }
}

impl Shown<(Kind, view::Button)> for GestureChoice {
    fn shown((kind, teach): (Kind, view::Button), language: Language) -> Self {
        Self {
            kind: kind.into(),
            teach: teach.show(language),
        }
    }
}

impl Shown<view::TeachingView> for TeachingView {
    fn shown(view: view::TeachingView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            how: view.how.show(language),
            made: view.made,
            total: view.total,
            progress: view.progress.show(language),
            note: view.note.show(language),
            stop: view.stop.show(language),
        }
    }
}
