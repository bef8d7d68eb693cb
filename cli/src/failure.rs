//! What went wrong and what to do about it.

use sotto_core::call::CallError;
use sotto_core::engine::CommandError;
use sotto_phone::PhoneError;

/// The process's exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Failed = 1,
    Usage = 2,
    NotAnswered = 3,
    SecureRefused = 4,
}

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// What happened and what to do, in whole sentences.
    pub(crate) words: String,
}

impl Failure {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self::with(Exit::Failed, words)
    }

    pub(crate) fn with(exit: Exit, words: impl Into<String>) -> Self {
        let words = words.into();
        Self { exit, words }
    }

    /// From an error that is a sentence but for its capital and full stop.
    pub(crate) fn of(exit: Exit, error: &impl std::fmt::Display) -> Self {
        Self::with(exit, sentence(error))
    }
}

/// With a capital in front and a full stop behind.
pub(crate) fn sentence(error: &impl std::fmt::Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let mut sentence: String = letters
        .next()
        .map(|first| first.to_uppercase().collect())
        .unwrap_or_default();
    sentence.push_str(letters.as_str());
    if !sentence.ends_with(['.', '…', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

impl From<PhoneError> for Failure {
    fn from(error: PhoneError) -> Self {
        Self::of(Exit::Failed, &error)
    }
}

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        let exit = match error {
            CommandError::Call(CallError::NotArmed(_) | CallError::Forbidden { .. }) => {
                Exit::SecureRefused
            }
            _ => Exit::Failed,
        };
        let mut failure = Self::of(exit, &error);
        if error == CommandError::NotJoined {
            failure.words = NOT_JOINED.to_owned();
        }
        failure
    }
}

impl From<sotto_phone::sound::SoundError> for Failure {
    fn from(error: sotto_phone::sound::SoundError) -> Self {
        Self::of(Exit::Failed, &error)
    }
}

/// A phone without an account.
pub(crate) const NOT_JOINED: &str = "This phone has not joined a server yet. Ask whoever runs a server for a join \
                                     link, then: sotto join LINK";
