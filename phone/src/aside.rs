//! A platform on a thread of its own, so that a shell that answers late, or never, holds nothing else up.
//!
//! What is not done yet is kept as one wish for each operation, one for the voice and one for an attestation, the newest: the
//! memory that a stuck shell costs has a bound, and an answer that a newer wish has overtaken is dropped. They are done
//! in order: what was spoken in secure mode is silent before anything is allowed again. A shell that never answers runs
//! into the guard's arming limit, and the call fails closed. Not here: what an answer means.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use sotto_core::ding::Utterance;
use sotto_core::engine::{PlatformNews, Prohibition};
use sotto_core::secure::{Answer, Attestation, AttestationVerifier, Operation};
use zeroize::Zeroizing;

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
    /// At most one for each lever, the longest waiting first.
    open: VecDeque<(Lever, Wish)>,
    busy: bool,
    closed: bool,
}

/// What a wish is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lever {
    Operation(Operation),
    Voice,
    Attestation,
}

enum Wish {
    Forbid(Operation, Prohibition),
    Allow(Operation),
    Speak(Utterance, Zeroizing<String>),
    Hush,
    Attest([u8; 32]),
}

/// What the platform said of a wish, for the phone.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Reply {
    Answer(Operation, Prohibition, Answer),
    Spoken(Utterance),
    Attested([u8; 32], Attestation),
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
                desk.run(platform.as_ref(), |reply| {
                    let Some(phone) = phone.upgrade() else { return };
                    match reply {
                        Reply::Answer(operation, number, answer) => {
                            phone.platform(operation, PlatformNews::AnswerTo(number, answer));
                        }
                        Reply::Spoken(utterance) => phone.spoken(utterance),
                        Reply::Attested(challenge, statement) => {
                            phone.attested(challenge, statement);
                        }
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
    fn forbid(&self, operation: Operation, number: Prohibition) -> Option<Answer> {
        self.desk.wish(Wish::Forbid(operation, number));
        None
    }

    fn allow(&self, operation: Operation) {
        self.desk.wish(Wish::Allow(operation));
    }

    fn speaks(&self) -> bool {
        self.platform.speaks()
    }

    fn attest(&self, challenge: &[u8; 32]) -> Option<Attestation> {
        self.desk.wish(Wish::Attest(*challenge));
        None
    }

    fn verifier(&self) -> Option<Arc<dyn AttestationVerifier>> {
        self.platform.verifier()
    }

    fn speak(&self, utterance: Utterance, text: &str) -> bool {
        self.desk
            .wish(Wish::Speak(utterance, text.to_owned().into()));
        false
    }

    fn hush(&self) {
        self.desk.wish(Wish::Hush);
    }

    fn is_simulated(&self) -> bool {
        self.platform.is_simulated()
    }
}

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Wishes> {
        self.wishes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wish(&self, wish: Wish) {
        let mut wishes = self.lock();
        let lever = wish.lever();
        wishes.open.retain(|(other, _)| *other != lever);
        wishes.open.push_back((lever, wish));
        self.changed.notify_all();
    }

    fn run(&self, platform: &dyn Platform, reply: impl Fn(Reply)) {
        while let Some((lever, wish)) = self.next() {
            let said = wish.grant(platform);
            let overtaken = self.lock().open.iter().any(|(open, _)| *open == lever);
            if let Some(said) = said.filter(|_| !overtaken) {
                reply(said);
            }
            self.lock().busy = false;
            self.changed.notify_all();
        }
    }

    fn next(&self) -> Option<(Lever, Wish)> {
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

impl Wish {
    fn lever(&self) -> Lever {
        match self {
            Self::Forbid(operation, _) | Self::Allow(operation) => Lever::Operation(*operation),
            Self::Speak(..) | Self::Hush => Lever::Voice,
            Self::Attest(_) => Lever::Attestation,
        }
    }

    fn grant(self, platform: &dyn Platform) -> Option<Reply> {
        match self {
            Self::Forbid(operation, number) => {
                let answer = platform.forbid(operation, number)?;
                return Some(Reply::Answer(operation, number, answer));
            }
            Self::Allow(operation) => platform.allow(operation),
            Self::Speak(utterance, text) => {
                let over = platform.speak(utterance, &text);
                return over.then_some(Reply::Spoken(utterance));
            }
            Self::Attest(challenge) => {
                let statement = platform.attest(&challenge)?;
                return Some(Reply::Attested(challenge, statement));
            }
            Self::Hush => platform.hush(),
        }
        None
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
