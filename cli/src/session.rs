//! A phone for one command: opened, joined, online, closed without losing what was said last.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use sotto_core::engine::{Command, Event, Problem};
use sotto_core::view::{self, Language, Text};
use sotto_phone::{Phone, PhoneConfig, Platform, SimulatedPlatform, TerminalPlatform};

use crate::args::Common;
use crate::failure::{Failure, NOT_JOINED, sentence};
use crate::screen::Screen;
use crate::{folder, waiting};

/// How long the server may take to answer.
const REACH: Duration = Duration::from_secs(20);
/// How long the last requests may take.
const SETTLE: Duration = Duration::from_secs(3);

/// An open phone.
pub(crate) struct Session {
    pub(crate) phone: Arc<Phone>,
    pub(crate) screen: Screen,
}

impl Session {
    /// Opens the phone of the folder, or makes a new one there.
    pub(crate) fn open(common: &Common, screen: Screen) -> Result<Self, Failure> {
        let platform: Arc<dyn Platform> = if common.simulated_platform {
            Arc::new(SimulatedPlatform::new())
        } else {
            Arc::new(TerminalPlatform)
        };
        let phone = Phone::open(PhoneConfig {
            folder: place(common)?,
            platform,
            country: None,
        })?;
        phone.set_language(common.language());
        Ok(Self {
            phone: Arc::new(phone),
            screen,
        })
    }

    /// Opens a phone that must have joined a server before.
    pub(crate) fn open_joined(common: &Common, screen: Screen) -> Result<Self, Failure> {
        // a folder that is not there holds no phone, and none is made by looking
        if !place(common)?.exists() {
            return Err(Failure::new(NOT_JOINED));
        }
        let session = Self::open(common, screen)?;
        if session.phone.look(|engine, _| engine.is_joined()) {
            Ok(session)
        } else {
            Err(Failure::new(NOT_JOINED))
        }
    }

    /// The language of what is said.
    pub(crate) fn language(&self) -> Language {
        self.phone.look(|engine, _| engine.language())
    }

    /// The catalogue's sentence, or in English this terminal's own, which knows its commands.
    pub(crate) fn words(&self, english: &str, text: &Text) -> String {
        match self.language() {
            Language::English => english.to_owned(),
            language => text.in_language(language),
        }
    }

    /// Does what the person asks; what stands in the way is said in their language.
    pub(crate) fn command(&self, command: Command) -> Result<(), Failure> {
        let refused = |error| {
            let text = view::refusal(&error);
            let mut failure = Failure::from(error);
            failure.words = self.words(&failure.words, &text);
            failure
        };
        self.phone.command(command).map_err(refused)
    }

    /// Waits until the server has let this phone in and has all its prekeys.
    pub(crate) async fn online(&self) -> Result<(), Failure> {
        let mut events = self.phone.events();
        let wait = async {
            while !self.phone.look(|engine, _| engine.is_online()) {
                if let Event::Problem(problem) = events.next().await?
                    && matches!(problem, Problem::Unknown | Problem::Version)
                {
                    let text = view::problem(problem);
                    return Err(Failure::new(self.words(&sentence(&problem), &text)));
                }
            }
            Ok(())
        };
        let limited = tokio::time::timeout(REACH, wait);
        waiting::showing(self.screen, "Connecting to the server", limited)
            .await
            .unwrap_or_else(|_| Err(unreachable()))?;
        let settled = self.phone.settled(REACH);
        if waiting::showing(self.screen, "Leaving keys with the server", settled).await {
            Ok(())
        } else {
            Err(unreachable())
        }
    }

    /// Lets the last words out, then closes the phone.
    pub(crate) async fn close(self) {
        let settled = self.phone.settled(SETTLE);
        waiting::showing(self.screen, "Telling the server", settled).await;
        self.phone.close();
    }
}

/// The server did not answer.
pub(crate) fn unreachable() -> Failure {
    Failure::new(format!(
        "The server did not answer within {} s. Check the network, and whether the server runs; then try again.",
        REACH.as_secs()
    ))
}

fn place(common: &Common) -> Result<PathBuf, Failure> {
    match &common.folder {
        Some(folder) => Ok(folder.clone()),
        None => folder::default("sotto"),
    }
}
