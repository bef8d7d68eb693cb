//! What a call says of itself.

use std::time::{Duration, Instant};

use sotto_protocol::id::{AccountId, MeetingId};

use super::{Call, Direction, Kind, Leg, Phase, Raised};
use crate::secure::{Choice, Guard, Level, Operations};

impl Call {
    /// Sound or texts.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether it is a request for a secure chat that this person has not accepted: nothing is forbidden for it yet.
    #[must_use]
    pub fn is_request(&self) -> bool {
        self.kind == Kind::Texts
            && self.direction == Direction::Incoming
            && self.phase == Phase::Ringing
    }

    /// Whether it rings on this phone.
    #[must_use]
    pub fn rings_here(&self) -> bool {
        self.kind == Kind::Voice
            && self.direction == Direction::Incoming
            && self.phase == Phase::Ringing
    }

    /// Whether somebody answered and it is not over.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.phase, Phase::Connecting | Phase::Connected)
    }

    /// The meeting's id.
    #[must_use]
    pub fn id(&self) -> MeetingId {
        self.id
    }

    /// When it was made, by its caller's clock: master clock, ms since 1970.
    #[must_use]
    pub fn made_at(&self) -> u64 {
        self.meeting.started_at
    }

    /// When it was answered: master clock, ms since 1970.
    #[must_use]
    pub fn answered_at(&self) -> Option<u64> {
        self.answered.map(|at| self.wall_at(at))
    }

    /// Who made it.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// The other person.
    #[must_use]
    pub fn other(&self) -> AccountId {
        self.other
    }

    /// Where it stands.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The level in force, or that both arm for.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// Who asked for the level that the call began with, and what policies on this phone impose.
    #[must_use]
    pub fn choice(&self) -> &Choice {
        &self.choice
    }

    /// Who raised the call to its level; `None` where both agreed to it.
    #[must_use]
    pub fn raised(&self) -> Option<Raised> {
        self.raised
    }

    /// Whether the call hides addresses now and shown ones before: it was raised with its path in place.
    #[must_use]
    pub fn is_address_known(&self) -> bool {
        self.level.is_strictest_kind() && !self.relay_only
    }

    /// This phone's guard.
    #[must_use]
    pub fn guard(&self) -> &Guard {
        &self.guard
    }

    /// The server has the invite, of this phone or to it.
    #[must_use]
    pub fn is_invited(&self) -> bool {
        self.is_invited || self.direction == Direction::Incoming
    }

    /// The leg that counts: the one that answered, or the only one so far.
    #[must_use]
    pub fn main_leg(&self) -> Option<&Leg> {
        match self.chosen {
            Some(device) => self.legs.get(&device),
            None => self.legs.values().find(|leg| leg.is_alive()),
        }
    }

    /// What this person asked the other to agree to.
    #[must_use]
    pub fn asking(&self) -> Option<(Level, Operations)> {
        self.asking
    }

    /// What the other person asks this one to agree to.
    #[must_use]
    pub fn asked(&self) -> Option<(Level, Operations)> {
        self.asked
    }

    /// Why they ask: what their phone cannot prevent; nothing where it is their wish.
    #[must_use]
    pub fn asked_because(&self) -> Operations {
        self.asked_because
    }

    /// Whether the microphone is muted.
    #[must_use]
    pub fn is_muted(&self) -> bool {
        self.muted
    }

    /// Whether this person holds the call.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// How long ago it began.
    #[must_use]
    pub fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.started)
    }

    /// When sound began.
    #[must_use]
    pub fn connected_at(&self) -> Option<Instant> {
        self.connected
    }

    /// Whether addresses are hidden from the other phone.
    #[must_use]
    pub fn is_relay_only(&self) -> bool {
        self.relay_only
    }
}
