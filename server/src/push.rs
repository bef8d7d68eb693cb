//! Wake-ups by push (S2.5): a device that has no connection is told, through the push service that it named, that
//! something waits. Nothing else: no sender, no kind, no size. Whoever queues something for a device only says so here
//! ([`Push::wake`]) and never waits; one task ([`run`]) does the rest within bounds.

mod address;
mod answer;
mod apns;
mod connect;
mod hosts;
mod queue;
mod target;
mod token;
mod unified;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use prost::Message;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::link::{SetPush, push_set::Outcome};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, timeout};

use crate::config::PushConfig;
use crate::error::StartError;
use crate::metrics::Metrics;
use crate::shared::{Shared, Stop};
use answer::{Answer, Failed};
use apns::Apns;
use connect::Connector;
use hosts::Hosts;
use queue::{Queue, Terms, Tried};
pub(crate) use target::GONE;
use target::Target;

/// How long the task sleeps when nobody is due.
const IDLE: Duration = Duration::from_secs(3_600);
const TERMS: Terms = Terms {
    devices: 10_000,
    at_once: 64,
    window: Duration::from_secs(5),
    pause: Duration::from_secs(1),
    longest_pause: Duration::from_secs(15),
    worth: Duration::from_secs(180),
};
/// Wake-ups under way to one host of endpoints.
const PER_HOST: usize = 16;

/// See the module.
pub(crate) struct Push {
    queue: Mutex<Queue>,
    changed: Notify,
    connector: Connector,
    hosts: Hosts,
    unified_push: bool,
    private: bool,
    limit: Duration,
    apns: Option<Apns>,
    metrics: Arc<Metrics>,
}

impl Push {
    /// # Errors
    /// [`StartError::Setting`] where the configuration makes no sense.
    pub(crate) fn new(config: &PushConfig, metrics: Arc<Metrics>) -> Result<Self, StartError> {
        let setting = |setting, reason: &str| StartError::Setting {
            setting,
            reason: reason.to_owned(),
        };
        let authorities = CertificateDer::pem_slice_iter(&config.authorities);
        let authorities = authorities.collect::<Result<Vec<_>, _>>();
        let authorities = authorities
            .map_err(|_| setting("push authorities", "the file must hold certificates as PEM"))?;
        let apns = config.apns.as_ref().map(Apns::new).transpose();
        let apns = apns.map_err(|_| {
            let reason = "Apple's key must be the .p8 file as it was downloaded, with the ids of key and team, the \
                          app's topic and https addresses";
            setting("APNs", reason)
        })?;
        Ok(Self {
            queue: Mutex::new(Queue::new(TERMS)),
            changed: Notify::new(),
            connector: Connector::new(authorities),
            hosts: Hosts::new(PER_HOST),
            unified_push: config.unified_push,
            private: config.private_endpoints,
            limit: config.limit,
            apns,
            metrics,
        })
    }

    /// What is to be kept of a phone's wish: a target, or nothing where it wants none.
    ///
    /// # Errors
    /// Why this server will not use it.
    pub(crate) fn consider(&self, wanted: &SetPush) -> Result<Option<Vec<u8>>, Outcome> {
        match Target::read(wanted, self.private)? {
            Some(Target::UnifiedPush(_)) if !self.unified_push => Err(Outcome::NotOffered),
            Some(Target::Apns { .. }) if self.apns.is_none() => Err(Outcome::NotOffered),
            Some(_) => Ok(Some(wanted.encode_to_vec())),
            None => Ok(None),
        }
    }

    /// Something waits for a device at which nobody listens.
    pub(crate) fn wake(&self, device: DeviceId) {
        if !self.unified_push && self.apns.is_none() {
            return;
        }
        if self.queue().want(device, Instant::now()).is_err() {
            self.metrics.push_dropped.inc();
        }
        self.changed.notify_one();
    }

    /// The device listens.
    pub(crate) fn heard(&self, device: DeviceId) {
        self.queue().heard(device);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn send(&self, target: &Target, unix: u64) -> Answer {
        let sending = async {
            match target {
                Target::UnifiedPush(endpoint) => {
                    let Some(_place) = self.hosts.enter(&endpoint.authority) else {
                        return Failed::Busy.into();
                    };
                    unified::wake(&self.connector, endpoint, !self.private).await
                }
                Target::Apns { token, sandbox } => match &self.apns {
                    Some(apns) => apns.wake(&self.connector, token, *sandbox, unix).await,
                    None => Answer::Refused("not_offered"),
                },
            }
        };
        let sent = timeout(self.limit, sending).await;
        sent.unwrap_or_else(|_| Failed::TimedOut.into())
    }
}

/// Wakes whoever is due until the server stops.
pub(crate) async fn run(shared: Arc<Shared>, mut stop: Stop) {
    let mut tries = JoinSet::new();
    loop {
        let now = Instant::now();
        let (due, deadline) = {
            let mut queue = shared.push.queue();
            (queue.due(now), queue.deadline())
        };
        for device in due {
            tries.spawn(one(shared.clone(), device));
        }
        let deadline = deadline.unwrap_or(now + IDLE);
        tokio::select! {
            () = shared.push.changed.notified() => {}
            Some(_) = tries.join_next() => {}
            () = sleep_until(deadline.into()) => {}
            // what is under way is dropped: the containers wait all the same
            () = stop.wait() => return,
        }
    }
}

/// One try; told to the queue however it ends.
struct Try {
    shared: Arc<Shared>,
    device: DeviceId,
    tried: Tried,
}

impl Drop for Try {
    fn drop(&mut self) {
        let push = &self.shared.push;
        if push.queue().tried(self.device, self.tried, Instant::now()) {
            push.metrics.push_given_up.inc();
        }
    }
}

async fn one(shared: Arc<Shared>, device: DeviceId) {
    let mut this = Try {
        shared: shared.clone(),
        device,
        tried: Tried::Settled,
    };
    if shared.hub.listens(device) {
        return;
    }
    let stored = match shared.storage.push_target(device).await {
        Ok(Some(stored)) => stored,
        Ok(None) => return,
        Err(_) => {
            this.tried = Tried::Later(Duration::ZERO);
            return;
        }
    };
    let (push, metrics) = (&shared.push, &shared.metrics);
    // nothing, where the operator allows less than before
    let Some(target) = Target::stored(&stored, push.private) else {
        return;
    };
    match push.send(&target, shared.now() / 1_000).await {
        Answer::Sent => metrics.push_sent(match target {
            Target::UnifiedPush(_) => "unified_push",
            Target::Apns { .. } => "apns",
        }),
        Answer::Refused(kind) => metrics.push_failed(kind),
        Answer::Busy => this.tried = Tried::Busy,
        Answer::Later(kind, wait) => {
            metrics.push_failed(kind);
            this.tried = Tried::Later(wait);
        }
        Answer::Gone(kind) => {
            metrics.push_failed(kind);
            match shared.storage.forget_push(device, stored).await {
                Ok(true) => {
                    metrics.push_forgotten.inc();
                }
                // the phone has named another one meanwhile: that one is to be tried
                Ok(false) => this.tried = Tried::Later(Duration::ZERO),
                Err(error) => tracing::warn!(%error, "a push target could not be forgotten"),
            }
        }
    }
}

#[cfg(test)]
mod tests;
