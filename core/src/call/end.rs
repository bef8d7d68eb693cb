//! How a call ends: at once on this phone, told to the other by every way there is.

use std::time::Instant;

use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{End, signal::Body};

use crate::secure::{GuardState, Operations};

use super::{Call, CallError, CallOutput, Direction, EndReason, Kind, Phase};

/// Packets that say goodbye on the media path, for the case that the control channel is down.
const FAREWELLS: usize = 3;

/// What was violated on each phone when a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Violations {
    /// On this phone.
    pub here: Operations,
    /// On the other.
    pub there: Operations,
}

impl Call {
    /// What was violated when the call ended; nothing before.
    #[must_use]
    pub fn violations(&self) -> Violations {
        self.violations
    }

    /// The person hangs up, or cancels before an answer.
    ///
    /// # Errors
    /// [`CallError::Phase`] when the call is over already.
    pub fn hang_up(&mut self, now: Instant) -> Result<(), CallError> {
        let reason = match (self.phase, self.direction) {
            (Phase::Ended(_), _) => return Err(CallError::Phase),
            (Phase::Connecting | Phase::Connected, _) => EndReason::HungUp,
            (_, Direction::Outgoing) => EndReason::Cancelled,
            // a phone that cannot forbid what was asked for says so, whatever its person meant by hanging up
            (_, Direction::Incoming) if self.guard.state() == GuardState::Refused => {
                EndReason::SecureRefused
            }
            (_, Direction::Incoming) => EndReason::Declined,
        };
        self.ended_here = true;
        self.end(now, reason, true);
        Ok(())
    }

    /// Whether this phone's person ended it.
    #[must_use]
    pub fn was_ended_here(&self) -> bool {
        self.ended_here
    }

    /// Ends without a word: the other end knows already, or this call lost against one that both made at once.
    pub fn drop_silently(&mut self, now: Instant, reason: EndReason) {
        self.end(now, reason, false);
    }

    /// The engine cannot carry the call on.
    pub fn give_up(&mut self, now: Instant, reason: EndReason) {
        self.end(now, reason, true);
    }

    /// A callee's device, or the caller, ended it.
    pub(super) fn handle_end(&mut self, now: Instant, device: DeviceId, reason: EndReason) {
        match (self.direction, self.phase) {
            (Direction::Outgoing, Phase::Dialling | Phase::Ringing) => {
                self.refused_by(now, device, reason);
            }
            _ if self.chosen == Some(device) => self.end(now, reason, false),
            _ => {}
        }
    }

    /// The engine learned by container that the caller gave up.
    pub fn handle_cancel(&mut self, now: Instant, device: DeviceId, reason: EndReason) {
        let answered_here = reason == EndReason::AnsweredElsewhere
            && matches!(self.phase, Phase::Connecting | Phase::Connected);
        let theirs = self.direction == Direction::Incoming && self.chosen == Some(device);
        if theirs && !answered_here {
            self.end(now, reason, false);
        }
    }

    /// Lets one device go, with the reason.
    pub(super) fn dismiss(&mut self, now: Instant, device: DeviceId, reason: EndReason) {
        self.send(
            device,
            Body::End(End {
                reason: reason.to_wire().into(),
            }),
        );
        if let Some(leg) = self.leg(device) {
            leg.gone = true;
        }
        self.close_path(now, device);
    }

    /// Closes a media path: the other end is told, and relays get their allocations back.
    pub(super) fn close_path(&mut self, now: Instant, device: DeviceId) {
        if let Some(transport) = self.leg(device).and_then(|leg| leg.transport.as_mut()) {
            transport.close(now);
        }
        self.drain_transport(now, device);
        if let Some(leg) = self.leg(device) {
            leg.transport = None;
            leg.path = false;
        }
    }

    /// Ends the call; `tell` the other phone.
    pub(super) fn end(&mut self, now: Instant, reason: EndReason, tell: bool) {
        if matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        let was = self.phase;
        self.violations = Violations {
            here: self.guard.report().violated,
            there: self
                .main_leg()
                .map_or(Operations::NONE, |leg| leg.report().violated),
        };
        if tell && self.kind == Kind::Voice && matches!(was, Phase::Connected) {
            for _ in 0..FAREWELLS {
                self.send_silence(now, Some(reason));
            }
        }
        self.phase = Phase::Ended(reason);
        self.courier = super::courier::Courier::default();
        self.heard = super::say::Heard::default();
        // a device that never rang may be offline: only a container still reaches it
        let unheard = self.direction == Direction::Outgoing
            && matches!(was, Phase::Dialling | Phase::Ringing)
            && self.legs.values().any(|leg| leg.is_alive() && !leg.ringing);
        let devices: Vec<DeviceId> = self.legs.keys().copied().collect();
        for device in devices {
            if tell && self.legs.get(&device).is_some_and(super::Leg::is_alive) {
                self.dismiss(now, device, reason);
            } else {
                self.close_path(now, device);
            }
        }
        if tell && unheard {
            self.outputs.push_back(CallOutput::Cancel(reason));
        }
        self.guard.release();
        self.after_guard(now);
        self.outputs.push_back(CallOutput::Ended(reason));
    }
}
