//! Reading a card that anyone may have made.

use sotto_protocol::id::AccountId;
use sotto_protocol::label::{Label, account_of};
use sotto_protocol::uri::{self, Kind};
use sotto_protocol::wire::keys;
use sotto_protocol::{ParseError, chain, parse};

use super::{CardError, ServerAddress, VERSION, clean_name};

/// A card: mine, or one whose signature was verified.
#[derive(Clone, PartialEq)]
pub struct Card {
    pub(super) user_key: [u8; 32],
    pub(super) access: [u8; 16],
    pub(super) server: ServerAddress,
    pub(super) pin: [u8; 32],
    pub(super) name: Option<String>,
    pub(super) expires: Option<u64>,
    pub(super) signed: keys::SignedCard,
}

impl Card {
    /// Reads a card's URI at `now` (ms, master clock).
    ///
    /// # Errors
    /// [`CardError`]; whoever scanned it is told.
    pub fn read(text: &str, now: u64) -> Result<Self, CardError> {
        if uri::kind(text.trim_start()) != Some(Kind::Card) {
            return Err(CardError::OtherKind);
        }
        Self::verify(uri::decode(Kind::Card, text)?, now)
    }

    /// Verifies a card that came in a message.
    ///
    /// # Errors
    /// [`CardError`].
    pub fn verify(signed: keys::SignedCard, now: u64) -> Result<Self, CardError> {
        let card: keys::Card = parse(&signed.card, uri::LONGEST)?;
        if card.version > VERSION {
            return Err(CardError::Newer {
                version: card.version,
            });
        }
        let text = Label::Card.over(&[&signed.card]);
        chain::verify_user(&card.user_key, &text, &signed.signature)
            .map_err(|_| CardError::Signature)?;
        let card = Self::of(card, signed)?;
        if card.expires.is_some_and(|at| at <= now) {
            return Err(CardError::Expired);
        }
        Ok(card)
    }

    /// A card from this phone's own store: verified before it was stored, and each row is sealed, so that a thousand
    /// contacts cost a start no thousand signatures. An expiry ends scanning, not a contact that was made in time.
    pub(crate) fn stored(signed: keys::SignedCard) -> Result<Self, CardError> {
        let card: keys::Card = parse(&signed.card, uri::LONGEST)?;
        Self::of(card, signed)
    }

    fn of(card: keys::Card, signed: keys::SignedCard) -> Result<Self, CardError> {
        let expires = Some(card.expires).filter(|at| *at != 0);
        Ok(Self {
            user_key: array(&card.user_key, "user key")?,
            access: array(&card.access, "access token")?,
            server: ServerAddress::parse(&card.server)?,
            pin: array(&card.server_pin, "server pin")?,
            name: Some(clean_name(&card.name)).filter(|name| !name.is_empty()),
            expires,
            signed,
        })
    }

    /// The user key that the card pins.
    #[must_use]
    pub const fn user_key(&self) -> &[u8; 32] {
        &self.user_key
    }

    /// The account of that user key.
    #[must_use]
    pub fn account(&self) -> AccountId {
        account_of(&self.user_key)
    }

    /// The access token: who has it may fetch prekeys and send.
    #[must_use]
    pub const fn access(&self) -> &[u8; 16] {
        &self.access
    }

    /// The server that knows the account.
    #[must_use]
    pub const fn server(&self) -> &ServerAddress {
        &self.server
    }

    /// SHA-256 of the server's TLS public key (SPKI).
    #[must_use]
    pub const fn pin(&self) -> &[u8; 32] {
        &self.pin
    }

    /// The name its owner chose, fit to be shown.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// When it expires, ms on the master clock.
    #[must_use]
    pub const fn expires(&self) -> Option<u64> {
        self.expires
    }

    /// The signed message, as a reply path holds it.
    #[must_use]
    pub const fn signed(&self) -> &keys::SignedCard {
        &self.signed
    }
}

pub(super) fn array<const N: usize>(
    bytes: &[u8],
    what: &'static str,
) -> Result<[u8; N], CardError> {
    let found = bytes.len();
    bytes.try_into().map_err(|_| {
        ParseError::Length {
            what,
            expected: N,
            found,
        }
        .into()
    })
}

impl std::fmt::Debug for Card {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Card").field(&self.account()).finish()
    }
}
