//! A server's address as cards and join links hold it.

use super::CardError;

/// Longest host name, in bytes (RFC 1035 §2.3.4).
const LONGEST_HOST: usize = 253;

/// `host:port`; IPv6 addresses in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServerAddress {
    host: String,
    port: u16,
}

impl ServerAddress {
    /// Reads `host:port`.
    ///
    /// # Errors
    /// [`CardError::Server`] when there is no port above 0, or the host is neither a name nor an address.
    pub fn parse(text: &str) -> Result<Self, CardError> {
        let (host, port) = text.rsplit_once(':').ok_or(CardError::Server)?;
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = port
            .parse()
            .ok()
            .filter(|port| *port > 0 && digits)
            .ok_or(CardError::Server)?;
        let bare = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        let fits = match bare {
            Some(host) => host.parse::<std::net::Ipv6Addr>().is_ok(),
            None => is_name(host),
        };
        if !fits {
            return Err(CardError::Server);
        }
        Ok(Self {
            host: bare.unwrap_or(host).to_owned(),
            port,
        })
    }

    /// Name or address, without brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Its TCP port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }
}

fn is_name(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    host.len() <= LONGEST_HOST && host.strip_suffix('.').unwrap_or(host).split('.').all(label)
}

impl std::fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}
