//! Finds the taught gesture in what the shell passes on.

use std::time::{Duration, Instant};

use super::sample::{GestureKind, Sample};
use super::segment::Segmenter;
use super::{PIECE_LIMIT, Template};

/// After a gesture was recognised nothing is, for this long: a hand that goes on does not open the screen twice.
const REST: Duration = Duration::from_secs(1);

/// See the module. Recognises nothing until it has a template.
#[derive(Default)]
pub struct Recogniser {
    template: Option<Template>,
    segmenter: Segmenter,
    rests_until: Option<Instant>,
}

impl Recogniser {
    /// One for this gesture.
    #[must_use]
    pub fn new(template: Option<Template>) -> Self {
        Self {
            template,
            ..Self::default()
        }
    }

    /// The gesture that it looks for.
    #[must_use]
    pub fn template(&self) -> Option<&Template> {
        self.template.as_ref()
    }

    /// Takes a piece of the stream, in order; says when the gesture is in it. A piece above [`PIECE_LIMIT`] is dropped
    /// whole, and what was unfinished before it.
    pub fn handle(&mut self, samples: &[Sample]) -> Option<GestureKind> {
        if samples.len() > PIECE_LIMIT {
            self.segmenter = Segmenter::default();
            return None;
        }
        let template = self.template.as_ref()?;
        let kind = template.kind();
        let mut found = None;
        for sample in samples {
            let Some(Ok(attempt)) = self.segmenter.handle(kind, *sample) else {
                continue;
            };
            let rests = self.rests_until.is_some_and(|until| sample.at() < until);
            if !rests && template.matches(&attempt) {
                self.rests_until = Some(sample.at() + REST);
                found = Some(kind);
            }
        }
        found
    }
}

impl std::fmt::Debug for Recogniser {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Recogniser").field(&self.template).finish()
    }
}
