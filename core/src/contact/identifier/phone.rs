//! Telephone numbers: E.164, as people write them and as they are stored.

use std::{fmt, str::FromStr};

use super::IdentifierError;

/// A number in E.164: 7 to 15 digits, country calling code first, without `+`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct E164(String);

/// The calling code of a country, such as 49: what a national number is completed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryCode(u16);

impl CountryCode {
    /// The calling code `code`, without `+`.
    ///
    /// # Errors
    /// [`IdentifierError::CountryCode`] unless it has one to three digits.
    pub fn new(code: u16) -> Result<Self, IdentifierError> {
        if (1..=999).contains(&code) {
            Ok(Self(code))
        } else {
            Err(IdentifierError::CountryCode)
        }
    }

    /// `digits`, a national number, with its trunk prefix replaced by the country's code.
    fn complete(self, digits: &str) -> String {
        let national = match self.0 {
            // Italy dials its leading 0 from abroad too.
            39 => digits,
            // North America's trunk prefix is the country code itself; Russia's and Kazakhstan's is 8.
            1 if digits.len() == 11 => digits.strip_prefix('1').unwrap_or(digits),
            7 if digits.len() == 11 => digits.strip_prefix('8').unwrap_or(digits),
            _ => digits.strip_prefix('0').unwrap_or(digits),
        };
        format!("{}{national}", self.0)
    }
}

impl E164 {
    /// A number as people write it: spaces, dashes, dots, slashes and parentheses between its digits; `+` or `00`
    /// before a country code; else a national number, completed with `home`.
    ///
    /// # Errors
    /// [`IdentifierError::UnknownCountry`] for a national number without `home`; [`IdentifierError::Phone`].
    pub fn from_written(text: &str, home: Option<CountryCode>) -> Result<Self, IdentifierError> {
        let text = text.trim();
        let international = text.starts_with('+');
        let text = text.strip_prefix('+').unwrap_or(text);
        // "+49 (0)30 …": the 0 in parentheses is for callers within the country.
        let text = if international {
            text.replace("(0)", "")
        } else {
            text.to_owned()
        };
        let mut digits = String::new();
        for character in text.chars() {
            match character {
                '0'..='9' if digits.len() < 20 => digits.push(character),
                ' ' | '-' | '.' | '/' | '(' | ')' | '\u{a0}' | '\u{2010}'..='\u{2013}' => {}
                _ => return Err(IdentifierError::Phone),
            }
        }
        if international {
            return Self::from_digits(digits);
        }
        if let Some(rest) = digits.strip_prefix("00") {
            return Self::from_digits(rest.to_owned());
        }
        if !(3..=15).contains(&digits.len()) {
            return Err(IdentifierError::Phone);
        }
        match home {
            Some(home) => Self::from_digits(home.complete(&digits)),
            None => Err(IdentifierError::UnknownCountry),
        }
    }

    /// What stands behind `tel:` (RFC 3966): parameters are cut off, `phone-context=+49` completes a local number.
    pub(super) fn from_tel_uri(
        rest: &str,
        home: Option<CountryCode>,
    ) -> Result<Self, IdentifierError> {
        let mut parts = rest.split([';', '?']);
        let number = parts.next().unwrap_or_default();
        let decoded = number
            .replace("%2B", "+")
            .replace("%2b", "+")
            .replace("%20", " ");
        let context = parts.find_map(|part| super::without(part, "phone-context=+"));
        match context {
            Some(context) if !decoded.starts_with('+') => match context.parse() {
                Ok(1..=999_u16) => {
                    let country = context.parse().ok().map(CountryCode);
                    Self::from_written(&decoded, country)
                }
                // More than a country code, such as an exchange: the local number follows it as it is.
                _ => Self::from_written(&format!("+{context}{decoded}"), None),
            },
            _ => Self::from_written(&decoded, home),
        }
    }

    fn from_digits(digits: String) -> Result<Self, IdentifierError> {
        let fits = (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|byte| byte.is_ascii_digit());
        if fits {
            Ok(Self(digits))
        } else {
            Err(IdentifierError::Phone)
        }
    }
}

impl FromStr for E164 {
    type Err = IdentifierError;

    /// Reads `+` and digits, nothing else.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix('+').ok_or(IdentifierError::Phone)?;
        Self::from_digits(digits.to_owned())
    }
}

impl fmt::Display for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}", self.0)
    }
}

impl fmt::Debug for E164 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("E164(…)")
    }
}
