//! What a notification may say (S1.5).

use sotto_core::view::{self, Language};

use super::Text;
use super::text::shown;
use crate::commands::{account, ding_id};
use crate::language::{Show, Shown};
use crate::{Event, Phone};

/// What a notification is about.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum NotificationAbout {
    /// The call that rings here.
    IncomingCall,
    /// The secure chat that somebody asks for here.
    SecureChat,
    /// The newest message of this chat.
    Message {
        /// The contact's id, from the event.
        contact: String,
    },
    /// A Ding that came.
    Ding {
        /// Its id.
        ding: String,
    },
    /// A call that nobody answered here.
    MissedCall {
        /// The contact's id.
        contact: String,
    },
}

/// A notification.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct NotificationView {
    /// What happened.
    pub title: Text,
    /// Who, where that may be shown.
    pub who: Option<Text>,
    /// What was written, where that may be shown.
    pub text: Option<String>,
    /// What a tap opens: a contact's id, where it may be known whom it is about.
    pub opens: Option<String>,
}

/// A notification as a shell posts it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct News {
    /// Two with the same are one: the newer replaces the older.
    pub id: String,
    /// What happened.
    pub title: Text,
    /// Who and what, where that may be shown.
    pub body: Option<Text>,
    /// It rings as a call does.
    pub rings: bool,
    /// The contact whose chat a tap opens; none: the list of chats.
    pub opens: Option<String>,
}

#[uniffi::export]
impl Phone {
    /// What is to be posted after an event; none where the person needs no notification of it. Calls are not among them:
    /// systems have a screen of their own for calls. `locked`: it is shown on the lock screen. `in_front`: the person
    /// looks at the app.
    #[must_use]
    pub fn news(&self, event: Event, locked: bool, in_front: bool) -> Option<News> {
        let event = event.core()?;
        self.show(|engine, _| view::news(engine, &event, locked, in_front))
    }

    /// Whether somebody is there whose calls or messages a notification could tell of: the permission for them is asked for
    /// then, and not before.
    #[must_use]
    pub fn notices_wanted(&self) -> bool {
        self.inner.look(|engine, _| view::notices_wanted(engine))
    }

    /// What a notification that was posted says now, by its `News.id`; none where it is no longer so and is to be taken back.
    #[must_use]
    pub fn still_news(&self, id: String, locked: bool) -> Option<News> {
        self.show(|engine, _| view::still_news(engine, &id, locked))
    }

    /// What this notification says; none where there is nothing to tell. `locked`: it is shown on the lock screen, which
    /// names nobody.
    #[must_use]
    pub fn notification_view(
        &self,
        about: NotificationAbout,
        locked: bool,
    ) -> Option<NotificationView> {
        let notice = match about {
            NotificationAbout::IncomingCall => view::Notice::IncomingCall,
            NotificationAbout::SecureChat => view::Notice::SecureChat,
            NotificationAbout::Message { contact } => {
                view::Notice::Message(account(&contact).ok()?)
            }
            NotificationAbout::Ding { ding } => view::Notice::Ding(ding_id(&ding).ok()?),
            NotificationAbout::MissedCall { contact } => {
                view::Notice::MissedCall(account(&contact).ok()?)
            }
        };
        let view = |engine: &_, _| view::notification(engine, notice, locked);
        self.show(view)
    }
}

impl Shown<view::News> for News {
    fn shown(news: view::News, language: Language) -> Self {
        Self {
            id: shown(&news.id),
            title: news.title.show(language),
            body: news.body.show(language),
            rings: news.rings,
            opens: news.opens.as_ref().map(shown),
        }
    }
}

impl Shown<view::NotificationView> for NotificationView {
    fn shown(view: view::NotificationView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            who: view.who.show(language),
            text: view.text.as_ref().map(shown),
            opens: view.opens.as_ref().map(shown),
        }
    }
}
