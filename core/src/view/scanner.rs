//! The scanner: what a scanned text means, before and after it was taken. Nothing is ever opened.

use serde::Serialize;

use super::words::{errors, people as words};
use super::{Button, IdentifierRow, Phrase, Private, Text};
use crate::contact::card::{Card, Join};
use crate::contact::identifier::{Identifier, Scanned};
use crate::engine::{CommandError, Engine, Moment};

/// What a scanned text means to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScannerView {
    /// Of what kind it is.
    pub meaning: Meaning,
    /// What it is, in words.
    pub words: Text,
    /// What taking it makes of the contact.
    pub verified: Option<Text>,
    /// What the person can be called by, with the reasons why not yet.
    pub identifiers: Vec<IdentifierRow>,
    /// Said of whatever is not for calling.
    pub nothing_opened: Option<Text>,
    /// The one thing to do now.
    pub action: Button,
    /// The contact that it led to, once it was taken.
    pub contact: Option<Private>,
}

/// Of what kind a scanned text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// A card of someone on Sotto.
    Card,
    /// Somebody with numbers or addresses.
    Person,
    /// A link to join a server.
    JoinLink,
    /// Not for calling.
    Foreign,
    /// Meant for calling, and of no use.
    Unusable,
    /// It was taken: a contact.
    Taken,
}

impl ScannerView {
    fn new(meaning: Meaning, words: Text, action: Button) -> Self {
        Self {
            meaning,
            words,
            verified: None,
            identifiers: Vec::new(),
            nothing_opened: None,
            action,
            contact: None,
        }
    }
}

/// What a scanned text means, before it is taken.
#[must_use]
pub fn scanner(engine: &Engine, now: Moment, text: &str) -> ScannerView {
    found(engine, now, text, words::VERIFIED)
}

/// What a text means that was pasted, came as a link or stands in a picture: as [`scanner`], but nobody saw whose it is.
#[must_use]
pub fn pasted(engine: &Engine, now: Moment, text: &str) -> ScannerView {
    found(engine, now, text, words::NOT_VERIFIED)
}

fn found(engine: &Engine, now: Moment, text: &str, makes: Phrase) -> ScannerView {
    if engine.curtain().is_drawn() {
        let again = Button::enabled(words::SCAN_AGAIN.text());
        return ScannerView::new(Meaning::Unusable, words::PEOPLE_HIDDEN.text(), again);
    }
    match Scanned::parse(text, engine.country()) {
        Ok(Scanned::OurCard(text)) => card(engine, now, &text, makes),
        Ok(Scanned::JoinLink(text)) => join(engine, &text),
        Ok(Scanned::Person { name, identifiers }) => person(name.as_deref(), &identifiers),
        Ok(Scanned::Foreign { what }) => refused(&CommandError::Foreign { what }),
        Err(error) => refused(&error.into()),
    }
}

/// What the scanner says once [`crate::engine::Event::Scanned`] named this contact; `None` where it is gone.
#[must_use]
pub fn scanned(engine: &Engine, id: &[u8]) -> Option<ScannerView> {
    let contact = engine.contact(id)?;
    let action = Button::enabled(super::words::call::CONTACT.text());
    let curtain = engine.curtain();
    let words = if curtain.is_drawn() {
        words::PEOPLE_HIDDEN.text()
    } else {
        words::SCAN_TAKEN.with("name", contact.shown_name())
    };
    let shown = contact.identifiers.iter().filter(|_| !curtain.is_drawn());
    Some(ScannerView {
        verified: contact.verified.then(|| words::VERIFIED.text()),
        identifiers: shown.map(IdentifierRow::of).collect(),
        contact: Some(Private::hex(curtain, id)),
        ..ScannerView::new(Meaning::Taken, words, action)
    })
}

/// What the scanner says of a text that was not taken.
#[must_use]
pub fn refused(error: &CommandError) -> ScannerView {
    let (meaning, words) = match error {
        CommandError::Foreign { what } => {
            let what = errors::foreign(what).text();
            (
                Meaning::Foreign,
                words::SCAN_FOREIGN.text().with_text("what", what),
            )
        }
        other => {
            let words = words::SCAN_UNUSABLE.text();
            (
                Meaning::Unusable,
                words.with_text("why", errors::why(other)),
            )
        }
    };
    ScannerView {
        nothing_opened: Some(words::NOTHING_OPENED.text()),
        ..ScannerView::new(meaning, words, Button::enabled(words::SCAN_AGAIN.text()))
    }
}

fn card(engine: &Engine, now: Moment, text: &str, makes: Phrase) -> ScannerView {
    let read = Card::read(text, engine.master(now)).map_err(CommandError::from);
    let card = match read.and_then(|card| engine.check_card(&card).map(|()| card)) {
        Ok(card) => card,
        Err(error) => return refused(&error),
    };
    let known = engine.contact(card.account().as_bytes());
    let words = match (known, card.name()) {
        (Some(known), _) => words::SCAN_KNOWN.with("name", known.shown_name()),
        (None, Some(name)) => words::SCAN_CARD.with("name", name),
        (None, None) => words::SCAN_CARD_UNNAMED.text(),
    };
    let action = Button::enabled(words::SCAN_ADD.text());
    // who was verified before stays so
    let verified = known.is_some_and(|known| known.verified);
    let makes = if verified { words::VERIFIED } else { makes };
    ScannerView {
        verified: Some(makes.text()),
        ..ScannerView::new(Meaning::Card, words, action)
    }
}

fn join(engine: &Engine, text: &str) -> ScannerView {
    let join = match Join::read(text) {
        Ok(join) => join,
        Err(error) => return refused(&error.into()),
    };
    let joined = engine.is_joined().then(|| words::JOINED_ALREADY.text());
    let action = Button::unless(words::SCAN_JOIN_NOW.text(), joined);
    let words = words::SCAN_JOIN.with("server", join.server());
    ScannerView::new(Meaning::JoinLink, words, action)
}

fn person(name: Option<&str>, identifiers: &[Identifier]) -> ScannerView {
    let rows: Vec<IdentifierRow> = identifiers.iter().map(IdentifierRow::of).collect();
    let words = match (name, rows.first()) {
        (Some(name), _) => words::SCAN_PERSON.with("name", name),
        (None, Some(row)) => words::SCAN_IDENTIFIER
            .text()
            .with_list("kind", vec![row.kind.clone()])
            .with("value", row.value.as_str()),
        (None, None) => errors::NOTHING_TO_CALL.text(),
    };
    ScannerView {
        identifiers: rows,
        ..ScannerView::new(
            Meaning::Person,
            words,
            Button::enabled(words::SCAN_ADD.text()),
        )
    }
}
