//! A Ding before it is sent: to whom, on which terms.

use std::time::Duration;

use sotto_protocol::id::AccountId;
use sotto_protocol::wire::ding as wire;
use zeroize::Zeroizing;

use super::{DingError, PEOPLE};
use crate::secure::Level;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3_600);

/// Rings again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeat {
    /// So long after it rang last.
    pub every: Duration,
    /// Until it is confirmed; else until it was heard.
    pub until_confirmed: bool,
}

impl Repeat {
    /// Bounded: between a minute and a day, whatever was sent.
    pub(super) fn from_wire(message: &wire::Repeat) -> Self {
        Self {
            every: Duration::from_secs(message.every.into()).clamp(MINUTE, DAY),
            until_confirmed: message.until_confirmed,
        }
    }

    pub(super) fn to_wire(self) -> wire::Repeat {
        wire::Repeat {
            every: u32::try_from(self.every.as_secs()).unwrap_or(u32::MAX),
            until_confirmed: self.until_confirmed,
        }
    }
}

/// How a Ding reaches a person. More ways (a short message, a telephone call) are to come here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Route {
    /// By the person's app.
    App(AccountId),
    /// In no way; the place in the sender's list says why.
    None(NoRoute),
}

/// Why a person cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoRoute {
    /// The person has no app, and the server sends no short messages and makes no calls yet.
    NoApp,
}

/// What is sent.
#[derive(Clone, PartialEq, Eq)]
pub enum Said {
    /// What was recorded.
    Recorded,
    /// A text, to be spoken on the other side; 500 letters at most.
    Text(Zeroizing<String>),
    /// What the person made: this text, or where it is empty what was recorded. Both at once are refused.
    Made(Zeroizing<String>),
}

impl std::fmt::Debug for Said {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Recorded => "Recorded",
            Self::Text(_) => "Text(…)",
            Self::Made(_) => "Made(…)",
        })
    }
}

/// The terms of a Ding. `Debug` names nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// To whom, in the order in which they were chosen.
    pub to: Vec<Vec<u8>>,
    /// 0: an ordinary Ding; above: a secure one.
    pub level: Level,
    /// How often it may be heard; 0: as often as wanted, at level 0 only.
    pub plays: u32,
    /// Whether and when it rings again.
    pub repeat: Option<Repeat>,
    /// When it is over.
    pub expires_in: Duration,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft")
            .field("people", &self.to.len())
            .field("level", &self.level)
            .field("plays", &self.plays)
            .field("repeat", &self.repeat)
            .field("expires_in", &self.expires_in)
            .finish()
    }
}

impl Draft {
    /// When a Ding is over, unless its sender says otherwise.
    pub const EXPIRES_IN: Duration = DAY;

    /// An ordinary Ding to these contacts.
    #[must_use]
    pub fn ordinary(to: Vec<Vec<u8>>) -> Self {
        Self {
            to,
            level: Level::ORDINARY,
            plays: 0,
            repeat: None,
            expires_in: Self::EXPIRES_IN,
        }
    }

    /// A secure Ding, to be heard once.
    #[must_use]
    pub fn secure(to: Vec<Vec<u8>>, level: Level) -> Self {
        Self {
            level,
            plays: 1,
            ..Self::ordinary(to)
        }
    }

    /// The ordinary Ding on these terms.
    #[must_use]
    pub fn into_ordinary(self) -> Self {
        Self {
            level: Level::ORDINARY,
            plays: 0,
            ..self
        }
    }

    /// Whether it can be sent.
    ///
    /// # Errors
    /// [`DingError`] names the term that does not fit.
    pub fn check(&self) -> Result<(), DingError> {
        if self.to.is_empty() || self.to.len() > PEOPLE {
            return Err(DingError::People);
        }
        if self.level.is_secure() && self.plays == 0 {
            return Err(DingError::Plays);
        }
        let repeats = |repeat: Repeat| (MINUTE..=DAY).contains(&repeat.every);
        if !self.repeat.is_none_or(repeats) {
            return Err(DingError::Repeat);
        }
        if !(MINUTE..=29 * DAY).contains(&self.expires_in) {
            return Err(DingError::Expiry);
        }
        Ok(())
    }
}
