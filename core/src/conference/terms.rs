//! On which terms a conference goes on: its level, and what may be noticed only. Stricter terms take effect by one
//! person's will, weaker ones when each phone has seen that everybody agreed.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::time::Instant;

use super::{Conference, ConferenceError, Place};
use crate::secure::{Level, Operations};

/// How far ahead a phone may be and still be believed: nobody changes terms that often between two beats.
const AHEAD: u32 = 1_000;

/// The terms, with the number of their version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Terms {
    /// Grows with each change.
    pub version: u32,
    /// The level that all enforce.
    pub level: Level,
    /// Operations for which everybody accepted that they are noticed, not prevented.
    pub noticed: Operations,
}

impl Terms {
    pub(super) const fn first(level: Level) -> Self {
        Self {
            version: 0,
            level,
            noticed: Operations::NONE,
        }
    }

    /// The next version with this level.
    pub(super) const fn next(self, level: Level, noticed: Operations) -> Self {
        Self {
            version: self.version.saturating_add(1),
            level,
            noticed,
        }
    }

    /// Whether these ask for at least as much as `other`.
    #[must_use]
    pub fn is_as_strict_as(self, other: Self) -> bool {
        self.level > other.level
            || (self.level == other.level && other.noticed.covers(self.noticed))
    }

    /// Later, and of two of one version the stricter: so everybody ends at the same.
    fn rank(self) -> (u32, Level, Reverse<usize>, u16) {
        let noticed = self.noticed;
        let count = noticed.iter().count();
        (self.version, self.level, Reverse(count), noticed.bits())
    }
}

impl Ord for Terms {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for Terms {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Conference {
    /// Raises the level for everyone, without asking.
    ///
    /// # Errors
    /// [`ConferenceError::SameLevel`] when it is not higher, [`ConferenceError::NotIn`] before this phone is in,
    /// [`ConferenceError::Capped`].
    pub fn raise(&mut self, now: Instant, level: Level) -> Result<(), ConferenceError> {
        self.check_in()?;
        if level <= self.terms.level {
            return Err(ConferenceError::SameLevel);
        }
        self.check_allowed(level)?;
        self.adopt(now, self.terms.next(level, Operations::NONE));
        Ok(())
    }

    /// Asks everyone for a lower level, or that some operations be noticed only; in force once all agreed.
    ///
    /// # Errors
    /// [`ConferenceError::SameLevel`] when that is not weaker, [`ConferenceError::NotIn`] before this phone is in,
    /// [`ConferenceError::Demanded`].
    pub fn ask(
        &mut self,
        now: Instant,
        level: Level,
        noticed: Operations,
    ) -> Result<(), ConferenceError> {
        self.check_in()?;
        let terms = self.terms.next(level, noticed);
        if terms.is_as_strict_as(self.terms) {
            return Err(ConferenceError::SameLevel);
        }
        self.check_allowed(level)?;
        self.agreed = Some(terms);
        self.settle_terms(now);
        self.changed(now);
        Ok(())
    }

    /// Agrees to what somebody asked.
    ///
    /// # Errors
    /// [`ConferenceError::NothingAsked`] when nobody asks for it any more, [`ConferenceError::Demanded`].
    pub fn agree(&mut self, now: Instant, terms: Terms) -> Result<(), ConferenceError> {
        if !self.asked().any(|asked| asked == terms) {
            return Err(ConferenceError::NothingAsked);
        }
        self.check_allowed(terms.level)?;
        if self.place != Place::In {
            // at the door there is nobody yet who has to agree as well
            self.adopt(now, terms);
            return Ok(());
        }
        self.agreed = Some(terms);
        self.settle_terms(now);
        self.changed(now);
        Ok(())
    }

    /// Takes an agreement back, or what this person asked for themself.
    pub fn withdraw(&mut self, now: Instant) {
        if self.agreed.take().is_some() {
            self.changed(now);
        }
    }

    /// Weaker terms that this person agreed to and that are not in force yet.
    #[must_use]
    pub const fn agreed(&self) -> Option<Terms> {
        self.agreed
    }

    /// Weaker terms that others ask for and this person has not agreed to; at the door, those that are in force inside
    /// and weaker than what this person was asked to.
    pub fn asked(&self) -> impl Iterator<Item = Terms> + use<> {
        let inside = self.place == Place::In;
        let next = self.terms.version.saturating_add(1);
        let asked = self
            .others()
            .filter_map(|device| self.peers.get(&device)?.agreed)
            .filter(move |terms| inside && terms.version == next)
            .filter(|terms| self.agreed != Some(*terms));
        let host = self.host.and_then(|host| self.peers.get(&host));
        let weaker = host
            .map(|peer| peer.terms)
            .filter(|terms| !inside && !terms.is_as_strict_as(self.terms));
        asked.chain(weaker).collect::<BTreeSet<_>>().into_iter()
    }

    /// What another phone says is in force there: taken at once where it is stricter, after agreement where not.
    pub(super) fn hear_terms(&mut self, now: Instant, theirs: Terms) {
        let ahead = theirs.version.saturating_sub(self.terms.version) <= AHEAD;
        if ahead && theirs > self.terms && theirs.is_as_strict_as(self.terms) {
            self.adopt(now, theirs);
        }
    }

    /// Takes weaker terms up once everyone who is in was seen to agree.
    pub(super) fn settle_terms(&mut self, now: Instant) {
        let Some(wanted) = self.agreed else { return };
        if wanted <= self.terms {
            self.agreed = None;
            return;
        }
        let all = self.others().all(|device| {
            self.peers.get(&device).is_some_and(|peer| {
                // one that has it in force, or went on from there to something stricter, agreed
                let past =
                    peer.terms.version > wanted.version && peer.terms.is_as_strict_as(wanted);
                peer.agreed == Some(wanted) || peer.terms == wanted || past
            })
        });
        if all {
            self.adopt(now, wanted);
        }
    }

    pub(super) fn adopt(&mut self, now: Instant, terms: Terms) {
        self.terms = terms;
        if self.agreed.is_some_and(|agreed| agreed <= terms) {
            self.agreed = None;
        }
        self.guard.arm(now, terms.level, terms.noticed);
        self.after_guard(now);
    }

    /// Whether policies on this phone allow a level.
    fn check_allowed(&self, level: Level) -> Result<(), ConferenceError> {
        let imposed = self.guard.report().imposed;
        match imposed.maximum {
            Some(maximum) if imposed.caps(level) => Err(ConferenceError::Capped(maximum)),
            _ if level < imposed.minimum => Err(ConferenceError::Demanded(imposed.minimum)),
            _ => Ok(()),
        }
    }

    pub(super) fn check_in(&self) -> Result<(), ConferenceError> {
        match self.place {
            Place::In => Ok(()),
            _ => Err(ConferenceError::NotIn),
        }
    }
}
