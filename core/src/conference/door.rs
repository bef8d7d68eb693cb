//! The door: who is invited, who is let in, who is told why not.

use std::time::Instant;

use sotto_protocol::id::DeviceId;

use super::{Conference, ConferenceError, ConferenceOutput, Denial, LIMIT, Message, Place};
use crate::secure::{GuardState, Operation};

impl Conference {
    /// Lets a phone knock; it learns of the conference by an invite, as of a call.
    ///
    /// # Errors
    /// [`ConferenceError::NotHost`] on other phones than the host's, [`ConferenceError::Full`] when there is no room.
    pub fn invite(&mut self, device: DeviceId) -> Result<(), ConferenceError> {
        if !self.is_host() {
            return Err(ConferenceError::NotHost);
        }
        if self.members().count() + self.invited.len() >= LIMIT {
            return Err(ConferenceError::Full);
        }
        if self.members().all(|member| member != device) {
            self.invited.insert(device);
        }
        Ok(())
    }

    /// Removes someone who is in, or whom nobody should let in any more.
    ///
    /// # Errors
    /// [`ConferenceError::NotHost`] on other phones than the host's.
    pub fn remove(&mut self, now: Instant, device: DeviceId) -> Result<(), ConferenceError> {
        if !self.is_host() {
            return Err(ConferenceError::NotHost);
        }
        self.invited.remove(&device);
        self.tell(device, Message::Removed);
        self.exclude(now, device);
        Ok(())
    }

    /// Somebody invited stands at the door: in if their phone enforces the terms now, else they are told why not.
    pub(super) fn answer_door(&mut self, now: Instant, device: DeviceId) {
        if !self.is_host() {
            return;
        }
        let Some(peer) = self.peers.get(&device) else {
            return;
        };
        if peer.enforces(now, self.terms) {
            if self.roster.entries().len() >= LIMIT {
                self.tell(device, Message::Denied(Denial::Full));
                return;
            }
            self.invited.remove(&device);
            self.roster.admit(device);
            self.changed(now);
            return;
        }
        let at_terms = peer.terms.level == self.terms.level;
        let lacking: Vec<Operation> = peer.report().map_or_else(Vec::new, |report| {
            let refused = matches!(report.guard, GuardState::Refused | GuardState::Violated);
            let lacking = report
                .lacking(self.terms.noticed)
                .map(|(operation, _)| operation);
            lacking
                .chain(report.violated.iter())
                .filter(|_| refused)
                .collect()
        });
        if at_terms && !lacking.is_empty() {
            self.tell(device, Message::Denied(Denial::Cannot(lacking)));
        }
    }

    /// Somebody who is neither in nor invited: one who was removed may not have heard so.
    pub(super) fn deny_stranger(&mut self, device: DeviceId) {
        let removed = self.excluded.iter().any(|entry| entry.device == device);
        self.tell(
            device,
            if removed {
                Message::Removed
            } else {
                Message::Denied(Denial::NotInvited)
            },
        );
    }

    pub(super) fn handle_denial(&mut self, from: DeviceId, denial: &Denial) {
        let at_door = matches!(self.place, Place::Knocking | Place::Denied(_));
        if at_door && self.host == Some(from) {
            let place = Place::Denied(denial.clone());
            if self.place != place {
                self.place = place;
                self.outputs.push_back(ConferenceOutput::Changed);
            }
        }
    }

    pub(super) fn tell(&mut self, device: DeviceId, message: Message) {
        self.outputs
            .push_back(ConferenceOutput::Send(device, message));
    }
}
