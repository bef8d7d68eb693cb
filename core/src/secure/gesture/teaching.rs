//! Teaching a gesture: repetitions until two agree.

use super::sample::{GestureKind, Sample};
use super::segment::{Attempt, Segmenter};
use super::template::{GestureError, Pattern};
use super::{PIECE_LIMIT, Template};

/// How often a gesture must be made to be taken.
pub const REPETITIONS: u8 = 2;

/// How far teaching has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Repetitions that agree so far, of [`REPETITIONS`].
    pub made: u8,
    /// Why the last attempt was not taken.
    pub refused: Option<GestureError>,
}

/// See the module.
pub struct Teaching {
    kind: GestureKind,
    segmenter: Segmenter,
    first: Option<Pattern>,
    progress: Progress,
}

impl Teaching {
    /// Begins to teach a gesture of this kind.
    #[must_use]
    pub fn new(kind: GestureKind) -> Self {
        Self {
            kind,
            segmenter: Segmenter::default(),
            first: None,
            progress: Progress::default(),
        }
    }

    /// What is taught.
    #[must_use]
    pub const fn kind(&self) -> GestureKind {
        self.kind
    }

    /// How far it has come.
    #[must_use]
    pub const fn progress(&self) -> Progress {
        self.progress
    }

    /// Takes a piece of the stream, in order; gives the template once two repetitions agree. A piece above
    /// [`PIECE_LIMIT`] is refused whole.
    pub fn handle(&mut self, samples: &[Sample]) -> Option<Template> {
        if samples.len() > PIECE_LIMIT {
            self.segmenter = Segmenter::default();
            self.progress.refused = Some(GestureError::TooLong);
            return None;
        }
        for sample in samples {
            if let Some(result) = self.segmenter.handle(self.kind, *sample)
                && let Some(template) = self.attempt(result)
            {
                return Some(template);
            }
        }
        None
    }

    fn attempt(&mut self, result: Result<Attempt, GestureError>) -> Option<Template> {
        let pattern = match result.and_then(Pattern::of) {
            Ok(pattern) => pattern,
            Err(error) => {
                self.progress.refused = Some(error);
                return None;
            }
        };
        if let Some(first) = &self.first {
            match first.join(&pattern) {
                Ok(joined) => {
                    self.progress = Progress {
                        made: REPETITIONS,
                        refused: None,
                    };
                    return Some(Template(joined));
                }
                Err(error) => self.progress.refused = Some(error),
            }
        } else {
            self.progress.refused = None;
        }
        // the newest counts: whoever changes their mind need not begin anew
        self.first = Some(pattern);
        self.progress.made = 1;
        None
    }
}

impl std::fmt::Debug for Teaching {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Teaching")
            .field(&self.kind)
            .field(&self.progress)
            .finish()
    }
}
