//! Whether the other phone's state is known in a secure chat, where no sound carries it (S1.6).
//!
//! Each phone sends a *beat* every [`BEAT`]: its report, and the number of the newest beat that it got. What a beat says
//! held after this phone sent the beat that it answers, so its age is known without comparing clocks, and a beat that
//! was kept back for a while proves nothing more. Older than [`KNOWN`]: not known, so nothing is shown or sent. Older
//! than [`GONE`]: the secure chat is over.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How often a phone in a secure chat says that it is there.
pub const BEAT: Duration = Duration::from_secs(1);
/// For how long the other phone's state counts as known after the beat that was answered.
pub const KNOWN: Duration = Duration::from_secs(5);
/// A phone whose state is not known for so long is gone.
pub const GONE: Duration = Duration::from_secs(60);
/// How long the first answer may take.
const FIRST: Duration = Duration::from_secs(20);
/// Answers at once come no closer than this.
const APART: Duration = Duration::from_millis(100);
/// Beats whose answer may still come.
const UNANSWERED: usize = 64;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    begun: Option<Instant>,
    due: Option<Instant>,
    /// Number of the newest beat of this phone.
    sent: u64,
    waiting: VecDeque<(u64, Instant)>,
    /// Number of the newest beat of the other phone.
    heard: u64,
    /// The highest number of this phone's beats that the other got.
    answered: u64,
    known_at: Option<Instant>,
    /// What was last said of it, to notice the change.
    said_known: bool,
}

impl Pulse {
    /// Both people want it: the first beat is due.
    pub(super) fn begin(&mut self, now: Instant) {
        self.begun = Some(now);
        self.due = Some(now);
    }

    /// Takes a number for a beat that leaves now, if one is due: with the number that it answers, and whether this phone
    /// wants an answer at once.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<(u64, u64, bool)> {
        self.due.filter(|due| *due <= now)?;
        self.due = Some(now + BEAT);
        self.sent += 1;
        self.waiting.push_back((self.sent, now));
        if self.waiting.len() > UNANSWERED {
            self.waiting.pop_front();
        }
        Some((self.sent, self.heard, !self.is_known(now)))
    }

    /// A beat came; `false` for one that is not newer than the last.
    pub(super) fn heard(&mut self, now: Instant, number: u64, wants: bool) -> bool {
        if self.begun.is_none() || number <= self.heard {
            return false;
        }
        self.heard = number;
        if wants {
            self.answer_soon(now);
        }
        true
    }

    /// The report in the beat that answers `echo` is the other phone's newest.
    pub(super) fn answered(&mut self, echo: u64) {
        let Some(place) = self.waiting.iter().position(|(n, _)| *n == echo) else {
            return;
        };
        let (_, at) = self.waiting[place];
        self.waiting.drain(..=place);
        self.answered = self.answered.max(echo);
        self.known_at = self.known_at.max(Some(at));
    }

    /// A beat goes out sooner than in a second: something changed, or the other phone wants to know.
    pub(super) fn answer_soon(&mut self, now: Instant) {
        let last = self.waiting.back().map(|(_, at)| *at + APART);
        let soon = last.unwrap_or(now).max(now);
        if self.begun.is_some() {
            self.due = self.due.map(|due| due.min(soon));
        }
    }

    /// Whether the other phone's state is known.
    pub(super) fn is_known(&self, now: Instant) -> bool {
        self.known_at.is_some_and(|at| now < at + KNOWN)
    }

    /// Whether it ever was.
    pub(super) fn was_known(&self) -> bool {
        self.known_at.is_some()
    }

    /// Whether that changed since this was asked last.
    pub(super) fn turned(&mut self, now: Instant) -> bool {
        let known = self.is_known(now);
        std::mem::replace(&mut self.said_known, known) != known
    }

    /// Number of the newest beat of this phone.
    pub(super) fn newest(&self) -> u64 {
        self.sent
    }

    /// The highest number of this phone's beats that the other got.
    pub(super) fn newest_answered(&self) -> u64 {
        self.answered
    }

    /// When the other phone counts as gone.
    pub(super) fn gone_at(&self) -> Option<Instant> {
        match self.known_at {
            Some(at) => Some(at + GONE),
            None => self.begun.map(|at| at + FIRST),
        }
    }

    /// When something is to be done or changes.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let turns = self.known_at.filter(|_| self.said_known);
        [self.due, turns.map(|at| at + KNOWN)]
            .into_iter()
            .flatten()
            .min()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, clippy::unwrap_used)]
    use super::*;

    fn begun() -> (Pulse, Instant) {
        let now = Instant::now();
        let mut pulse = Pulse::default();
        pulse.begin(now);
        assert_eq!(pulse.take_due(now), Some((1, 0, true)));
        (pulse, now)
    }

    #[test]
    fn a_state_is_as_old_as_the_beat_that_it_answers_however_late_it_comes() {
        let (mut pulse, begun) = begun();
        let late = begun + KNOWN - Duration::from_millis(1);
        assert!(pulse.heard(late, 1, false));
        pulse.answered(1);
        assert!(pulse.is_known(late));
        assert!(!pulse.is_known(begun + KNOWN), "kept back, then delivered");
    }

    #[test]
    fn what_answers_nothing_of_ours_proves_nothing() {
        let (mut pulse, begun) = begun();
        for echo in [0, 2, u64::MAX] {
            pulse.answered(echo);
            assert!(!pulse.is_known(begun), "{echo}");
        }
        pulse.answered(1);
        assert!(pulse.is_known(begun));
        pulse.answered(1);
        assert!(!pulse.heard(begun, 0, true), "no number");
        assert!(pulse.heard(begun, 5, true) && !pulse.heard(begun, 5, true));
        assert!(!pulse.heard(begun, 4, true), "older than one that came");
    }

    #[test]
    fn beats_come_every_second_and_at_once_where_they_are_wanted() {
        let (mut pulse, begun) = begun();
        assert_eq!(pulse.deadline(), Some(begun + BEAT));
        pulse.heard(begun, 1, true);
        assert_eq!(pulse.deadline(), Some(begun + APART));
        assert!(pulse.take_due(begun + APART / 2).is_none());
        assert_eq!(pulse.take_due(begun + APART), Some((2, 1, true)));
        assert_eq!(pulse.gone_at(), Some(begun + FIRST));
    }
}
