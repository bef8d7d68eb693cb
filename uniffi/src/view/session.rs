//! A secure chat: secure mode without a call.

use sotto_core::view::{self, Language};

use super::{Banner, Button, Eyeglasses, Question, Remedy, SecureColumns, Text};
use crate::Phone;
use crate::language::{Show, Shown};
use crate::mirror::mirror;

/// A secure chat that is asked for or going on, as its chat shows it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SessionView {
    /// Where it stands.
    pub state: SessionState,
    /// The same in words, with what is being waited for.
    pub words: Text,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
    /// The level's number.
    pub level: u8,
    /// The level as a word and number.
    pub level_words: Text,
    /// Who or what asks for the level, and what organisations impose.
    pub because: Vec<Text>,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// Stands before `forbids`, while this person is asked.
    pub will_forbid: Option<Text>,
    /// What this phone forbids if they accept.
    pub forbids: Vec<Text>,
    /// Accepts: `Phone.joinSecureChat`; absent unless this person is asked.
    pub join: Button,
    /// Declines, takes back or leaves: `Phone.leaveSecureChat`.
    pub leave: Button,
    /// What keeps secure mode from holding.
    pub banners: Vec<Banner>,
    /// What the other person asks for.
    pub question: Option<Question>,
    /// What both phones do about each operation.
    pub columns: Option<SecureColumns>,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

mirror! {
    /// Where a secure chat stands.
    SessionState = view::SessionState {
        /// This phone arms; nobody was asked yet.
        Preparing,
        /// The other person is asked.
        Asking,
        /// This person is asked.
        Asked,
        /// Both want it; it does not hold on both phones yet, or not any more.
        Closed,
        /// The other phone was not heard from for a moment.
        Unknown,
        /// It holds on both phones.
        Open,
    }
}

#[uniffi::export]
impl Phone {
    /// The secure chat of this phone, if one is asked for or going on; its chat shows it too.
    #[must_use]
    pub fn session_view(&self) -> Option<SessionView> {
        self.show(view::session)
    }
}

impl Shown<view::SessionView> for SessionView {
    fn shown(view: view::SessionView, language: Language) -> Self {
        Self {
            state: view.state.show(language),
            words: view.words.show(language),
            secure: view.secure,
            level: view.level,
            level_words: view.level_words.show(language),
            because: view.because.show(language),
            eyeglasses: view.eyeglasses.show(language),
            will_forbid: view.will_forbid.show(language),
            forbids: view.forbids.show(language),
            join: view.join.show(language),
            leave: view.leave.show(language),
            banners: view.banners.show(language),
            question: view.question.show(language),
            columns: view.columns.show(language),
            remedies: view.remedies.show(language),
            simulated: view.simulated.show(language),
        }
    }
}
