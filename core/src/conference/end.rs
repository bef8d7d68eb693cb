//! How somebody goes: by leaving, by being lost, by being removed, by a violation.

use std::time::Instant;

use sotto_protocol::id::DeviceId;

use super::{Conference, ConferenceOutput, LOST, Message, Parting, Place};
use crate::secure::GuardState;

/// Farewells, for the case that some are lost.
const FAREWELLS: usize = 3;

impl Conference {
    /// The person leaves, or no longer wants to be let in.
    pub fn leave(&mut self, now: Instant) {
        self.end(now, Parting::Left);
    }

    /// This phone is out; everything is allowed again.
    fn end(&mut self, now: Instant, parting: Parting) {
        if matches!(self.place, Place::Over(_)) {
            return;
        }
        let others: Vec<DeviceId> = self.others().chain(self.host).collect();
        for _ in 0..FAREWELLS {
            for device in &others {
                self.tell(*device, Message::Leave(parting));
            }
        }
        self.place = Place::Over(parting);
        self.roster = super::Roster::default();
        self.peers.clear();
        self.invited.clear();
        self.guard.release();
        self.after_guard(now);
        self.outputs.push_back(ConferenceOutput::Ended(parting));
    }

    pub(super) fn handle_leave(&mut self, now: Instant, from: DeviceId) {
        if self.host == Some(from) && !self.members().any(|member| member == from) {
            // whoever keeps the door is gone before it opened
            self.end(now, Parting::Alone);
            return;
        }
        self.invited.remove(&from);
        self.exclude(now, from);
    }

    pub(super) fn handle_removed(&mut self, now: Instant, from: DeviceId) {
        let host = match self.place {
            Place::In => self.members().next(),
            _ => self.host,
        };
        if host == Some(from) {
            self.end(now, Parting::Removed);
        }
    }

    /// A violation here at a strict level: this phone goes by itself, without waiting to be removed.
    pub(super) fn after_own_violation(&mut self, now: Instant) {
        let report = self.guard.report();
        if report.guard == GuardState::Violated && report.level.is_strictest_kind() {
            // the last beat said what happened; now it goes
            self.end(now, Parting::Violation);
        }
    }

    /// A violation there at a strict level: nobody waits for the host.
    pub(super) fn after_violation_of(&mut self, now: Instant, device: DeviceId) {
        let level = self.terms.level;
        if self
            .peers
            .get(&device)
            .is_some_and(|peer| peer.is_removable(level))
        {
            if self.is_host() {
                self.tell(device, Message::Removed);
            }
            self.exclude(now, device);
        }
    }

    pub(super) fn drop_lost(&mut self, now: Instant) {
        let lost = |seen: Instant| now.saturating_duration_since(seen) >= LOST;
        let gone: Vec<DeviceId> = self
            .peers
            .iter()
            .filter(|(_, peer)| lost(peer.seen))
            .map(|(device, _)| *device)
            .collect();
        for device in gone {
            if self.invited.contains(&device) {
                self.peers.remove(&device);
            } else if self.place == Place::In {
                self.exclude(now, device);
            } else if self.host == Some(device) {
                self.end(now, Parting::Lost);
            }
        }
    }

    /// No longer reckons with a phone; the host takes it off the list and asks for a new key.
    pub(super) fn exclude(&mut self, now: Instant, device: DeviceId) {
        self.peers.remove(&device);
        let Some(entry) = self.roster.entry(device) else {
            return;
        };
        if !self.excluded.insert(entry) {
            return;
        }
        let alone = self.others().next().is_none();
        if alone && self.invited.is_empty() {
            self.end(now, Parting::Alone);
            return;
        }
        if self.is_host() {
            let excluded = self.excluded.clone();
            if self.roster.keep(|entry| !excluded.contains(entry)) {
                self.outputs
                    .push_back(ConferenceOutput::Rekey(self.roster.epoch()));
                self.guard.rekeyed(self.roster.epoch());
                self.after_guard(now);
            }
        }
        self.settle_terms(now);
        self.changed(now);
    }
}
