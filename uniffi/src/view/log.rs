//! The call log.

use sotto_core::view;

use super::text::shown;
use super::{Text, all};
use crate::Phone;

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
        self.show(view::call_log, all)
    }
}

impl From<view::LogLine> for LogLine {
    fn from(line: view::LogLine) -> Self {
        Self {
            title: line.title.into(),
            contact: line.contact.as_ref().map(shown),
            what: line.what.into(),
            ago: line.ago.into(),
            started: line.started,
            lasted: line.lasted.map(Into::into),
            reason: line.reason.into(),
        }
    }
}
