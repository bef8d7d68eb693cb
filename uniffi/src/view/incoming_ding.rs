//! A Ding that came: what it is, what this phone forbids while it is heard, and what can be done with it.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Eyeglasses, Text};
use crate::Phone;
use crate::commands::ding_id;
use crate::language::{Show, Shown};

/// A Ding that came; also all that a lock screen may show.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct IncomingDingView {
    /// Its id, for commands.
    pub id: String,
    /// From whom, or "Secure Ding" and nothing else (S1.5).
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// Ordinary, or secure at its level.
    pub kind: Text,
    /// It is a secure one; its screen is drawn as secure mode is.
    pub secure: bool,
    /// Its level's number.
    pub level: u8,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// It rings now.
    pub rings: bool,
    /// How long ago it was sent.
    pub ago: Text,
    /// How long its recording is, `0:07`.
    pub length: Option<String>,
    /// How often it may (still) be heard.
    pub plays: Text,
    /// What it says, where it is an ordinary one that was typed.
    pub text: Option<String>,
    /// Stands before `forbids`.
    pub will_forbid: Option<Text>,
    /// What this phone forbids while it is heard.
    pub forbids: Vec<Text>,
    /// What goes on: arming, playing, gone, held back and why.
    pub state: Option<Text>,
    /// For programs: `waits`, `arming`, `counting`, `playing`, `heard_out`.
    pub stage: String,
    /// Lets it be heard: `Phone.listen`.
    pub listen: Button,
    /// Ends hearing it: `Phone.stopListening`.
    pub stop: Button,
    /// Confirms it: `Phone.confirmDing`.
    pub confirm: Button,
    /// Rings again after a while: `Phone.remindLater`.
    pub later: Button,
    /// After which: what there is to choose from.
    pub later_in: Vec<Reminder>,
    /// Said where a simulated phone arms.
    pub simulated: Option<Text>,
}

/// After how long a Ding may ring again.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Reminder {
    /// In words.
    pub words: Text,
    /// For `Phone.remindLater`.
    pub minutes: u32,
}

#[uniffi::export]
impl Phone {
    /// The Ding to be shown above everything else: the one that is being heard, else the oldest that rings.
    #[must_use]
    pub fn incoming_ding_view(&self) -> Option<IncomingDingView> {
        self.show(view::incoming_ding)
    }

    /// A Ding that came; none where there is none of that id.
    #[must_use]
    pub fn ding_view(&self, ding: String) -> Option<IncomingDingView> {
        let id = ding_id(&ding).ok()?;
        let view = |engine: &_, now| view::ding_of(engine, now, id);
        self.show(view)
    }
}

impl Shown<view::IncomingDingView> for IncomingDingView {
    fn shown(view: view::IncomingDingView, language: Language) -> Self {
        Self {
            id: shown(&view.id),
            title: view.title.show(language),
            verified: view.verified.show(language),
            kind: view.kind.show(language),
            secure: view.secure,
            level: view.level,
            eyeglasses: view.eyeglasses.show(language),
            rings: view.rings,
            ago: view.ago.show(language),
            length: view.length,
            plays: view.plays.show(language),
            text: view.text.as_ref().map(shown),
            will_forbid: view.will_forbid.show(language),
            forbids: view.forbids.show(language),
            state: view.state.show(language),
            stage: view.stage.to_owned(),
            listen: view.listen.show(language),
            stop: view.stop.show(language),
            confirm: view.confirm.show(language),
            later: view.later.show(language),
            later_in: view.later_in.show(language),
            simulated: view.simulated.show(language),
        }
    }
}

impl Shown<view::Reminder> for Reminder {
    fn shown(reminder: view::Reminder, language: Language) -> Self {
        Self {
            words: reminder.words.show(language),
            minutes: reminder.minutes,
        }
    }
}
