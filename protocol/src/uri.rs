//! Cards and join links as text: an upper-case URI whose every letter is in QR's alphanumeric mode and needs no
//! escaping in a URI, so that any camera app reads it whole.

use data_encoding::BASE32_NOPAD;
use prost::Message;

use crate::{ParseError, parse};

/// What a URI of ours holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A [`crate::wire::keys::SignedCard`] (S3.1).
    Card,
    /// A [`crate::wire::keys::Join`].
    Join,
}

/// Longest URI that is read, in letters: more does not fit into a QR code.
pub const LONGEST: usize = 4_296;

impl Kind {
    /// The scheme with its colon.
    #[must_use]
    pub const fn scheme(self) -> &'static str {
        match self {
            Self::Card => "SOTTO:",
            Self::Join => "SOTTO-JOIN:",
        }
    }
}

/// The URI of a message.
#[must_use]
pub fn encode(kind: Kind, message: &impl Message) -> String {
    let mut text = String::from(kind.scheme());
    text.push_str(&BASE32_NOPAD.encode(&message.encode_to_vec()));
    text
}

/// The kind of a URI of ours, whatever case it is written in; `None` for any other text.
#[must_use]
pub fn kind(text: &str) -> Option<Kind> {
    [Kind::Card, Kind::Join].into_iter().find(|kind| {
        text.get(..kind.scheme().len())
            .is_some_and(|start| start.eq_ignore_ascii_case(kind.scheme()))
    })
}

/// Reads a URI of the given kind; spaces around it and line breaks within are ignored, as people paste them.
///
/// # Errors
/// [`ParseError`] when it is another kind of text, damaged, or too long.
pub fn decode<M: Message + Default>(expected: Kind, text: &str) -> Result<M, ParseError> {
    if text.len() > LONGEST {
        return Err(ParseError::TooLarge {
            size: text.len(),
            limit: LONGEST,
        });
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if kind(&text) != Some(expected) {
        return Err(ParseError::Malformed);
    }
    let body = text[expected.scheme().len()..].to_ascii_uppercase();
    let bytes = BASE32_NOPAD
        .decode(body.as_bytes())
        .map_err(|_| ParseError::Malformed)?;
    parse(&bytes, LONGEST)
}
