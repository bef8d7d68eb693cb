//! Who is connected, and what waits in memory: call signals, at most a minute, and marks that say between which
//! signals a container came, so that a device hears everything in the order in which it was taken. Containers
//! themselves lie in the storage.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sotto_protocol::id::DeviceId;
use sotto_protocol::limits;
use tokio::sync::Notify;

mod mailbox;

use mailbox::Mailbox;
pub(crate) use mailbox::Next;

/// Signals have numbers from here on, containers below.
const SIGNALS: u64 = 1 << 62;

/// Why a signal was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// What waits for devices, and who wakes them.
pub(crate) struct Hub {
    state: Mutex<State>,
    /// Bytes of signals that may wait, all devices together.
    bytes: usize,
    /// And for one device.
    device_bytes: usize,
}

struct State {
    boxes: HashMap<DeviceId, Mailbox>,
    bytes: usize,
    next_signal: u64,
    next_link: u64,
}

/// A link's place in the hub: where it stands in its device's queue.
pub(crate) struct Place {
    device: DeviceId,
    link: u64,
    at: u64,
    /// Wakes the link when something came.
    pub(crate) wake: Arc<Notify>,
}

impl Hub {
    pub(crate) fn new(bytes: usize, device_bytes: usize) -> Self {
        // numbers of an earlier run must not come back while a phone may still acknowledge them
        let mut start = [0u32; 1];
        rand::fill(&mut start);
        let state = State {
            boxes: HashMap::new(),
            bytes: 0,
            next_signal: SIGNALS | u64::from(start[0]) << 28,
            next_link: 1,
        };
        Self {
            state: Mutex::new(state),
            bytes,
            device_bytes,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A device signed in; an earlier link of it is replaced.
    pub(crate) fn attach(&self, device: DeviceId) -> Place {
        let mut state = self.state();
        let link = state.next_link;
        state.next_link += 1;
        let mailbox = state.boxes.entry(device).or_default();
        let wake = Arc::new(Notify::new());
        mailbox.set_listens(true);
        if let Some((_, earlier)) = mailbox.link.replace((link, wake.clone())) {
            earlier.notify_one();
        }
        Place {
            device,
            link,
            at: mailbox.first(),
            wake,
        }
    }

    /// The link ended.
    pub(crate) fn detach(&self, place: &Place) {
        let mut state = self.state();
        if let Some(mailbox) = state.boxes.get_mut(&place.device)
            && mailbox.is_link(place.link)
        {
            mailbox.link = None;
            state.forget_idle(place.device);
        }
    }

    /// The highest container that goes before everything that waits here.
    pub(crate) fn catch_up_to(&self, place: &Place) -> u64 {
        let state = self.state();
        let mailbox = state.boxes.get(&place.device);
        mailbox.map_or(u64::MAX, Mailbox::before_first_mark)
    }

    /// What comes next for this link; [`Hub::passed`] moves on.
    pub(crate) fn next(&self, place: &Place, now: u64) -> Next {
        let mut state = self.state();
        let Some(mailbox) = state.boxes.get_mut(&place.device) else {
            return Next::Replaced;
        };
        if !mailbox.is_link(place.link) {
            return Next::Replaced;
        }
        let (next, freed) = mailbox.next(place.at, now);
        state.bytes -= freed;
        next
    }

    /// The link has dealt with what `next` gave.
    pub(crate) fn passed(&self, place: &mut Place, index: u64) {
        place.at = index + 1;
        let mut state = self.state();
        if let Some(mailbox) = state.boxes.get_mut(&place.device) {
            mailbox.drop_passed_marks(place.at);
        }
    }

    /// Whether a phone listens at the device's link.
    pub(crate) fn listens(&self, device: DeviceId) -> bool {
        let state = self.state();
        state.boxes.get(&device).is_some_and(Mailbox::listens)
    }

    /// Whether the phone at this link listens. `true`: nothing has changed.
    pub(crate) fn set_listens(&self, place: &Place, listens: bool) -> bool {
        let mut state = self.state();
        match state.boxes.get_mut(&place.device) {
            Some(mailbox) if mailbox.is_link(place.link) => mailbox.set_listens(listens),
            _ => true,
        }
    }

    /// A container was stored for this device. Says whether a phone listens there.
    pub(crate) fn container(&self, device: DeviceId, sequence: u64) -> bool {
        let mut state = self.state();
        // nobody is there and no signal waits: the order is that of the storage
        let Some(mailbox) = state.boxes.get_mut(&device) else {
            return false;
        };
        mailbox.mark(sequence);
        mailbox.wake();
        mailbox.listens()
    }

    /// Takes a signal for this device. Says whether a phone listens there. Where memory is full, those lose their oldest
    /// for whom the most waits.
    pub(crate) fn signal(&self, device: DeviceId, bytes: Vec<u8>, now: u64) -> Result<bool, Full> {
        let mut state = self.state();
        if state.bytes + bytes.len() > self.bytes {
            state.expire(now);
        }
        let size = bytes.len();
        if let Some(mailbox) = state.boxes.get_mut(&device) {
            let freed = mailbox.expire(now);
            let full = mailbox.signals() >= limits::MAILBOX_SIGNALS
                || mailbox.bytes() + size > self.device_bytes;
            state.bytes -= freed;
            if full {
                return Err(Full);
            }
        }
        if state.bytes + size > self.bytes {
            state.expire(now);
            state.make_room(size, self.bytes)?;
        }
        let sequence = state.next_signal;
        let mailbox = state.boxes.entry(device).or_default();
        mailbox.push_signal(sequence, bytes, now);
        mailbox.wake();
        let listens = mailbox.listens();
        state.next_signal += 1;
        state.bytes += size;
        Ok(listens)
    }

    /// The device has few one-time prekeys left.
    pub(crate) fn prekeys_low(&self, device: DeviceId, left: u32) {
        if let Some(mailbox) = self.state().boxes.get_mut(&device) {
            mailbox.prekeys_low = Some(left);
            mailbox.wake();
        }
    }

    /// How many prekeys are left, if the device must be told.
    pub(crate) fn take_prekeys_low(&self, place: &Place) -> Option<u32> {
        let mut state = self.state();
        let mailbox = state.boxes.get_mut(&place.device)?;
        mailbox.prekeys_low.take()
    }

    /// The device has these signals; other numbers are containers.
    pub(crate) fn acknowledge(&self, device: DeviceId, sequences: &[u64]) {
        let mut state = self.state();
        if let Some(mailbox) = state.boxes.get_mut(&device) {
            let freed = mailbox.acknowledge(sequences);
            state.bytes -= freed;
            state.forget_idle(device);
        }
    }

    /// Drops signals that are too old.
    pub(crate) fn expire(&self, now: u64) {
        self.state().expire(now);
    }
}

impl State {
    fn expire(&mut self, now: u64) {
        for mailbox in self.boxes.values_mut() {
            self.bytes -= mailbox.expire(now);
        }
        self.boxes.retain(|_, mailbox| !mailbox.is_idle());
    }

    /// Drops the oldest signals of whoever has the most, until there is room for so many bytes more.
    fn make_room(&mut self, bytes: usize, limit: usize) -> Result<(), Full> {
        if bytes > limit {
            return Err(Full);
        }
        while self.bytes + bytes > limit {
            let largest = self
                .boxes
                .values_mut()
                .max_by_key(|mailbox| mailbox.bytes());
            let freed = largest.map_or(0, Mailbox::drop_half);
            if freed == 0 {
                return Err(Full);
            }
            self.bytes -= freed;
        }
        Ok(())
    }

    fn forget_idle(&mut self, device: DeviceId) {
        if self.boxes.get(&device).is_some_and(Mailbox::is_idle) {
            self.boxes.remove(&device);
        }
    }
}

/// Whether a sequence number is a container's.
pub(crate) const fn is_container(sequence: u64) -> bool {
    sequence < SIGNALS
}

#[cfg(test)]
mod tests;
