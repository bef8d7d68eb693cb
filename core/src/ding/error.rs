//! Why something about a Ding was not done.

use crate::secure::{Level, Operation};

/// Why something about a Ding was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DingError {
    /// No Ding of that id.
    #[error("there is no such Ding")]
    Unknown,
    /// Neither recorded nor typed.
    #[error("nothing was recorded: hold the button and speak, or type what is to be said")]
    Nothing,
    /// Recorded and typed.
    #[error("something was recorded and something typed: keep one of them")]
    Both,
    /// The text is too long.
    #[error("a Ding's text has at most {limit} letters", limit = super::TEXT)]
    TextTooLong,
    /// Nobody, or too many people.
    #[error("a Ding goes to between 1 and {limit} people", limit = super::PEOPLE)]
    People,
    /// How often it may be heard does not fit its level.
    #[error("a secure Ding must say how often it may be heard")]
    Plays,
    /// It would ring too often.
    #[error("a Ding rings again after a minute at the earliest and a day at the latest")]
    Repeat,
    /// Over already, or too late.
    #[error("a Ding is over after a minute at the earliest and 29 days at the latest")]
    Expiry,
    /// As many Dings are under way as the phone keeps.
    #[error("{limit} Dings are under way already: delete some first", limit = super::SENT)]
    TooMany,
    /// The post office takes nothing more.
    #[error("too much waits to be sent: connect this phone to its server first")]
    Full,
    /// It was heard as often as its sender allows.
    #[error("this Ding was heard as often as its sender allows")]
    HeardOut,
    /// Its time is over.
    #[error("this Ding has expired")]
    Expired,
    /// It was confirmed already.
    #[error("this Ding was confirmed already")]
    Confirmed,
    /// A call has the microphone and the earpiece.
    #[error("there is a call: end it first")]
    InCall,
    /// Another Ding is being heard.
    #[error("another Ding is being heard: stop it first")]
    Listening,
    /// Nothing is being heard.
    #[error("no Ding is being heard")]
    NotListening,
    /// Something is being recorded already, or nothing is.
    #[error("nothing is being recorded")]
    NotRecording,
    /// The phone cannot speak a text.
    #[error("this phone cannot speak a text, and a secure Ding is only heard, never shown")]
    NoVoice,
    /// The gate: secure mode forbids it.
    #[error("secure mode {level} forbids {what} while a Ding is heard", level = level.number(), what = operation.words())]
    Forbidden {
        /// What was tried.
        operation: Operation,
        /// The Ding's level.
        level: Level,
    },
    /// The codec would not start.
    #[error("the phone is short of memory: close other apps and try again")]
    Codec,
}
