//! Beats: what this phone tells, and what it takes from others.

use std::collections::BTreeSet;
use std::time::Instant;

use sotto_protocol::id::DeviceId;

use super::{BEAT, Beat, Conference, ConferenceOutput, Entry, Message, Peer, Place, Roster};

impl Conference {
    /// Tells everyone who is in, and those at the door or the door's keeper.
    pub(super) fn beat(&mut self, now: Instant) {
        self.next_beat = now + BEAT;
        self.sequence += 1;
        let beat = Beat {
            sequence: self.sequence,
            report: self.guard.report().to_wire(),
            terms: self.terms,
            agreed: self.agreed,
            camera: self.camera,
            muted: self.muted,
            roster: None,
        };
        let inside: Vec<DeviceId> = match self.place {
            Place::In => self.others().collect(),
            Place::Over(_) => Vec::new(),
            Place::Knocking | Place::Denied(_) => self.host.into_iter().collect(),
        };
        // whoever stands at the door does not learn who is in
        for device in self.knocking().collect::<Vec<_>>() {
            self.tell(device, Message::Beat(Box::new(beat.clone())));
        }
        let roster = self.is_host().then(|| self.roster.clone());
        let beat = Message::Beat(Box::new(Beat { roster, ..beat }));
        for device in inside {
            self.tell(device, beat.clone());
        }
    }

    pub(super) fn handle_beat(&mut self, now: Instant, from: DeviceId, beat: &Beat) {
        let inside = self.members().any(|member| member == from);
        let at_door = self.invited.contains(&from);
        if !inside && !at_door && self.host != Some(from) {
            if self.is_host() {
                self.deny_stranger(from);
            } else {
                self.hear_roster(now, from, beat.roster.as_ref());
            }
            return;
        }
        let levels = self.guard.levels().clone();
        let peer = self.peers.entry(from).or_insert_with(|| Peer::new(now));
        if !peer.take(now, beat, &levels) {
            return;
        }
        self.hear_roster(now, from, beat.roster.as_ref());
        if self.place == Place::In && !inside {
            self.answer_door(now, from);
        } else {
            self.hear_terms(now, beat.terms);
            self.settle_terms(now);
            self.after_violation_of(now, from);
        }
        self.outputs.push_back(ConferenceOutput::Changed);
    }

    /// A list counts when it is newer and comes from who heads it, and those before that one are gone here as well.
    fn hear_roster(&mut self, now: Instant, from: DeviceId, roster: Option<&Roster>) {
        let Some(roster) = roster.filter(|list| list.is_newer_than(&self.roster)) else {
            return;
        };
        let expected = match self.place {
            Place::In => self.members().next(),
            Place::Knocking | Place::Denied(_) => self.host,
            Place::Over(_) => return,
        };
        if roster.host() != Some(from) || expected != Some(from) {
            return;
        }
        let me = roster.entry(self.me);
        if me.is_none() {
            // at the door the list says nothing yet; inside, a message says that this phone was removed
            return;
        }
        self.roster = roster.clone();
        self.place = Place::In;
        self.host = None;
        let entries: BTreeSet<Entry> = self.roster.entries().iter().copied().collect();
        self.excluded.retain(|entry| entries.contains(entry));
        self.guard.rekeyed(self.roster.epoch());
        let members: Vec<DeviceId> = self.others().collect();
        for device in &members {
            self.peers.entry(*device).or_insert_with(|| Peer::new(now));
        }
        self.peers
            .retain(|device, _| members.contains(device) || self.invited.contains(device));
        self.after_guard(now);
    }

    /// Whether this phone keeps the door.
    #[must_use]
    pub fn is_host(&self) -> bool {
        self.place == Place::In && self.members().next() == Some(self.me)
    }
}
