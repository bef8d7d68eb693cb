//! The contact list.

use sotto_core::view;

use super::text::shown;
use super::{Button, Text, all};
use crate::Phone;

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
        self.show(view::contacts, |view| ContactsView {
            lines: match search {
                Some(typed) => all(view.search(&typed).cloned()),
                None => all(view.lines),
            },
            empty: view.empty.map(Into::into),
            add: all(view.add),
        })
    }
}

impl From<view::ContactLine> for ContactLine {
    fn from(line: view::ContactLine) -> Self {
        Self {
            id: shown(&line.id),
            name: shown(&line.name),
            verified: line.verified.map(Into::into),
            identifiers: line.identifiers.iter().map(shown).collect(),
            last_call: line.last_call.map(|call| LastCall {
                what: call.what.into(),
                ago: call.ago.into(),
            }),
            call: line.call.into(),
        }
    }
}
