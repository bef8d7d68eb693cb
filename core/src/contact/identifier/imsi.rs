//! The identity of a mobile subscriber (ITU-T E.212).

use std::{fmt, str::FromStr};

use super::IdentifierError;

/// An IMSI: mobile country code, network code, subscriber number; 14 or 15 digits.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Imsi(String);

impl Imsi {
    /// The mobile country code, such as `262`.
    #[must_use]
    pub fn country(&self) -> &str {
        &self.0[..3]
    }
}

impl FromStr for Imsi {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || !(14..=15).contains(&text.len()) {
            return Err(IdentifierError::Imsi);
        }
        // E.212: geographic codes 200–799, shared ones 901, tests 001, private networks 999.
        match text[..3].parse() {
            Ok(1_u16 | 200..=799 | 901 | 999) => Ok(Self(text.to_owned())),
            _ => Err(IdentifierError::Imsi),
        }
    }
}

impl fmt::Display for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Imsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Imsi(…)")
    }
}
