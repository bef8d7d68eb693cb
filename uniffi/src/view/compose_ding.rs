//! The screen on which a Ding is recorded or typed, and sent.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::commands::ding_contacts as contacts;
use crate::language::{Show, Shown};
use crate::{CommandError, DingDraft, Phone};

/// The screen on which a Ding is made.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ComposeDingView {
    /// To whom.
    pub to: Vec<DingTo>,
    /// What is recorded.
    pub recording: RecordingView,
    /// Sends it as an ordinary Ding.
    pub ding: Button,
    /// Sends it as a secure Ding at the chosen level.
    pub secure_ding: Button,
    /// The level of the secure Ding.
    pub level: u8,
    /// How often a secure Ding may be heard.
    pub plays: Text,
    /// Whether and when it rings again.
    pub repeat: Option<Text>,
    /// When it is over.
    pub expires: Text,
    /// What can be chosen.
    pub parts: Vec<DingPart>,
}

/// One thing to choose.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct DingPart {
    /// Its heading.
    pub title: Text,
    /// What there is.
    pub choices: Vec<DingChoice>,
}

/// One choice.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct DingChoice {
    /// What it is.
    pub words: Text,
    /// It is chosen now.
    pub chosen: bool,
    /// The terms after a tap on it: what the screen keeps from then on.
    pub draft: DingDraft,
}

/// Someone that it goes to.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct DingTo {
    /// The contact's id.
    pub contact: String,
    /// The name to show.
    pub name: String,
    /// Why it does not reach this person.
    pub not_reached: Option<Text>,
}

/// What is recorded.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct RecordingView {
    /// The microphone is taken down.
    pub records: bool,
    /// The person listens to it.
    pub plays: bool,
    /// How long it is.
    pub length: Text,
    /// The wave form: the loudest sample of each 100 ms, 0 to 255.
    pub peaks: Vec<u8>,
    /// Begins, or begins again: `Phone.startRecording`.
    pub record: Button,
    /// Stops recording or listening: `Phone.stopRecording`.
    pub stop: Button,
    /// Lets the person hear it: `Phone.playRecording`.
    pub play: Button,
    /// Forgets it: `Phone.discardRecording`.
    pub discard: Button,
}

#[uniffi::export]
impl Phone {
    /// The terms with which a Ding to these contacts begins; those of the secure one. `sendDing` sends either on them.
    /// `level`: the one that the person chose already, as on the secure screen.
    ///
    /// # Errors
    /// [`CommandError::NoContact`] where an id is none.
    #[uniffi::method(default(level = None))]
    pub fn new_ding(&self, to: Vec<String>, level: Option<u8>) -> Result<DingDraft, CommandError> {
        let to = self.said(contacts(&to))?;
        let draft = self
            .inner
            .look(|engine, now| view::new_ding(engine, now, to, level));
        Ok(draft.into())
    }

    /// The screen for a Ding with these terms (those of the secure one) and this typed text.
    ///
    /// # Errors
    /// [`CommandError::NoContact`] where an id is none.
    pub fn compose_ding_view(
        &self,
        draft: DingDraft,
        typed: String,
    ) -> Result<ComposeDingView, CommandError> {
        let draft = self.said(draft.core())?;
        let view = |engine: &_, _| view::compose_ding(engine, &draft, &typed);
        Ok(self.show(view))
    }
}

impl Shown<view::ComposeView> for ComposeDingView {
    fn shown(view: view::ComposeView, language: Language) -> Self {
        Self {
            to: view.to.show(language),
            recording: view.recording.show(language),
            ding: view.ding.show(language),
            secure_ding: view.secure_ding.show(language),
            level: view.level,
            plays: view.plays.show(language),
            repeat: view.repeat.show(language),
            expires: view.expires.show(language),
            parts: view.parts.show(language),
        }
    }
}

impl Shown<view::DingPart> for DingPart {
    fn shown(part: view::DingPart, language: Language) -> Self {
        Self {
            title: part.title.show(language),
            choices: part.choices.show(language),
        }
    }
}

impl Shown<view::DingChoice> for DingChoice {
    fn shown(choice: view::DingChoice, language: Language) -> Self {
        Self {
            words: choice.words.show(language),
            chosen: choice.chosen,
            draft: choice.draft.into(),
        }
    }
}

impl Shown<view::DingTo> for DingTo {
    fn shown(to: view::DingTo, language: Language) -> Self {
        Self {
            contact: shown(&to.contact),
            name: shown(&to.name),
            not_reached: to.not_reached.show(language),
        }
    }
}

impl Shown<view::RecordingView> for RecordingView {
    fn shown(view: view::RecordingView, language: Language) -> Self {
        Self {
            records: view.records,
            plays: view.plays,
            length: view.length.show(language),
            peaks: view.peaks,
            record: view.record.show(language),
            stop: view.stop.show(language),
            play: view.play.show(language),
            discard: view.discard.show(language),
        }
    }
}
