//! What a scanned text is: a card of ours, a join link, a person, or something foreign.

use super::{
    CountryCode, E164, Identifier, IdentifierError, address, mecard, mecard::Fields, name, vcard,
    without,
};

/// Longest text that is looked at, in bytes; a QR code holds 7,089 digits at most.
pub const MAX_TEXT: usize = 8_192;
/// Identifiers that are kept of one contact.
const MAX_IDENTIFIERS: usize = 16;

/// The meaning of a scanned text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scanned {
    /// A card of ours (`SOTTO:`), the whole text; not verified here.
    OurCard(String),
    /// A link to join a server (`SOTTO-JOIN:`), the whole text; not verified here.
    JoinLink(String),
    /// Somebody who can be called by at least one identifier.
    Person {
        /// The name, made harmless for a screen.
        name: Option<String>,
        /// What they can be called by, in the order of the code, without repetition.
        identifiers: Vec<Identifier>,
    },
    /// Something that is not for calling; it is never opened.
    Foreign {
        /// What it is, in words: `a web address`.
        what: &'static str,
    },
}

impl std::fmt::Debug for Scanned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OurCard(_) => f.write_str("OurCard(…)"),
            Self::JoinLink(_) => f.write_str("JoinLink(…)"),
            Self::Person { identifiers, .. } => write!(f, "Person({identifiers:?})"),
            Self::Foreign { what } => write!(f, "Foreign({what})"),
        }
    }
}

impl Scanned {
    /// What `text` means; `home` completes national numbers.
    ///
    /// # Errors
    /// [`IdentifierError`] where the text is meant as something to call and cannot be used.
    pub fn parse(text: &str, home: Option<CountryCode>) -> Result<Self, IdentifierError> {
        if text.len() > MAX_TEXT {
            return Err(IdentifierError::TooLong);
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(IdentifierError::Empty);
        }
        if without(text, "SOTTO:").is_some() {
            return Ok(Self::OurCard(text.to_owned()));
        }
        if without(text, "SOTTO-JOIN:").is_some() {
            return Ok(Self::JoinLink(text.to_owned()));
        }
        if without(text, "BEGIN:VCARD").is_some() {
            return person(vcard::parse(text), home);
        }
        if let Some(body) = without(text, "MECARD:") {
            return person(mecard::parse(body), home);
        }
        if let Some(identifier) = single(text, home) {
            return identifier.map(|identifier| Self::Person {
                name: None,
                identifiers: vec![identifier],
            });
        }
        Ok(Self::Foreign {
            what: foreign(text),
        })
    }
}

/// The one identifier that `text` is, if it is meant as one.
fn single(text: &str, home: Option<CountryCode>) -> Option<Result<Identifier, IdentifierError>> {
    if let Some(rest) = without(text, "tel:") {
        return Some(E164::from_tel_uri(rest, home).map(Identifier::Phone));
    }
    if without(text, "sip:").or(without(text, "sips:")).is_some() {
        return Some(text.parse().map(Identifier::Sip));
    }
    if let Some(rest) = without(text, "imsi:") {
        return Some(rest.trim().parse().map(Identifier::Imsi));
    }
    if let Some(rest) = without(text, "mac:") {
        return Some(rest.trim().parse().map(Identifier::Mac));
    }
    if let Some(rest) = without(text, "ip:") {
        return Some(address::parse(rest.trim()).map(Identifier::Ip));
    }
    if address::looks_like(text) {
        return Some(address::parse(text).map(Identifier::Ip));
    }
    // Twelve hexadecimal digits in a row could be anything: without `mac:` a MAC address needs its separators.
    let separated = text.contains([':', '-', '.']);
    if let (true, Ok(mac)) = (separated && text.len() != 12, text.parse()) {
        return Some(Ok(Identifier::Mac(mac)));
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let written = |byte: u8| byte.is_ascii_digit() || b"+-./() ".contains(&byte);
    (digits >= 3 && text.bytes().all(written))
        .then(|| E164::from_written(text, home).map(Identifier::Phone))
}

fn person(fields: Fields, home: Option<CountryCode>) -> Result<Scanned, IdentifierError> {
    let mut identifiers: Vec<Identifier> = Vec::new();
    let mut fault = IdentifierError::NothingToCall;
    for (kind, value) in fields.callable {
        let value = value.trim();
        let parsed = match kind.as_str() {
            "TEL" => single(value, home).unwrap_or(Err(IdentifierError::Phone)),
            _ => value.parse().map(Identifier::Sip),
        };
        match parsed {
            Ok(identifier) if identifiers.contains(&identifier) => {}
            Ok(identifier) if identifiers.len() < MAX_IDENTIFIERS => identifiers.push(identifier),
            Ok(_) => break,
            // The one fault that a person can mend by a setting is worth telling.
            Err(IdentifierError::UnknownCountry) => fault = IdentifierError::UnknownCountry,
            Err(_) => {}
        }
    }
    if identifiers.is_empty() {
        return Err(fault);
    }
    Ok(Scanned::Person {
        name: fields.name.as_deref().and_then(name::clean),
        identifiers,
    })
}

fn foreign(text: &str) -> &'static str {
    const KINDS: [(&str, &str); 14] = [
        ("http:", "a web address"),
        ("https:", "a web address"),
        ("www.", "a web address"),
        ("URLTO:", "a web address"),
        ("MEBKM:", "a web address"),
        ("mailto:", "an e-mail address"),
        ("MATMSG:", "an e-mail address"),
        ("WIFI:", "a wireless network"),
        ("sms", "a text message"),
        ("mms", "a text message"),
        ("geo:", "a place"),
        ("BEGIN:VEVENT", "a calendar entry"),
        ("BEGIN:VCALENDAR", "a calendar entry"),
        ("otpauth:", "a sign-in secret"),
    ];
    KINDS
        .iter()
        .find(|(prefix, _)| without(text, prefix).is_some())
        .map_or("a text", |(_, what)| what)
}
