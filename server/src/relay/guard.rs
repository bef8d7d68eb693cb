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
}
