//! The screen of one chat: the bar with the eyeglasses, a page of messages, the composer (S1.1, S2.8).

use serde::Serialize;
use sotto_protocol::id::AccountId;

use super::contact::{cannot_call, unreached};
use super::session::left_to_say;
use super::words::{chat as words, people, session as session_words};
use super::{
    Button, ButtonState, CallFacts, Eyeglasses, Phrase, Private, SessionView, Text, Who, time,
};
use crate::call::{Call, Phase};
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
    /// The call or secure chat with this person is in secure mode, and the whole screen is drawn so.
    pub secure: bool,
    /// The eyeglasses, as the call with this person has them.
    pub eyeglasses: Eyeglasses,
    /// A tap on them: opens the secure screen.
    pub secure_screen: Button,
    /// The messages of the page, the oldest first.
    pub messages: Vec<MessageLine>,
    /// Said where there are none.
    pub empty: Option<Text>,
    /// What is written now is kept. Sending says what the person saw of it.
    pub kept: bool,
    /// Said while nothing that is written is kept.
    pub secure_note: Option<Text>,
    /// The secure chat with them, asked for or going on; while it does not hold no message is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<SessionView>,
    /// What the last secure chat left to say; until `dismiss`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Text>,
    /// Takes note of that.
    #[serde(skip_serializing_if = "is_absent")]
    pub dismiss: Button,
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

/// [`ChatView::secure`] by itself, for a window that is dressed before the messages are there.
#[must_use]
pub fn chat_secure(engine: &Engine, with: AccountId) -> bool {
    let talk = engine.session().filter(|talk| !talk.is_request());
    let both = [talk, engine.call()].into_iter().flatten();
    let first = both.into_iter().find(|call| call.other() == with);
    first.is_some_and(|call| call.level().is_secure())
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
    let talk = engine.session().filter(|talk| talk.other() == with);
    let armed = talk.filter(|talk| !talk.is_request());
    let carrier = armed.or(call);
    let secure = engine.is_secure_chat(with);
    let session = talk.and_then(|_| CallFacts::of_session(engine, now));
    let facts = match armed {
        Some(_) => session.clone(),
        None => call.and_then(|_| CallFacts::of(engine, now)),
    };
    // what secure mode does not protect at this moment is not shown, and neither is what stands beside it
    let hides = armed.is_some_and(|talk| talk.phase() == Phase::Connected);
    let hides = hides && !armed.is_some_and(|talk| talk.may_text(now.at));
    let who = Who::of(engine, with, Operations::NONE);
    let stranger = contact.is_none();
    // while people are hidden, what was written before could name them
    let page = page.iter().filter(|_| !curtain.is_drawn() && !hides);
    let mut messages: Vec<&ChatMessage> = page.collect();
    if carrier.is_some_and(|carrier| carrier.may_text(now.at)) {
        messages.extend(engine.secure_chat());
    }
    messages.sort_by_key(|message| message.key);
    let cannot_write = if stranger {
        Some(words::ADD_FIRST.text())
    } else if let Some(why) = contact.and_then(|c| unreached(c, people::NOT_ON_SOTTO)) {
        Some(why)
    } else if curtain.is_drawn() && carrier.is_none() {
        Some(people::PEOPLE_HIDDEN.text())
    } else if !may_write(armed, call, secure, hides) {
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
    let no_secure = cannot_call.clone().filter(|_| carrier.is_none());
    let left = left_to_say(engine, Some(with));
    let master = engine.master(now);
    let lines: Vec<MessageLine> = messages.iter().map(|m| line(m, master)).collect();
    Some(ChatView {
        id: Private::hex(curtain, with.as_bytes()),
        back: Button::enabled(words::BACK.text()),
        title: match armed {
            Some(_) if who.is_hidden() => session_words::TITLE.text(),
            _ => who.title(),
        },
        verified: who.mark(),
        call: Button::unless(words::CALL.text(), cannot_call),
        secure: chat_secure(engine, with),
        eyeglasses: facts.map_or_else(Eyeglasses::ordinary, |facts| Eyeglasses::of(&facts)),
        secure_screen: Button::unless(words::SECURE_SCREEN.text(), no_secure),
        empty: match curtain.is_drawn() && carrier.is_none() {
            true => Some(people::PEOPLE_HIDDEN.text()),
            // the secure chat says why nothing is shown
            false => (lines.is_empty() && !hides).then(|| words::EMPTY.text()),
        },
        messages: lines,
        kept: !secure,
        secure_note: secure.then(|| words::SECURE_NOTE.text()),
        session: session.as_ref().map(SessionView::of),
        dismiss: match left.is_empty() {
            true => Button::absent(session_words::DISMISS.text()),
            false => Button::enabled(session_words::DISMISS.text()),
        },
        left,
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

/// Whether what is written is taken: over a call once it holds, in a secure chat once both want it (it waits while it does
/// not hold), at a level that keeps messages while it holds.
fn may_write(armed: Option<&Call>, call: Option<&Call>, secure: bool, hides: bool) -> bool {
    match armed {
        Some(talk) if secure => talk.phase() == Phase::Connected,
        Some(_) => !hides,
        None => !secure || call.is_some_and(Call::may_sound),
    }
}

fn is_absent(button: &Button) -> bool {
    button.state == ButtonState::Absent
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
