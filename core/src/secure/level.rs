//! Security levels as data: each forbids a set of operations, a superset of the level below (S1.2).

use std::collections::BTreeMap;

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
pub struct Levels {
    sets: Vec<Operations>,
    /// What the other phone of a call means by levels that are not built in.
    told: BTreeMap<Level, Operations>,
}

impl Levels {
    /// How many levels there can be.
    pub const LIMIT: usize = 9;
    /// How many are built in.
    pub const BUILT_IN: u8 = 3;

    /// The built-in levels and, above them, `further` ones.
    ///
    /// # Errors
    /// [`LevelsError`] when one forbids less than the one below it, or there are too many.
    pub fn new(further: &[Operations]) -> Result<Self, LevelsError> {
        let mut levels = Self::built_in();
        for forbidden in further {
            if !forbidden.covers(levels.highest()) {
                let number = u8::try_from(levels.sets.len()).unwrap_or(u8::MAX);
                return Err(LevelsError::Weaker(number));
            }
            if levels.sets.len() > Self::LIMIT {
                return Err(LevelsError::TooMany);
            }
            levels.sets.push(*forbidden);
        }
        Ok(levels)
    }

    fn built_in() -> Self {
        use Operation::{AudioRecording, CallLog, Identity, Peripherals, Screenshot, Speaker};
        let mut sets = vec![Operations::NONE];
        for added in [
            [AudioRecording, Speaker],
            [Peripherals, CallLog],
            [Identity, Screenshot],
        ] {
            let below = sets[sets.len() - 1];
            sets.push(below.or(added.into_iter().collect()));
        }
        Self {
            sets,
            told: BTreeMap::new(),
        }
    }

    /// These levels with those of `other`: each forbids what either says of it, and what the one below it does.
    #[must_use]
    pub fn combined(&self, other: &Self) -> Self {
        let count = self.sets.len().max(other.sets.len());
        let mut sets: Vec<Operations> = Vec::with_capacity(count);
        for number in 0..count {
            let of = |levels: &Self| levels.sets.get(number).copied().unwrap_or_default();
            let below = sets.last().copied().unwrap_or_default();
            sets.push(below.or(of(self)).or(of(other)));
        }
        Self {
            sets,
            told: BTreeMap::new(),
        }
    }

    /// Takes over what the other phone of a call means by `level`, unless that is built in. It only ever adds to a level
    /// that this phone knows.
    pub fn tell(&mut self, level: Level, meant: Operations) {
        if level.number() > Self::BUILT_IN {
            let known = self.told.entry(level).or_default();
            *known = known.or(meant);
        }
    }

    /// What a level forbids. A level that this phone does not know, and was not told of, forbids everything: never less
    /// than was meant.
    #[must_use]
    pub fn forbidden(&self, level: Level) -> Operations {
        let known = match self.sets.get(usize::from(level.number())) {
            Some(known) => *known,
            None if self.told.contains_key(&level) => self.highest(),
            None => return Operations::all(),
        };
        // levels above one that was told of forbid what it forbids as well
        let told = self.told.range(..=level).map(|(_, meant)| *meant);
        told.fold(known, Operations::or)
    }

    fn highest(&self) -> Operations {
        self.sets.last().copied().unwrap_or_default()
    }

    /// The secure levels, lowest first.
    pub fn secure(&self) -> impl Iterator<Item = Level> {
        (1..self.sets.len()).map(|number| Level(u8::try_from(number).unwrap_or(u8::MAX)))
    }
}

impl Default for Levels {
    fn default() -> Self {
        Self::built_in()
    }
}
