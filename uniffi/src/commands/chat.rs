//! Commands of the chat screen.

use sotto_core::chat::MessageKey;
use sotto_core::engine::{self, Command, CommandError as Core};
use sotto_core::view::{Curtain, Private};

use super::{account, bytes};
use crate::{CommandError, Phone};

/// Whether a person could see what a screen shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Sight {
    /// The app is in front and its screen is lit.
    pub in_front: bool,
    /// The phone or the app is locked.
    pub locked: bool,
    /// Something lies above the screen: a call, a Ding, a sheet.
    pub covered: bool,
}

impl From<Sight> for engine::Sight {
    fn from(sight: Sight) -> Self {
        Self {
            in_front: sight.in_front,
            locked: sight.locked,
            covered: sight.covered,
        }
    }
}

/// Whether what a screen shows is seen.
#[must_use]
#[uniffi::export]
pub fn is_seen(sight: Sight) -> bool {
    engine::Sight::from(sight).is_seen()
}

#[uniffi::export]
impl Phone {
    /// Writes a message to a contact, of 1 to 8,192 bytes of UTF-8. In a call in secure mode from level 2 on it is sent
    /// over the call and kept nowhere. `kept`: what the screen said of that (`ChatView.kept`) while the person wrote.
    ///
    /// # Errors
    /// [`CommandError::ChatChanged`] where that is otherwise now; [`CommandError::Text`], [`CommandError::NoContact`],
    /// [`CommandError::PostFull`] …
    pub fn send_text(&self, contact: String, text: String, kept: bool) -> Result<(), CommandError> {
        let to = self.said(account(&contact))?;
        let text = Private::new(Curtain::OPEN, text);
        self.command(Command::SendText { to, text, kept })
    }

    /// The chat was drawn with this message as its newest: called at each drawing, with whether a person could see it. What
    /// becomes read is decided here.
    ///
    /// # Errors
    /// [`CommandError::NoContact`] where the ids are none.
    pub fn chat_seen(
        &self,
        contact: String,
        newest: String,
        sight: Sight,
    ) -> Result<(), CommandError> {
        self.command(Command::ChatSeen(
            self.said(account(&contact))?,
            self.said(key(&newest))?,
            sight.into(),
        ))
    }

    /// Deletes a message here; one that is not sent yet is not sent any more.
    ///
    /// # Errors
    /// As `chat_seen`.
    pub fn delete_message(&self, contact: String, message: String) -> Result<(), CommandError> {
        self.command(Command::DeleteMessage(
            self.said(account(&contact))?,
            self.said(key(&message))?,
        ))
    }

    /// Deletes all messages of a chat here.
    ///
    /// # Errors
    /// As `chat_seen`.
    pub fn clear_chat(&self, contact: String) -> Result<(), CommandError> {
        self.command(Command::ClearChat(self.said(account(&contact))?))
    }

    /// Makes a contact of someone who wrote and is none.
    ///
    /// # Errors
    /// As `chat_seen`.
    pub fn accept_chat(&self, contact: String) -> Result<(), CommandError> {
        self.command(Command::AcceptChat(self.said(account(&contact))?))
    }

    /// Whether others are told what was read here.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn tell_read(&self, tell: bool) -> Result<(), CommandError> {
        self.command(Command::TellRead(tell))
    }
}

/// The key of a message as the views write it.
fn key(text: &str) -> Result<MessageKey, Core> {
    let key = MessageKey::of_bytes(&bytes(text)?);
    key.ok_or(Core::NoContact)
}
