//! Being woken by push (S2.5): where, and what a shell calls when it was.

use std::time::Duration;

use sotto_core::engine::{self, Command};
use sotto_core::view;
use sotto_phone::PhoneError;

use crate::language::{Show, Shown};
use crate::runtime::runtime;
use crate::view::Text;
use crate::{CommandError, OpenError, Phone};

/// Where this phone can be woken while the app does not run. A shell never logs it.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum PushTarget {
    /// At the endpoint that a distributor of UnifiedPush gave.
    UnifiedPush {
        /// An https address of at most 1,000 bytes.
        endpoint: String,
    },
    /// By Apple's push service.
    Apns {
        /// The device token for VoIP, as PushKit gave it.
        token: Vec<u8>,
        /// It is of the development environment.
        sandbox: bool,
    },
    /// Nowhere any more.
    Nowhere,
}

/// Whether this phone is woken.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct PushView {
    /// Its server wakes it.
    pub on: bool,
    /// The push service no longer knows it: ask it for a new endpoint or token, then call `Phone.setPush`.
    pub gone: bool,
    /// In words, and what to do.
    pub words: Text,
}

/// What became of being woken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Woken {
    /// Everything that waited has come; a call that waited rings.
    CaughtUp,
    /// The server was not reached in time, or so much waits that it is still coming. The phone goes on trying as long as
    /// it is open.
    NotInTime,
    /// This phone has not joined a server yet: nothing can wait.
    NotJoined,
}

#[uniffi::export]
impl Phone {
    /// Says where this phone can be woken, as often as the system tells: the same target again costs nothing. It is kept,
    /// and the server told now or once there is a connection; what it said to it is in `pushView` after the event
    /// `PushChanged`.
    ///
    /// # Errors
    /// [`CommandError::Push`]: no https address, or no token.
    pub fn set_push(&self, target: PushTarget) -> Result<(), CommandError> {
        self.command(Command::SetPush(target.into()))
    }

    /// Whether this phone is woken, for the settings page.
    #[must_use]
    pub fn push_view(&self) -> PushView {
        self.show(view::push)
    }

    /// A wake-up came: connects at once, without waiting for a pause to end, and returns when everything that waited has
    /// come, after `limit_ms` at the latest. Keep the app awake until then.
    ///
    /// # Errors
    /// [`OpenError::Stopped`].
    pub async fn wake(&self, limit_ms: u64) -> Result<Woken, OpenError> {
        let language = self.language();
        let runtime = runtime().map_err(|error| OpenError::system(&error, language))?;
        let phone = self.inner.clone();
        let limit = Duration::from_millis(limit_ms);
        let waking = runtime.spawn(async move { phone.wake(limit).await });
        let woken = waking
            .await
            .map_err(|error| OpenError::system(&error, language))?;
        match woken {
            Ok(true) => Ok(Woken::CaughtUp),
            Ok(false) => Ok(Woken::NotJoined),
            Err(PhoneError::TimedOut(_)) => Ok(Woken::NotInTime),
            Err(error) => Err(OpenError::of(&error, language)),
        }
    }
}

impl From<PushTarget> for engine::PushTarget {
    fn from(target: PushTarget) -> Self {
        match target {
            PushTarget::UnifiedPush { endpoint } => Self::UnifiedPush(endpoint),
            PushTarget::Apns { token, sandbox } => Self::Apns { token, sandbox },
            PushTarget::Nowhere => Self::Nowhere,
        }
    }
}

impl Shown<view::PushView> for PushView {
    fn shown(view: view::PushView, language: view::Language) -> Self {
        Self {
            on: view.on,
            gone: view.gone,
            words: view.words.show(language),
        }
    }
}
