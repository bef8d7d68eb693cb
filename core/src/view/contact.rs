//! The page of one contact.

use serde::Serialize;

use super::secure_settings::choices;
use super::words::{ding, people as words, session};
use super::{Button, Curtain, LevelChoice, Phrase, Private, SafetyView, Text};
use crate::contact::card::Card;
use crate::contact::identifier::Identifier;
use crate::contact::{Contact, Unreached};
use crate::engine::Engine;

/// The page of one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactView {
    /// Its id, in hexadecimal.
    pub id: Private,
    /// The name to show.
    pub name: Private,
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
    /// Opens the screen of Dings for them; `secure_ding` with a secure one chosen (S1.8).
    pub ding: Button,
    /// See `ding`.
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SecureCall {
    /// The level, for the command.
    pub level: u8,
    /// Calls at it.
    pub button: Button,
    /// It is this contact's usual level.
    pub usual: bool,
}

/// An identifier with its call button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentifierRow {
    /// What it is.
    pub kind: Text,
    /// The identifier as people write it.
    pub value: Private,
    /// Calls it.
    pub call: Button,
}

/// The page of this contact; `None` where there is none of that id.
#[must_use]
pub fn contact(engine: &Engine, id: &[u8]) -> Option<ContactView> {
    let contact = engine.contact(id)?;
    let verified = match (&contact.card, contact.verified) {
        _ if contact.blocked => words::BLOCKED,
        (None, _) => words::NO_CARD,
        (Some(_), true) => words::VERIFIED,
        (Some(_), false) => words::NOT_VERIFIED,
    };
    let cannot = cannot_call(engine, contact);
    let (block, block_sure) = match contact.blocked {
        true => (words::UNBLOCK, words::UNBLOCK_SURE),
        false => (words::BLOCK, words::BLOCK_SURE),
    };
    let (no_card, blocked) = (contact.card.is_none(), contact.blocked);
    let curtain = engine.curtain();
    let shown = contact.identifiers.iter().filter(|_| !curtain.is_drawn());
    let cannot_ding = unreached(contact, ding::NOT_ON_SOTTO);
    let secure_levels: Vec<SecureCall> = engine
        .levels()
        .secure()
        .map(|level| SecureCall {
            level: level.number(),
            button: Button::unless(words::SECURE.with("level", level.number()), cannot.clone()),
            usual: level == contact.usual,
        })
        .collect();
    Some(ContactView {
        id: Private::hex(curtain, id),
        name: Private::new(curtain, contact.shown_name()),
        verified: contact.verified && !curtain.is_drawn(),
        verified_words: if curtain.is_drawn() {
            words::PEOPLE_HIDDEN.text()
        } else {
            verified.text()
        },
        call: Button::unless(words::CALL.text(), cannot.clone()),
        secure_levels,
        usual_levels: choices(engine.levels(), contact.usual),
        ding: Button::unless(ding::DING.text(), cannot_ding.clone()),
        secure_ding: Button::unless(ding::SECURE_DING_ONLY.text(), cannot_ding),
        identifiers: shown.map(IdentifierRow::of).collect(),
        safety: SafetyView::of(engine, contact),
        block: Button::unless(block.text(), no_card.then(|| words::NOT_ON_SOTTO.text())),
        block_sure: block_sure.text(),
        blocked: contact.blocked,
        // without the row they would be a stranger, who may call
        delete: Button::unless(
            words::DELETE.text(),
            blocked.then(|| words::YOU_BLOCKED.text()),
        ),
    })
}

impl IdentifierRow {
    /// The row of an identifier. None of these can be called yet: gateways are the server's.
    #[must_use]
    pub fn of(identifier: &Identifier) -> Self {
        let (kind, value, call, reason) = match identifier {
            Identifier::Phone(number) => (
                words::PHONE,
                number.to_string(),
                words::CALL_NUMBER,
                words::PHONE_NOT_YET,
            ),
            Identifier::Sip(address) => (
                words::SIP,
                address.to_string(),
                words::CALL_SIP,
                words::SIP_NOT_YET,
            ),
            Identifier::Ip(address) => (
                words::IP,
                address.to_string(),
                words::CALL_IP,
                words::IP_NOT_YET,
            ),
            Identifier::Imsi(imsi) => (
                words::IMSI,
                imsi.to_string(),
                words::CALL_IMSI,
                words::LEGACY_NOT_YET,
            ),
            Identifier::Mac(mac) => (
                words::MAC,
                mac.to_string(),
                words::CALL_MAC,
                words::LEGACY_NOT_YET,
            ),
        };
        Self {
            kind: kind.text(),
            // rows are made only where people may be named
            value: Private::new(Curtain::OPEN, value),
            call: Button::unless(call.text(), Some(reason.text())),
        }
    }
}

/// Why nobody can be called now.
pub(super) fn cannot_dial(engine: &Engine) -> Option<Text> {
    let phrase = if !engine.is_joined() {
        words::NOT_JOINED
    } else if engine.call().is_some() {
        words::IN_CALL
    } else if !engine.is_online() {
        words::OFFLINE
    } else {
        return None;
    };
    Some(phrase.text())
}

/// Why nothing can be sent to this contact; `no_card` says what it takes to reach them.
pub(super) fn unreached(contact: &Contact, no_card: Phrase) -> Option<Text> {
    let why = match contact.unreached()? {
        Unreached::NotOnSotto => no_card,
        Unreached::Blocked => words::YOU_BLOCKED,
    };
    Some(why.text())
}

/// Why this contact cannot be called on Sotto now.
pub(super) fn cannot_call(engine: &Engine, contact: &Contact) -> Option<Text> {
    if let Some(why) = unreached(contact, words::NOT_ON_SOTTO) {
        return Some(why);
    }
    let elsewhere = engine
        .session()
        .filter(|talk| !talk.is_request())
        .is_some_and(|talk| Some(talk.other()) != contact.card.as_ref().map(Card::account));
    if elsewhere {
        return Some(session::ANOTHER.text());
    }
    cannot_dial(engine)
}
