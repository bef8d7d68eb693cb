//! The list of chats, the newest first.

use serde::Serialize;
use sotto_protocol::id::AccountId;

use super::chat::tick;
use super::session::left_to_say;
use super::words::{chat as words, people, session};
use super::{Button, Private, Text, Who, time};
use crate::call::Call;
use crate::chat::Conversation;
use crate::engine::{Engine, Moment};
use crate::secure::Operations;

/// The list of chats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChatsView {
    /// The chats, the newest first.
    pub lines: Vec<ChatLine>,
    /// Said where there is none, or none is shown.
    pub empty: Option<Text>,
    /// What the last secure chat left to say where it named nobody, or that the app stopped in secure mode.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Text>,
    /// Takes note of that; absent where nothing is left to say.
    pub dismiss: Button,
}

/// One chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChatLine {
    /// The contact's id, in hexadecimal.
    pub id: Private,
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
    pub unread: usize,
    /// The same in words, where there are any.
    pub unread_words: Option<Text>,
    /// Said of someone who is no contact.
    pub stranger: Option<Text>,
    /// Said where they ask for a secure chat.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asks: Option<Text>,
}

/// The list of chats at a moment. It reads no messages.
#[must_use]
pub fn chats(engine: &Engine, now: Moment) -> ChatsView {
    let hidden = engine.curtain().is_drawn();
    let known = engine.chats().iter().filter(|_| !hidden);
    let mut known: Vec<_> = known.filter(|(_, chat)| chat.last().is_some()).collect();
    known.sort_by_key(|(other, chat)| {
        let newest = chat.last().map(|last| last.key);
        (std::cmp::Reverse(newest), *other)
    });
    let master = engine.master(now);
    let mut lines: Vec<ChatLine> = known
        .into_iter()
        .filter_map(|(other, chat)| line(engine, other, chat, master))
        .collect();
    // whoever asks for a secure chat is found here, also where nothing was ever written
    let asks = engine.session().filter(|talk| talk.is_request() && !hidden);
    if let Some(talk) = asks.filter(|_| lines.iter().all(|line| line.asks.is_none())) {
        lines.insert(0, asking(engine, talk, master));
    }
    let left = left_to_say(engine, None);
    ChatsView {
        dismiss: match left.is_empty() {
            true => Button::absent(session::DISMISS.text()),
            false => Button::enabled(session::DISMISS.text()),
        },
        left,
        empty: match hidden {
            true => Some(people::PEOPLE_HIDDEN.text()),
            false => lines.is_empty().then(|| words::NOBODY.text()),
        },
        lines,
    }
}

fn asking(engine: &Engine, talk: &Call, master: u64) -> ChatLine {
    let who = Who::of(engine, talk.other(), Operations::NONE);
    let words = session::ASKED.with("level", talk.level().number());
    ChatLine {
        id: Private::hex(engine.curtain(), talk.other().as_bytes()),
        title: who.title(),
        verified: who.mark(),
        preview: words.clone(),
        tick: None,
        ago: time::ago(talk.made_at(), master),
        unread: 0,
        unread_words: None,
        stranger: None,
        asks: Some(words),
    }
}

fn line(engine: &Engine, other: AccountId, chat: &Conversation, master: u64) -> Option<ChatLine> {
    let last = chat.last()?;
    let who = Who::of(engine, other, Operations::NONE);
    let preview = match last.preview.as_str() {
        "" => words::DELETED.text(),
        text if last.key.outgoing => words::YOU.with("text", text),
        text => people::NAMED.with("name", text),
    };
    let unread = chat.unread();
    Some(ChatLine {
        id: Private::hex(engine.curtain(), other.as_bytes()),
        title: who.title(),
        verified: who.mark(),
        preview,
        tick: tick(last.key.outgoing, last.delivery),
        ago: time::ago(last.key.at, master),
        unread,
        unread_words: (unread > 0).then(|| words::UNREAD.with("count", unread)),
        stranger: who.is_stranger().then(|| words::STRANGER.text()),
        asks: engine
            .session()
            .filter(|talk| talk.is_request() && talk.other() == other)
            .map(|talk| session::ASKED.with("level", talk.level().number())),
    })
}
