//! My card.

use serde::Serialize;

use super::controls::off;
use super::words::people as words;
use super::{Button, CallFacts, Private, Text};
use crate::engine::{Engine, Moment};
use crate::qr::{EncodeError, QrCode};
use crate::secure::Operation;

const DAY: u64 = 86_400_000;

/// My card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MyCard {
    /// The name on it.
    pub name: Option<Private>,
    /// My server.
    pub server: String,
    /// What its QR code holds, and what is shared.
    pub uri: Private,
    /// How long it is good.
    pub expiry: Text,
    /// Whether I can be reached now.
    pub reachable: Text,
    /// Shares it as a link.
    pub share: Button,
    /// Makes a new one.
    pub new_card: Button,
    /// What a new one does.
    pub new_card_hint: Text,
    /// Asked before a new one is made.
    pub new_card_sure: Text,
}

/// My card at a moment.
///
/// # Errors
/// What to do first, where this phone has none.
pub fn my_card(engine: &Engine, now: Moment) -> Result<MyCard, Text> {
    let card = engine.card().ok_or_else(|| words::NOT_JOINED.text())?;
    if engine.curtain().is_drawn() {
        return Err(words::PEOPLE_HIDDEN.text());
    }
    let expiry = match card.expires() {
        Some(at) => {
            let days = at.saturating_sub(engine.master(now)).div_ceil(DAY);
            words::CARD_EXPIRY.with("count", days)
        }
        None => words::CARD_NO_EXPIRY.text(),
    };
    let online = engine.is_online();
    Ok(MyCard {
        name: card.name().map(|name| Private::new(engine.curtain(), name)),
        server: card.server().to_string(),
        uri: Private::new(engine.curtain(), card.uri()),
        expiry,
        reachable: if online {
            words::ONLINE
        } else {
            words::OFFLINE
        }
        .text(),
        share: Button::unless(words::CARD_SHARE.text(), cannot_share(engine, now)),
        new_card: Button::enabled(words::CARD_NEW.text()),
        new_card_hint: words::CARD_NEW_HINT.text(),
        new_card_sure: words::CARD_NEW_SURE.text(),
    })
}

/// Why nothing may leave the app now, where secure mode forbids that.
fn cannot_share(engine: &Engine, now: Moment) -> Option<Text> {
    let facts = [
        CallFacts::of(engine, now),
        CallFacts::of_session(engine, now),
    ];
    let mut facts = facts.iter().flatten().filter(|facts| !facts.is_asked());
    facts.find_map(|facts| off(facts, Operation::Forwarding))
}

impl MyCard {
    /// The QR code of the card.
    ///
    /// # Errors
    /// [`EncodeError::TooLong`], which no card of ours reaches.
    pub fn qr(&self) -> Result<QrCode, EncodeError> {
        QrCode::new(self.uri.as_str())
    }

    /// The QR code as an SVG document.
    ///
    /// # Errors
    /// As [`MyCard::qr`].
    pub fn qr_svg(&self) -> Result<String, EncodeError> {
        Ok(self.qr()?.svg())
    }
}
