//! What all connections of a server share.

use std::net::IpAddr;
use std::sync::Arc;

use sotto_protocol::id::{AccountId, DeviceId};
use tokio::sync::{mpsc, watch};

use crate::config::{Clock, Limits};
use crate::counted::Counted;
use crate::hub::Hub;
use crate::metrics::Metrics;
use crate::push::Push;
use crate::rate::Buckets;
use crate::relay::Relays;
use crate::storage::Storage;

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) storage: Arc<dyn Storage>,
    pub(crate) hub: Hub,
    pub(crate) push: Push,
    pub(crate) patience: std::time::Duration,
    pub(crate) clock: Clock,
    pub(crate) limits: Limits,
    pub(crate) open_registration: bool,
    pub(crate) metrics_for_all: bool,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) relays: Relays,
    pub(crate) by_source: Buckets<Source>,
    pub(crate) by_device: Buckets<DeviceId>,
    pub(crate) by_receiver: Buckets<AccountId>,
    pub(crate) signals_by_receiver: Buckets<AccountId>,
    pub(crate) by_pair: Buckets<(Source, AccountId)>,
    pub(crate) look_ups: Buckets<(Source, AccountId)>,
    pub(crate) counted: Counted,
}

impl Shared {
    /// The master clock, ms since 1970.
    pub(crate) fn now(&self) -> u64 {
        (self.clock)()
    }

    /// Whether so many connections are open that those which do nothing must go.
    pub(crate) fn is_scarce(&self) -> bool {
        let open = usize::try_from(self.metrics.connections.get()).unwrap_or(0);
        open >= self.limits.connections - self.limits.connections / 4
    }

    /// Forgets buckets that have filled up again.
    pub(crate) fn forget_full(&self) {
        self.by_source.forget_full();
        self.by_device.forget_full();
        self.by_receiver.forget_full();
        self.signals_by_receiver.forget_full();
        self.by_pair.forget_full();
        self.look_ups.forget_full();
    }
}

/// Whom limits by address hold: an IPv4 address, or the 64 bits of an IPv6 address that one household has.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Source(u128);

impl From<IpAddr> for Source {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(address.to_bits().into()),
            IpAddr::V6(address) => Self(address.to_bits() & !u128::from(u64::MAX)),
        }
    }
}

/// Tells everybody that the server stops, and lets it wait until they have. Whoever holds one is waited for.
#[derive(Clone)]
pub(crate) struct Stop {
    pub(crate) asked: watch::Receiver<bool>,
    _alive: mpsc::Sender<()>,
}

/// The other end of [`Stop`].
pub(crate) struct Stopper {
    ask: watch::Sender<bool>,
    gone: mpsc::Receiver<()>,
}

pub(crate) fn stop() -> (Stopper, Stop) {
    let (ask, asked) = watch::channel(false);
    let (alive, gone) = mpsc::channel(1);
    let stop = Stop {
        asked,
        _alive: alive,
    };
    (Stopper { ask, gone }, stop)
}

impl Stop {
    /// Returns when the server is to stop.
    pub(crate) async fn wait(&mut self) {
        // an error means that the server is gone already
        let _ = self.asked.wait_for(|asked| *asked).await;
    }
}

impl Stopper {
    /// Asks everybody to stop.
    pub(crate) fn ask(&self) {
        self.ask.send_replace(true);
    }

    /// Waits until all have.
    pub(crate) async fn finished(&mut self) {
        // nobody sends: it returns when the last `Stop` is dropped
        let _ = self.gone.recv().await;
    }
}
