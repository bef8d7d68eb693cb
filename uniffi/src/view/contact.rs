//! The page of one contact.

use sotto_core::view::{self, Curtain, Language, Private};

use super::text::shown;
use super::{Button, LevelChoice, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// The page of one contact.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ContactView {
    /// Its id, for commands.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Whether the card was scanned in person.
    pub verified: bool,
    /// The same in words.
    pub verified_words: Text,
    /// Calls them on Sotto.
    pub call: Button,
    /// Calls them at each secure level, lowest first.
    pub secure_levels: Vec<SecureCall>,
    /// The least level of calls with them: the ordinary call and every level, theirs marked as chosen.
    pub usual_levels: Vec<LevelChoice>,
    /// Opens the screen of Dings for them (S1.8).
    pub ding: Button,
    /// The same, with a secure one chosen.
    pub secure_ding: Button,
    /// What else they can be called by.
    pub identifiers: Vec<IdentifierRow>,
    /// The number to compare, where they have a card.
    pub safety: Option<SafetyView>,
    /// Blocks them, or unblocks them where they are blocked; asked with `block_sure` first.
    pub block: Button,
    /// What that does.
    pub block_sure: Text,
    /// Whether they are blocked.
    pub blocked: bool,
    /// Removes the contact.
    pub delete: Button,
}

/// A call at a secure level.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SecureCall {
    /// The level, for the command.
    pub level: u8,
    /// Calls at it.
    pub button: Button,
    /// It is this contact's usual level.
    pub usual: bool,
}

/// An identifier with its call button.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct IdentifierRow {
    /// What it is.
    pub kind: Text,
    /// The identifier as people write it.
    pub value: String,
    /// Calls it.
    pub call: Button,
}

/// The safety number, and how to compare it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SafetyView {
    /// Its heading.
    pub title: Text,
    /// Twelve groups of five digits.
    pub number: String,
    /// What it is for.
    pub how: Text,
    /// Scans the person's card: the same key makes the contact verified.
    pub compare: Button,
}

#[uniffi::export]
impl Phone {
    /// The page of the contact of this id; none where there is no such contact.
    #[must_use]
    pub fn contact_view(&self, contact: String) -> Option<ContactView> {
        let id = Private::new(Curtain::OPEN, contact).bytes()?;
        let view = |engine: &_, _| view::contact(engine, &id);
        self.show(view)
    }
}

impl Shown<view::ContactView> for ContactView {
    fn shown(view: view::ContactView, language: Language) -> Self {
        Self {
            id: shown(&view.id),
            name: shown(&view.name),
            verified: view.verified,
            verified_words: view.verified_words.show(language),
            call: view.call.show(language),
            secure_levels: view.secure_levels.show(language),
            usual_levels: view.usual_levels.show(language),
            ding: view.ding.show(language),
            secure_ding: view.secure_ding.show(language),
            identifiers: view.identifiers.show(language),
            safety: view.safety.show(language),
            block: view.block.show(language),
            block_sure: view.block_sure.show(language),
            blocked: view.blocked,
            delete: view.delete.show(language),
        }
    }
}

impl Shown<view::SecureCall> for SecureCall {
    fn shown(call: view::SecureCall, language: Language) -> Self {
        Self {
            level: call.level,
            button: call.button.show(language),
            usual: call.usual,
        }
    }
}

impl Shown<view::IdentifierRow> for IdentifierRow {
    fn shown(row: view::IdentifierRow, language: Language) -> Self {
        Self {
            kind: row.kind.show(language),
            value: shown(&row.value),
            call: row.call.show(language),
        }
    }
}

impl Shown<view::SafetyView> for SafetyView {
    fn shown(view: view::SafetyView, language: Language) -> Self {
        Self {
            title: view.title.show(language),
            number: shown(&view.number),
            how: view.how.show(language),
            compare: view.compare.show(language),
        }
    }
}
