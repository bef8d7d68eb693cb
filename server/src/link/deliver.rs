//! Pushes what waits for the signed-in device, in order, never more unacknowledged than the window allows. A new link
//! starts again with all that was not acknowledged.

use std::collections::{HashMap, VecDeque};

use axum::extract::ws::close_code;
use sotto_protocol::wire::link::{Delivery, PrekeysLow, PushGone, delivery, to_phone};

use super::{End, Link};
use crate::hub::Next;
use crate::storage::Waiting;

/// Containers read from the storage at once.
const READ: usize = 16;

/// How far this link is with its deliveries.
pub(super) struct Progress {
    /// Sent and not acknowledged, with their sizes.
    in_flight: HashMap<u64, usize>,
    bytes: usize,
    /// The last container read from the storage.
    read: u64,
    ready: VecDeque<Waiting>,
    /// What waited at sign-in is not all read yet.
    catching_up: bool,
}

impl Progress {
    pub(super) fn start() -> Self {
        Self {
            in_flight: HashMap::new(),
            bytes: 0,
            read: 0,
            ready: VecDeque::new(),
            catching_up: true,
        }
    }

    pub(super) fn acknowledged(&mut self, sequences: &[u64]) {
        for sequence in sequences {
            self.bytes -= self.in_flight.remove(sequence).unwrap_or(0);
        }
    }
}

impl Link {
    /// Sends until nothing waits or the window is full.
    pub(super) async fn deliver(&mut self) -> Result<(), End> {
        loop {
            let Some(device) = &mut self.device else {
                return Ok(());
            };
            let hub = &self.shared.hub;
            let now = self.shared.now();
            let limits = &self.shared.limits;
            if let Some(left) = hub.take_prekeys_low(&device.place) {
                let low = to_phone::Body::PrekeysLow(PrekeysLow { left });
                self.send(0, low).await?;
                continue;
            }
            if std::mem::take(&mut device.push_gone) {
                self.send(0, to_phone::Body::PushGone(PushGone {})).await?;
                continue;
            }
            // a replaced link must notice even while its window is full
            let next = hub.next(&device.place, now);
            if next == Next::Replaced {
                return Err(End(close_code::POLICY, "signed in elsewhere"));
            }
            let progress = &mut device.progress;
            if progress.in_flight.len() >= limits.window || progress.bytes >= limits.window_bytes {
                return Ok(());
            }
            if let Some(waiting) = progress.ready.pop_front() {
                let what = delivery::What::Container(waiting.body);
                self.push(waiting.sequence, what).await?;
                continue;
            }
            if progress.catching_up {
                let up_to = hub.catch_up_to(&device.place);
                if !self.read(up_to, now).await?
                    && let Some(device) = &mut self.device
                {
                    device.progress.catching_up = false;
                }
                continue;
            }
            match next {
                Next::Containers { index, up_to } => {
                    if !self.read(up_to, now).await?
                        && let Some(device) = &mut self.device
                    {
                        self.shared.hub.passed(&mut device.place, index);
                    }
                }
                Next::Signal {
                    index,
                    sequence,
                    bytes,
                } => {
                    hub.passed(&mut device.place, index);
                    self.push(sequence, delivery::What::Signal(bytes)).await?;
                }
                Next::Nothing | Next::Replaced => return Ok(()),
            }
        }
    }

    /// Reads containers up to this number; false when there is none left.
    async fn read(&mut self, up_to: u64, now: u64) -> Result<bool, End> {
        let Some(device) = &mut self.device else {
            return Ok(false);
        };
        let bytes = self.shared.limits.window_bytes;
        let after = device.progress.read;
        let waiting = (self.shared.storage)
            .waiting(device.device, after, up_to, READ, bytes, now)
            .await
            .map_err(|error| {
                tracing::warn!(%error, "a mailbox could not be read");
                End(close_code::ERROR, "the mailbox cannot be read now")
            })?;
        let Some(last) = waiting.last() else {
            return Ok(false);
        };
        device.progress.read = last.sequence;
        device.progress.ready = waiting.into();
        Ok(true)
    }

    async fn push(&mut self, sequence: u64, what: delivery::What) -> Result<(), End> {
        let size = match &what {
            delivery::What::Container(bytes) | delivery::What::Signal(bytes) => bytes.len(),
        };
        if let Some(device) = &mut self.device
            && device.progress.in_flight.insert(sequence, size).is_none()
        {
            device.progress.bytes += size;
        }
        self.shared.metrics.deliveries.inc();
        self.delivered();
        let delivery = Delivery {
            sequence,
            what: Some(what),
        };
        self.send(0, to_phone::Body::Delivery(delivery)).await
    }
}
