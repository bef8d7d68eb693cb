//! What each screen shows, as records: one file a screen. All of it is decided in `sotto_core::view`; a shell only
//! draws it, and reads it anew after each event. Names and numbers are in these records: a shell never logs them.

mod call;
mod chat;
mod chats;
mod compose_ding;
mod contact;
mod contacts;
mod dings;
mod duties;
mod first_run;
mod front;
mod gesture;
mod incoming;
mod incoming_ding;
mod log;
mod my_card;
mod notices;
mod notification;
mod organisations;
mod quality;
mod rule_draft;
mod scanner;
mod secure;
mod secure_settings;
mod sent_ding;
mod session;
mod settings;
mod shell;
mod text;

pub use call::{CallScreen, CallState, CallView, Controls, EndReason, EndedView, SystemEnd};
pub use chat::{ChatView, MessageLine};
pub use chats::{ChatLine, ChatsView};
pub use compose_ding::{ComposeDingView, DingChoice, DingPart, DingTo, RecordingView};
pub use contact::{ContactView, IdentifierRow, SafetyView, SecureCall};
pub use contacts::{ContactLine, ContactsView, LastCall};
pub use dings::DingLine;
pub use duties::{Duties, Rings, Service, Surroundings, SystemCall, SystemCallState};
pub use first_run::{CardPage, FirstRunView, JoinPage, LevelPage, NamePage};
pub use front::Front;
pub use gesture::{GestureChoice, GestureView, TeachingView};
pub use incoming::IncomingView;
pub use incoming_ding::{IncomingDingView, Reminder};
pub use log::LogLine;
pub use my_card::MyCard;
pub use notices::{Banner, Question, Remedy, Whose};
pub use notification::{News, NotificationAbout, NotificationView};
pub use organisations::{
    AddedLevel, DemandRow, OfferView, OrganisationView, OrganisationsView, PolicyView,
};
pub use quality::QualityView;
pub use rule_draft::{RuleChoice, RuleDraftView, RulePart};
pub use scanner::{Meaning, ScannerView};
pub use secure::{
    Eyeglasses, LevelStop, Look, Mark, OperationRow, SecureColumns, SecureView, Tone,
};
pub use secure_settings::{
    ContactLevel, LevelChoice, OperationChoice, OwnLevel, RuleRow, SecureSettingsView,
};
pub use sent_ding::{DingPerson, SentDingView};
pub use session::{SessionState, SessionView};
pub use settings::{LanguageRow, SettingsView};
pub use shell::shell_words;
pub use text::{Button, ButtonState, Text, TextArg};

pub(crate) use text::shown;
