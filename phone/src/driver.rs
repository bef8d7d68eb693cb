//! The thread that performs the engine's outputs in order: stores are committed before anything that follows them.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::Duration;

use sotto_core::engine::{Event, Input, Output, PlatformNews};
use sotto_core::secure::Operations;
use tokio::runtime::Handle;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

use crate::link::Links;
use crate::media;
use crate::phone::News;
use crate::platform::Platform;
use crate::shared::{Shared, Work, lock, now};
use crate::store::{Store, StoreError};

/// How long the thread sleeps when the engine has no deadline.
const IDLE: Duration = Duration::from_secs(60);

pub(crate) struct Driver {
    pub(crate) shared: Weak<Shared>,
    pub(crate) work: Receiver<Work>,
    pub(crate) store: Box<dyn Store>,
    pub(crate) platform: Arc<dyn Platform>,
    pub(crate) news: broadcast::Sender<News>,
    pub(crate) runtime: Handle,
    pub(crate) links: Option<Links>,
    pub(crate) readers: Vec<JoinHandle<()>>,
    /// What the platform holds forbidden.
    pub(crate) forbidden: Operations,
}

impl Driver {
    /// Runs until the phone is closed, or the store fails: then nothing that depends on it may happen any more.
    pub(crate) fn run(mut self) {
        while let Some(shared) = self.shared.upgrade() {
            shared.set_alarm(None);
            let deadline = shared.look(|engine, _| engine.deadline());
            let now = now().at;
            // the very deadline, not now and the rest of it: a nanosecond more, and every frame would wake this thread
            let alarm = deadline.unwrap_or(now + IDLE);
            let wait = alarm.saturating_duration_since(now);
            shared.set_alarm(Some(alarm));
            drop(shared);
            match self.work.recv_timeout(wait) {
                Ok(Work::Output(output)) => {
                    if !self.perform(output) {
                        break;
                    }
                }
                Ok(Work::Look) => {}
                Ok(Work::Read(read)) => read(&*self.store),
                Ok(Work::Reached(waiting)) => {
                    // whoever waited may have given up
                    let _ = waiting.send(());
                }
                Ok(Work::Stop) | Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(shared) = self.shared.upgrade() {
                        shared.handle(Input::Timeout);
                    }
                }
            }
        }
        // nothing counts as armed any more, and nothing of it is shown, when everything is allowed again
        if let Some(shared) = self.shared.upgrade() {
            shared.stop();
        }
        self.release_media();
        self.release_platform();
    }

    fn perform(&mut self, output: Output) -> bool {
        let Some(shared) = self.shared.upgrade() else {
            return false;
        };
        match output {
            Output::Store(changes) => {
                if let Err(error) = self.store.commit(&changes) {
                    // before anyone hears of it: nothing may look as if it still held
                    shared.stop();
                    let _ = self.news.send(match error {
                        StoreError::Full => News::StoreFull,
                        other => News::StoreFailed(other.to_string()),
                    });
                    self.links = None;
                    return false;
                }
                shared.committed();
            }
            Output::Datagram(datagram) => shared.send_datagram(datagram),
            Output::Connect { server, pin } => {
                self.links = Links::start(&self.runtime, &self.shared, server, pin);
            }
            Output::Disconnect => self.links = None,
            Output::Send { line, bytes } => {
                let mut lines = lock(&shared.lines);
                // a connection that takes nothing any more is closed by that, and replaced; requests are sent again then
                if lines.get(&line).is_some_and(|l| l.try_send(bytes).is_err()) {
                    lines.remove(&line);
                }
            }
            Output::BindMedia => {
                self.release_media();
                self.readers = media::bind(&self.runtime, &shared);
            }
            Output::ReleaseMedia => self.release_media(),
            Output::Resolve(host) => media::resolve(&self.runtime, &self.shared, host),
            Output::OpenStream { relay, protocol } => {
                let reader = media::open_stream(&self.runtime, &shared, relay, protocol);
                self.readers.extend(reader);
            }
            Output::CloseStream { relay, protocol } => {
                media::close_stream(&shared, relay, protocol);
            }
            Output::Forbid(operation, number) => {
                self.forbidden = self.forbidden.with(operation);
                if let Some(answer) = self.platform.forbid(operation, number) {
                    shared.handle(Input::Platform {
                        operation,
                        news: PlatformNews::AnswerTo(number, answer),
                    });
                }
            }
            Output::Allow(operation) => {
                self.forbidden = self.forbidden.without(operation);
                self.platform.allow(operation);
            }
            Output::Attest(challenge) => {
                if let Some(statement) = self.platform.attest(&challenge) {
                    shared.handle(Input::Attested {
                        challenge,
                        statement,
                    });
                }
            }
            Output::Barrier(number) => shared.handle(Input::Barrier(number)),
            Output::Speak(utterance, text) if self.platform.speak(utterance, &text) => {
                shared.handle(Input::Spoken(utterance));
            }
            Output::Hush => self.platform.hush(),
            Output::Event(event) => self.tell(event),
            _ => {}
        }
        true
    }

    fn tell(&self, event: Event) {
        // nobody may be listening
        let _ = self.news.send(News::Event(event));
    }

    /// A phone that has stopped, in secure mode perhaps, would never say again that everything is allowed.
    fn release_platform(&self) {
        if self.forbidden.is_empty() {
            return;
        }
        // what was spoken in secure mode is silent first
        self.platform.hush();
        for operation in self.forbidden.iter() {
            self.platform.allow(operation);
        }
    }

    fn release_media(&mut self) {
        for reader in self.readers.drain(..) {
            reader.abort();
        }
        if let Some(shared) = self.shared.upgrade() {
            let mut sockets = lock(&shared.sockets);
            sockets.udp.clear();
            sockets.streams.clear();
        }
    }
}
