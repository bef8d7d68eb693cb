//! The screen of one chat: the bar with the eyeglasses, a page of messages, the composer (S1.1, S2.8).

use serde::Serialize;
use sotto_protocol::id::AccountId;

use super::contact::cannot_call;
use super::words::{chat as words, people};
use super::{Button, CallFacts, Eyeglasses, Phrase, Private, Text, Who, time};
use crate::chat::{ChatMessage, Delivery};
use crate::engine::{Engine, Moment};
use crate::post::PostFailure;
use crate::secure::Operations;

/// The screen of one chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChatView {
    /// The contact's id, in hexadecimal.
    pub id: Private,
    /// Goes back.
    pub back: Button,
    /// The name, "Someone", or "Secure call" and nothing else.
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// Calls them.
    pub call: Button,
    /// The eyeglasses, as the call with this person has them.
    pub eyeglasses: Eyeglasses,
    /// A tap on them: opens the secure screen.
    pub secure_screen: Button,
    /// The messages of the page, the oldest first.
    pub messages: Vec<MessageLine>,
    /// Said where there are none.
    pub empty: Option<Text>,
    /// Said while nothing that is written is kept.
    pub secure_note: Option<Text>,
    /// Said of someone who is no contact.
    pub stranger: Option<Text>,
    /// Makes a contact of them.
    pub accept: Button,
    /// What stands in the empty composer.
    pub hint: Text,
    /// Sends what was written.
    pub send: Button,
    /// Deletes all messages here.
    pub clear: Button,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageLine {
    /// Its key, in hexadecimal: what commands name.
    pub id: Private,
    /// Written on this phone.
    pub mine: bool,
    /// What it says.
    pub text: Private,
    /// How long ago it was written.
    pub ago: Text,
    /// When: master clock, ms since 1970.
    pub at: u64,
    /// How far one of mine came, in words; for one that failed the reason and what to do.
    pub tick: Option<Text>,
    /// It will not be sent any more.
    pub failed: bool,
    /// Gone when secure mode ends.
    pub secure: bool,
}

/// The chat with an account, with a page of its messages in any order; `None` where nobody of that account is known.
#[must_use]
pub fn chat(
    engine: &Engine,
    now: Moment,
    with: AccountId,
    page: &[ChatMessage],
) -> Option<ChatView> {
    let contact = engine.contact(with.as_bytes());
    let known = engine.chats().get(with);
    if contact.is_none() && known.is_none() {
        return None;
    }
    let curtain = engine.curtain();
    let call = engine.call().filter(|call| call.other() == with);
    let secure = engine.is_secure_chat(with);
    let facts = call.and_then(|_| CallFacts::of(engine, now));
    let who = Who::of(engine, with, Operations::NONE);
    let stranger = contact.is_none();
    // while people are hidden, what was written before could name them
    let mut messages: Vec<&ChatMessage> = page.iter().filter(|_| !curtain.is_drawn()).collect();
    if call.is_some() {
        messages.extend(engine.secure_chat());
    }
    messages.sort_by_key(|message| message.key);
    let cannot_write = if stranger {
        Some(words::ADD_FIRST.text())
    } else if contact.is_none_or(|contact| contact.card.is_none()) {
        Some(people::NOT_ON_SOTTO.text())
    } else if curtain.is_drawn() && call.is_none() {
        Some(people::PEOPLE_HIDDEN.text())
    } else if secure && !call.is_some_and(crate::call::Call::may_sound) {
        Some(words::NOT_READY.text())
    } else if !engine.is_joined() {
        Some(people::NOT_JOINED.text())
    } else {
        None
    };
    let cannot_call = match contact {
        Some(contact) => cannot_call(engine, contact),
        None => Some(words::ADD_FIRST.text()),
    };
    // in the call with them the secure screen says what is and what can be done
    let no_secure = cannot_call.clone().filter(|_| call.is_none());
    let master = engine.master(now);
    let lines: Vec<MessageLine> = messages.iter().map(|m| line(m, master)).collect();
    Some(ChatView {
        id: Private::hex(curtain, with.as_bytes()),
        back: Button::enabled(words::BACK.text()),
        title: who.title(),
        verified: who.mark(),
        call: Button::unless(words::CALL.text(), cannot_call),
        eyeglasses: facts.map_or_else(Eyeglasses::ordinary, |facts| Eyeglasses::of(&facts)),
        secure_screen: Button::unless(words::SECURE_SCREEN.text(), no_secure),
        empty: match curtain.is_drawn() && call.is_none() {
            true => Some(people::PEOPLE_HIDDEN.text()),
            false => lines.is_empty().then(|| words::EMPTY.text()),
        },
        messages: lines,
        secure_note: secure.then(|| words::SECURE_NOTE.text()),
        stranger: stranger.then(|| words::STRANGER.text()),
        accept: match stranger {
            true => Button::enabled(words::ACCEPT.text()),
            false => Button::absent(words::ACCEPT.text()),
        },
        hint: words::WRITE.text(),
        send: Button::unless(words::SEND.text(), cannot_write),
        clear: Button::enabled(words::CLEAR.text()),
    })
}

fn line(message: &ChatMessage, master: u64) -> MessageLine {
    let open = super::Curtain::OPEN;
    MessageLine {
        id: Private::hex(open, &message.key.to_bytes()),
        mine: message.key.outgoing,
        text: Private::new(open, message.text.as_str()),
        ago: time::ago(message.key.at, master),
        at: message.key.at,
        tick: tick(message.key.outgoing, message.delivery),
        failed: message.key.outgoing && matches!(message.delivery, Delivery::Failed(_)),
        secure: message.secure,
    }
}

/// How far a message came, if it is mine.
pub(super) fn tick(outgoing: bool, delivery: Delivery) -> Option<Text> {
    outgoing.then(|| tick_words(delivery).text())
}

fn tick_words(delivery: Delivery) -> Phrase {
    match delivery {
        Delivery::Queued => words::QUEUED,
        Delivery::Sent => words::SENT,
        Delivery::Delivered => words::DELIVERED,
        Delivery::Read => words::READ,
        Delivery::Failed(why) => match why {
            PostFailure::Expired => words::EXPIRED,
            PostFailure::CardWithdrawn => words::CARD_WITHDRAWN,
            PostFailure::WrongKeys => words::WRONG_KEYS,
            PostFailure::TooLarge => words::TOO_LARGE,
            PostFailure::Refused => words::REFUSED,
            PostFailure::NoContact => words::NO_CONTACT,
        },
    }
}
