//! A platform on a thread of its own, so that a shell that answers late, or never, holds nothing else up.
//!
//! What is not done yet is kept as one wish for each operation, the newest: the memory that a stuck shell costs has a
//! bound, and an answer that a newer wish has overtaken is dropped. A shell that never answers runs into the guard's
//! arming limit, and the call fails closed. Not here: what an answer means.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use sotto_core::engine::PlatformNews;
use sotto_core::secure::{Answer, Operation};

use crate::platform::Platform;
use crate::{Phone, PhoneError};

/// See the module. Give it to [`crate::PhoneConfig`], then [`Aside::attach`] the phone.
pub struct Aside {
    platform: Arc<dyn Platform>,
    desk: Arc<Desk>,
}

#[derive(Default)]
struct Desk {
    wishes: Mutex<Wishes>,
    changed: Condvar,
}

#[derive(Default)]
struct Wishes {
    /// At most one for each operation, the longest waiting first.
    open: VecDeque<(Operation, bool)>,
    busy: bool,
    closed: bool,
}

impl Aside {
    /// Puts a platform aside. Nothing is asked of it before a phone is attached.
    #[must_use]
    pub fn new(platform: Arc<dyn Platform>) -> Self {
        Self {
            platform,
            desk: Arc::default(),
        }
    }

    /// Starts the thread; answers go to this phone.
    ///
    /// # Errors
    /// [`PhoneError::System`]: the system gives no thread.
    pub fn attach(&self, phone: Weak<Phone>) -> Result<(), PhoneError> {
        let desk = self.desk.clone();
        let platform = self.platform.clone();
        thread::Builder::new()
            .name("sotto-hooks".to_owned())
            .spawn(move || {
                desk.run(platform.as_ref(), |operation, answer| {
                    if let Some(phone) = phone.upgrade() {
                        phone.platform(operation, PlatformNews::Answer(answer));
                    }
                });
            })
            .map_err(|error| PhoneError::System(error.to_string()))?;
        Ok(())
    }

    /// Waits until the platform did everything that it was asked, at most `limit`; `false` if it did not.
    #[must_use]
    pub fn settled(&self, limit: Duration) -> bool {
        let waiting = |wishes: &mut Wishes| wishes.busy || !wishes.open.is_empty();
        let guard = self.desk.lock();
        let (_guard, waited) = self
            .desk
            .changed
            .wait_timeout_while(guard, limit, waiting)
            .unwrap_or_else(PoisonError::into_inner);
        !waited.timed_out()
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        // the thread does what is open and ends by itself; a stuck one cannot be ended
        self.desk.lock().closed = true;
        self.desk.changed.notify_all();
    }
}

impl Platform for Aside {
    fn forbid(&self, operation: Operation) -> Option<Answer> {
        self.desk.wish(operation, true);
        None
    }

    fn allow(&self, operation: Operation) {
        self.desk.wish(operation, false);
    }

    fn speaks(&self) -> bool {
        self.platform.speaks()
    }

    // begins to speak and returns, as the trait asks: nothing to put aside
    fn speak(&self, text: &str) -> bool {
        self.platform.speak(text)
    }

    fn hush(&self) {
        self.platform.hush();
    }

    fn is_simulated(&self) -> bool {
        self.platform.is_simulated()
    }
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wish(&self, operation: Operation, forbid: bool) {
        let mut wishes = self.lock();
        wishes.open.retain(|(other, _)| *other != operation);
        wishes.open.push_back((operation, forbid));
        self.changed.notify_all();
    }

    fn run(&self, platform: &dyn Platform, answered: impl Fn(Operation, Answer)) {
        while let Some((operation, forbid)) = self.next() {
            let answer = if forbid {
                platform.forbid(operation)
            } else {
                platform.allow(operation);
                None
            };
            let overtaken = self.lock().open.iter().any(|(open, _)| *open == operation);
            if let Some(answer) = answer.filter(|_| !overtaken) {
                answered(operation, answer);
            }
            self.lock().busy = false;
            self.changed.notify_all();
        }
    }

    fn next(&self) -> Option<(Operation, bool)> {
        let idle = |wishes: &mut Wishes| wishes.open.is_empty() && !wishes.closed;
        let mut wishes = self
            .changed
            .wait_while(self.lock(), idle)
            .unwrap_or_else(PoisonError::into_inner);
        let next = wishes.open.pop_front();
        wishes.busy = next.is_some();
        next
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
