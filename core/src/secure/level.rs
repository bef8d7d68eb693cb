//! Security levels as data: each forbids a set of operations, a superset of the level below (S1.2).

use super::{Operation, Operations};

/// A security level: 0 is ordinary, 1 and above are secure mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Level(u8);

impl Level {
    /// No secure mode.
    pub const ORDINARY: Self = Self(0);
    /// Recording and speaker forbidden.
    pub const ONE: Self = Self(1);
    /// Headsets and call log as well.
    pub const TWO: Self = Self(2);
    /// Names and screenshots as well; a violation ends the call.
    pub const THREE: Self = Self(3);

    /// The level of this number.
    #[must_use]
    pub const fn new(number: u8) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether it is a secure mode at all.
    #[must_use]
    pub const fn is_secure(self) -> bool {
        self.0 > 0
    }

    /// Whether a violation ends the call, and no address may be shown to the other phone.
    #[must_use]
    pub const fn is_strictest_kind(self) -> bool {
        self.0 >= 3
    }
}

/// Why a table of levels is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LevelsError {
    /// A level forbids less than the one below.
    #[error("level {0} must forbid everything that level {below} forbids", below = .0 - 1)]
    Weaker(u8),
    /// More levels than a phone shows.
    #[error("at most {limit} levels can be defined", limit = Levels::LIMIT)]
    TooMany,
}

/// The levels that a phone knows: 1–3 built in, further ones may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Levels(Vec<Operations>);

impl Levels {
    /// How many levels there can be.
    pub const LIMIT: usize = 9;

    /// The built-in levels and, above them, `further` ones.
    ///
    /// # Errors
    /// [`LevelsError`] when one forbids less than the one below it, or there are too many.
    pub fn new(further: &[Operations]) -> Result<Self, LevelsError> {
        use Operation::{AudioRecording, CallLog, Identity, Peripherals, Screenshot, Speaker};
        let mut levels = vec![Operations::NONE];
        for added in [
            [AudioRecording, Speaker],
            [Peripherals, CallLog],
            [Identity, Screenshot],
        ] {
            let below = levels[levels.len() - 1];
            levels.push(below.or(added.into_iter().collect()));
        }
        for forbidden in further {
            if !forbidden.covers(levels[levels.len() - 1]) {
                let number = u8::try_from(levels.len()).unwrap_or(u8::MAX);
                return Err(LevelsError::Weaker(number));
            }
            if levels.len() > Self::LIMIT {
                return Err(LevelsError::TooMany);
            }
            levels.push(*forbidden);
        }
        Ok(Self(levels))
    }

    /// What a level forbids. A level that this phone does not know forbids everything: never less than was meant.
    #[must_use]
    pub fn forbidden(&self, level: Level) -> Operations {
        self.0
            .get(usize::from(level.number()))
            .copied()
            .unwrap_or_else(|| Operation::ALL.into_iter().collect())
    }

    /// The secure levels, lowest first.
    pub fn secure(&self) -> impl Iterator<Item = Level> {
        (1..self.0.len()).map(|number| Level(u8::try_from(number).unwrap_or(u8::MAX)))
    }
}

impl Default for Levels {
    fn default() -> Self {
        Self::new(&[]).expect("the built-in levels grow")
    }
}
