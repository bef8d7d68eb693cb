//! ICE candidates as lines of text (RFC 8839 §5.1): ours written, theirs read with care.
//!
//! Only what this transport can use comes through: UDP, component 1, an address rather than a
//! name. A line is rebuilt from its parsed parts, so nothing unparsed reaches the ICE agent.

use std::net::{IpAddr, SocketAddr};

use super::error::TransportError;

/// Longest candidate line that is looked at, in bytes.
pub(super) const MAX_LINE: usize = 256;

/// The kinds of candidate (RFC 8445 §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Host,
    ServerReflexive,
    PeerReflexive,
    Relay,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::ServerReflexive => "srflx",
            Self::PeerReflexive => "prflx",
            Self::Relay => "relay",
        }
    }

    /// Type preference (RFC 8445 §5.1.2.2).
    fn preference(self) -> u32 {
        match self {
            Self::Host => 126,
            Self::PeerReflexive => 110,
            Self::ServerReflexive => 100,
            Self::Relay => 0,
        }
    }
}

/// One candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) kind: Kind,
    pub(super) address: SocketAddr,
    priority: u32,
    foundation: String,
    related: Option<SocketAddr>,
}

impl Candidate {
    /// One of ours; `rank` 0 is preferred among candidates of the same kind.
    ///
    /// `base` is given for server-reflexive candidates only: the ICE agent sends from it. A relay
    /// candidate never names the address behind it.
    pub(super) fn local(
        kind: Kind,
        address: SocketAddr,
        base: Option<SocketAddr>,
        rank: u16,
    ) -> Self {
        let local_preference = u32::from(u16::MAX - rank);
        Self {
            kind,
            address,
            priority: (kind.preference() << 24) | (local_preference << 8) | 255,
            foundation: format!("{}{}", kind.preference(), rank),
            related: base,
        }
    }

    /// Reads a line, with or without `a=` and `candidate:` in front.
    pub(super) fn parse(line: &str) -> Result<Self, TransportError> {
        let bad = TransportError::BadCandidate;
        if line.len() > MAX_LINE {
            return Err(bad("too long"));
        }
        let line = line.trim();
        let line = line.strip_prefix("a=").unwrap_or(line);
        let line = line.strip_prefix("candidate:").unwrap_or(line);
        let mut words = line.split_ascii_whitespace();
        let mut next = || words.next().ok_or(bad("too short"));
        let foundation = next()?;
        if foundation.len() > 32
            || !foundation
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'/')
        {
            return Err(bad("foundation"));
        }
        if next()? != "1" {
            return Err(bad("component is not 1"));
        }
        if !next()?.eq_ignore_ascii_case("udp") {
            return Err(bad("not UDP"));
        }
        let priority: u32 = next()?.parse().map_err(|_| bad("priority"))?;
        let ip: IpAddr = next()?.parse().map_err(|_| bad("not an address"))?;
        let port: u16 = next()?.parse().map_err(|_| bad("port"))?;
        if next()? != "typ" {
            return Err(bad("typ"));
        }
        let kind = match next()? {
            "host" => Kind::Host,
            "srflx" => Kind::ServerReflexive,
            "prflx" => Kind::PeerReflexive,
            "relay" => Kind::Relay,
            _ => return Err(bad("unknown type")),
        };
        if port == 0 || !is_reachable(ip) {
            return Err(bad("address cannot be sent to"));
        }
        Ok(Self {
            kind,
            address: SocketAddr::new(ip, port),
            priority: priority.clamp(1, i32::MAX as u32),
            foundation: foundation.to_owned(),
            related: None,
        })
    }

    /// The line, beginning with `candidate:`.
    pub(super) fn line(&self) -> String {
        let mut line = format!(
            "candidate:{} 1 udp {} {} {} typ {}",
            self.foundation,
            self.priority,
            self.address.ip(),
            self.address.port(),
            self.kind.name(),
        );
        if self.kind != Kind::Host {
            let related = self.related.unwrap_or_else(|| match self.address {
                SocketAddr::V4(_) => ([0, 0, 0, 0], 0).into(),
                SocketAddr::V6(_) => ([0u16; 8], 0).into(),
            });
            line.push_str(&format!(" raddr {} rport {}", related.ip(), related.port()));
        }
        line
    }
}

/// Whether a datagram to this address makes sense.
fn is_reachable(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !(ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast()),
        // Link-local needs a scope that a candidate line cannot carry.
        IpAddr::V6(ip) => !(ip.is_unspecified() || ip.is_multicast() || ip.is_unicast_link_local()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_line_survives_reading_and_writing() {
        for line in [
            "candidate:1260 1 udp 2130706431 192.0.2.7 5000 typ host",
            "candidate:00 1 udp 16777215 192.0.2.9 6000 typ relay raddr 0.0.0.0 rport 0",
        ] {
            assert_eq!(Candidate::parse(line).unwrap().line(), line);
        }
    }

    #[test]
    fn a_relay_candidate_hides_what_is_behind_it() {
        let ours = Candidate::local(Kind::Relay, "192.0.2.9:6000".parse().unwrap(), None, 0);
        assert!(ours.line().ends_with("raddr 0.0.0.0 rport 0"));
        let theirs = "candidate:1 1 udp 1 192.0.2.9 6000 typ relay raddr 10.1.2.3 rport 9";
        assert!(
            !Candidate::parse(theirs)
                .unwrap()
                .line()
                .contains("10.1.2.3")
        );
    }

    #[test]
    fn what_cannot_be_used_is_refused() {
        for line in [
            "",
            "candidate:",
            "candidate:1 1 tcp 1 192.0.2.9 9 typ host tcptype active",
            "candidate:1 2 udp 1 192.0.2.9 9 typ host",
            "candidate:1 1 udp 1 d3f1.local 9 typ host",
            "candidate:1 1 udp 1 0.0.0.0 9 typ host",
            "candidate:1 1 udp 1 224.0.0.1 9 typ host",
            "candidate:1 1 udp 1 192.0.2.9 0 typ host",
            "candidate:1 1 udp 1 192.0.2.9 70000 typ host",
            "candidate:1 1 udp 1 192.0.2.9 9 typ\u{0}host",
        ] {
            assert!(Candidate::parse(line).is_err(), "{line}");
        }
        assert!(Candidate::parse(&"x".repeat(4096)).is_err());
    }
}
