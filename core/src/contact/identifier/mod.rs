//! What a scanned text means, and the identifiers that a call can be made to (S3.1, S3.2).
//!
//! Parsed once, here; everything behind works with the parsed types. Whether an identifier *can* be called now is not
//! decided here, nor is a card's signature: the text of a card or a join link passes through unread.

mod address;
mod imsi;
mod mac;
mod mecard;
mod name;
mod phone;
mod scanned;
mod sip;
mod vcard;

use std::{fmt, net::SocketAddr, str::FromStr};

use thiserror::Error;

pub use imsi::Imsi;
pub use mac::MacAddress;
pub use phone::{CountryCode, E164};
pub use scanned::{MAX_TEXT, Scanned};
pub use sip::SipAddress;

/// Why a text, or an identifier in it, cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IdentifierError {
    /// Nothing but white space.
    #[error("the code holds no text")]
    Empty,
    /// Longer than any QR code.
    #[error("the text is longer than a QR code can be")]
    TooLong,
    /// A national number, and it is not known of which country.
    #[error("this number has no country: set your country, or use the form +49 …")]
    UnknownCountry,
    /// No E.164 number: 7 to 15 digits, the first of them not 0.
    #[error("this is no telephone number")]
    Phone,
    /// No country calling code: 1 to 999.
    #[error("this is no country calling code")]
    CountryCode,
    /// No `sip:` or `sips:` address (RFC 3261 §19.1).
    #[error("this is no SIP address")]
    Sip,
    /// No IP address with a port that a call could go to.
    #[error("this is no IP address with a port, such as 192.0.2.1:5060 or [2001:db8::1]:5060")]
    Address,
    /// No IMSI: 14 or 15 digits that start with a mobile country code (ITU-T E.212).
    #[error("this is no IMSI")]
    Imsi,
    /// No MAC address of a single device: six octets.
    #[error("this is no MAC address of a device")]
    Mac,
    /// A contact card without a number or address that a call could go to.
    #[error("this contact has no number or address to call")]
    NothingToCall,
    /// Stored text that names no known kind of identifier.
    #[error("this identifier is of no known kind")]
    Kind,
}

/// What a call can be made to.
///
/// `Display` gives the canonical text that is stored, which `FromStr` reads back; `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Identifier {
    /// A telephone number.
    Phone(E164),
    /// A SIP address.
    Sip(SipAddress),
    /// An IP address and port.
    Ip(SocketAddr),
    /// The subscriber in a legacy terminal (S3.2).
    Imsi(Imsi),
    /// The network interface of a legacy terminal (S3.2).
    Mac(MacAddress),
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Phone(number) => write!(f, "tel:{number}"),
            Self::Sip(address) => write!(f, "{address}"),
            Self::Ip(address) => write!(f, "ip:{address}"),
            Self::Imsi(imsi) => write!(f, "imsi:{imsi}"),
            Self::Mac(mac) => write!(f, "mac:{mac}"),
        }
    }
}

impl FromStr for Identifier {
    type Err = IdentifierError;

    /// Reads what `Display` wrote.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_once(':').ok_or(IdentifierError::Kind)?;
        match scheme {
            "tel" => rest.parse().map(Self::Phone),
            "sip" | "sips" => text.parse().map(Self::Sip),
            "ip" => address::parse(rest).map(Self::Ip),
            "imsi" => rest.parse().map(Self::Imsi),
            "mac" => rest.parse().map(Self::Mac),
            _ => Err(IdentifierError::Kind),
        }
    }
}

impl fmt::Debug for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Phone(_) => "Phone(…)",
            Self::Sip(_) => "Sip(…)",
            Self::Ip(_) => "Ip(…)",
            Self::Imsi(_) => "Imsi(…)",
            Self::Mac(_) => "Mac(…)",
        })
    }
}

/// `text` without `prefix`, whatever its case.
fn without<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
