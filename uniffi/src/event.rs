//! Events: what a shell awaits, instead of being called back.

use std::sync::Weak;

use sotto_core::engine;
use sotto_core::view::{self, Curtain, Language, Private};
use tokio::sync::{Mutex, watch};

use crate::OpenError;
use crate::language::{Show, Shown};
use crate::view::{EndReason, shown};

/// News for the screen. It names nobody: the views do, where they may. After each, what is on the screen is read anew.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Event {
    /// The account exists.
    Joined,
    /// It could not be made.
    JoinFailed {
        /// Why, and what to do.
        problem: Notice,
    },
    /// Signed in and reachable, or not.
    Online {
        /// Which of the two.
        online: bool,
    },
    /// A call rings here: show it as the system shows calls, with `Phone.incomingView`.
    Incoming,
    /// What the call's screen shows has changed.
    CallChanged,
    /// The call's media path stands.
    PathReady,
    /// The call is over.
    Ended {
        /// Why.
        reason: EndReason,
    },
    /// Somebody asks for a secure chat: show `NotificationAbout.SecureChat` and the chat; nothing rings.
    SecureChatAsked,
    /// What is shown of the secure chat has changed: `Phone.sessionView`, and the chat.
    SecureChatChanged,
    /// The secure chat is over, and nothing of it is left.
    SecureChatEnded {
        /// Why.
        reason: EndReason,
    },
    /// The app stopped in secure mode and started again: everything is allowed again; the chats say so.
    SecureModeCutOff,
    /// Contacts have changed.
    ContactsChanged,
    /// The call log has a new row.
    CallLogged,
    /// What was scanned or pasted was taken.
    Scanned {
        /// The id of the contact that it led to; empty where people are hidden.
        contact: String,
    },
    /// A message came.
    MessageCame {
        /// The contact's id; empty where people are hidden.
        contact: String,
    },
    /// Something else of a chat has changed.
    ChatChanged {
        /// The contact's id; empty where people are hidden.
        contact: String,
    },
    /// Levels, rules or policies have changed.
    LevelsChanged,
    /// My card has changed.
    CardChanged,
    /// A Ding is on its way.
    DingSent {
        /// Its id.
        ding: String,
    },
    /// A Ding rings here, for the first time or again.
    DingRings,
    /// What lists and screens of Dings show has changed.
    DingsChanged,
    /// The preset gesture was made: open the secure screen with this level chosen (S1.1).
    GestureRecognised {
        /// The level.
        level: u8,
    },
    /// What the screen for teaching a gesture shows has changed.
    GestureChanged,
    /// Whether this phone is woken has changed: `Phone.pushView`.
    PushChanged,
    /// What waited on the server when the phone was woken has come.
    CaughtUp,
    /// Something went wrong that no command can report.
    Problem {
        /// What, and what to do.
        problem: Notice,
    },
    /// The phone has stopped: it was closed, or its data could not be stored. Nothing follows.
    Stopped {
        /// Why.
        problem: Notice,
    },
    /// News that this version of the bindings has no name for; views may have changed.
    Other,
}

/// Something to tell a person.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Notice {
    /// Names it in the catalogue of a language; never changes once released.
    pub key: String,
    /// What happened and what to do, in the phone's language.
    pub words: String,
}

impl Shown<engine::Problem> for Notice {
    fn shown(problem: engine::Problem, language: Language) -> Self {
        Self::of(&view::problem(problem), language)
    }
}

impl Notice {
    fn of(text: &view::Text, language: Language) -> Self {
        Self {
            key: text.key.to_owned(),
            words: text.in_language(language),
        }
    }
}

impl Event {
    /// The core's event again, for those that notifications are made of.
    pub(crate) fn core(self) -> Option<engine::Event> {
        Some(match self {
            Self::MessageCame { contact } => {
                engine::Event::MessageCame(Private::new(Curtain::OPEN, contact))
            }
            Self::SecureChatAsked => engine::Event::SecureChatAsked,
            Self::DingRings => engine::Event::DingRings,
            Self::CallLogged => engine::Event::CallLogged,
            _ => return None,
        })
    }
}

impl Shown<engine::Event> for Event {
    fn shown(event: engine::Event, language: Language) -> Self {
        use engine::Event as E;
        match event {
            E::Joined => Self::Joined,
            E::JoinFailed(problem) => Self::JoinFailed {
                problem: problem.show(language),
            },
            E::Online(online) => Self::Online { online },
            E::Incoming => Self::Incoming,
            E::CallChanged => Self::CallChanged,
            E::PathReady => Self::PathReady,
            E::Ended(reason) => Self::Ended {
                reason: reason.into(),
            },
            E::SecureChatAsked => Self::SecureChatAsked,
            E::SecureChatChanged => Self::SecureChatChanged,
            E::SecureChatEnded(reason) => Self::SecureChatEnded {
                reason: reason.into(),
            },
            E::SecureModeCutOff => Self::SecureModeCutOff,
            E::ContactsChanged => Self::ContactsChanged,
            E::CallLogged => Self::CallLogged,
            E::Scanned(id) => Self::Scanned {
                contact: shown(&id),
            },
            E::MessageCame(id) => Self::MessageCame {
                contact: shown(&id),
            },
            E::ChatChanged(id) => Self::ChatChanged {
                contact: shown(&id),
            },
            E::DingSent(id) => Self::DingSent {
                ding: shown(&Private::hex(Curtain::OPEN, id.as_bytes())),
            },
            E::DingRings => Self::DingRings,
            E::DingsChanged => Self::DingsChanged,
            E::GestureRecognised(_, level) => Self::GestureRecognised {
                level: level.number(),
            },
            E::GestureChanged => Self::GestureChanged,
            E::PushChanged => Self::PushChanged,
            E::CaughtUp => Self::CaughtUp,
            E::LevelsChanged => Self::LevelsChanged,
            E::CardChanged => Self::CardChanged,
            E::Problem(problem) => Self::Problem {
                problem: problem.show(language),
            },
            _ => Self::Other,
        }
    }
}

/// Events of a phone in order, and the handle that ends waiting for them: in Swift, cancelling a task does not.
#[derive(uniffi::Object)]
pub struct Events {
    events: Mutex<Option<sotto_phone::Events>>,
    /// Whose language is spoken.
    phone: Weak<sotto_phone::Phone>,
    cancelled: watch::Sender<bool>,
}

impl Events {
    pub(crate) fn new(events: sotto_phone::Events, phone: Weak<sotto_phone::Phone>) -> Self {
        Self {
            events: Mutex::new(Some(events)),
            phone,
            cancelled: watch::Sender::new(false),
        }
    }

    fn language(&self) -> Language {
        let phone = self.phone.upgrade();
        phone.map_or_else(Language::default, |phone| {
            phone.look(|engine, _| engine.language())
        })
    }
}

#[uniffi::export]
impl Events {
    /// Waits for the next event. None: waiting was cancelled, or the phone has stopped and said so already. A listener
    /// that is more than a thousand events behind misses the oldest; views are whole all the same.
    pub async fn next(&self) -> Option<Event> {
        let mut cancelled = self.cancelled.subscribe();
        let waiting = async {
            let mut events = self.events.lock().await;
            let next = events.as_mut()?.next().await;
            let language = self.language();
            Some(match next {
                Ok(event) => event.show(language),
                Err(error) => {
                    *events = None;
                    Event::Stopped {
                        problem: OpenError::notice(&error, language),
                    }
                }
            })
        };
        tokio::select! {
            biased;
            _ = cancelled.wait_for(|cancelled| *cancelled) => None,
            event = waiting => event,
        }
    }

    /// Ends waiting, now and for ever: `next` gives none from here on. From any thread.
    pub fn cancel(&self) {
        self.cancelled.send_replace(true);
    }
}
