//! The contact list.

use serde::Serialize;

use super::contact::{IdentifierRow, cannot_call};
use super::words::people as words;
use super::{Button, Private, Text, log, time};
use crate::contact::Contact;
use crate::engine::{Engine, LoggedCall, Moment};

/// The contact list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactsView {
    /// The contacts by name.
    pub lines: Vec<ContactLine>,
    /// Said where there is nobody.
    pub empty: Option<Text>,
    /// Ways to add someone, and my card.
    pub add: Vec<Button>,
}

/// One contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactLine {
    /// Its id, in hexadecimal.
    pub id: Private,
    /// The name to show.
    pub name: Private,
    /// The mark of a card that was scanned.
    pub verified: Option<Text>,
    /// Their identifiers, as a search sees them.
    pub identifiers: Vec<Private>,
    /// The newest call, where the log has one.
    pub last_call: Option<LastCall>,
    /// Calls them.
    pub call: Button,
}

/// The newest call with someone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LastCall {
    /// Made, received or missed.
    pub what: Text,
    /// How long ago.
    pub ago: Text,
}

/// The contact list at a moment.
#[must_use]
pub fn contacts(engine: &Engine, now: Moment) -> ContactsView {
    let log = engine.call_log();
    let master = engine.master(now);
    let hidden = engine.curtain().is_drawn();
    let mut lines: Vec<ContactLine> = engine
        .contacts()
        .filter(|_| !hidden)
        .map(|(id, contact)| line(engine, id, contact, &log, master))
        .collect();
    lines.sort_by_cached_key(|line| (line.name.as_str().to_lowercase(), line.id.clone()));
    let no_card = match (engine.is_joined(), hidden) {
        (false, _) => Some(words::NOT_JOINED.text()),
        (true, hidden) => hidden.then(|| words::PEOPLE_HIDDEN.text()),
    };
    ContactsView {
        empty: match hidden {
            true => Some(words::PEOPLE_HIDDEN.text()),
            false => lines.is_empty().then(|| words::EMPTY.text()),
        },
        lines,
        add: vec![
            Button::enabled(words::SCAN.text()),
            Button::enabled(words::PASTE.text()),
            Button::enabled(words::PICTURE.text()),
            Button::unless(words::SHOW_MY_CARD.text(), no_card),
        ],
    }
}

impl ContactsView {
    /// With those lines only whose name or identifier contains what someone typed, whatever its case.
    #[must_use]
    pub fn searched(mut self, typed: &str) -> Self {
        let typed = typed.trim().to_lowercase();
        self.lines.retain(|line| {
            std::iter::once(&line.name)
                .chain(&line.identifiers)
                .any(|text| text.as_str().to_lowercase().contains(&typed))
        });
        if self.lines.is_empty() {
            self.empty = self.empty.or(Some(words::NOT_FOUND.text()));
        }
        self
    }
}

fn line(
    engine: &Engine,
    id: &[u8],
    contact: &Contact,
    log: &[LoggedCall],
    master: u64,
) -> ContactLine {
    let newest = log.iter().rev().find(|call| {
        let other = call.other.as_ref();
        other.is_some_and(|other| other.as_bytes().as_slice() == id)
    });
    let identifiers = contact.identifiers.iter().map(IdentifierRow::of);
    ContactLine {
        id: Private::hex(engine.curtain(), id),
        name: Private::new(engine.curtain(), contact.shown_name()),
        verified: contact.verified.then(|| words::VERIFIED.text()),
        identifiers: identifiers.map(|row| row.value).collect(),
        last_call: newest.map(|call| LastCall {
            what: log::what(call).text(),
            ago: time::ago(call.started, master),
        }),
        call: Button::unless(words::CALL.text(), cannot_call(engine, contact)),
    }
}
