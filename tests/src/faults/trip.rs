//! A kill that waits for its instant: after so many bytes between phones and server, or so many lines of a process.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

/// What a kill waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instant {
    /// Bytes between phones and server, both directions together.
    Bytes(u64),
    /// Lines of any process, and so long after the last of them: instants between two events.
    Lines(u64, Duration),
}

type Kill = Box<dyn FnOnce() + Send>;

/// At most one kill that waits.
#[derive(Default)]
pub struct Trip {
    armed: Mutex<Option<(Instant, Kill)>>,
    /// Held by a kill under way.
    killing: Mutex<()>,
    kills: watch::Sender<bool>,
}

impl Trip {
    /// Sets the kill and what it waits for; replaces one that still waited.
    pub fn arm(&self, instant: Instant, kill: impl FnOnce() + Send + 'static) {
        self.forget();
        *self.lock() = Some((instant, Box::new(kill)));
    }

    /// Kills now, if the instant has not come yet; says whether it had to.
    pub fn spring(&self) -> bool {
        let armed = self.lock().take();
        // one that is under way comes to its end first
        let _killing = self.killing();
        armed.map(|(_, kill)| self.fire(kill)).is_some()
    }

    /// Whether it has killed since it was armed.
    #[must_use]
    pub fn has_fired(&self) -> bool {
        *self.kills.borrow()
    }

    /// Who was killed lives again.
    pub fn forget(&self) {
        *self.lock() = None;
        self.kills.send_replace(false);
    }

    /// Waits for the kill that is armed.
    pub async fn fired(&self) {
        // the sender lives as long as this does
        let _ = self.kills.subscribe().wait_for(|fired| *fired).await;
    }

    /// Waits for it, at most so long.
    pub async fn fired_or(&self, limit: Duration) {
        // whoever waits kills by itself then
        let _ = tokio::time::timeout(limit, self.fired()).await;
    }

    fn fire(&self, kill: Kill) {
        kill();
        self.kills.send_replace(true);
    }

    /// Bytes are about to pass: how many of them do before the kill. The caller passes that many, then calls again.
    pub(super) fn bytes(&self, count: usize) -> usize {
        let mut armed = self.lock();
        let Some((Instant::Bytes(left), _)) = armed.as_mut() else {
            return count;
        };
        if *left == 0 {
            let kill = armed.take().map(|(_, kill)| kill);
            let _killing = self.killing();
            drop(armed);
            if let Some(kill) = kill {
                self.fire(kill);
            }
            return count;
        }
        let passed = count.min(usize::try_from(*left).unwrap_or(usize::MAX));
        *left -= passed as u64;
        passed
    }

    /// A process has said a line.
    pub(super) fn line(&self) {
        let mut armed = self.lock();
        let due = match armed.as_mut() {
            Some((Instant::Lines(left, _), _)) => {
                *left = left.saturating_sub(1);
                *left == 0
            }
            _ => false,
        };
        let Some((instant, kill)) = armed.take_if(|_| due) else {
            return;
        };
        let _killing = self.killing();
        drop(armed);
        if let Instant::Lines(_, pause) = instant {
            // the random instant itself, not a synchronisation
            std::thread::sleep(pause);
        }
        self.fire(kill);
    }

    fn killing(&self) -> std::sync::MutexGuard<'_, ()> {
        self.killing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Instant, Kill)>> {
        self.armed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
