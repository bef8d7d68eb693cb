//! The contact list.

use sotto_core::view::{self, Language};

use super::text::shown;
use super::{Button, Text};
use crate::Phone;
use crate::language::{Show, Shown};

/// The contact list.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ContactsView {
    /// The contacts by name.
    pub lines: Vec<ContactLine>,
    /// Said where there is nobody.
    pub empty: Option<Text>,
    /// Ways to add someone, and my card: scan, paste, picture, my card.
    pub add: Vec<Button>,
}

/// One contact.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ContactLine {
    /// Its id, for commands.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The mark of a card that was scanned.
    pub verified: Option<Text>,
    /// Their identifiers, as a search sees them.
    pub identifiers: Vec<String>,
    /// The newest call, where the log has one.
    pub last_call: Option<LastCall>,
    /// Calls them.
    pub call: Button,
}

/// The newest call with someone.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct LastCall {
    /// Made, received or missed.
    pub what: Text,
    /// How long ago.
    pub ago: Text,
}

#[uniffi::export]
impl Phone {
    /// The contact list; with `search`, those whose name or identifier contains it.
    #[must_use]
    pub fn contacts_view(&self, search: Option<String>) -> ContactsView {
        self.show(|engine, now| {
            let view = view::contacts(engine, now);
            match search {
                Some(typed) => view.searched(&typed),
                None => view,
            }
        })
    }
}

impl Shown<view::ContactsView> for ContactsView {
    fn shown(view: view::ContactsView, language: Language) -> Self {
        Self {
            lines: view.lines.show(language),
            empty: view.empty.show(language),
            add: view.add.show(language),
        }
    }
}

impl Shown<view::ContactLine> for ContactLine {
    fn shown(line: view::ContactLine, language: Language) -> Self {
        Self {
            id: shown(&line.id),
            name: shown(&line.name),
            verified: line.verified.show(language),
            identifiers: line.identifiers.iter().map(shown).collect(),
            last_call: line.last_call.map(|call| LastCall {
                what: call.what.show(language),
                ago: call.ago.show(language),
            }),
            call: line.call.show(language),
        }
    }
}
