//! The screen of one chat.

use sotto_core::chat::MessageKey;
use sotto_core::view::{self, Curtain, Language, Private};

use super::text::shown;
use super::{Button, Eyeglasses, SessionView, Text};
use crate::commands::account;
use crate::language::{Show, Shown};
use crate::{OpenError, Phone};

/// The screen of one chat.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChatView {
    /// The contact's id, for commands.
    pub id: String,
    /// Goes back.
    pub back: Button,
    /// The name, "Someone", or "Secure call" and nothing else.
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// Calls them.
    pub call: Button,
    /// The call or secure chat with this person is in secure mode, and the whole screen is drawn so.
    pub secure: bool,
    /// The eyeglasses, as the call with this person has them.
    pub eyeglasses: Eyeglasses,
    /// A tap on them: opens the secure screen (S1.1).
    pub secure_screen: Button,
    /// The messages of the page, the oldest first.
    pub messages: Vec<MessageLine>,
    /// Said where there are none.
    pub empty: Option<Text>,
    /// What is written now is kept: `Phone.sendText` is told what the person saw of it.
    pub kept: bool,
    /// Said while nothing that is written is kept.
    pub secure_note: Option<Text>,
    /// The secure chat with them, asked for or going on; while it does not hold no message is shown.
    pub session: Option<SessionView>,
    /// What the last secure chat left to say; until `dismiss`.
    pub left: Vec<Text>,
    /// Takes note of that: `Phone.leaveSecureChat`.
    pub dismiss: Button,
    /// Said of someone who is no contact.
    pub stranger: Option<Text>,
    /// Makes a contact of them: `Phone.acceptChat`.
    pub accept: Button,
    /// What stands in the empty composer.
    pub hint: Text,
    /// Sends what was written: `Phone.sendText`.
    pub send: Button,
    /// Deletes all messages here: `Phone.clearChat`.
    pub clear: Button,
}

/// One message.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct MessageLine {
    /// Its id: what commands name, and where the next page ends.
    pub id: String,
    /// Written on this phone.
    pub mine: bool,
    /// What it says.
    pub text: String,
    /// How long ago it was written.
    pub ago: Text,
    /// When: the server's clock, ms since 1970.
    pub at: u64,
    /// How far one of mine came, in words; for one that failed the reason and what to do.
    pub tick: Option<Text>,
    /// It will not be sent any more.
    pub failed: bool,
    /// Gone when secure mode ends.
    pub secure: bool,
}

#[uniffi::export]
impl Phone {
    /// The chat with a contact: the last `count` messages (at most 200) before the message `before`, without it from the
    /// end. None where nobody of that id is known. Waits for the disk.
    ///
    /// # Errors
    /// [`OpenError::Damaged`] when a row is damaged, [`OpenError::Stopped`].
    pub async fn chat_view(
        &self,
        contact: String,
        before: Option<String>,
        count: u32,
    ) -> Result<Option<ChatView>, OpenError> {
        let Ok(with) = account(&contact) else {
            return Ok(None);
        };
        let before = before.and_then(|id| Private::new(Curtain::OPEN, id).bytes());
        let before = before.and_then(|id| MessageKey::of_bytes(&id));
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let page = self.inner.messages(with, before, count).await;
        let page = page.map_err(|error| OpenError::of(&error, self.language()))?;
        let view = |engine: &_, now| view::chat(engine, now, with, &page);
        Ok(self.show(view))
    }

    /// `ChatView.secure` by itself, without waiting: for a window that is dressed before the messages are there.
    #[must_use]
    pub fn chat_secure(&self, contact: String) -> bool {
        let with = account(&contact);
        with.is_ok_and(|with| self.inner.look(|engine, _| view::chat_secure(engine, with)))
    }
}

impl Shown<view::ChatView> for ChatView {
    fn shown(view: view::ChatView, language: Language) -> Self {
        Self {
            id: shown(&view.id),
            back: view.back.show(language),
            title: view.title.show(language),
            verified: view.verified.show(language),
            call: view.call.show(language),
            secure: view.secure,
            eyeglasses: view.eyeglasses.show(language),
            secure_screen: view.secure_screen.show(language),
            messages: view.messages.show(language),
            empty: view.empty.show(language),
            kept: view.kept,
            secure_note: view.secure_note.show(language),
            stranger: view.stranger.show(language),
            accept: view.accept.show(language),
            hint: view.hint.show(language),
            send: view.send.show(language),
            clear: view.clear.show(language),
            session: view.session.show(language),
            left: view.left.show(language),
            dismiss: view.dismiss.show(language),
        }
    }
}

impl Shown<view::MessageLine> for MessageLine {
    fn shown(line: view::MessageLine, language: Language) -> Self {
        Self {
            id: shown(&line.id),
            mine: line.mine,
            text: shown(&line.text),
            ago: line.ago.show(language),
            at: line.at,
            tick: line.tick.show(language),
            failed: line.failed,
            secure: line.secure,
        }
    }
}
