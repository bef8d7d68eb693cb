//! The call log.

use sotto_core::view::{self, Language};

use super::Text;
use super::text::shown;
use crate::Phone;
use crate::language::{Show, Shown};

/// One call of the log. Calls at a level that forbids call logs never got a row.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct LogLine {
    /// Who.
    pub title: Text,
    /// The contact's id, where there is one.
    pub contact: Option<String>,
    /// Made, received or missed.
    pub what: Text,
    /// How long ago it began.
    pub ago: Text,
    /// When it began: the server's clock, ms since 1970.
    pub started: u64,
    /// How long sound flowed, where it did.
    pub lasted: Option<Text>,
    /// Why it ended.
    pub reason: Text,
}

#[uniffi::export]
impl Phone {
    /// The call log, newest first.
    #[must_use]
    pub fn call_log(&self) -> Vec<LogLine> {
        self.show(view::call_log)
    }
}

impl Shown<view::LogLine> for LogLine {
    fn shown(line: view::LogLine, language: Language) -> Self {
        Self {
            title: line.title.show(language),
            contact: line.contact.as_ref().map(shown),
            what: line.what.show(language),
            ago: line.ago.show(language),
            started: line.started,
            lasted: line.lasted.show(language),
            reason: line.reason.show(language),
        }
    }
}
