//! What the person does. Each command says at once why it did nothing; what it leads to comes as events.

mod chat;
mod ding;
mod levels;

use sotto_core::engine::{Command, CommandError as Core};
use sotto_core::secure::{Level, Operations};
use sotto_core::view::{Curtain, Private};
use sotto_protocol::id::AccountId;

pub use chat::{Sight, is_seen};
pub use ding::{DingDraft, DingRepeat, ordinary_ding, secure_ding};
pub(crate) use ding::{contacts as ding_contacts, id as ding_id};

use crate::view::{Question, Remedy};
use crate::{CommandError, Operation, Phone};

#[uniffi::export]
impl Phone {
    /// Makes an account with a join link. `name` goes on this phone's card only and may be empty.
    ///
    /// # Errors
    /// [`CommandError`] says why nothing was done; so with every command here.
    pub fn join(&self, link: String, name: String) -> Result<(), CommandError> {
        self.command(Command::Join { link, name })
    }

    /// Takes a text that was scanned from another person's phone, which makes the contact verified (S3.1). The event
    /// `Scanned` names the contact.
    ///
    /// # Errors
    /// [`CommandError`]: it is not for calling, damaged, forged, expired …
    pub fn scan(&self, text: String) -> Result<(), CommandError> {
        self.command(Command::Scan(text))
    }

    /// Takes a text that was pasted or came as a link: as `scan`, but nobody saw whose it is.
    ///
    /// # Errors
    /// As `scan`.
    pub fn paste(&self, text: String) -> Result<(), CommandError> {
        self.command(Command::Paste(text))
    }

    /// Makes a new card; old invitations end.
    ///
    /// # Errors
    /// [`CommandError::NotJoined`].
    pub fn new_card(&self) -> Result<(), CommandError> {
        self.command(Command::NewCard)
    }

    /// Removes a contact.
    ///
    /// # Errors
    /// [`CommandError::NoContact`].
    pub fn forget(&self, contact: String) -> Result<(), CommandError> {
        self.command(Command::Forget(self.said(bytes(&contact))?))
    }

    /// Blocks a contact, or unblocks one.
    ///
    /// # Errors
    /// [`CommandError::NoContact`], [`CommandError::NotOnSotto`].
    pub fn block(&self, contact: String, on: bool) -> Result<(), CommandError> {
        self.command(Command::Block(self.said(bytes(&contact))?, on))
    }

    /// Calls a contact: at level 0 an ordinary call, from 1 on in secure mode.
    ///
    /// # Errors
    /// [`CommandError::NoContact`], [`CommandError::NotOnSotto`], [`CommandError::InCall`] …
    pub fn dial(&self, contact: String, level: u8) -> Result<(), CommandError> {
        self.command(Command::Dial(
            self.said(account(&contact))?,
            Level::new(level),
        ))
    }

    /// Asks a contact for a secure chat: secure mode without a call. Accepts theirs if they asked first.
    ///
    /// # Errors
    /// [`CommandError::NoLevel`] at level 0, [`CommandError::NoContact`], [`CommandError::InCall`],
    /// [`CommandError::InSecureChat`] …
    pub fn ask_secure_chat(&self, contact: String, level: u8) -> Result<(), CommandError> {
        self.command(Command::AskSecureChat(
            self.said(account(&contact))?,
            Level::new(level),
        ))
    }

    /// Accepts the secure chat that somebody asks for.
    ///
    /// # Errors
    /// [`CommandError::NoSecureChat`], [`CommandError::InCall`].
    pub fn join_secure_chat(&self) -> Result<(), CommandError> {
        self.command(Command::JoinSecureChat)
    }

    /// Leaves the secure chat, which ends it for both; declines or takes back a request; or dismisses what the last one
    /// left to say.
    ///
    /// # Errors
    /// [`CommandError::NoSecureChat`].
    pub fn leave_secure_chat(&self) -> Result<(), CommandError> {
        self.command(Command::LeaveSecureChat)
    }

    /// Answers the call that rings here. While this phone still gets ready for its level the answer is kept and given as
    /// soon as it is; `IncomingView.answering` says so.
    ///
    /// # Errors
    /// [`CommandError::NotArmed`] where this phone cannot enforce the level, [`CommandError::NoCall`] …
    pub fn answer(&self) -> Result<(), CommandError> {
        self.command(Command::Answer)
    }

    /// The same for the call of this number (`SystemCall.number`), as from a notification: another one that came since is
    /// not answered.
    ///
    /// # Errors
    /// As `answer`; [`CommandError::NoCall`] where it is over.
    pub fn answer_numbered(&self, number: u64) -> Result<(), CommandError> {
        self.command(Command::AnswerNumbered(number))
    }

    /// Hangs up, cancels or declines the call of this number (`SystemCall.number`), as from a notification or the system's
    /// own buttons: another one that came since is left alone.
    ///
    /// # Errors
    /// [`CommandError::NoCall`] where it is over.
    pub fn hang_up_numbered(&self, number: u64) -> Result<(), CommandError> {
        self.command(Command::HangUpNumbered(number))
    }

    /// The system does not let the call of this number be (`SystemCall.number`), as during a call for help: it ends, and
    /// the screen says why. One that is over already is no matter.
    pub fn system_refused(&self, number: u64) {
        // a phone that has stopped has no call
        let _ = self.command(Command::SystemRefused(number));
    }

    /// The system gave sound to somebody else, as to a call of its own: a call is put on hold, and a Ding that is heard or
    /// recorded stops.
    pub fn interrupted(&self) {
        // a phone that has stopped has no sound
        let _ = self.command(Command::Interrupted);
    }

    /// Hangs up, cancels a call that was not answered yet, or declines one that rings here.
    ///
    /// # Errors
    /// [`CommandError::NoCall`].
    pub fn hang_up(&self) -> Result<(), CommandError> {
        self.command(Command::HangUp)
    }

    /// Mutes or unmutes the microphone.
    ///
    /// # Errors
    /// [`CommandError::NoCall`].
    pub fn mute(&self, on: bool) -> Result<(), CommandError> {
        self.command(Command::Mute(on))
    }

    /// Holds the call or takes it up again.
    ///
    /// # Errors
    /// [`CommandError::NoCall`].
    pub fn hold(&self, on: bool) -> Result<(), CommandError> {
        self.command(Command::Hold(on))
    }

    /// The start button of the secure screen: brings the call that there is to this level, up at once and down when the
    /// other person agrees, or calls `contact`.
    ///
    /// # Errors
    /// As `dial` and `ask`; [`CommandError::InCall`] with somebody else.
    pub fn start_secure(&self, contact: Option<String>, level: u8) -> Result<(), CommandError> {
        let other = contact.map(|contact| self.said(account(&contact)));
        self.command(Command::StartSecure(other.transpose()?, Level::new(level)))
    }

    /// Raises the call's level; on both phones.
    ///
    /// # Errors
    /// [`CommandError::SameLevel`], [`CommandError::NoCall`] …
    pub fn raise(&self, level: u8) -> Result<(), CommandError> {
        self.command(Command::Raise(Level::new(level)))
    }

    /// Asks the other person for a lower level, or to accept that operations are noticed and not prevented.
    ///
    /// # Errors
    /// [`CommandError::NoCall`] …
    pub fn ask(&self, level: u8, noticed: Vec<Operation>) -> Result<(), CommandError> {
        let noticed: Operations = noticed.into_iter().map(Into::into).collect();
        self.command(Command::Ask(Level::new(level), noticed))
    }

    /// Does what a remedy's button says.
    ///
    /// # Errors
    /// As `ask`.
    pub fn use_remedy(&self, remedy: Remedy) -> Result<(), CommandError> {
        self.ask(remedy.level, remedy.noticed)
    }

    /// Agrees to what the other person asked, as the screen showed it when the person tapped.
    ///
    /// # Errors
    /// [`CommandError::QuestionChanged`] where something else is asked by now, [`CommandError::Phase`] where nothing is,
    /// [`CommandError::NoCall`].
    pub fn agree(&self, question: Question) -> Result<(), CommandError> {
        let (level, noticed) = asked(question);
        self.command(Command::Agree(level, noticed))
    }

    /// Refuses what the other person asked.
    ///
    /// # Errors
    /// As `agree`.
    pub fn refuse(&self, question: Question) -> Result<(), CommandError> {
        let (level, noticed) = asked(question);
        self.command(Command::Refuse(level, noticed))
    }

    /// The gate in front of whatever secure mode may forbid: call it before doing it, and do it only where there is no
    /// error (S1.3). An attempt that was refused shows on both phones.
    ///
    /// # Errors
    /// [`CommandError::Forbidden`] says which level forbids it.
    pub fn try_operation(&self, operation: Operation) -> Result<(), CommandError> {
        self.command(Command::Use(operation.into()))
    }
}

impl Phone {
    pub(crate) fn command(&self, command: Command) -> Result<(), CommandError> {
        self.said(self.inner.command(command))
    }

    /// A refusal in the phone's language.
    pub(crate) fn said<T>(&self, result: Result<T, Core>) -> Result<T, CommandError> {
        result.map_err(|error| CommandError::of(&error, self.language()))
    }
}

/// The account that an id of the views names.
pub(crate) fn account(text: &str) -> Result<AccountId, Core> {
    let account = AccountId::try_from(bytes(text)?.as_slice());
    account.map_err(|_| Core::NotOnSotto)
}

/// The bytes of an id as the views write it.
fn bytes(text: &str) -> Result<Vec<u8>, Core> {
    let bytes = Private::new(Curtain::OPEN, text).bytes();
    bytes.ok_or(Core::NoContact)
}

fn asked(question: Question) -> (Level, Operations) {
    let noticed = question.noticed.into_iter().map(Into::into);
    (Level::new(question.level), noticed.collect())
}
