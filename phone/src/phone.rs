//! The façade: one phone.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use rand::rngs::{StdRng, SysRng};
use rand::{RngExt, SeedableRng};
use sotto_core::contact::identifier::CountryCode;
use sotto_core::ding::Utterance;
use sotto_core::engine::{
    AudioRoutes, Command, CommandError, Engine, EngineConfig, Event, Input, LoadError, Moment,
    PlatformNews, Row,
};
use sotto_core::secure::gesture::Sample;
use sotto_core::secure::{Attestation, Levels, Operation, Operations, Position};
use sotto_core::store::Table;
use tokio::runtime::Handle;
use tokio::sync::broadcast;

use crate::driver::Driver;
use crate::platform::Platform;
use crate::shared::{Shared, Work, lock};
use crate::store::{SqliteStore, Store, StoreError, erase};
use crate::vault::{FileVault, KeyVault, VaultError};

/// Events that a slow listener may miss before it is told that it missed some.
const EVENTS: usize = 1_024;

/// The file in a phone's folder that keeps the store's key.
const VAULT: &str = "vault.key";

/// What a phone is opened with.
pub struct PhoneConfig {
    /// Where its data lie; made if it is not there.
    pub folder: PathBuf,
    /// The system's levers.
    pub platform: Arc<dyn Platform>,
    /// Completes national telephone numbers.
    pub country: Option<CountryCode>,
}

/// Why a phone does not open, or stopped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PhoneError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file with the store's key.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// What is in it.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A folder, a thread or a source of randomness is missing.
    #[error("the system refused a folder, a thread or random numbers: {0}")]
    System(String),
    /// Waited for something that did not happen.
    #[error("{0} did not happen in time")]
    TimedOut(&'static str),
    /// The store failed while running; nothing more is done, so that nothing is promised that is not kept.
    #[error("the phone stopped because its data could not be stored: {0}")]
    Stopped(String),
}

/// What a listener hears.
#[derive(Debug, Clone)]
pub(crate) enum News {
    Event(Event),
    StoreFailed(String),
    /// The same, for want of room.
    StoreFull,
}

/// Events of a phone, in order.
pub struct Events(broadcast::Receiver<News>);

impl Events {
    /// The next event.
    ///
    /// # Errors
    /// [`PhoneError::Stopped`] when the phone has stopped, [`StoreError::Full`] when it did so for want of room.
    pub async fn next(&mut self) -> Result<Event, PhoneError> {
        loop {
            match self.0.recv().await {
                Ok(News::Event(event)) => return Ok(event),
                Ok(News::StoreFailed(why)) => return Err(PhoneError::Stopped(why)),
                Ok(News::StoreFull) => return Err(StoreError::Full.into()),
                // views are read anew after every event, so a missed one costs nothing
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => {
                    return Err(PhoneError::Stopped("it was closed".to_owned()));
                }
            }
        }
    }
}

/// One phone. Its methods may be called from any thread; none of them waits for the network.
pub struct Phone {
    shared: Arc<Shared>,
    /// Of the driver: when it ends, whoever waits for events is told.
    news: broadcast::WeakSender<News>,
    driver: Mutex<Option<std::thread::JoinHandle<()>>>,
    folder: PathBuf,
}

impl Phone {
    /// Opens the phone whose data lie in the folder, or makes a new one there. Needs a tokio runtime with timers and
    /// sockets around it.
    ///
    /// # Errors
    /// [`PhoneError`]: the folder is in use, damaged, of another version or cannot be written.
    pub fn open(config: PhoneConfig) -> Result<Self, PhoneError> {
        let store = open_store(&config.folder)?;
        Self::with_store(config, Box::new(store))
    }

    /// Opens a phone whose store's key is kept by `vault` instead of a file: Keystore, Secure Enclave (S2.9).
    ///
    /// # Errors
    /// As [`Phone::open`].
    pub fn open_with_vault(config: PhoneConfig, vault: &dyn KeyVault) -> Result<Self, PhoneError> {
        make(&config.folder)?;
        let store = SqliteStore::open(&config.folder, vault)?;
        Self::with_store(config, Box::new(store))
    }

    /// Opens a phone on any store.
    ///
    /// # Errors
    /// As [`Phone::open`].
    pub fn with_store(config: PhoneConfig, store: Box<dyn Store>) -> Result<Self, PhoneError> {
        let mut rows: Vec<Row> = Vec::new();
        for table in Table::ALL.into_iter().filter(|t| t.group().is_none()) {
            let all = store.all(table)?;
            rows.extend(all.into_iter().map(|row| (table, row.key, row.value)));
        }
        let mut rng = random()?;
        let engine_config = EngineConfig {
            simulated: config.platform.is_simulated(),
            speaks: config.platform.speaks(),
            levels: Levels::default(),
            verifier: config.platform.verifier(),
            country: config.country,
            language: sotto_core::view::Language::default(),
            prohibitions_from: rng.random(),
        };
        let engine = Engine::new(engine_config, &rows)?;
        let (work, todo) = mpsc::channel();
        let (news, _) = broadcast::channel(EVENTS);
        let shared = Arc::new(Shared::new(engine, rng, work));
        let driver = Driver {
            shared: Arc::downgrade(&shared),
            work: todo,
            store,
            platform: config.platform,
            news: news.clone(),
            runtime: Handle::current(),
            links: None,
            readers: Vec::new(),
            forbidden: Operations::NONE,
        };
        let thread = std::thread::Builder::new()
            .name("sotto-driver".to_owned())
            .spawn(move || driver.run())
            .map_err(|error| PhoneError::System(error.to_string()))?;
        // what the engine had to say at its start, and what became due while the phone was off
        shared.handle(Input::Timeout);
        Ok(Self {
            shared,
            news: news.downgrade(),
            driver: Mutex::new(Some(thread)),
            folder: config.folder,
        })
    }

    /// Events from now on; none but the error of [`Events::next`] once the phone has stopped.
    #[must_use]
    pub fn events(&self) -> Events {
        let news = self.news.upgrade();
        Events(news.unwrap_or_else(|| broadcast::channel(1).0).subscribe())
    }

    /// Does what the person asks.
    ///
    /// # Errors
    /// [`CommandError`] says why nothing was done.
    pub fn command(&self, command: Command) -> Result<(), CommandError> {
        self.shared
            .with(|state, now| state.engine.command(now, command, &mut state.rng))
    }

    /// Reads the engine, as views do.
    pub fn look<R>(&self, look: impl FnOnce(&Engine, Moment) -> R) -> R {
        self.shared.look(look)
    }

    /// The system has another language: the screens' where the person chose none.
    pub fn set_language(&self, language: sotto_core::view::Language) {
        self.shared
            .with(|state, _| state.engine.set_language(language));
    }

    /// The shell says what the system does about an operation.
    pub fn platform(&self, operation: Operation, news: PlatformNews) {
        self.shared.handle(Input::Platform { operation, news });
    }

    /// The phone's time zone, in minutes east of UTC: the person's own rules for hours follow it.
    pub fn zone(&self, offset: i16) {
        self.shared.handle(Input::Zone(offset));
    }

    /// Where the phone is: all named places that are here, `None` where the shell may not know, and the position where it
    /// has one. For the person's rules
    /// and for policies (S1.2); kept in memory only.
    pub fn whereabouts(&self, places: Option<Vec<String>>, position: Option<Position>) {
        self.shared.handle(Input::Whereabouts { places, position });
    }

    /// What the system attests of a challenge, where [`crate::Platform::attest`] could not say it at once. One of an
    /// earlier call is dropped.
    pub fn attested(&self, challenge: [u8; 32], statement: Attestation) {
        self.shared.handle(Input::Attested {
            challenge,
            statement,
        });
    }

    /// Which ways sound can take, and which it takes.
    pub fn routes(&self, routes: AudioRoutes) {
        self.shared.handle(Input::Routes(routes));
    }

    /// The shell has spoken what [`Platform::speak`] asked for with this number.
    pub fn spoken(&self, utterance: Utterance) {
        self.shared.handle(Input::Spoken(utterance));
    }

    /// Touches and motion, in order, as [`sotto_core::engine::Gesture::wants`] says; their times by
    /// [`crate::sensed_at`].
    pub fn samples(&self, samples: Vec<Sample>) {
        self.shared.handle(Input::Samples(samples));
    }

    /// Noise of sensors, for new keys (S2.1).
    pub fn entropy(&self, noise: Vec<u8>) {
        self.shared.handle(Input::Entropy(noise));
    }

    /// 10 or 20 ms of 48 kHz mono from the microphone.
    pub fn push_microphone(&self, piece: &[i16]) {
        self.shared
            .with(|state, now| state.engine.push_microphone(now, piece));
    }

    /// Fills `out` with what is to be heard now.
    pub fn pull_loudspeaker(&self, out: &mut [i16]) {
        self.shared
            .with(|state, now| state.engine.pull_loudspeaker(now, out));
    }

    /// Sound is where a lever forbids it, or not any more: see [`Engine::shut_sound`].
    pub fn shut_sound(&self, shut: bool) {
        self.shared.with(|state, _| state.engine.shut_sound(shut));
    }

    /// A Ding's ring is heard in what is pulled, or not: see [`Engine::ring_in_sound`].
    pub fn ring_in_sound(&self, rings: bool) {
        self.shared
            .with(|state, _| state.engine.ring_in_sound(rings));
    }

    /// Waits until the engine is as `is` wants it.
    ///
    /// # Errors
    /// [`PhoneError::TimedOut`] with `what`, [`PhoneError::Stopped`].
    pub async fn until(
        &self,
        what: &'static str,
        limit: Duration,
        is: impl Fn(&Engine) -> bool,
    ) -> Result<(), PhoneError> {
        let mut events = self.events();
        let wait = async {
            while !self.look(|engine, _| is(engine)) {
                events.next().await?;
            }
            Ok(())
        };
        tokio::time::timeout(limit, wait)
            .await
            .unwrap_or(Err(PhoneError::TimedOut(what)))
    }

    /// Both lines connect now, or prove that they live.
    pub(crate) fn nudge(&self) {
        self.shared.nudge.send_modify(|nudges| *nudges += 1);
    }

    pub(crate) fn input(&self, input: Input) {
        self.shared.handle(input);
    }

    /// Hands the driver something to do, after all that it has to do already.
    pub(crate) fn work(&self, work: Work) {
        self.shared.work(work);
    }

    /// Closes the phone; what was accepted is stored when this returns.
    pub fn close(&self) {
        self.shared.work(Work::Stop);
        if let Some(driver) = lock(&self.driver).take() {
            // a driver that panicked has nothing left to do
            let _ = driver.join();
        }
    }

    /// Closes the phone and deletes everything that it kept: keys, contacts, messages, settings. There is no way back. A
    /// vault of the shell's own has its key destroyed by the shell, which then lets go of this phone: its memory holds what
    /// it knew.
    ///
    /// # Errors
    /// [`PhoneError::Store`] where a file cannot be deleted; trying again is safe.
    pub fn erase(&self) -> Result<(), PhoneError> {
        self.close();
        // the key first: without it the rest is noise
        erase::delete(&self.folder.join(VAULT))?;
        Ok(erase::erase(&self.folder)?)
    }
}

impl Drop for Phone {
    fn drop(&mut self) {
        self.close();
    }
}

fn open_store(folder: &Path) -> Result<SqliteStore, PhoneError> {
    make(folder)?;
    let mut rng = random()?;
    let vault = FileVault::open(&folder.join(VAULT), &mut rng)?;
    Ok(SqliteStore::open(folder, &vault)?)
}

fn make(folder: &Path) -> Result<(), PhoneError> {
    std::fs::create_dir_all(folder).map_err(|error| PhoneError::System(error.to_string()))
}

fn random() -> Result<StdRng, PhoneError> {
    StdRng::try_from_rng(&mut SysRng).map_err(|error| PhoneError::System(error.to_string()))
}
