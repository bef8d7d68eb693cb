//! What a notification may say (S1.5).

use sotto_core::view::{self, Language};

use super::Text;
use super::text::shown;
use crate::Phone;
use crate::commands::{account, ding_id};
use crate::language::{Show, Shown};

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
    /// What a tap opens: a contact's id, where that may be shown.
    pub opens: Option<String>,
}

#[uniffi::export]
impl Phone {
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
