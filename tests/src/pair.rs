//! A real server and two real phones on loopback, joined and known to each other: what most tests across parts start from.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use sotto_core::call::Phase;
use sotto_core::engine::{Command, Engine};
use sotto_core::secure::Level;
use sotto_phone::{Phone, PhoneConfig, Platform, SimulatedPlatform};
use sotto_protocol::id::AccountId;
use sotto_server::{Config, Running, Server};
use tempfile::TempDir;

/// Whatever went wrong while setting up.
pub type Failure = Box<dyn Error + Send + Sync>;

/// How long anything on loopback may take before a test fails. Generous: a busy disk can hold a commit up for seconds.
pub const LIMIT: Duration = Duration::from_secs(60);

/// A server in a folder of its own.
pub struct Host {
    /// The server.
    pub running: Running,
    /// Its folder.
    pub folder: TempDir,
}

impl Host {
    /// Starts a server on a free port of loopback.
    ///
    /// # Errors
    /// Whatever kept it from starting.
    pub async fn start() -> Result<Self, Failure> {
        Self::start_with(|_| ()).await
    }

    /// Starts a server that is set up otherwise than by default.
    ///
    /// # Errors
    /// Whatever kept it from starting.
    pub async fn start_with(set_up: impl FnOnce(&mut Config)) -> Result<Self, Failure> {
        let folder = TempDir::new()?;
        let mut config = Config::new(folder.path(), ([127, 0, 0, 1], 0).into());
        set_up(&mut config);
        let running = Server::start(config).await?;
        Ok(Self { running, folder })
    }

    /// A join link that was not used yet.
    ///
    /// # Errors
    /// The server's storage.
    pub async fn link(&self) -> Result<String, Failure> {
        Ok(self
            .running
            .make_invite(Duration::from_secs(3_600))
            .await?
            .link)
    }
}

/// One phone with its simulated platform.
pub struct Handset {
    /// The phone.
    pub phone: Arc<Phone>,
    /// What plays its system.
    pub platform: Arc<SimulatedPlatform>,
}

impl Handset {
    /// Opens a phone in a folder.
    ///
    /// # Errors
    /// The phone's.
    pub fn open(folder: &Path, platform: SimulatedPlatform) -> Result<Self, Failure> {
        let platform = Arc::new(platform);
        let phone = Phone::open(PhoneConfig {
            folder: folder.to_owned(),
            platform: platform.clone() as Arc<dyn Platform>,
            country: None,
        })?;
        Ok(Self {
            phone: Arc::new(phone),
            platform,
        })
    }

    /// Joins a server and waits until the phone can be reached.
    ///
    /// # Errors
    /// The command's, or that it took too long.
    pub async fn join(&self, link: String, name: &str) -> Result<(), Failure> {
        self.phone.command(Command::Join {
            link,
            name: name.to_owned(),
        })?;
        self.until("joining", Engine::is_online).await
    }

    /// The account of this phone.
    ///
    /// # Panics
    /// When it has not joined.
    #[must_use]
    pub fn account(&self) -> AccountId {
        self.phone
            .look(|engine, _| engine.card().map(|card| card.account()))
            .expect("the phone has joined")
    }

    /// The text of this phone's card.
    ///
    /// # Panics
    /// When it has not joined.
    #[must_use]
    pub fn card(&self) -> String {
        self.phone
            .look(|engine, _| engine.card().map(|card| card.uri()))
            .expect("the phone has joined")
    }

    /// Waits until the engine is as `is` wants it.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn until(
        &self,
        what: &'static str,
        is: impl Fn(&Engine) -> bool,
    ) -> Result<(), Failure> {
        Ok(self.phone.until(what, LIMIT, is).await?)
    }

    /// Waits until the call is in a phase that `is` accepts.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn phase(
        &self,
        what: &'static str,
        is: impl Fn(Phase) -> bool,
    ) -> Result<(), Failure> {
        self.until(what, |engine| {
            engine.call().is_some_and(|call| is(call.phase()))
        })
        .await
    }

    /// Waits until sound may flow in both directions.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn sounding(&self) -> Result<(), Failure> {
        self.until("sound", |engine| {
            engine.call().is_some_and(|call| call.may_sound())
        })
        .await
    }

    /// Waits until there is no call and the platform was told to let everything go.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn idle(&self) -> Result<(), Failure> {
        self.until("the end of the call", |engine| {
            engine.call().is_none() && self.platform.forbidden().is_empty()
        })
        .await
    }
}

/// Two phones that scanned each other's cards.
pub struct Pair {
    /// The server.
    pub host: Host,
    /// The caller.
    pub alice: Handset,
    /// The callee.
    pub bob: Handset,
    _folders: [TempDir; 2],
}

impl Pair {
    /// Starts everything, joins, scans both ways.
    ///
    /// # Errors
    /// Whatever failed on the way.
    pub async fn start() -> Result<Self, Failure> {
        Self::on(Host::start().await?).await
    }

    /// The same on a server that runs already.
    ///
    /// # Errors
    /// Whatever failed on the way.
    pub async fn on(host: Host) -> Result<Self, Failure> {
        let folders = [TempDir::new()?, TempDir::new()?];
        let alice = Handset::open(folders[0].path(), SimulatedPlatform::new())?;
        let bob = Handset::open(folders[1].path(), SimulatedPlatform::new())?;
        alice.join(host.link().await?, "Alice").await?;
        bob.join(host.link().await?, "Bob").await?;
        alice.phone.command(Command::Scan(bob.card()))?;
        bob.phone.command(Command::Scan(alice.card()))?;
        Ok(Self {
            host,
            alice,
            bob,
            _folders: folders,
        })
    }

    /// Alice calls Bob at a level; returns when his phone rings, hers knows it and the media path stands.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn ring(&self, level: Level) -> Result<(), Failure> {
        let bob = self.bob.account();
        self.alice.phone.command(Command::Dial(bob, level))?;
        self.alice
            .phase("ringing", |phase| phase == Phase::Ringing)
            .await?;
        for handset in [&self.alice, &self.bob] {
            handset
                .until("the media path", |engine| {
                    let leg = engine.call().and_then(|call| call.main_leg());
                    leg.is_some_and(|leg| leg.has_path())
                })
                .await?;
        }
        Ok(())
    }

    /// The call is answered; returns when sound may flow both ways.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn answer(&self) -> Result<(), Failure> {
        self.bob
            .until("the level", |engine| {
                engine.call().is_some_and(|call| call.can_answer())
            })
            .await?;
        self.bob.phone.command(Command::Answer)?;
        self.bob.sounding().await?;
        // the caller's phone learns of it with the first packet, or with the signal
        self.bob.phone.push_microphone(&[0; 960]);
        self.alice.sounding().await
    }

    /// Alice hangs up; returns when both phones are idle.
    ///
    /// # Errors
    /// That it took too long.
    pub async fn hang_up(&self) -> Result<(), Failure> {
        self.alice.phone.command(Command::HangUp)?;
        self.alice.idle().await?;
        self.bob.idle().await
    }
}
