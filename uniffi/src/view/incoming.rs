//! A call that rings here, before it is answered.

use sotto_core::view::{self, Language};

use super::{Banner, Button, Eyeglasses, Question, Remedy, SecureColumns, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// A call that rings here; also all that a lock screen may show.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct IncomingView {
    /// Who, "Someone", or "Secure call" and nothing else (S1.5).
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// The level asked for.
    pub words: Text,
    /// It is drawn as secure mode is: the whole screen.
    pub secure: bool,
    /// The level's number.
    pub level: u8,
    /// Who or what asks for the level, and what organisations impose.
    pub because: Vec<Text>,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// Stands before `forbids`.
    pub will_forbid: Option<Text>,
    /// What this phone forbids if it is answered.
    pub forbids: Vec<Text>,
    /// Said of a stranger.
    pub stranger: Option<Text>,
    /// Said once it was answered, while this phone gets ready: it is connected then, or `banners` say why not.
    pub answering: Option<Text>,
    /// Answers: `Phone.answer`.
    pub answer: Button,
    /// Declines: `Phone.hangUp`.
    pub decline: Button,
    /// What keeps secure mode from holding.
    pub banners: Vec<Banner>,
    /// What the caller asks for.
    pub question: Option<Question>,
    /// What both phones do about each operation.
    pub columns: Option<SecureColumns>,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

#[uniffi::export]
impl Phone {
    /// The call that rings here, if one does.
    #[must_use]
    pub fn incoming_view(&self) -> Option<IncomingView> {
        self.show(view::incoming)
    }
}

impl Shown<view::IncomingView> for IncomingView {
    fn shown(view: view::IncomingView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            verified: view.verified.show(language),
            words: view.words.show(language),
            secure: view.secure,
            level: view.level,
            because: view.because.show(language),
            eyeglasses: view.eyeglasses.show(language),
            will_forbid: view.will_forbid.show(language),
            forbids: view.forbids.show(language),
            stranger: view.stranger.show(language),
            answering: view.answering.show(language),
            answer: view.answer.show(language),
            decline: view.decline.show(language),
            banners: view.banners.show(language),
            question: view.question.show(language),
            columns: view.columns.show(language),
            remedies: view.remedies.show(language),
            simulated: view.simulated.show(language),
        }
    }
}
