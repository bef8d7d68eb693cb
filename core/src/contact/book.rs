//! A contact: a person with a card, with other identifiers, or both.

use sha2::{Digest, Sha256};

use super::card::Card;
use super::identifier::Identifier;
use crate::engine::rows::ContactRow;
use crate::secure::Level;

/// A person in the contact list. `Debug` names nobody.
#[derive(Clone, PartialEq)]
pub struct Contact {
    /// The name to show; may be empty.
    pub name: String,
    /// The card was scanned from the person's own phone (S3.1).
    pub verified: bool,
    /// The card by which the person is reached on Sotto.
    pub card: Option<Card>,
    /// What else the person can be called by.
    pub identifiers: Vec<Identifier>,
    /// When the contact was added: master clock, ms.
    pub added: u64,
    /// The least level of calls with this person (S1.2).
    pub usual: Level,
    /// Nothing that this person sends is taken, and nothing goes there.
    pub blocked: bool,
}

/// Why nothing can be sent to a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreached {
    /// There is no card.
    NotOnSotto,
    /// The person of this phone blocked them.
    Blocked,
}

impl Contact {
    /// The contact of a card; `known` is what was known of the same account before. A card that was scanned in person
    /// makes it verified, and it stays so: the account is the hash of the user key.
    #[must_use]
    pub fn of_card(card: Card, known: Option<Self>, in_person: bool, now: u64) -> Self {
        let known = known.unwrap_or_else(|| Self {
            name: String::new(),
            verified: false,
            card: None,
            identifiers: Vec::new(),
            added: now,
            usual: Level::ORDINARY,
            blocked: false,
        });
        let name = if known.name.is_empty() {
            card.name().unwrap_or_default().to_owned()
        } else {
            known.name.clone()
        };
        Self {
            name,
            verified: known.verified || in_person,
            card: Some(card),
            ..known
        }
    }

    /// A contact with identifiers only.
    #[must_use]
    pub fn of_identifiers(name: Option<String>, identifiers: Vec<Identifier>, now: u64) -> Self {
        Self {
            name: name.unwrap_or_default(),
            verified: false,
            card: None,
            identifiers,
            added: now,
            usual: Level::ORDINARY,
            blocked: false,
        }
    }

    /// The id of a contact without an account: a hash of its first identifier, so that scanning twice makes one contact.
    #[must_use]
    pub fn identifier_id(&self) -> Vec<u8> {
        let first = self.identifiers.first().map(ToString::to_string);
        Sha256::digest(first.unwrap_or_default())[..16].to_vec()
    }

    /// The name to show, or the first identifier.
    #[must_use]
    pub fn shown_name(&self) -> String {
        if !self.name.is_empty() {
            return self.name.clone();
        }
        self.identifiers
            .first()
            .map_or_else(|| "Someone".to_owned(), ToString::to_string)
    }

    /// Why nothing can be sent to them; `None` where it can.
    #[must_use]
    pub const fn unreached(&self) -> Option<Unreached> {
        match (&self.card, self.blocked) {
            (None, _) => Some(Unreached::NotOnSotto),
            (Some(_), true) => Some(Unreached::Blocked),
            (Some(_), false) => None,
        }
    }

    pub(crate) fn to_row(&self) -> ContactRow {
        ContactRow {
            name: self.name.clone(),
            verified: self.verified,
            card: self.card.as_ref().map(|card| card.signed().clone()),
            identifiers: self.identifiers.iter().map(ToString::to_string).collect(),
            added: self.added,
            usual: self.usual.number().into(),
            blocked: self.blocked,
        }
    }

    pub(crate) fn from_row(row: ContactRow) -> Option<Self> {
        let card = match row.card {
            Some(signed) => Some(Card::stored(signed).ok()?),
            None => None,
        };
        let identifiers = row
            .identifiers
            .iter()
            .map(|text| text.parse().ok())
            .collect::<Option<Vec<Identifier>>>()?;
        Some(Self {
            name: row.name,
            verified: row.verified,
            card,
            identifiers,
            added: row.added,
            usual: Level::new(u8::try_from(row.usual).ok()?),
            blocked: row.blocked,
        })
    }
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Contact")
            .field("verified", &self.verified)
            .finish_non_exhaustive()
    }
}
