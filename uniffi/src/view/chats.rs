//! The list of chats.

use sotto_core::view;

use super::text::shown;
use super::{Text, all};
use crate::Phone;

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
        self.show(view::chats, |view| ChatsView {
            lines: all(view.lines),
            empty: view.empty.map(Into::into),
            left: all(view.left),
        })
    }
}

impl From<view::ChatLine> for ChatLine {
    fn from(line: view::ChatLine) -> Self {
        Self {
            id: shown(&line.id),
            title: line.title.into(),
            verified: line.verified.map(Into::into),
            preview: line.preview.into(),
            tick: line.tick.map(Into::into),
            ago: line.ago.into(),
            unread: u64::try_from(line.unread).unwrap_or(u64::MAX),
            unread_words: line.unread_words.map(Into::into),
            stranger: line.stranger.map(Into::into),
            asks: line.asks.map(Into::into),
        }
    }
}
