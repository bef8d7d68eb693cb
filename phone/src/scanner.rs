//! Reading QR codes from camera frames, off the frame thread and within a deadline.
//!
//! The newest frame wins: while one is being read, only the latest other one waits. A frame that takes too long is given
//! up and the worker that reads it is left behind and replaced; it ends by itself when its library call returns. What
//! a text means is the core's matter.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use sotto_core::qr::{DecodeError, Found, Luma, OwnedLuma, decode_until};
use thiserror::Error;

/// How long a frame may take.
pub const FRAME_DEADLINE: Duration = Duration::from_millis(250);
/// Workers that may be stuck in a frame that was given up.
pub const MAX_ABANDONED: usize = 4;
/// Results that wait to be fetched; the oldest go first.
const MAX_RESULTS: usize = 16;

/// Why a frame is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ScannerError {
    /// Four frames in a row are still keeping their workers busy.
    #[error("the camera sees something that cannot be read: point it elsewhere and wait a moment")]
    Overrun,
    /// The operating system gives no thread.
    #[error("no thread could be started for the scanner")]
    Thread,
}

/// What became of one frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// The number that [`Scanner::offer`] gave it.
    pub frame: u64,
    /// The code in it, or why there is none.
    pub outcome: Result<Found, DecodeError>,
}

type Decoder = dyn Fn(Luma<'_>, &dyn Fn() -> bool) -> Result<Found, DecodeError> + Send + Sync;

/// Takes frames from the camera's thread and reads them on its own.
pub struct Scanner {
    shared: Arc<Shared>,
}

impl Scanner {
    /// A scanner that reads QR codes, each frame within [`FRAME_DEADLINE`].
    ///
    /// # Errors
    /// [`ScannerError::Thread`].
    pub fn new() -> Result<Self, ScannerError> {
        Self::with_decoder(FRAME_DEADLINE, decode_until)
    }

    /// A scanner with a decoder of the caller's, asked to stop after three quarters of `deadline` and left behind
    /// after nine tenths, so that the answer is there in time on a busy phone too.
    ///
    /// # Errors
    /// [`ScannerError::Thread`].
    pub fn with_decoder(
        deadline: Duration,
        decoder: impl Fn(Luma<'_>, &dyn Fn() -> bool) -> Result<Found, DecodeError>
        + Send
        + Sync
        + 'static,
    ) -> Result<Self, ScannerError> {
        let shared = Arc::new(Shared::default());
        let supervisor = Supervisor {
            shared: Arc::clone(&shared),
            decoder: Arc::new(decoder),
            deadline,
            worker: None,
        };
        thread::Builder::new()
            .name("scanner".to_owned())
            .spawn(move || supervisor.run())
            .map_err(|_| ScannerError::Thread)?;
        Ok(Self { shared })
    }

    /// Hands over a frame and returns its number at once; a frame that was waiting is dropped for it.
    ///
    /// # Errors
    /// [`ScannerError::Overrun`] while [`MAX_ABANDONED`] workers are stuck.
    pub fn offer(&self, frame: OwnedLuma) -> Result<u64, ScannerError> {
        let mut state = self.shared.state();
        if state.abandoned >= MAX_ABANDONED {
            return Err(ScannerError::Overrun);
        }
        state.offered += 1;
        let number = state.offered;
        state.waiting = Some((number, frame));
        self.shared.changed.notify_all();
        Ok(number)
    }

    /// The next result, waiting for it up to `timeout`. Dropped frames give none.
    #[must_use]
    pub fn recv_timeout(&self, timeout: Duration) -> Option<Scan> {
        let none = |state: &mut State| state.results.is_empty();
        let waited = self
            .shared
            .changed
            .wait_timeout_while(self.shared.state(), timeout, none);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.results.pop_front()
    }

    /// Workers that are stuck in frames that were given up.
    #[must_use]
    pub fn abandoned(&self) -> usize {
        self.shared.state().abandoned
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.shared.state().closed = true;
        self.shared.changed.notify_all();
    }
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    offered: u64,
    waiting: Option<(u64, OwnedLuma)>,
    results: VecDeque<Scan>,
    abandoned: usize,
    closed: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        // Every change of the state is a single assignment: a panic elsewhere leaves it whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives frames to the worker, one at a time, and watches the clock.
struct Supervisor {
    shared: Arc<Shared>,
    decoder: Arc<Decoder>,
    deadline: Duration,
    worker: Option<Worker>,
}

impl Supervisor {
    fn run(mut self) {
        while let Some((number, frame)) = self.next_frame() {
            let outcome = self.read(frame);
            let mut state = self.shared.state();
            if state.results.len() >= MAX_RESULTS {
                state.results.pop_front();
            }
            let frame = number;
            state.results.push_back(Scan { frame, outcome });
            self.shared.changed.notify_all();
        }
    }

    /// The waiting frame, once a worker may take it; `None` when the scanner is gone.
    fn next_frame(&self) -> Option<(u64, OwnedLuma)> {
        let idle = |state: &mut State| {
            !state.closed && (state.waiting.is_none() || state.abandoned >= MAX_ABANDONED)
        };
        let waited = self.shared.changed.wait_while(self.shared.state(), idle);
        let mut state = waited.unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return None;
        }
        state.waiting.take()
    }

    fn read(&mut self, frame: OwnedLuma) -> Result<Found, DecodeError> {
        let start = Instant::now();
        let worker = match self.worker.take() {
            Some(worker) => worker,
            None => Worker::start(Arc::clone(&self.decoder)).ok_or(DecodeError::GivenUp)?,
        };
        let soft = start + self.deadline * 3 / 4;
        if worker.frames.send((frame, soft)).is_err() {
            return Err(DecodeError::GivenUp);
        }
        match worker.outcomes.recv_timeout(self.deadline * 9 / 10) {
            Ok(outcome) => {
                self.worker = Some(worker);
                outcome
            }
            // The decoder panicked: its thread is gone, the next frame gets another.
            Err(RecvTimeoutError::Disconnected) => Err(DecodeError::NotFound),
            Err(RecvTimeoutError::Timeout) => {
                self.abandon(worker);
                Err(DecodeError::GivenUp)
            }
        }
    }

    fn abandon(&self, worker: Worker) {
        self.shared.state().abandoned += 1;
        let shared = Arc::clone(&self.shared);
        // The worker holds the receiving end until its thread ends; what is sent now runs as its last act.
        let farewell = Farewell(shared);
        let _ = worker.last.send(farewell);
    }
}

/// Counts an abandoned worker out when it is dropped, which the worker's thread does when it ends.
struct Farewell(Arc<Shared>);

impl Drop for Farewell {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.abandoned = state.abandoned.saturating_sub(1);
        self.0.changed.notify_all();
    }
}

/// A thread that reads frames.
struct Worker {
    frames: SyncSender<(OwnedLuma, Instant)>,
    outcomes: Receiver<Result<Found, DecodeError>>,
    last: SyncSender<Farewell>,
}

impl Worker {
    fn start(decoder: Arc<Decoder>) -> Option<Self> {
        let (frames, next_frame) = sync_channel::<(OwnedLuma, Instant)>(1);
        let (done, outcomes) = sync_channel(1);
        let (last, farewell) = sync_channel(1);
        thread::Builder::new()
            .name("scanner-worker".to_owned())
            .spawn(move || {
                // Dropped after the loop, and with it a farewell that was sent.
                let _farewell: Receiver<Farewell> = farewell;
                while let Ok((frame, until)) = next_frame.recv() {
                    let outcome = decoder(frame.view(), &|| Instant::now() >= until);
                    if done.send(outcome).is_err() {
                        break;
                    }
                }
            })
            .ok()?;
        Some(Self {
            frames,
            outcomes,
            last,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
