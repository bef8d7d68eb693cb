//! The one object: opening a phone and closing it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sotto_core::contact::identifier::CountryCode;
use sotto_core::secure::attest::Verifier;
use sotto_core::view;
use sotto_phone::Aside;

use crate::platform::{Hooks, PlatformHooks};
use crate::runtime::runtime;
use crate::vault::{KeyVault, Vault};
use crate::{AttestationTrust, Events, Language, OpenError};

/// How long closing waits for the shell to let go of what secure mode forbade.
const LET_GO: Duration = Duration::from_secs(2);

/// What a phone is opened with.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OpenConfig {
    /// The folder of its data, of this phone alone; made if it is not there.
    pub folder: String,
    /// The country calling code that completes national numbers, such as 49; none if it is not known.
    pub country: Option<u16>,
    /// The system's language, until `Phone.setLanguage` says otherwise; English where it is none of the app's.
    pub language: Option<Language>,
    /// Whose attestations of the other phone are verified; none: nobody's, which every screen says.
    #[uniffi(default = None)]
    pub trust: Option<AttestationTrust>,
}

/// One phone. Its methods may be called from any thread; unless they are async, none of them waits for the network.
#[derive(uniffi::Object)]
pub struct Phone {
    pub(crate) inner: Arc<sotto_phone::Phone>,
    aside: Arc<Aside>,
}

#[uniffi::export]
impl Phone {
    /// Opens the phone whose data lie in the folder, or makes a new one there. The key vault is asked meanwhile, on
    /// another thread than the caller's.
    ///
    /// # Errors
    /// [`OpenError`] says what is in the way.
    #[uniffi::constructor]
    pub async fn open(
        config: OpenConfig,
        platform: Arc<dyn PlatformHooks>,
        vault: Arc<dyn KeyVault>,
    ) -> Result<Arc<Self>, OpenError> {
        let language = config.language.map(Into::into).unwrap_or_default();
        let system = |why: &dyn std::fmt::Display| OpenError::system(why, language);
        let runtime = runtime().map_err(|error| system(&error))?;
        let opening =
            runtime.spawn_blocking(move || Self::open_now(config, platform, vault, language));
        opening.await.map_err(|error| system(&error))?
    }

    /// Listens: all events from now on.
    #[must_use]
    pub fn events(&self) -> Arc<Events> {
        Arc::new(Events::new(
            self.inner.events(),
            Arc::downgrade(&self.inner),
        ))
    }

    /// Waits until everything that was read from this phone before is on the disk.
    ///
    /// # Errors
    /// [`OpenError::Stopped`].
    pub async fn committed(&self) -> Result<(), OpenError> {
        let committed = self.inner.committed().await;
        committed.map_err(|error| OpenError::of(&error, self.language()))
    }

    /// Closes the phone: ends what runs and lets go of what secure mode forbade; what was accepted is stored when this
    /// returns. Waits for the disk, and for a shell that lets go slowly at most two seconds: not for the main thread.
    pub fn shut_down(&self) {
        self.inner.close();
        // a shell that is stuck must not keep the app from closing; it is asked again at the next start
        let _ = self.aside.settled(LET_GO);
    }

    /// Closes the phone and deletes everything that it kept: keys, contacts, messages, settings. There is no way back. The
    /// shell destroys its vault's key afterwards.
    ///
    /// # Errors
    /// [`OpenError`] where a file cannot be deleted; trying again is safe.
    pub fn erase(&self) -> Result<(), OpenError> {
        self.shut_down();
        let erased = self.inner.erase();
        erased.map_err(|error| OpenError::of(&error, self.language()))
    }
}

impl Phone {
    fn open_now(
        config: OpenConfig,
        platform: Arc<dyn PlatformHooks>,
        vault: Arc<dyn KeyVault>,
        language: view::Language,
    ) -> Result<Arc<Self>, OpenError> {
        let country = config.country.map(CountryCode::new).transpose();
        let country = country.map_err(|error| OpenError::system(&error, language))?;
        let of = |error: sotto_phone::PhoneError| OpenError::of(&error, language);
        let trust = config.trust.map(AttestationTrust::core).transpose();
        let trust = trust.map_err(|error| OpenError::system(&error, language))?;
        let hooks = Hooks::new(platform, trust.map(Verifier::new));
        let aside = Arc::new(Aside::new(Arc::new(hooks)));
        let config = sotto_phone::PhoneConfig {
            folder: PathBuf::from(config.folder),
            platform: aside.clone(),
            country,
        };
        let inner =
            Arc::new(sotto_phone::Phone::open_with_vault(config, &Vault(vault)).map_err(of)?);
        inner.set_language(language);
        aside.attach(Arc::downgrade(&inner)).map_err(of)?;
        Ok(Arc::new(Self { inner, aside }))
    }
}
