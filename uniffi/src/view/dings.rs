//! All Dings: those that came and those that were sent.

use sotto_core::view;

use super::{IncomingDingView, SentDingView, all};
use crate::Phone;

/// One Ding.
// records cross to the shell by value
#[allow(clippy::large_enum_variant)]
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
pub enum DingLine {
    /// It came.
    Received {
        /// Its screen.
        view: IncomingDingView,
    },
    /// It was sent.
    Sent {
        /// Its screen.
        view: SentDingView,
    },
}

#[uniffi::export]
impl Phone {
    /// All Dings, newest first.
    #[must_use]
    pub fn dings_view(&self) -> Vec<DingLine> {
        self.show(view::dings, |view| all(view.lines))
    }
}

impl From<view::DingLine> for DingLine {
    fn from(line: view::DingLine) -> Self {
        match line {
            view::DingLine::Received(view) => Self::Received {
                view: (*view).into(),
            },
            view::DingLine::Sent(view) => Self::Sent {
                view: (*view).into(),
            },
        }
    }
}
