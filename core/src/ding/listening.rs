//! The Ding that is being heard: armed first where it is a secure one, then counted, then heard.

use std::time::{Duration, Instant};

use sotto_protocol::id::DingId;
use zeroize::Zeroizing;

use super::content::Content;
use super::player::Player;
use crate::secure::{Guard, GuardState, Level};

/// How long the shell may take to speak a text.
pub(super) const SPEAKS: Duration = Duration::from_secs(180);
/// An interruption so soon after the beginning was there before it.
pub(super) const BEGINNING: Duration = Duration::from_secs(1);
/// How much longer than the recording hearing it may take: a shell that pulls no sound does not hold it open.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// Names one text that the shell is to speak, so that an end that is told late ends no later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Utterance(pub u64);

/// Where hearing a Ding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The phone is asked to forbid what the level asks for.
    Arming,
    /// The hearing is counted and stored; nothing sounds yet.
    Counting,
    /// It sounds, or is spoken.
    Playing,
}

/// See the module.
pub struct Listening {
    pub(super) id: DingId,
    pub(super) guard: Guard,
    pub(super) level: Level,
    pub(super) step: Step,
    /// The hearing was counted.
    pub(super) counted: bool,
    /// Since when it sounds, or is spoken.
    pub(super) began: Option<Instant>,
    /// A shell that does not get on is not waited for longer than this.
    pub(super) until: Option<Instant>,
}

pub(super) enum Step {
    Arming,
    Counting(u64, Content),
    Playing(Box<Player>),
    Speaking(Utterance),
}

impl Listening {
    /// Which Ding.
    #[must_use]
    pub fn id(&self) -> DingId {
        self.id
    }

    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// The phone's guard; at level 0 it forbids nothing.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// Where it stands.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self.step {
            Step::Arming => Stage::Arming,
            Step::Counting(..) => Stage::Counting,
            Step::Playing(_) | Step::Speaking(_) => Stage::Playing,
        }
    }

    /// How much of a recording was heard.
    #[must_use]
    pub fn position(&self) -> Option<Duration> {
        match &self.step {
            Step::Playing(player) => Some(player.position()),
            _ => None,
        }
    }

    /// Whether sound may be made now.
    pub(super) fn holds(&self) -> bool {
        !self.level.is_secure() || self.guard.state() == GuardState::Armed
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.guard.deadline().into_iter().chain(self.until).min()
    }
}

/// A text for the shell, once.
pub(super) fn speech(text: &Zeroizing<String>) -> Zeroizing<String> {
    Zeroizing::new(text.to_string())
}
