//! Why a command did nothing.

use super::problem::LevelUse;
use super::push::PushError;
use crate::call::CallError;
use crate::chat::TextError;
use crate::contact::card::CardError;
use crate::contact::identifier::IdentifierError;
use crate::post::PostError;
use crate::secure::policy::PolicyError;
use crate::secure::{Level, LevelsError};

/// Why a command did nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The phone has stopped.
    #[error("this phone has stopped: open it again")]
    Stopped,
    /// Not joined.
    #[error("this phone has not joined a server yet: join with a link first")]
    NotJoined,
    /// Joined already.
    #[error("this phone has joined a server already")]
    AlreadyJoined,
    /// A card or link cannot be used.
    #[error(transparent)]
    Card(#[from] CardError),
    /// What was scanned is nothing to call.
    #[error(transparent)]
    Scan(#[from] IdentifierError),
    /// Not for calling; nothing was opened.
    #[error("this code is {what}: nothing was opened")]
    Foreign {
        /// What it is, in words.
        what: &'static str,
    },
    /// A card for another server.
    #[error(
        "this card is for the server {theirs}; this phone is on {mine}, and servers do not connect calls to each other yet"
    )]
    OtherServer {
        /// The card's server.
        theirs: String,
        /// This phone's.
        mine: String,
    },
    /// My own card.
    #[error("this is your own card")]
    OwnCard,
    /// Nobody of that id.
    #[error("there is no such contact")]
    NoContact,
    /// The person of this phone blocked the contact.
    #[error("you blocked this contact: unblock them first")]
    Blocked,
    /// The contact has no Sotto account.
    #[error("this contact is not on Sotto")]
    NotOnSotto,
    /// In a call already.
    #[error("there is a call already")]
    InCall,
    /// In a secure chat.
    #[error("there is a secure chat: leave it first")]
    InSecureChat,
    /// No secure chat is asked for or going on.
    #[error("there is no secure chat")]
    NoSecureChat,
    /// There is no call.
    #[error("there is no call")]
    NoCall,
    /// A policy is not taken.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// Levels are not taken.
    #[error(transparent)]
    Levels(#[from] LevelsError),
    /// A rule makes no sense.
    #[error("a rule names a place or time that there is not")]
    Rule,
    /// Too many rules.
    #[error("at most {limit} rules can be kept")]
    TooManyRules {
        /// That many.
        limit: usize,
    },
    /// A level that is not defined.
    #[error("there is no such level: define it first")]
    NoLevel,
    /// A level that something still uses is to go.
    #[error("level {number} is still used by {by}: choose another level there first", number = .level.number())]
    LevelInUse {
        /// Which level.
        level: Level,
        /// What uses it.
        by: LevelUse,
    },
    /// A level with others above it is to go.
    #[error("only the highest of your levels can be deleted: delete level {number} first", number = .0.number())]
    LevelsAbove(Level),
    /// A rule that there is not.
    #[error("there is no such rule")]
    NoRule,
    /// Not a message.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Nothing more is taken to be sent.
    #[error(transparent)]
    Post(#[from] PostError),
    /// The chat is kept now and was not when the person wrote, or the other way round.
    #[error(
        "secure mode has begun or ended in this chat: look whether you still want to send this"
    )]
    ChatChanged,
    /// Something about a Ding.
    #[error(transparent)]
    Ding(#[from] crate::ding::DingError),
    /// A gesture opens the secure screen at a level that this phone knows.
    #[error("a gesture needs a secure level that this phone knows: choose one")]
    GestureLevel,
    /// No gesture was taught.
    #[error("no gesture was taught")]
    NoGesture,
    /// Nowhere to be woken.
    #[error(transparent)]
    Push(#[from] PushError),
    /// The call does not allow it.
    #[error(transparent)]
    Call(#[from] CallError),
}
