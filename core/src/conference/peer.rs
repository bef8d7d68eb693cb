//! Another phone, as far as it has shown itself.

use std::time::Instant;

use super::{Beat, FRESH, Terms};
use crate::secure::{GuardState, Level, Levels, Operations, Report};

/// See the module.
#[derive(Debug, Clone)]
pub struct Peer {
    pub(super) report: Option<Report>,
    pub(super) distrusted: bool,
    pub(super) terms: Terms,
    pub(super) agreed: Option<Terms>,
    pub(super) camera: bool,
    pub(super) muted: bool,
    pub(super) seen: Instant,
    sequence: u64,
}

impl Peer {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            report: None,
            distrusted: false,
            terms: Terms::default(),
            agreed: None,
            camera: false,
            muted: false,
            seen: now,
            sequence: 0,
        }
    }

    /// Takes a beat unless it is older than the last; says whether it was taken.
    pub(super) fn take(&mut self, now: Instant, beat: &Beat, levels: &Levels) -> bool {
        if beat.sequence <= self.sequence {
            return false;
        }
        self.sequence = beat.sequence;
        self.seen = now;
        self.terms = beat.terms;
        self.agreed = beat.agreed;
        self.camera = beat.camera;
        self.muted = beat.muted;
        let forbidden = |level| levels.forbidden(level);
        match Report::from_wire(&beat.report, forbidden, beat.terms.noticed) {
            Ok(report) => {
                self.distrusted = false;
                self.report = Some(report);
            }
            Err(_) => self.distrusted = true,
        }
        true
    }

    /// What it last reported, if that is believed.
    #[must_use]
    pub fn report(&self) -> Option<&Report> {
        self.report.as_ref().filter(|_| !self.distrusted)
    }

    /// Its report contradicts itself.
    #[must_use]
    pub const fn is_distrusted(&self) -> bool {
        self.distrusted
    }

    /// Whether its person muted the microphone.
    #[must_use]
    pub const fn is_muted(&self) -> bool {
        self.muted
    }

    /// Whether it showed itself lately.
    #[must_use]
    pub fn is_fresh(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.seen) < FRESH
    }

    /// Whether it shows that it enforces these terms; at level 0 there is nothing to enforce.
    #[must_use]
    pub fn enforces(&self, now: Instant, terms: Terms) -> bool {
        if !self.is_fresh(now) || self.terms.level != terms.level {
            return false;
        }
        // what their organisation does not allow is no conference with them
        if self
            .report()
            .is_some_and(|report| !report.imposed.allows(terms.level))
        {
            return false;
        }
        if !terms.level.is_secure() {
            return true;
        }
        let accepted = terms.noticed.covers(self.terms.noticed);
        self.report().is_some_and(|report| {
            accepted && report.guard == GuardState::Armed && report.level == terms.level
        })
    }

    /// What happens there although it is forbidden.
    #[must_use]
    pub fn violated(&self) -> Operations {
        self.report()
            .map_or(Operations::NONE, |report| report.violated)
    }

    /// Whether a forbidden operation happens there at a level that removes who does that.
    pub(super) fn is_removable(&self, level: Level) -> bool {
        let report = self.report();
        report.is_some_and(|report| {
            report.guard == GuardState::Violated
                && (report.level.is_strictest_kind() || level.is_strictest_kind())
        })
    }
}
