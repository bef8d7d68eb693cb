//! What policies impose on a call, and why a guard refuses a level as a whole.

use sotto_protocol::wire::container as wire;

use super::Level;

/// What the policies on one phone impose on a call. It is told to the other phone, so that both show it (never in
/// secret).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imposed {
    /// The least level; 0: none.
    pub minimum: Level,
    /// The highest level; `None`: no limit. 0 forbids secure mode.
    pub maximum: Option<Level>,
}

impl Imposed {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Whether the call may be at `level`.
    #[must_use]
    pub fn allows(self, level: Level) -> bool {
        level >= self.minimum && !self.caps(level)
    }

    /// Whether `level` is higher than allowed.
    #[must_use]
    pub fn caps(self, level: Level) -> bool {
        self.maximum.is_some_and(|maximum| level > maximum)
    }

    /// What both impose together: the highest minimum, the lowest maximum.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            minimum: self.minimum.max(other.minimum),
            maximum: match (self.maximum, other.maximum) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            },
        }
    }

    /// The message; none where there is nothing to say.
    #[must_use]
    pub fn to_wire(self) -> Option<wire::Imposed> {
        (!self.is_nothing()).then(|| wire::Imposed {
            minimum: self.minimum.number().into(),
            maximum: self.maximum.map(|level| level.number().into()),
        })
    }

    /// Reads a message; numbers beyond all levels count as the highest.
    #[must_use]
    pub fn from_wire(message: Option<&wire::Imposed>) -> Self {
        let level = |number: u32| Level::new(u8::try_from(number).unwrap_or(u8::MAX));
        message.map_or_else(Self::default, |message| Self {
            minimum: level(message.minimum),
            maximum: message.maximum.map(level),
        })
    }
}

/// Why a guard refuses a level, whatever the system answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// A policy on this phone allows no level as high.
    Capped,
    /// The level forbids something that this app does not know.
    UnknownOperation,
}

impl Block {
    /// The wire's name for it.
    #[must_use]
    pub const fn to_wire(self) -> wire::Block {
        match self {
            Self::Capped => wire::Block::Capped,
            Self::UnknownOperation => wire::Block::UnknownOperation,
        }
    }

    /// What a wire value says; an unknown reason is still one.
    #[must_use]
    pub fn from_wire(value: i32) -> Option<Self> {
        match wire::Block::try_from(value) {
            Ok(wire::Block::None) => None,
            Ok(wire::Block::Capped) => Some(Self::Capped),
            Ok(wire::Block::UnknownOperation) | Err(_) => Some(Self::UnknownOperation),
        }
    }
}
