//! A call of several (S1.7): every phone holds one [`Conference`], which knows who is in, on which [`Terms`], and what
//! each phone enforces. The same contract as everywhere: inputs with their time, outputs drained, a deadline asked for.
//!
//! Phones tell each other all they stand for in a [`Beat`], at every change and once a second, so a lost message
//! mends itself with the next. Safety never waits for agreement: each phone decides alone whom it hears and to whom it
//! sends ([`Conference::may_hear`], [`Conference::audience`]), from what that other phone last showed. The host only
//! keeps the list and the door.
//!
//! Not here: media, keys and the wire form of these messages. They come with the forwarding of media; messages must
//! then travel sealed between the two phones, as a call's signals do.

mod beat;
mod door;
mod end;
mod hearing;
mod message;
mod output;
mod peer;
mod roster;
mod terms;
mod timing;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Instant;

use sotto_protocol::id::DeviceId;

pub use hearing::Camera;
pub use message::{Beat, Denial, Message};
pub use output::{ConferenceError, ConferenceOutput, Parting, Place};
pub use peer::Peer;
pub use roster::{Entry, LIMIT, Roster};
pub use terms::Terms;
pub use timing::{BEAT, FRESH, LOST};

use crate::secure::{
    Answer, Guard, GuardOutput, GuardState, Imposed, Level, Levels, Operation, Operations, Report,
};

/// See the module.
#[derive(Debug)]
pub struct Conference {
    me: DeviceId,
    guard: Guard,
    terms: Terms,
    /// Weaker terms that somebody asks for and this person agreed to.
    agreed: Option<Terms>,
    place: Place,
    roster: Roster,
    /// Entries that this phone no longer reckons with, whatever a list says.
    excluded: BTreeSet<Entry>,
    peers: BTreeMap<DeviceId, Peer>,
    /// Who may knock at this phone's door.
    invited: BTreeSet<DeviceId>,
    /// At whose door this phone knocks.
    host: Option<DeviceId>,
    camera: bool,
    muted: bool,
    sequence: u64,
    next_beat: Instant,
    outputs: VecDeque<ConferenceOutput>,
}

impl Conference {
    /// A conference that this phone founds, with nobody else in it yet.
    #[must_use]
    pub fn found(
        now: Instant,
        me: DeviceId,
        level: Level,
        levels: Levels,
        simulated: bool,
    ) -> Self {
        let mut conference = Self::new(now, me, level, levels, simulated);
        conference.place = Place::In;
        conference.roster = Roster::founded(me);
        conference
    }

    /// A conference that this phone was asked to, by the phone that keeps its door. It arms first, and knocks until it
    /// is let in or told why not.
    #[must_use]
    pub fn join(
        now: Instant,
        me: DeviceId,
        host: DeviceId,
        level: Level,
        levels: Levels,
        simulated: bool,
    ) -> Self {
        let mut conference = Self::new(now, me, level, levels, simulated);
        conference.host = Some(host);
        conference.peers.insert(host, Peer::new(now));
        conference
    }

    /// What policies on this phone impose on it: a conference that it founds begins at the least level they ask for; one
    /// that it joins, and any change, they keep it out of where they do not allow its level.
    #[must_use]
    pub fn imposing(mut self, now: Instant, imposed: Imposed) -> Self {
        self.guard.impose(imposed);
        if self.host.is_none() && self.terms.level < imposed.minimum {
            self.terms = Terms::first(imposed.minimum);
        }
        self.guard.arm(now, self.terms.level, self.terms.noticed);
        self.after_guard(now);
        self
    }

    fn new(now: Instant, me: DeviceId, level: Level, levels: Levels, simulated: bool) -> Self {
        let mut conference = Self {
            me,
            guard: Guard::new(levels, simulated),
            terms: Terms::first(level),
            agreed: None,
            place: Place::Knocking,
            roster: Roster::default(),
            excluded: BTreeSet::new(),
            peers: BTreeMap::new(),
            invited: BTreeSet::new(),
            host: None,
            camera: false,
            muted: false,
            sequence: 0,
            next_beat: now,
            outputs: VecDeque::new(),
        };
        conference.guard.arm(now, level, Operations::NONE);
        conference.after_guard(now);
        conference
    }

    /// The shell's answer for an operation.
    pub fn handle_answer(&mut self, now: Instant, operation: Operation, answer: Answer) {
        self.guard.answer(operation, answer);
        self.after_guard(now);
    }

    /// The shell saw a forbidden operation begin or end. At the strictest kind of level that ends it for this phone.
    pub fn handle_violation(&mut self, now: Instant, operation: Operation, happens: bool) {
        self.guard.violation(operation, happens);
        self.after_guard(now);
    }

    /// The shell prevented a forbidden operation that was tried.
    pub fn handle_attempt(&mut self, now: Instant, operation: Operation) {
        self.guard.attempt(operation);
        self.after_guard(now);
    }

    /// Takes a message of another phone. Whoever is neither in nor invited is not listened to.
    pub fn handle_message(&mut self, now: Instant, from: DeviceId, message: &Message) {
        if matches!(self.place, Place::Over(_)) || from == self.me {
            return;
        }
        match message {
            Message::Beat(beat) => self.handle_beat(now, from, beat),
            Message::Denied(denial) => self.handle_denial(from, denial),
            Message::Leave(_) => self.handle_leave(now, from),
            Message::Removed => self.handle_removed(now, from),
        }
    }

    /// The time that [`Conference::deadline`] named has come.
    pub fn handle_timeout(&mut self, now: Instant) {
        if matches!(self.place, Place::Over(_)) {
            return;
        }
        self.guard.handle_timeout(now);
        self.after_guard(now);
        self.drop_lost(now);
        if now >= self.next_beat {
            self.beat(now);
        }
    }

    /// When [`Conference::handle_timeout`] is wanted.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        if matches!(self.place, Place::Over(_)) {
            return None;
        }
        self.guard
            .deadline()
            .into_iter()
            .chain([self.next_beat])
            .min()
    }

    /// The next thing to do, in order.
    pub fn poll_output(&mut self) -> Option<ConferenceOutput> {
        self.outputs.pop_front()
    }

    /// The person switches their camera.
    pub fn set_camera(&mut self, now: Instant, on: bool) {
        self.camera = on;
        self.changed(now);
    }

    /// The person mutes their microphone.
    pub fn mute(&mut self, now: Instant, on: bool) {
        self.muted = on;
        self.changed(now);
    }

    /// This phone.
    #[must_use]
    pub const fn me(&self) -> DeviceId {
        self.me
    }

    /// Where this phone stands.
    #[must_use]
    pub const fn place(&self) -> &Place {
        &self.place
    }

    /// The terms in force on this phone.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        self.terms
    }

    /// This phone's report.
    #[must_use]
    pub fn report(&self) -> &Report {
        self.guard.report()
    }

    /// The levels that this phone knows.
    #[must_use]
    pub fn levels(&self) -> &Levels {
        self.guard.levels()
    }

    /// Whether the person muted their microphone.
    #[must_use]
    pub const fn is_muted(&self) -> bool {
        self.muted
    }

    /// The number of the meeting key in force; it grows whenever somebody is no longer in (S2.7).
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.roster.epoch()
    }

    /// The others who are in, in the order in which they came.
    pub fn others(&self) -> impl Iterator<Item = DeviceId> {
        self.members().filter(|device| *device != self.me)
    }

    /// What another phone last showed.
    #[must_use]
    pub fn peer(&self, device: DeviceId) -> Option<&Peer> {
        self.peers.get(&device)
    }

    /// The phone that keeps the door, while this one is in.
    #[must_use]
    pub fn host(&self) -> Option<DeviceId> {
        self.members().next()
    }

    /// Those who knock at this phone's door.
    pub fn knocking(&self) -> impl Iterator<Item = DeviceId> {
        self.invited
            .iter()
            .copied()
            .filter(|device| self.peers.contains_key(device))
    }

    /// Everyone who is in, this phone among them.
    pub(crate) fn members(&self) -> impl Iterator<Item = DeviceId> {
        self.roster
            .entries()
            .iter()
            .filter(|entry| !self.excluded.contains(entry))
            .map(|entry| entry.device)
    }

    fn after_guard(&mut self, now: Instant) {
        let mut changed = false;
        while let Some(output) = self.guard.poll_output() {
            match output {
                GuardOutput::Forbid(operation) => {
                    self.outputs.push_back(ConferenceOutput::Forbid(operation));
                }
                GuardOutput::Allow(operation) => {
                    self.outputs.push_back(ConferenceOutput::Allow(operation));
                }
                GuardOutput::Changed => changed = true,
            }
        }
        if changed && !matches!(self.place, Place::Over(_)) {
            if matches!(self.place, Place::Denied(Denial::Cannot(_)))
                && self.guard.state() == GuardState::Armed
            {
                self.place = Place::Knocking;
            }
            self.changed(now);
            self.after_own_violation(now);
        }
    }

    /// Something that others or the screen want to know.
    fn changed(&mut self, now: Instant) {
        self.outputs.push_back(ConferenceOutput::Changed);
        self.beat(now);
    }
}

#[cfg(test)]
pub(crate) mod tests;
