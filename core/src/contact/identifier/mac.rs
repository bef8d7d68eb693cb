//! The MAC address (EUI-48) of one network interface.

use std::{fmt, str::FromStr};

use super::IdentifierError;

/// Six octets; neither a group address nor all zeros.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MacAddress([u8; 6]);

impl MacAddress {
    /// The octets, first to last.
    #[must_use]
    pub fn octets(self) -> [u8; 6] {
        self.0
    }
}

impl FromStr for MacAddress {
    type Err = IdentifierError;

    /// Reads `02:00:5e:10:00:01`, `02-00-5E-10-00-01`, `0200.5e10.0001` and `02005e100001`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = IdentifierError::Mac;
        if !text.is_ascii() {
            return Err(refused);
        }
        let groups: Vec<&str> = match (text.contains(':'), text.contains('-'), text.contains('.')) {
            (true, false, false) => text.split(':').collect(),
            (false, true, false) => text.split('-').collect(),
            (false, false, true) => text.split('.').collect(),
            (false, false, false) => vec![text],
            _ => return Err(refused),
        };
        let digits = match groups.len() {
            6 => 2,
            3 => 4,
            1 => 12,
            _ => return Err(refused),
        };
        let hex = |group: &&str| {
            group.len() == digits && group.bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        if !groups.iter().all(hex) {
            return Err(refused);
        }
        let number = u64::from_str_radix(&groups.concat(), 16).map_err(|_| refused)?;
        let [_, _, octets @ ..] = number.to_be_bytes();
        if number == 0 || octets[0] & 1 == 1 {
            return Err(refused);
        }
        Ok(Self(octets))
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d, e, g] = self.0;
        write!(f, "{a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{g:02x}")
    }
}

impl fmt::Debug for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MacAddress(…)")
    }
}
