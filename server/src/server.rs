//! Starts a server and stops it.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::accept;
use crate::config::{Config, system_clock};
use crate::counted::Counted;
use crate::descriptors::{self, Room};
use crate::error::StartError;
use crate::folder::{self, Folder};
use crate::hub::Hub;
use crate::identity::{self, Pin};
use crate::invite::{self, Invite};
use crate::metrics::Metrics;
use crate::push::{self, Push};
use crate::rate::Buckets;
use crate::relay::{self, BuiltIn, Relays};
use crate::shared::{self, Shared, Stop, Stopper};
use crate::storage::{Quotas, SqliteStorage, Storage, StorageError};

/// How long a join link is good unless said otherwise.
const INVITE: Duration = Duration::from_secs(7 * 24 * 3600);
/// How often what has expired is forgotten.
const SWEEP: Duration = Duration::from_secs(30);
/// How long links may take to say good-bye.
const GRACE: Duration = Duration::from_secs(10);

/// Starts servers.
#[derive(Debug, Clone, Copy)]
pub struct Server;

impl Server {
    /// Starts a server; on the first start of an empty folder makes its keys and database.
    ///
    /// # Errors
    /// [`StartError`] says what is in the way and what to do.
    pub async fn start(mut config: Config) -> Result<Running, StartError> {
        let (limits, relay) = (&mut config.limits, &mut config.relay.limits);
        let room = descriptors::fit(descriptors::raise(), limits, relay);
        let folder = Folder::take(&config.folder)?;
        let key = folder.tls_key(identity::make)?;
        let tls = identity::config(&key, &config.folder)?;
        let pin = identity::pin(&key, &config.folder)?;
        let secret = folder.secret()?;
        let storage = SqliteStorage::open(&folder.database(), config.limits.storage)?;
        let storage: Arc<dyn Storage> = Arc::new(storage);
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|source| StartError::listen(config.listen, source))?;
        let address = listener
            .local_addr()
            .map_err(|source| StartError::listen(config.listen, source))?;
        let public = match config.public {
            Some(public) => checked(public)?,
            None => address.to_string(),
        };
        let metrics = Arc::new(Metrics::default());
        let (stopper, stop) = shared::stop();
        let mut offers = Vec::new();
        let mut relay = None;
        if config.relay.port.is_some() {
            let secret = relay::own_secret(&secret);
            let started = BuiltIn::start(
                &config.relay,
                address.ip(),
                secret,
                config.clock.clone(),
                metrics.clone(),
                stop.clone(),
            );
            let started = started.await?;
            offers.extend(started.offers());
            relay = Some(started);
        }
        if let Some(coturn) = &config.relay.coturn {
            offers.extend(relay::coturn_offers(coturn)?);
        }
        let push = Push::new(&config.push, metrics.clone())?;
        let limits = config.limits;
        let shared = Arc::new(Shared {
            storage,
            hub: Hub::new(limits.signal_bytes, limits.device_signal_bytes),
            push,
            patience: config.push.patience,
            clock: config.clock,
            open_registration: config.open_registration,
            metrics_for_all: config.metrics_for_all,
            metrics,
            relays: Relays {
                offers,
                lifetime: config.relay.lifetime,
            },
            by_source: Buckets::new(limits.source),
            by_device: Buckets::new(limits.device),
            by_receiver: Buckets::new(limits.receiver),
            signals_by_receiver: Buckets::new(limits.receiver),
            by_pair: Buckets::new(limits.pair),
            look_ups: Buckets::new(limits.look_up),
            counted: Counted::default(),
            limits,
        });
        let accepting = tokio::spawn(accept::serve(listener, tls, shared.clone(), stop.clone()));
        tokio::spawn(push::run(shared.clone(), stop.clone()));
        tokio::spawn(sweep(shared.clone(), stop));
        folder.complete()?;
        tracing::info!("serving");
        let mut running = Running {
            address,
            pin,
            public,
            first_invite: None,
            room,
            shared,
            stopper,
            relay,
            accepting,
            _folder: folder,
        };
        let counts = running.shared.storage.counts(running.shared.now()).await?;
        if counts.accounts == 0 {
            running.first_invite = Some(running.make_invite(INVITE).await?);
        }
        Ok(running)
    }

    /// Makes an invite for a server's folder, whether the server runs or not. `public` is the `host:port` under which
    /// phones reach it.
    ///
    /// # Errors
    /// [`StartError::NoServer`] when none was started there; else what is in the way.
    pub async fn make_invite(
        folder: &Path,
        public: &str,
        lifetime: Duration,
    ) -> Result<Invite, StartError> {
        let key = folder::existing_tls_key(folder)?;
        let pin = identity::pin(&key, folder)?;
        let storage = SqliteStorage::open(&folder::database(folder), Quotas::default())?;
        let expires = (system_clock())().saturating_add(ms(lifetime));
        let (invite, hash) = invite::make(&checked(public.to_owned())?, &pin, expires);
        storage.add_invite(hash, expires).await?;
        storage.close().await?;
        Ok(invite)
    }
}

/// A server that runs. Dropping it stops it without good-byes; nothing that was acknowledged is lost.
pub struct Running {
    address: SocketAddr,
    pin: Pin,
    public: String,
    first_invite: Option<Invite>,
    room: Room,
    shared: Arc<Shared>,
    stopper: Stopper,
    relay: Option<BuiltIn>,
    accepting: JoinHandle<()>,
    _folder: Folder,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port of the built-in relay, UDP and TCP; `None` when it is off.
    #[must_use]
    pub fn relay_port(&self) -> Option<u16> {
        self.relay.as_ref().map(BuiltIn::port)
    }

    /// How many people and calls there is room for.
    #[must_use]
    pub fn room(&self) -> Room {
        self.room
    }

    /// `host:port` in its join links.
    #[must_use]
    pub fn public(&self) -> &str {
        &self.public
    }

    /// SHA-256 of its TLS public key (SPKI, DER), which phones trust.
    #[must_use]
    pub fn pin(&self) -> &[u8; 32] {
        &self.pin
    }

    /// An invite for the first account: made at each start until somebody has joined.
    #[must_use]
    pub fn first_invite(&self) -> Option<&Invite> {
        self.first_invite.as_ref()
    }

    /// Makes a join link that makes one account, once, within `lifetime`.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be stored.
    pub async fn make_invite(&self, lifetime: Duration) -> Result<Invite, StorageError> {
        let expires = self.shared.now().saturating_add(ms(lifetime));
        let (invite, hash) = invite::make(&self.public, &self.pin, expires);
        self.shared.storage.add_invite(hash, expires).await?;
        Ok(invite)
    }

    /// Stops: takes no more connections, says good-bye to every phone, finishes writes, closes the database.
    ///
    /// # Errors
    /// [`StorageError`] when the database did not close well; nothing that was acknowledged is lost.
    pub async fn shutdown(mut self) -> Result<(), StorageError> {
        self.stopper.ask();
        if let Some(relay) = self.relay.take() {
            relay.stop().await;
        }
        if tokio::time::timeout(GRACE, self.stopper.finished())
            .await
            .is_err()
        {
            tracing::warn!("some connections did not end in time");
        }
        self.shared.storage.close().await?;
        tracing::info!("stopped");
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stopper.ask();
        self.accepting.abort();
    }
}

async fn sweep(shared: Arc<Shared>, mut stop: Stop) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(SWEEP) => {}
            () = stop.wait() => return,
        }
        shared.hub.expire(shared.now());
        shared.forget_full();
        while let Ok(true) = shared.storage.sweep(shared.now()).await {
            if *stop.asked.borrow() {
                return;
            }
        }
    }
}

fn checked(public: String) -> Result<String, StartError> {
    let valid = public
        .rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok());
    if valid {
        Ok(public)
    } else {
        Err(StartError::Setting {
            setting: "public",
            reason: "it must be host:port".to_owned(),
        })
    }
}

fn ms(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
