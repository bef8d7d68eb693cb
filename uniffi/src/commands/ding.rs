//! What the person does with Dings (S1.8). Recording one and listening to one go through `push_microphone` and
//! `pull_loudspeaker`, as a call does.

use std::time::Duration;

use sotto_core::ding::{self, Draft, Said};
use sotto_core::engine::{Command, CommandError as Core, DingCommand};
use sotto_core::secure::Level;
use sotto_protocol::id::DingId;

use super::{Sight, bytes};
use crate::{CommandError, Phone};

/// The terms of a Ding. `ordinary_ding` and `secure_ding` give the usual ones.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct DingDraft {
    /// The ids of the contacts that it goes to, at most 200.
    pub to: Vec<String>,
    /// 0: an ordinary Ding; above: a secure one.
    pub level: u8,
    /// How often each may hear it; 0: as often as wanted, at level 0 only.
    pub plays: u32,
    /// Whether and when it rings again.
    pub repeat: Option<DingRepeat>,
    /// Minutes until it is over, 1 to 41,760 (29 days).
    pub minutes: u32,
}

/// Rings again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct DingRepeat {
    /// So many minutes after it rang last, 1 to 1,440.
    pub minutes: u32,
    /// Until it is confirmed; else until it was heard.
    pub until_confirmed: bool,
}

/// The usual terms of an ordinary Ding to these contacts.
///
/// # Errors
/// [`CommandError::NoContact`] where an id is none.
#[uniffi::export]
pub fn ordinary_ding(to: Vec<String>) -> Result<DingDraft, CommandError> {
    Ok(Draft::ordinary(contacts(&to).map_err(unsaid)?).into())
}

/// The usual terms of a secure Ding: to be heard once.
///
/// # Errors
/// As `ordinary_ding`.
#[uniffi::export]
pub fn secure_ding(to: Vec<String>, level: u8) -> Result<DingDraft, CommandError> {
    Ok(Draft::secure(contacts(&to).map_err(unsaid)?, Level::new(level)).into())
}

#[uniffi::export]
impl Phone {
    /// Takes down what the microphone hears, until it is stopped, a minute is over, or nobody sees the screen any more:
    /// `sight`, and then `recordingSeen`.
    ///
    /// # Errors
    /// [`CommandError::Ding`] in a call or while one is heard, [`CommandError::Forbidden`].
    pub fn start_recording(&self, sight: Sight) -> Result<(), CommandError> {
        self.ding(DingCommand::StartRecording)?;
        self.recording_seen(sight)
    }

    /// Stops that, or listening to what was recorded.
    ///
    /// # Errors
    /// [`CommandError::Ding`]: neither goes on.
    pub fn stop_recording(&self) -> Result<(), CommandError> {
        self.ding(DingCommand::StopRecording)
    }

    /// The screen on which a Ding is recorded was drawn: called at each drawing, once a second at least, with whether a
    /// person could see it. What nobody sees is not recorded.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn recording_seen(&self, sight: Sight) -> Result<(), CommandError> {
        self.ding(DingCommand::RecordingSeen(sight.into()))
    }

    /// Lets the person hear what was recorded.
    ///
    /// # Errors
    /// [`CommandError::Ding`]: nothing is, or something else is heard.
    pub fn play_recording(&self) -> Result<(), CommandError> {
        self.ding(DingCommand::PlayRecording)
    }

    /// Forgets what was recorded.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn discard_recording(&self) -> Result<(), CommandError> {
        self.ding(DingCommand::DiscardRecording)
    }

    /// Sends what was made on the compose screen on these terms: `typed`, which the other phones speak, or where it is empty
    /// what was recorded. `secure`: as a secure Ding; else as an ordinary one. The event `DingSent` names it.
    ///
    /// # Errors
    /// [`CommandError::DingTerms`], also where something was recorded and typed; [`CommandError::NoContact`],
    /// [`CommandError::NotJoined`] …
    pub fn send_ding(
        &self,
        draft: DingDraft,
        typed: String,
        secure: bool,
    ) -> Result<(), CommandError> {
        let draft = self.said(draft.core())?;
        let draft = if secure { draft } else { draft.into_ordinary() };
        self.ding(DingCommand::Send(draft, Said::Made(typed.into())))
    }

    /// Takes a Ding back, wherever it is.
    ///
    /// # Errors
    /// [`CommandError::Ding`]: there is no such Ding.
    pub fn recall_ding(&self, ding: String) -> Result<(), CommandError> {
        self.ding(DingCommand::Recall(self.said(id(&ding))?))
    }

    /// Deletes a Ding from this phone's lists; one that is not over is taken back.
    ///
    /// # Errors
    /// As `recall_ding`.
    pub fn delete_ding(&self, ding: String) -> Result<(), CommandError> {
        self.ding(DingCommand::Delete(self.said(id(&ding))?))
    }

    /// Hears a Ding: a secure one only after this phone has forbidden what its level asks for. Its sound comes through
    /// `pull_loudspeaker`, a typed one through `PlatformHooks.speak`.
    ///
    /// # Errors
    /// [`CommandError::DingHeardOut`], [`CommandError::DingOver`], [`CommandError::Ding`] in a call …
    pub fn listen(&self, ding: String) -> Result<(), CommandError> {
        self.ding(DingCommand::Listen(self.said(id(&ding))?))
    }

    /// Has heard enough. What was heard of a secure Ding counts.
    ///
    /// # Errors
    /// [`CommandError::Ding`]: nothing is heard.
    pub fn stop_listening(&self) -> Result<(), CommandError> {
        self.ding(DingCommand::Stop)
    }

    /// Confirms a Ding: it rings no more, and its sender sees when.
    ///
    /// # Errors
    /// [`CommandError::DingOver`], [`CommandError::Ding`]: it was confirmed already, or is not there.
    pub fn confirm_ding(&self, ding: String) -> Result<(), CommandError> {
        self.ding(DingCommand::Confirm(self.said(id(&ding))?))
    }

    /// Is reminded of a Ding after so many minutes.
    ///
    /// # Errors
    /// As `confirm_ding`.
    pub fn remind_later(&self, ding: String, minutes: u32) -> Result<(), CommandError> {
        self.ding(DingCommand::Later(
            self.said(id(&ding))?,
            of_minutes(minutes),
        ))
    }
}

impl Phone {
    fn ding(&self, command: DingCommand) -> Result<(), CommandError> {
        self.command(Command::Ding(command))
    }
}

impl DingDraft {
    pub(crate) fn core(&self) -> Result<Draft, Core> {
        Ok(Draft {
            to: contacts(&self.to)?,
            level: Level::new(self.level),
            plays: self.plays,
            repeat: self.repeat.map(|repeat| ding::Repeat {
                every: of_minutes(repeat.minutes),
                until_confirmed: repeat.until_confirmed,
            }),
            expires_in: of_minutes(self.minutes),
        })
    }
}

impl From<Draft> for DingDraft {
    fn from(draft: Draft) -> Self {
        Self {
            to: draft.to.iter().map(|id| hexadecimal(id)).collect(),
            level: draft.level.number(),
            plays: draft.plays,
            repeat: draft.repeat.map(|repeat| DingRepeat {
                minutes: minutes(repeat.every),
                until_confirmed: repeat.until_confirmed,
            }),
            minutes: minutes(draft.expires_in),
        }
    }
}

/// A refusal where there is no phone whose language it could be in.
fn unsaid(error: Core) -> CommandError {
    CommandError::of(&error, sotto_core::view::Language::default())
}

/// The Ding that an id of the views names.
pub(crate) fn id(text: &str) -> Result<DingId, Core> {
    let id = bytes(text)
        .ok()
        .and_then(|id| DingId::try_from(id.as_slice()).ok());
    id.ok_or(Core::Ding(ding::DingError::Unknown))
}

pub(crate) fn contacts(ids: &[String]) -> Result<Vec<Vec<u8>>, Core> {
    ids.iter().map(|id| bytes(id)).collect()
}

fn hexadecimal(id: &[u8]) -> String {
    use sotto_core::view::{Curtain, Private};
    Private::hex(Curtain::OPEN, id).as_str().to_owned()
}

fn minutes(duration: Duration) -> u32 {
    u32::try_from(duration.as_secs() / 60).unwrap_or(u32::MAX)
}

fn of_minutes(minutes: u32) -> Duration {
    Duration::from_secs(u64::from(minutes) * 60)
}
