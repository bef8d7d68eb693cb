//! What a notification may say, on the open phone and on its lock screen (S1.5). The lock screen names nobody, ever; a
//! level that hides people hides them here too.

use serde::Serialize;
use sotto_protocol::id::{AccountId, DingId};

use super::words::chat as words;
use super::words::session;
use super::{Private, Text, Who};
use crate::engine::{Engine, Event};
use crate::secure::{Operation, Operations};

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// The call that rings here.
    IncomingCall,
    /// The secure chat that somebody asks for here.
    SecureChat,
    /// The newest message of this chat.
    Message(AccountId),
    /// A call that nobody answered here.
    MissedCall(AccountId),
    /// A Ding that came.
    Ding(DingId),
}

/// A notification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotificationView {
    /// What happened.
    pub title: Text,
    /// Who, where that may be shown.
    pub who: Option<Text>,
    /// What was written, where that may be shown.
    pub text: Option<Private>,
    /// What a tap opens: a contact's id, where it may be known whom it is about.
    pub opens: Option<Private>,
}

/// A notification as a shell posts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct News {
    /// Two with the same are one: the newer replaces the older.
    pub id: Private,
    /// What happened.
    pub title: Text,
    /// Who and what, where that may be shown.
    pub body: Option<Text>,
    /// It rings as a call does.
    pub rings: bool,
    /// The contact whose chat a tap opens; none: the list of chats.
    pub opens: Option<Private>,
}

/// Whether somebody is there whose calls or messages a notification could tell of: a shell asks for the permission then, and
/// not before.
#[must_use]
pub fn notices_wanted(engine: &Engine) -> bool {
    engine.contacts().next().is_some()
}

/// What is to be posted after an event; `None` where the person needs no notification of it. Calls are not among them:
/// systems have a screen of their own for calls. `in_front`: the person looks at the app.
#[must_use]
pub fn news(engine: &Engine, event: &Event, locked: bool, in_front: bool) -> Option<News> {
    let account = |id: &Private| AccountId::try_from(id.bytes()?.as_slice()).ok();
    let notice = match event {
        _ if in_front => return None,
        Event::MessageCame(contact) => Notice::Message(account(contact)?),
        Event::SecureChatAsked => Notice::SecureChat,
        Event::DingRings => Notice::Ding(engine.dings().rang_last()?),
        Event::CallLogged => Notice::MissedCall(engine.call_log().last()?.other?),
        _ => return None,
    };
    posted(engine, notice, locked)
}

/// What a notification that was posted says now, by its [`News::id`]; `None` where it is no longer so: the message was read,
/// the Ding was heard, confirmed or taken back, the question was answered.
#[must_use]
pub fn still_news(engine: &Engine, id: &str, locked: bool) -> Option<News> {
    let (kind, whose) = id.split_once('-')?;
    let bytes = Private::new(super::Curtain::OPEN, whose).bytes()?;
    let account = || AccountId::try_from(bytes.as_slice()).ok();
    // while people are hidden it says of nobody in particular that there is one
    let nobody = bytes.is_empty() && engine.curtain().is_drawn();
    let mut unread = engine.chats().iter().filter(|(_, chat)| chat.unread() > 0);
    let notice = match kind {
        MESSAGE if nobody => Notice::Message(unread.next()?.0),
        CALL if nobody => Notice::MissedCall(engine.call_log().last()?.other?),
        MESSAGE => Notice::Message(account()?),
        CALL => Notice::MissedCall(account()?),
        DING => Notice::Ding(DingId::try_from(bytes.as_slice()).ok()?),
        SECURE => Notice::SecureChat,
        _ => return None,
    };
    let stands = match notice {
        Notice::Message(other) => {
            let chat = engine.chats().get(other);
            chat.is_some_and(|chat| chat.unread() > 0)
        }
        Notice::Ding(ding) => {
            let ding = engine.dings().received_by(ding);
            ding.is_some_and(|ding| !ding.is_settled())
        }
        _ => true,
    };
    let now = posted(engine, notice, locked).filter(|_| stands)?;
    // a level that hides people takes back what says whose it is
    (now.id.as_str() == id).then_some(now)
}

const MESSAGE: &str = "message";
const CALL: &str = "call";
const DING: &str = "ding";
const SECURE: &str = "secure";

fn posted(engine: &Engine, notice: Notice, locked: bool) -> Option<News> {
    let view = notification(engine, notice, locked)?;
    let body = match (view.who, view.text) {
        (Some(who), Some(text)) => {
            let said = words::NOTICE_SAID.text().with_text("who", who);
            Some(said.with("text", text.as_str()))
        }
        (who, _) => who,
    };
    let (kind, id) = match notice {
        Notice::Message(other) => (MESSAGE, other.as_bytes().to_vec()),
        Notice::MissedCall(other) => (CALL, other.as_bytes().to_vec()),
        Notice::Ding(ding) => (DING, ding.as_bytes().to_vec()),
        Notice::IncomingCall | Notice::SecureChat => (SECURE, Vec::new()),
    };
    // the system keeps it: no name is in it, and whose it is only where that may be known
    let hidden = engine.curtain().is_drawn() && !matches!(notice, Notice::Ding(_));
    let id = match hidden {
        true => Vec::new(),
        false => id,
    };
    let id = Private::hex(super::Curtain::OPEN, &id);
    Some(News {
        id: Private::new(super::Curtain::OPEN, format!("{kind}-{}", id.as_str())),
        title: view.title,
        body,
        rings: matches!(notice, Notice::Ding(_)),
        // a Ding that rings lies in front by itself
        opens: view.opens.filter(|_| !matches!(notice, Notice::Ding(_))),
    })
}

/// What this notification says; `None` where there is nothing to tell. `locked`: it is shown on the lock screen.
#[must_use]
pub fn notification(engine: &Engine, notice: Notice, locked: bool) -> Option<NotificationView> {
    let mut curtain = engine.curtain();
    let (title, other, text) = match notice {
        Notice::Ding(id) => {
            let ding = engine.dings().received_by(id)?;
            let (secure, level) = (ding.level().is_secure(), ding.level());
            // before it is heard too: its level hides who sent it
            if engine
                .levels()
                .forbidden(level)
                .contains(Operation::Identity)
            {
                curtain = curtain.or(super::Curtain::DRAWN);
            }
            let title = if secure {
                words::NOTICE_SECURE_DING
            } else {
                words::NOTICE_DING
            };
            (title, ding.from(), None)
        }
        Notice::IncomingCall => {
            let call = engine.call()?;
            let secure = call.level().is_secure();
            let title = if secure {
                words::NOTICE_SECURE_CALL
            } else {
                words::NOTICE_CALL
            };
            (title, call.other(), None)
        }
        Notice::SecureChat => {
            let talk = engine.session().filter(|talk| talk.is_request())?;
            // before it is accepted too: its level hides who asks
            let forbidden = engine.levels().forbidden(talk.level());
            if forbidden.contains(Operation::Identity) {
                curtain = curtain.or(super::Curtain::DRAWN);
            }
            (session::NOTICE, talk.other(), None)
        }
        Notice::Message(other) => {
            // what is written in secure mode is in no notification
            let kept = !engine.is_secure_chat(other);
            let chat = engine.chats().get(other).filter(|_| kept);
            let last = chat.and_then(|chat| chat.last());
            let last = last.filter(|last| !last.key.outgoing);
            (words::NOTICE_MESSAGE, other, last.map(|last| &last.preview))
        }
        Notice::MissedCall(other) => {
            let log = engine.call_log();
            let newest = log.iter().rev().find(|row| row.other == Some(other));
            newest.filter(|row| row.was_missed())?;
            (words::NOTICE_MISSED, other, None)
        }
    };
    let mut view = NotificationView {
        title: title.text(),
        who: None,
        text: None,
        opens: None,
    };
    if curtain.is_drawn() {
        return Some(view);
    }
    let who = Who::of(engine, other, Operations::NONE);
    // a tap asks for the owner first, and names nobody
    view.opens = who.contact().cloned();
    if locked {
        return Some(view);
    }
    view.text = text.map(|text| Private::new(curtain, text.as_str()));
    view.who = Some(who.title());
    Some(view)
}
