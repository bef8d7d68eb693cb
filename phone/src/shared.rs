//! The engine behind one lock, and the way of its outputs: to the driver, which performs them in order. Datagrams take
//! the short way, unless something must be stored before them.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Instant, SystemTime};

use rand::rngs::StdRng;
use sotto_core::engine::{Engine, Input, Line, Moment, Output};
use sotto_core::media::transport::{Datagram, RelayProtocol};
use tokio::net::UdpSocket;
use tokio::sync::{mpsc as channel, oneshot, watch};

use crate::store::Store;

/// What somebody wants to know of the store.
pub(crate) type Read = Box<dyn FnOnce(&dyn Store) + Send>;

/// What the driver is told.
pub(crate) enum Work {
    /// Perform this.
    Output(Output),
    /// The deadline may have changed.
    Look,
    /// Read the store, after everything before this was stored.
    Read(Read),
    /// Say so when everything before this was performed.
    Reached(oneshot::Sender<()>),
    /// Stop.
    Stop,
}

/// The engine and its randomness.
pub(crate) struct State {
    pub(crate) engine: Engine,
    pub(crate) rng: StdRng,
}

/// Sockets and streams of the present call.
#[derive(Default)]
pub(crate) struct Sockets {
    pub(crate) udp: BTreeMap<SocketAddr, Arc<UdpSocket>>,
    pub(crate) streams: BTreeMap<(SocketAddr, bool), channel::Sender<Vec<u8>>>,
}

/// See the module.
pub(crate) struct Shared {
    state: Mutex<State>,
    work: mpsc::Sender<Work>,
    /// When the driver wakes by itself; far off while it is awake, so that it looks once more before it sleeps.
    alarm: Mutex<Option<Instant>>,
    /// Stores that were asked for and are not committed yet.
    uncommitted: AtomicUsize,
    pub(crate) sockets: Mutex<Sockets>,
    pub(crate) lines: Mutex<BTreeMap<Line, channel::Sender<Vec<u8>>>>,
    /// Where the server was reached last.
    pub(crate) server: Mutex<Option<SocketAddr>>,
    /// Counts how often both lines were asked to connect now.
    pub(crate) nudge: watch::Sender<u64>,
}

/// This moment, as the core wants it.
pub(crate) fn now() -> Moment {
    let wall = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(0));
    Moment {
        at: Instant::now(),
        wall,
    }
}

impl Shared {
    pub(crate) fn new(engine: Engine, rng: StdRng, work: mpsc::Sender<Work>) -> Self {
        Self {
            state: Mutex::new(State { engine, rng }),
            work,
            alarm: Mutex::new(None),
            uncommitted: AtomicUsize::new(0),
            sockets: Mutex::new(Sockets::default()),
            lines: Mutex::new(BTreeMap::new()),
            server: Mutex::new(None),
            nudge: watch::Sender::new(0),
        }
    }

    /// Gives the engine something; what comes out is under way when this returns.
    pub(crate) fn with<R>(&self, act: impl FnOnce(&mut State, Moment) -> R) -> R {
        let mut state = lock(&self.state);
        let result = act(&mut state, now());
        while let Some(output) = state.engine.poll_output() {
            match output {
                // sound cannot wait, except for what must be stored before it
                Output::Datagram(datagram) if self.uncommitted.load(Ordering::Acquire) == 0 => {
                    self.send_datagram(datagram);
                }
                Output::Store(changes) => {
                    self.uncommitted.fetch_add(1, Ordering::AcqRel);
                    self.work(Work::Output(Output::Store(changes)));
                }
                output => self.work(Work::Output(output)),
            }
        }
        let deadline = state.engine.deadline();
        drop(state);
        // most frames of a call move no deadline: waking the driver for each would cost more than the sound
        if deadline.is_some_and(|at| self.alarm().is_none_or(|alarm| at < alarm)) {
            self.work(Work::Look);
        }
        result
    }

    /// The phone stops: nothing that the engine asked for and was not done is done any more.
    pub(crate) fn stop(&self) {
        lock(&self.state).engine.stop();
    }

    /// The driver is awake (`None`), or sleeps until then.
    pub(crate) fn set_alarm(&self, alarm: Option<Instant>) {
        *lock(&self.alarm) = alarm;
    }

    fn alarm(&self) -> Option<Instant> {
        *lock(&self.alarm)
    }

    /// Looks at the engine without changing it.
    pub(crate) fn look<R>(&self, look: impl FnOnce(&Engine, Moment) -> R) -> R {
        look(&lock(&self.state).engine, now())
    }

    pub(crate) fn handle(&self, input: Input) {
        self.with(|state, now| state.engine.handle(now, input, &mut state.rng));
    }

    pub(crate) fn work(&self, work: Work) {
        // without a driver the phone is closing, and nothing is to be done any more
        let _ = self.work.send(work);
    }

    /// The driver committed a store.
    pub(crate) fn committed(&self) {
        self.uncommitted.fetch_sub(1, Ordering::AcqRel);
    }

    pub(crate) fn send_datagram(&self, datagram: Datagram) {
        let sockets = lock(&self.sockets);
        match datagram.protocol {
            RelayProtocol::Udp => {
                if let Some(socket) = sockets.udp.get(&datagram.local) {
                    // a full socket buffer loses packets as a network does
                    let _ = socket.try_send_to(&datagram.bytes, datagram.remote);
                }
            }
            protocol => {
                let key = (datagram.remote, protocol == RelayProtocol::Tls);
                if let Some(stream) = sockets.streams.get(&key) {
                    let _ = stream.try_send(datagram.bytes);
                }
            }
        }
    }
}

/// A lock that outlives a panic elsewhere: every holder leaves the state whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
