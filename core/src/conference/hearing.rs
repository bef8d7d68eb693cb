//! Who is heard, who is sent sound, whose camera is shown: decided by each phone alone, from what the other last showed
//! and what the packet itself says.

use std::time::Instant;

use sotto_protocol::id::DeviceId;

use super::{Conference, Place};
use crate::secure::{GuardState, MediaState, Operation};

/// What is shown where somebody's picture would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Camera {
    /// Their camera is off.
    Off,
    /// The picture.
    On,
    /// Their camera is on, and the picture is hidden: a phone of the two does not enforce the terms (a captured screen
    /// among them).
    HiddenByGuard,
    /// Their camera is on, and the level hides who is talking: a face tells that.
    HiddenByLevel,
}

impl Conference {
    /// Whether this phone itself may send and hear: in, and armed in secure mode.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let level = self.terms.level;
        let armed = !level.is_secure() || self.guard.state() == GuardState::Armed;
        let allowed = self.guard.report().imposed.allows(level);
        self.place == Place::In && armed && allowed
    }

    /// Whether that phone is in and shows that it enforces this phone's terms.
    #[must_use]
    pub fn enforces(&self, now: Instant, device: DeviceId) -> bool {
        let inside = self.members().any(|member| member == device);
        let peer = self.peers.get(&device);
        inside && peer.is_some_and(|peer| peer.enforces(now, self.terms))
    }

    /// Whether a packet of that phone may be heard; `state` is what the packet itself says of the phone.
    #[must_use]
    pub fn may_hear(&self, now: Instant, from: DeviceId, state: &MediaState) -> bool {
        let terms = self.terms;
        let armed = if terms.level.is_secure() {
            state.guard == GuardState::Armed && state.violated.is_empty()
        } else {
            true
        };
        self.is_open() && self.enforces(now, from) && armed && state.level == terms.level
    }

    /// To whom this phone's sound and picture may go: nobody while it is not armed itself.
    pub fn audience(&self, now: Instant) -> impl Iterator<Item = DeviceId> {
        let open = self.is_open();
        self.others()
            .filter(move |device| open && self.enforces(now, *device))
    }

    /// The state that this phone's packets carry.
    #[must_use]
    pub fn media_state(&self) -> MediaState {
        MediaState::of(self.guard.report(), self.muted, false, None)
    }

    /// What is shown in the place of this phone's own camera: what the others may see.
    #[must_use]
    pub fn own_camera(&self) -> Camera {
        self.shown(self.camera, self.is_open())
    }

    /// What is shown in the place of another's camera; `None` for who is not in.
    #[must_use]
    pub fn camera(&self, now: Instant, device: DeviceId) -> Option<Camera> {
        let peer = self.peers.get(&device)?;
        let open = self.is_open() && self.enforces(now, device);
        Some(self.shown(peer.camera, open))
    }

    fn shown(&self, on: bool, open: bool) -> Camera {
        let forbidden = self.guard.levels().forbidden(self.terms.level);
        match (on, open) {
            (false, _) => Camera::Off,
            (true, _) if forbidden.contains(Operation::Identity) => Camera::HiddenByLevel,
            (true, false) => Camera::HiddenByGuard,
            (true, true) => Camera::On,
        }
    }
}
