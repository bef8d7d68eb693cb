//! A Ding that was sent, live: who was rung, who heard it, who confirmed when, who could not and why.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::Phone;
use crate::commands::ding_id;
use crate::language::{Show, Shown};

/// A Ding that was sent.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SentDingView {
    /// Its id, for commands.
    pub id: String,
    /// Ordinary, or secure at its level.
    pub kind: Text,
    /// It is a secure one.
    pub secure: bool,
    /// Its level's number.
    pub level: u8,
    /// How long ago it was sent.
    pub ago: Text,
    /// How long its recording is, `0:07`; none for a text.
    pub length: Option<String>,
    /// How often each may hear it.
    pub plays: Text,
    /// Whether and when it rings again.
    pub repeat: Option<Text>,
    /// When it is over, or that it was taken back.
    pub expires: Text,
    /// How many confirmed.
    pub summary: Text,
    /// One line a person, in the order in which they were chosen.
    pub people: Vec<DingPerson>,
    /// Takes it back: `Phone.recallDing`.
    pub recall: Button,
    /// Deletes it from the list: `Phone.deleteDing`.
    pub delete: Button,
}

/// How far it is with one person.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct DingPerson {
    /// The name; a number only, where the level hides people.
    pub who: Text,
    /// In words.
    pub state: Text,
    /// That trying again there leads nowhere.
    pub note: Option<Text>,
    /// For programs: `waits`, `sent`, `rung`, `heard`, `confirmed`, `could_not`, `not_sent`, `no_route`, `recalled`,
    /// `expired`.
    pub progress: String,
    /// How often it was heard to the end.
    pub heard: u32,
    /// When it was confirmed: the server's clock, ms since 1970.
    pub confirmed_at: Option<u64>,
}

#[uniffi::export]
impl Phone {
    /// A Ding that was sent; none where there is none of that id.
    #[must_use]
    pub fn sent_ding_view(&self, ding: String) -> Option<SentDingView> {
        let id = ding_id(&ding).ok()?;
        let view = |engine: &_, now| view::sent_ding(engine, now, id);
        self.show(view)
    }
}

impl Shown<view::SentDingView> for SentDingView {
    fn shown(view: view::SentDingView, language: Language) -> Self {
        Self {
            id: shown(&view.id),
            kind: view.kind.show(language),
            secure: view.secure,
            level: view.level,
            ago: view.ago.show(language),
            length: view.length,
            plays: view.plays.show(language),
            repeat: view.repeat.show(language),
            expires: view.expires.show(language),
            summary: view.summary.show(language),
            people: view.people.show(language),
            recall: view.recall.show(language),
            delete: view.delete.show(language),
        }
    }
}

impl Shown<view::DingPerson> for DingPerson {
    fn shown(person: view::DingPerson, language: Language) -> Self {
        Self {
            who: person.who.show(language),
            state: person.state.show(language),
            note: person.note.show(language),
            progress: person.progress.to_owned(),
            heard: person.heard,
            confirmed_at: person.confirmed_at,
        }
    }
}
