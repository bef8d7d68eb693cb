//! View models: what each screen shows, as plain data with every button's state and reason. A shell only draws them,
//! and the terminal prints them.
//!
//! Pure functions of an [`crate::engine::Engine`] and a moment; nothing here changes anything, and nothing here decides
//! what is allowed: that is the guard's. Who is at the other end of a call comes through [`Who`] alone, so that a level
//! that hides people hides them on every screen of the call.

mod because;
mod button;
mod call;
mod chat;
mod chats;
mod columns;
mod conference;
mod contact;
mod contacts;
mod controls;
mod ding;
mod duties;
mod ended;
mod eyeglasses;
mod facts;
mod first_run;
mod front;
mod gesture;
mod incoming;
mod language;
mod log;
mod my_card;
mod notices;
mod notification;
mod organisations;
mod push;
mod quality;
mod refusal;
mod remedy;
mod rule_draft;
mod rules;
mod safety;
mod scanner;
mod secure;
mod secure_settings;
mod session;
mod settings;
mod shell;
mod text;
mod time;
mod who;
mod words;

pub use crate::private::{Curtain, Private};
pub use because::{DialView, dial};
pub use button::{Button, ButtonState};
pub use call::{CallScreen, CallState, CallView, call};
pub use chat::{ChatView, MessageLine, chat, chat_secure};
pub use chats::{ChatLine, ChatsView, chats};
pub use columns::{Mark, OperationRow, SecureColumns, Tone};
pub use conference::{CameraView, ConferenceView, ParticipantRow, TermsQuestion};
pub use contact::{ContactView, IdentifierRow, SecureCall, contact};
pub use contacts::{ContactLine, ContactsView, LastCall, contacts};
pub use controls::Controls;
pub use ding::{
    ComposeView, DingChoice, DingLine, DingPart, DingPerson, DingTo, DingsView, IncomingDingView,
    RecordingView, Reminder, SentDingView, compose_ding, ding_of, dings, incoming_ding, new_ding,
    sent_ding,
};
pub use duties::{Duties, Rings, Service, Surroundings, SystemCall, SystemCallState, duties};
pub use ended::{EndedView, SystemEnd};
pub use eyeglasses::{Eyeglasses, Look};
pub use facts::CallFacts;
pub use first_run::{CardPage, FirstRunView, JoinPage, LevelPage, NamePage, first_run};
pub use front::{Front, front, front_over_lock};
pub use gesture::{GestureView, TeachingView, gesture, gesture_for};
pub use incoming::{IncomingView, incoming};
pub use language::Language;
pub use log::{LogLine, call_log};
pub use my_card::{MyCard, my_card};
pub use notices::{Banner, Question, Whose};
pub use notification::{
    News, Notice, NotificationView, news, notices_wanted, notification, still_news,
};
pub use organisations::{
    AddedLevel, DemandRow, OfferView, OrganisationView, OrganisationsView, PolicyView, offer,
    organisations,
};
pub use push::{PushView, push};
pub use quality::{QualityNumbers, QualityView};
pub use refusal::{phrase, problem, refusal};
pub use remedy::Remedy;
pub use rule_draft::{RuleChoice, RuleDraftView, RulePart, rule_draft};
pub use safety::SafetyView;
pub use scanner::{Meaning, ScannerView, pasted, refused, scanned, scanner};
pub use secure::{LevelStop, SecureView, secure, secure_at_first};
pub use secure_settings::{
    ContactLevel, LevelChoice, OperationChoice, OwnLevel, RuleRow, SecureSettingsView,
    secure_settings,
};
pub use session::{SessionState, SessionView, session};
pub use settings::{LanguageRow, SettingsView, settings};
pub use shell::shell_text;
pub use text::{Arg, Phrase, Text};
pub use who::Who;
pub use words::PHRASES;

#[cfg(test)]
mod tests;
