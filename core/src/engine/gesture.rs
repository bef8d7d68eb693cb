//! The preset gesture in the engine (S1.1): teaching, the row that keeps it, recognising.

use prost::Message;

use super::{CommandError, Engine, Event, Output};
use crate::secure::Level;
use crate::secure::gesture::{GestureKind, Progress, Recogniser, Sample, Teaching, Template};
use crate::store::{Change, Table};

/// The gesture's key in [`Table::Settings`].
pub(super) const KEY: &[u8] = b"gesture";

/// The row: a template and the level at which it opens the secure screen.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct GestureRow {
    #[prost(bytes = "vec", tag = "1")]
    template: Vec<u8>,
    #[prost(uint32, tag = "2")]
    level: u32,
}

/// What this phone knows of its preset gesture.
#[derive(Debug, Default)]
pub struct Gesture {
    level: Level,
    recogniser: Recogniser,
    teaching: Option<(Teaching, Level)>,
    unreadable: bool,
}

impl Gesture {
    /// The gesture that was taught and the level that it opens.
    #[must_use]
    pub fn taught(&self) -> Option<(GestureKind, Level)> {
        let template = self.recogniser.template()?;
        Some((template.kind(), self.level))
    }

    /// What is being taught, for which level, and how far that has come.
    #[must_use]
    pub fn teaching(&self) -> Option<(GestureKind, Level, Progress)> {
        let (teaching, level) = self.teaching.as_ref()?;
        Some((teaching.kind(), *level, teaching.progress()))
    }

    /// The kind of which samples are wanted: motion for a shake, touches for the others. None: the shell passes on
    /// nothing, and keeps its sensor asleep.
    #[must_use]
    pub fn wants(&self) -> Option<GestureKind> {
        let taught = self.taught().map(|(kind, _)| kind);
        self.teaching().map(|(kind, ..)| kind).or(taught)
    }

    /// The stored gesture made no sense and is not used.
    #[must_use]
    pub const fn is_unreadable(&self) -> bool {
        self.unreadable
    }
}

/// From its row; a row of nonsense is no gesture, and the person is told.
pub(super) fn load(value: &[u8]) -> Gesture {
    let read = || {
        let row = GestureRow::decode(value).ok()?;
        let level = Level::new(u8::try_from(row.level).ok()?);
        let template = Template::from_bytes(&row.template)?;
        level.is_secure().then_some((level, template))
    };
    match read() {
        Some((level, template)) => Gesture {
            level,
            recogniser: Recogniser::new(Some(template)),
            ..Gesture::default()
        },
        None => Gesture {
            unreadable: true,
            ..Gesture::default()
        },
    }
}

impl Engine {
    /// The preset gesture.
    #[must_use]
    pub fn gesture(&self) -> &Gesture {
        &self.gesture
    }

    pub(super) fn teach_gesture(
        &mut self,
        kind: GestureKind,
        level: Level,
    ) -> Result<(), CommandError> {
        if !self.config.levels.secure().any(|known| known == level) {
            return Err(CommandError::GestureLevel);
        }
        self.gesture.teaching = Some((Teaching::new(kind), level));
        self.event(Event::GestureChanged);
        Ok(())
    }

    pub(super) fn stop_teaching(&mut self) {
        if self.gesture.teaching.take().is_some() {
            self.event(Event::GestureChanged);
        }
    }

    pub(super) fn forget_gesture(&mut self) -> Result<(), CommandError> {
        if self.gesture.taught().is_none() && !self.gesture.unreadable {
            return Err(CommandError::NoGesture);
        }
        let change = Change::delete(Table::Settings, KEY);
        self.outputs.push_back(Output::Store(vec![change]));
        self.gesture.recogniser = Recogniser::default();
        self.gesture.unreadable = false;
        self.event(Event::GestureChanged);
        Ok(())
    }

    pub(super) fn samples(&mut self, samples: &[Sample]) {
        let Some((teaching, level)) = &mut self.gesture.teaching else {
            if let Some(kind) = self.gesture.recogniser.handle(samples) {
                self.event(Event::GestureRecognised(kind, self.gesture.level));
            }
            return;
        };
        let before = teaching.progress();
        let level = *level;
        match teaching.handle(samples) {
            Some(template) => self.keep_gesture(template, level),
            None if teaching.progress() != before => self.event(Event::GestureChanged),
            None => {}
        }
    }

    fn keep_gesture(&mut self, template: Template, level: Level) {
        let row = GestureRow {
            template: template.to_bytes(),
            level: level.number().into(),
        };
        let change = Change::put(Table::Settings, KEY, row.encode_to_vec());
        self.outputs.push_back(Output::Store(vec![change]));
        self.gesture = Gesture {
            level,
            recogniser: Recogniser::new(Some(template)),
            ..Gesture::default()
        };
        self.event(Event::GestureChanged);
    }
}
