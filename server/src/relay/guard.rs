//! Stands before the relay and lets through only what may be cheap for a stranger to send. The relay remembers every
//! nonce that it ever gave out, so the guard asks it for one now and then and answers everybody without a valid one
//! itself: a flood costs no memory.

use std::collections::VecDeque;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::stun::{self, Kind};

/// Realm of the credentials.
pub(super) const REALM: &str = "sotto";
/// Nobody sends from here: the guard's own question.
pub(super) const NOBODY: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);
/// How long a nonce is given out. The relay takes it for an hour.
pub(super) const FRESH: Duration = Duration::from_secs(600);
/// Nonces of the last 50 minutes.
const NONCES: usize = 5;

/// What becomes of a message from a client.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The relay sees it.
    Pass,
    /// The guard answers.
    Answer(Vec<u8>),
    /// Nothing.
    Drop,
}

/// Nonces that the relay knows, newest last.
#[derive(Default)]
pub(super) struct Guard {
    nonces: Mutex<VecDeque<(Vec<u8>, Instant)>>,
}

impl Guard {
    /// The question that the relay must be asked now, if any.
    pub(super) fn probe(&self, now: Instant) -> Option<&'static [u8]> {
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, since)) = nonces.back()
            && now.saturating_duration_since(*since) < FRESH
        {
            return None;
        }
        // until the answer is there the last one goes on; asked once
        if let Some((_, since)) = nonces.back_mut() {
            *since = now;
        }
        Some(&stun::PROBE)
    }

    /// The relay's answer to the probe.
    pub(super) fn learn(&self, answer: &[u8], now: Instant) {
        if let Some(nonce) = stun::nonce(answer) {
            let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
            nonces.push_back((nonce.to_vec(), now));
            while nonces.len() > NONCES {
                nonces.pop_front();
            }
        }
    }

    /// What becomes of this message.
    pub(super) fn judge(&self, message: &[u8]) -> Verdict {
        let nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        let stale = match stun::kind(message) {
            Kind::Other => return Verdict::Pass,
            Kind::Broken => return Verdict::Drop,
            Kind::Signed(nonce) if nonces.iter().any(|(known, _)| known == nonce) => {
                return Verdict::Pass;
            }
            Kind::Signed(_) => true,
            Kind::Unsigned => false,
        };
        let answer = nonces
            .back()
            .and_then(|(nonce, _)| stun::refuse(message, stale, nonce, REALM));
        answer.map_or(Verdict::Drop, Verdict::Answer)
    }
}

/// Whether relayed packets may go to this address: never to this machine or its private networks, unless the relay
/// itself lives there (RFC 8656 §21.1.6).
pub(super) fn may_relay(to: IpAddr, own: IpAddr) -> bool {
    let (to, own) = (to.to_canonical(), own.to_canonical());
    let scope = |address: IpAddr| match address {
        IpAddr::V4(a) if a.is_loopback() => 1,
        IpAddr::V4(a) if a.is_private() || (a.octets()[0] == 100 && a.octets()[1] & 0xc0 == 64) => {
            2
        }
        IpAddr::V4(a) if a.is_link_local() => 3,
        IpAddr::V6(a) if a.is_loopback() => 1,
        IpAddr::V6(a) if a.is_unique_local() => 2,
        IpAddr::V6(a) if a.is_unicast_link_local() => 3,
        _ => 0,
    };
    let nowhere = match to {
        IpAddr::V4(a) => {
            a.is_unspecified() || a.is_broadcast() || a.is_multicast() || a.octets()[0] == 0
        }
        IpAddr::V6(a) => a.is_unspecified() || a.is_multicast(),
    };
    !nowhere && (scope(to) == 0 || scope(to) == scope(own))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn strangers_cost_the_relay_one_nonce_in_ten_minutes() {
        let guard = Guard::default();
        let start = Instant::now();
        assert_eq!(guard.judge(&stun::PROBE), Verdict::Drop);
        let probe = guard.probe(start).unwrap();
        guard.learn(&stun::refuse(probe, false, b"first", REALM).unwrap(), start);
        for _ in 0..1_000 {
            assert!(matches!(guard.judge(&stun::PROBE), Verdict::Answer(_)));
            assert_eq!(guard.probe(start), None);
        }
        assert!(guard.probe(start + FRESH).is_some());
        assert!(guard.probe(start + FRESH).is_none());
    }

    #[test]
    fn relaying_inwards_is_refused() {
        let may = |to: &str, own: &str| may_relay(to.parse().unwrap(), own.parse().unwrap());
        let public = "198.51.100.7";
        for inward in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.0.1",
            "172.16.9.9",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
        ] {
            assert!(!may(inward, public), "{inward}");
        }
        assert!(may("203.0.113.9", public) && may("2001:db8::1", public));
        assert!(may("127.0.0.1", "127.0.0.1") && may("10.0.0.2", "10.0.0.1"));
        assert!(!may("127.0.0.1", "10.0.0.1") && !may("0.0.0.0", "127.0.0.1"));
    }
}
