//! All Dings: those that came and those that were sent.

use sotto_core::view::{self, Language};

use super::{IncomingDingView, SentDingView};
use crate::Phone;
use crate::language::{Show, Shown};

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
        self.show(|engine, now| view::dings(engine, now).lines)
    }
}

impl Shown<view::DingLine> for DingLine {
    fn shown(line: view::DingLine, language: Language) -> Self {
        match line {
            view::DingLine::Received(view) => Self::Received {
                view: (*view).show(language),
            },
            view::DingLine::Sent(view) => Self::Sent {
                view: (*view).show(language),
            },
        }
    }
}
