//! Who is to be woken, and when: at most one wake-up of a device at a time and in a short window, tried again with
//! growing pauses for a bounded time, all of it in bounded memory. Pure: times come in, whoever is due comes out.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use sotto_protocol::id::DeviceId;

/// What the queue keeps to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terms {
    /// Devices that it holds; more are not woken.
    pub(super) devices: usize,
    /// Wake-ups under way at a time.
    pub(super) at_once: usize,
    /// After a wake-up was sent, the next one to this device comes so much later at the earliest.
    pub(super) window: Duration,
    /// The first pause after a failure, doubled with each.
    pub(super) pause: Duration,
    /// The longest pause.
    pub(super) longest_pause: Duration,
    /// How long a wake-up is worth trying.
    pub(super) worth: Duration,
}

/// What became of one try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tried {
    /// Nothing more is to be done: it was sent, is not wanted any more, or never will succeed.
    Settled,
    /// Too many go to the same service: it was not tried.
    Busy,
    /// It may succeed later, at the earliest after this long.
    Later(Duration),
}

/// No room: this device is not woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Full;

#[derive(Debug, Clone, Copy)]
enum State {
    /// To be sent at this time.
    Waiting {
        at: Instant,
        tries: u32,
        since: Instant,
    },
    /// Being sent; `again`: something came for the device meanwhile.
    UnderWay {
        tries: u32,
        since: Instant,
        again: bool,
        heard: bool,
    },
    /// Nothing is sent before its window is over; `again`: then it is.
    Quiet { again: bool },
}

/// See the module.
pub(super) struct Queue {
    terms: Terms,
    devices: HashMap<DeviceId, State>,
    /// When each waiting or quiet device is to be looked at. Those that failed before come apart: they may not take all
    /// places.
    fresh: BTreeSet<(Instant, DeviceId)>,
    failed: BTreeSet<(Instant, DeviceId)>,
    quiet: BTreeSet<(Instant, DeviceId)>,
    under_way: usize,
    failed_under_way: usize,
}

impl Queue {
    pub(super) fn new(terms: Terms) -> Self {
        Self {
            terms,
            devices: HashMap::new(),
            fresh: BTreeSet::new(),
            failed: BTreeSet::new(),
            quiet: BTreeSet::new(),
            under_way: 0,
            failed_under_way: 0,
        }
    }

    /// Something waits for the device, and nobody listens there.
    pub(super) fn want(&mut self, device: DeviceId, now: Instant) -> Result<(), Full> {
        let full = self.devices.len() >= self.terms.devices;
        match self.devices.get_mut(&device) {
            None if full => return Err(Full),
            None => self.wait(device, now, 0, now),
            // it goes on longer, but no sooner
            Some(State::Waiting { since, .. }) => *since = now,
            Some(State::UnderWay { again, .. } | State::Quiet { again }) => *again = true,
        }
        Ok(())
    }

    /// The device listens: it needs no wake-up any more.
    pub(super) fn heard(&mut self, device: DeviceId) {
        match self.devices.get_mut(&device) {
            Some(State::Waiting { at, .. }) => {
                let at = *at;
                self.fresh.remove(&(at, device));
                self.failed.remove(&(at, device));
                self.devices.remove(&device);
            }
            Some(State::UnderWay { again, heard, .. }) => (*again, *heard) = (false, true),
            Some(State::Quiet { again }) => *again = false,
            None => {}
        }
    }

    /// Who is to be woken now; each is under way until [`Queue::tried`].
    pub(super) fn due(&mut self, now: Instant) -> Vec<DeviceId> {
        while let Some((_, device)) = self.quiet.first().copied().filter(|(at, _)| *at <= now) {
            self.quiet.pop_first();
            let again = matches!(
                self.devices.remove(&device),
                Some(State::Quiet { again: true })
            );
            if again {
                self.wait(device, now, 0, now);
            }
        }
        let mut due = Vec::new();
        while let Some(device) = self.next(now) {
            due.push(device);
        }
        due
    }

    fn next(&mut self, now: Instant) -> Option<DeviceId> {
        if self.under_way >= self.terms.at_once {
            return None;
        }
        let due =
            |set: &BTreeSet<(Instant, DeviceId)>| set.first().copied().filter(|(at, _)| *at <= now);
        let (_, device) = if let Some(first) = due(&self.fresh) {
            self.fresh.pop_first();
            first
        } else {
            if self.failed_under_way >= (self.terms.at_once / 2).max(1) {
                return None;
            }
            let first = due(&self.failed)?;
            self.failed.pop_first();
            first
        };
        let Some(State::Waiting { tries, since, .. }) = self.devices.get(&device).copied() else {
            return None;
        };
        let state = State::UnderWay {
            tries,
            since,
            again: false,
            heard: false,
        };
        self.devices.insert(device, state);
        self.under_way += 1;
        self.failed_under_way += usize::from(tries > 0);
        Some(device)
    }

    /// One try is over. `true`: the device is given up, as its time is over.
    pub(super) fn tried(&mut self, device: DeviceId, tried: Tried, now: Instant) -> bool {
        let Some(State::UnderWay {
            tries,
            since,
            again,
            heard,
        }) = self.devices.get(&device).copied()
        else {
            return false;
        };
        self.under_way -= 1;
        self.failed_under_way -= usize::from(tries > 0);
        let next = match tried {
            Tried::Settled => None,
            Tried::Busy => Some((self.terms.pause, tries)),
            Tried::Later(least) => Some((self.pause(tries).max(least), tries + 1)),
        };
        if let (Some((pause, tries)), false) = (next, heard) {
            let since = if again { now } else { since };
            if (now + pause).saturating_duration_since(since) <= self.terms.worth {
                self.wait(device, now + pause, tries, since);
                return false;
            }
        }
        let until = now + self.terms.window;
        self.quiet.insert((until, device));
        self.devices.insert(device, State::Quiet { again });
        next.is_some() && !heard
    }

    /// When somebody is due next; a finished try is to be told by [`Queue::tried`] and may let somebody in earlier.
    pub(super) fn deadline(&self) -> Option<Instant> {
        let first = |set: &BTreeSet<(Instant, DeviceId)>| set.first().map(|(at, _)| *at);
        let free = self.under_way < self.terms.at_once;
        let retries = self.failed_under_way < (self.terms.at_once / 2).max(1);
        [
            first(&self.quiet),
            first(&self.fresh).filter(|_| free),
            first(&self.failed).filter(|_| free && retries),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    fn wait(&mut self, device: DeviceId, at: Instant, tries: u32, since: Instant) {
        let set = if tries == 0 {
            &mut self.fresh
        } else {
            &mut self.failed
        };
        set.insert((at, device));
        self.devices
            .insert(device, State::Waiting { at, tries, since });
    }

    fn pause(&self, tries: u32) -> Duration {
        let grown = self.terms.pause.saturating_mul(1 << tries.min(16));
        grown.min(self.terms.longest_pause)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.devices.len()
    }
}
