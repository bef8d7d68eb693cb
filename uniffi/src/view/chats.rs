//! The list of chats.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// The list of chats.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChatsView {
    /// The chats, the newest first.
    pub lines: Vec<ChatLine>,
    /// Said where there is none, or none is shown.
    pub empty: Option<Text>,
    /// What the last secure chat left to say where it named nobody, or that the app stopped in secure mode; until
    /// `Phone.leaveSecureChat`.
    pub left: Vec<Text>,
    /// Takes note of that: `Phone.leaveSecureChat`.
    pub dismiss: Button,
}

/// One chat.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChatLine {
    /// The contact's id, for commands.
    pub id: String,
    /// Who.
    pub title: Text,
    /// The mark of a card that was scanned.
    pub verified: Option<Text>,
    /// The beginning of the newest message.
    pub preview: Text,
    /// How far it came, if it is mine.
    pub tick: Option<Text>,
    /// How long ago it was written.
    pub ago: Text,
    /// How many were not read.
    pub unread: u64,
    /// The same in words, where there are any.
    pub unread_words: Option<Text>,
    /// Said of someone who is no contact.
    pub stranger: Option<Text>,
    /// Said where they ask for a secure chat.
    pub asks: Option<Text>,
}

#[uniffi::export]
impl Phone {
    /// The list of chats. It reads no messages.
    #[must_use]
    pub fn chats_view(&self) -> ChatsView {
        self.show(view::chats)
    }
}

impl Shown<view::ChatsView> for ChatsView {
    fn shown(view: view::ChatsView, language: Language) -> Self {
        Self {
            lines: view.lines.show(language),
            empty: view.empty.show(language),
            left: view.left.show(language),
            dismiss: view.dismiss.show(language),
        }
    }
}

impl Shown<view::ChatLine> for ChatLine {
    fn shown(line: view::ChatLine, language: Language) -> Self {
        Self {
            id: shown(&line.id),
            title: line.title.show(language),
            verified: line.verified.show(language),
            preview: line.preview.show(language),
            tick: line.tick.show(language),
            ago: line.ago.show(language),
            unread: u64::try_from(line.unread).unwrap_or(u64::MAX),
            unread_words: line.unread_words.show(language),
            stranger: line.stranger.show(language),
            asks: line.asks.show(language),
        }
    }
}
