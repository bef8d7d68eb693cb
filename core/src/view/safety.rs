//! The safety number of this phone's user and a contact.

use serde::Serialize;

use super::words::people as words;
use super::{Button, Private, Text};
use crate::contact::Contact;
use crate::engine::Engine;
use crate::identity::SafetyNumber;

/// The safety number, and how to compare it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SafetyView {
    /// Its heading.
    pub title: Text,
    /// Twelve groups of five digits.
    pub number: Private,
    /// What it is for.
    pub how: Text,
    /// Scans the person's card: the same key makes the contact verified.
    pub compare: Button,
}

impl SafetyView {
    /// With this contact; `None` where either has no card. Takes some milliseconds.
    #[must_use]
    pub fn of(engine: &Engine, contact: &Contact) -> Option<Self> {
        if engine.curtain().is_drawn() {
            return None;
        }
        let (mine, theirs) = (engine.card()?, contact.card.as_ref()?);
        let number = SafetyNumber::new(mine.user_key(), theirs.user_key());
        Some(Self {
            title: words::SAFETY.text(),
            number: Private::new(engine.curtain(), number.to_string()),
            how: words::SAFETY_HOW.text(),
            compare: Button::enabled(words::COMPARE.text()),
        })
    }
}
