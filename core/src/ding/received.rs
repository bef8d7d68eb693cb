//! A Ding that came: what it says, as long as it may be heard, and how far it is.

use sotto_protocol::id::{AccountId, DingId};

use super::content::{Content, Taken};
use super::draft::Repeat;
use super::schedule::Schedule;
use super::state::{CouldNot, Reason, State};
use crate::contact::card::Card;
use crate::secure::{Level, Operations};

/// A Ding that came.
pub struct Received {
    pub(super) from: AccountId,
    /// The sender's id for it. This phone's own is another where somebody else's Ding has that id.
    pub(super) named: DingId,
    /// How to answer someone who is no contact.
    pub(super) card: Option<Card>,
    pub(super) level: Level,
    /// What the sender means by a further level, as far as this version knows it.
    pub(super) meant: Option<Operations>,
    /// The level forbids something that this version does not know: it is held back.
    pub(super) unknown: bool,
    pub(super) plays: Option<u32>,
    pub(super) repeat: Option<Repeat>,
    pub(super) expires: u64,
    pub(super) sent_at: u64,
    /// Gone once it may not be heard any more.
    pub(super) content: Option<Content>,
    /// How often hearing it was begun: stored before the first sound.
    pub(super) begun: u32,
    /// How many of these did not come to the end.
    pub(super) broken: u32,
    pub(super) schedule: Schedule,
    pub(super) state: State,
    /// Whether there may be a row of it; not from level 2 on once it was heard.
    pub(super) kept: bool,
}

impl Received {
    pub(super) fn new(
        (from, named): (AccountId, DingId),
        card: Option<Card>,
        taken: Taken,
        now: u64,
    ) -> Self {
        Self {
            from,
            named,
            card,
            level: taken.level,
            meant: taken.meant,
            unknown: taken.unknown,
            plays: taken.plays,
            repeat: taken.repeat,
            expires: taken.expires,
            sent_at: taken.sent_at,
            content: Some(taken.content),
            begun: 0,
            broken: 0,
            schedule: Schedule::from(now),
            state: State::default(),
            kept: true,
        }
    }

    /// Who sent it; at a level that hides people no view may show it.
    #[must_use]
    pub fn from(&self) -> AccountId {
        self.from
    }

    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// How often it may still be heard; `None`: as often as wanted.
    #[must_use]
    pub fn plays_left(&self) -> Option<u32> {
        self.plays.map(|plays| plays.saturating_sub(self.begun))
    }

    /// Whether it can be heard (once more).
    #[must_use]
    pub fn can_be_heard(&self) -> bool {
        self.content.is_some() && self.plays_left() != Some(0)
    }

    /// Whether there is nothing more to do about it: it was heard or confirmed, or will not be heard any more.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let (state, gone) = (&self.state, self.content.is_none());
        gone || state.heard > 0 || state.confirmed_at.is_some()
    }

    /// Whether it rings now.
    #[must_use]
    pub fn rings(&self) -> bool {
        self.schedule.until.is_some()
    }

    /// When it rings next, ms on the master clock.
    #[must_use]
    pub fn rings_at(&self) -> Option<u64> {
        self.schedule.at
    }

    /// How far it is.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// When it was sent, ms on the master clock.
    #[must_use]
    pub fn sent_at(&self) -> u64 {
        self.sent_at
    }

    /// When it is over, ms on the master clock.
    #[must_use]
    pub fn expires(&self) -> u64 {
        self.expires
    }

    /// What it says, if it is an ordinary one; a secure one is only heard.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Some(Content::Text(text)) if !self.level.is_secure() => Some(text),
            _ => None,
        }
    }

    /// How long its recording is.
    #[must_use]
    pub fn duration(&self) -> Option<std::time::Duration> {
        match &self.content {
            Some(Content::Voice(recording)) => Some(recording.duration()),
            _ => None,
        }
    }

    /// From level 2 on no row is kept of what was heard (S1.2).
    pub(super) fn leaves_no_row(&self) -> bool {
        self.level >= Level::TWO
    }

    /// Hearing was begun before the phone stopped: it counts, and the sender is told.
    pub(super) fn interrupted(&self) -> bool {
        self.begun > self.state.heard.saturating_add(self.broken)
    }

    /// Hearing begins: from now on it counts. Gives what is to be heard.
    pub(super) fn begin(&mut self) -> Option<Content> {
        if !self.can_be_heard() {
            return None;
        }
        self.begun = self.begun.saturating_add(1);
        if self.plays_left() == Some(0) {
            self.content.take()
        } else {
            self.content.clone()
        }
    }

    /// It was heard to the end.
    pub(super) fn heard(&mut self, now: u64) {
        self.state.heard = self.state.heard.saturating_add(1);
        self.state.heard_at = Some(now);
        self.state.could_not = None;
        let goes_on = self.repeat.is_some_and(|repeat| repeat.until_confirmed);
        let waits = goes_on && self.state.confirmed_at.is_none();
        self.rest(now, waits);
    }

    /// Hearing it broke off.
    pub(super) fn broke(&mut self, now: u64, mut could_not: CouldNot) {
        self.broken = self.broken.saturating_add(1);
        could_not.over = !self.can_be_heard();
        self.state.could_not = Some(could_not);
        self.rest(now, self.state.confirmed_at.is_none());
    }

    /// Hearing could not even begin: nothing was counted.
    pub(super) fn held_back(&mut self, now: u64, could_not: CouldNot) {
        self.state.could_not = Some(could_not);
        self.rest(now, self.state.confirmed_at.is_none());
    }

    /// Falls silent, for good or until the next reminder.
    pub(super) fn rest(&mut self, now: u64, waits: bool) {
        if waits {
            self.schedule.at = self.schedule.at.or(self.schedule.until);
            self.schedule.hush(now, self.repeat);
        } else {
            self.schedule = Schedule::REST;
        }
    }

    /// A picture for the sender.
    pub(super) fn tell(&mut self) -> &State {
        self.state.revision = self.state.revision.saturating_add(1);
        &self.state
    }

    /// After a restart: what was being heard then broke off.
    pub(super) fn mend(&mut self) -> bool {
        let interrupted = self.interrupted();
        if interrupted {
            let lost = self.begun - self.state.heard.saturating_add(self.broken);
            self.broken = self.broken.saturating_add(lost);
            self.state.could_not = Some(CouldNot {
                over: !self.can_be_heard(),
                ..CouldNot::for_now(Reason::Interrupted)
            });
        }
        interrupted
    }
}

impl std::fmt::Debug for Received {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Received")
            .field("level", &self.level)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
