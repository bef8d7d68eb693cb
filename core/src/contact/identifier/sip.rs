//! SIP addresses (RFC 3261 §19.1): scheme, user, host, port. Passwords, parameters and headers are dropped: what a
//! stranger's code asks for beyond the address is not followed.

use std::{
    fmt,
    net::{Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use super::{IdentifierError, without};

/// Longest user or host part that is accepted, in bytes; a host name has at most 253.
const MAX_PART: usize = 253;

/// A `sip:` or `sips:` address.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SipAddress {
    secure: bool,
    user: Option<String>,
    host: String,
    port: Option<u16>,
}

impl SipAddress {
    /// Whether TLS is demanded on every hop (`sips:`).
    #[must_use]
    pub fn secure(&self) -> bool {
        self.secure
    }

    /// The part before `@`, percent-encoded as it came.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// A host name in lower case, an IPv4 address, or an IPv6 address in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, where one is named.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.port
    }
}

impl FromStr for SipAddress {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (secure, rest) = without(text, "sips:")
            .map(|rest| (true, rest))
            .or_else(|| without(text, "sip:").map(|rest| (false, rest)))
            .ok_or(IdentifierError::Sip)?;
        let (user, place) = match rest.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, rest),
        };
        let user = user
            .map(|user| user.split([':', ';']).next().unwrap_or_default())
            .map(|user| valid_user(user).then(|| user.to_owned()))
            .map(|user| user.ok_or(IdentifierError::Sip))
            .transpose()?;
        let place = place.split([';', '?']).next().unwrap_or_default();
        let (host, port) = split_port(place).ok_or(IdentifierError::Sip)?;
        let host = canonical_host(host).ok_or(IdentifierError::Sip)?;
        Ok(Self {
            secure,
            user,
            host,
            port,
        })
    }
}

/// RFC 3261 §25.1: unreserved, user-unreserved and escaped characters.
fn valid_user(user: &str) -> bool {
    let bytes = user.as_bytes();
    let fine = |at: usize, byte: u8| match byte {
        b'%' => bytes
            .get(at + 1..at + 3)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
        _ => byte.is_ascii_alphanumeric() || b"-_.!~*'()&=+$,?/".contains(&byte),
    };
    let length = (1..=MAX_PART).contains(&bytes.len());
    length && bytes.iter().enumerate().all(|(at, byte)| fine(at, *byte))
}

fn split_port(place: &str) -> Option<(&str, Option<u16>)> {
    let end_of_host = place.rfind(']').map_or(0, |at| at + 1);
    match place[end_of_host..].rfind(':') {
        None => Some((place, None)),
        Some(at) => {
            let (host, port) = place.split_at(end_of_host + at);
            let digits = &port[1..];
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            let port = digits.parse().ok().filter(|port| plain && *port > 0)?;
            Some((host, Some(port)))
        }
    }
}

fn canonical_host(host: &str) -> Option<String> {
    if let Some(inner) = host.strip_prefix('[') {
        let address: Ipv6Addr = inner.strip_suffix(']')?.parse().ok()?;
        return Some(format!("[{address}]"));
    }
    if host
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return host.parse::<Ipv4Addr>().ok().map(|host| host.to_string());
    }
    let host = host.strip_suffix('.').unwrap_or(host);
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    (host.len() <= MAX_PART && host.split('.').all(label)).then(|| host.to_ascii_lowercase())
}

impl fmt::Display for SipAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.secure { "sips:" } else { "sip:" })?;
        if let Some(user) = &self.user {
            write!(f, "{user}@")?;
        }
        f.write_str(&self.host)?;
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for SipAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SipAddress(…)")
    }
}
