//! Watches ICE's connectivity checks (RFC 8445 §7) from outside the engine.
//!
//! Three things come of it: the round trip; which remote addresses have proved that they know our
//! user fragment, so that nobody else's DTLS or RTP reaches the engine; and a brake, so that
//! candidates that never answer cannot turn this phone into a source of traffic.
//! Not here: the checks themselves, their integrity and the choice of a pair, which the engine does.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// How many remote addresses are remembered, named ones and peer-reflexive ones together.
const MAX_REMOTES: usize = 32;
const MAX_PENDING: usize = 256;
const MAX_PAIRS: usize = 256;

const BINDING_REQUEST: u16 = 0x0001;
const BINDING_SUCCESS: u16 = 0x0101;
const USERNAME: u16 = 0x0006;
const MAGIC: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];

type TransactionId = [u8; 12];

/// Whether a packet is STUN (RFC 8489 §5, RFC 7983).
pub(super) fn is_stun(bytes: &[u8]) -> bool {
    bytes.len() >= 20 && bytes[0] < 4 && bytes[4..8] == MAGIC
}

fn kind(bytes: &[u8]) -> u16 {
    u16::from_be_bytes([bytes[0], bytes[1]])
}

fn transaction(bytes: &[u8]) -> TransactionId {
    let mut id = [0; 12];
    id.copy_from_slice(&bytes[8..20]);
    id
}

/// The USERNAME attribute of a STUN message.
fn username(bytes: &[u8]) -> Option<&[u8]> {
    let mut rest = bytes.get(20..)?;
    // A message has at most a handful of attributes; 32 is generous and bounds the work.
    for _ in 0..32 {
        let header = rest.get(..4)?;
        let length = usize::from(u16::from_be_bytes([header[2], header[3]]));
        let value = rest.get(4..4 + length)?;
        if u16::from_be_bytes([header[0], header[1]]) == USERNAME {
            return Some(value);
        }
        rest = rest.get(4 + length.next_multiple_of(4)..)?;
    }
    None
}

#[derive(Debug)]
struct Remote {
    address: SocketAddr,
    proven: bool,
}

#[derive(Debug)]
struct Pair {
    local: SocketAddr,
    remote: SocketAddr,
    sent: u32,
    last: Instant,
}

/// The watcher.
#[derive(Debug, Default)]
pub(super) struct Checks {
    ufrag: String,
    remotes: Vec<Remote>,
    pairs: Vec<Pair>,
    pending: Vec<(TransactionId, SocketAddr, Instant)>,
    rtt: Option<Duration>,
}

impl Checks {
    /// Our user fragment, which requests to us must begin with.
    pub(super) fn set_ufrag(&mut self, ufrag: &str) {
        if self.ufrag != ufrag {
            self.ufrag = format!("{ufrag}:");
            self.pairs.clear();
            self.pending.clear();
        }
    }

    /// Smoothed round trip.
    pub(super) fn rtt(&self) -> Option<Duration> {
        self.rtt
    }

    /// Whether DTLS and RTP from there may reach the engine.
    pub(super) fn is_proven(&self, remote: SocketAddr) -> bool {
        self.remotes.iter().any(|r| r.address == remote && r.proven)
    }

    /// Notes a packet on its way out; false means: leave it out, it is one check too many.
    pub(super) fn on_sent(
        &mut self,
        now: Instant,
        local: SocketAddr,
        remote: SocketAddr,
        bytes: &[u8],
    ) -> bool {
        if !is_stun(bytes) || kind(bytes) != BINDING_REQUEST {
            return true;
        }
        if !self.is_proven(remote) && !self.within_budget(now, local, remote) {
            return false;
        }
        if self.pending.len() >= MAX_PENDING {
            self.pending.remove(0);
        }
        self.pending.push((transaction(bytes), remote, now));
        true
    }

    /// Full speed for the first checks of a pair, then fewer.
    fn within_budget(&mut self, now: Instant, local: SocketAddr, remote: SocketAddr) -> bool {
        let known = self
            .pairs
            .iter_mut()
            .find(|p| p.local == local && p.remote == remote);
        let Some(pair) = known else {
            if self.pairs.len() >= MAX_PAIRS {
                return false;
            }
            self.pairs.push(Pair {
                local,
                remote,
                sent: 1,
                last: now,
            });
            return true;
        };
        let gap = match pair.sent {
            0..40 => Duration::ZERO,
            40..80 => Duration::from_millis(60),
            _ => Duration::from_millis(250),
        };
        if now < pair.last + gap {
            return false;
        }
        pair.sent += 1;
        pair.last = now;
        true
    }

    /// Notes a packet that came in; false means: drop it.
    pub(super) fn on_received(&mut self, now: Instant, remote: SocketAddr, bytes: &[u8]) -> bool {
        if !is_stun(bytes) {
            return self.is_proven(remote);
        }
        match kind(bytes) {
            BINDING_REQUEST => {
                let ours = !self.ufrag.is_empty()
                    && username(bytes).is_some_and(|u| u.starts_with(self.ufrag.as_bytes()));
                ours && self.prove(remote)
            }
            BINDING_SUCCESS => {
                let id = transaction(bytes);
                let found = self
                    .pending
                    .iter()
                    .position(|(pending, to, _)| *pending == id && *to == remote);
                let Some(at) = found else {
                    return false;
                };
                let (_, _, sent) = self.pending.swap_remove(at);
                let sample = now.saturating_duration_since(sent);
                self.rtt = Some(match self.rtt {
                    None => sample,
                    Some(old) => (old * 7 + sample) / 8,
                });
                self.prove(remote)
            }
            // Error responses (role conflict) and indications do no harm.
            _ => self.is_proven(remote),
        }
    }

    fn prove(&mut self, address: SocketAddr) -> bool {
        if let Some(remote) = self.remotes.iter_mut().find(|r| r.address == address) {
            remote.proven = true;
            return true;
        }
        if self.remotes.len() >= MAX_REMOTES {
            return false;
        }
        self.remotes.push(Remote {
            address,
            proven: true,
        });
        true
    }
}

#[cfg(test)]
mod tests {
    // a test needs a first moment from somewhere
    #![allow(clippy::unwrap_used, clippy::disallowed_methods)]
    use super::*;

    fn request(user: &str, id: u8) -> Vec<u8> {
        let padded = user.len().next_multiple_of(4);
        let mut m = vec![0, 1, 0, (4 + padded) as u8];
        m.extend_from_slice(&MAGIC);
        m.extend_from_slice(&[id; 12]);
        m.extend_from_slice(&[0, 6, 0, user.len() as u8]);
        m.extend_from_slice(user.as_bytes());
        m.resize(20 + 4 + padded, 0);
        m
    }

    fn at(port: u16) -> SocketAddr {
        ([192, 0, 2, 1], port).into()
    }

    #[test]
    fn only_who_knows_our_fragment_gets_through() {
        let now = Instant::now();
        let mut checks = Checks::default();
        checks.set_ufrag("abcd");
        assert!(!checks.on_received(now, at(1), &[22, 254, 253]));
        assert!(!checks.on_received(now, at(1), &request("abce:x", 1)));
        assert!(!checks.is_proven(at(1)));
        assert!(checks.on_received(now, at(1), &request("abcd:x", 1)));
        assert!(checks.on_received(now, at(1), &[22, 254, 253]));
        assert!(!checks.on_received(now, at(2), &[22, 254, 253]));
    }

    #[test]
    fn a_flood_of_addresses_fills_nothing() {
        let now = Instant::now();
        let mut checks = Checks::default();
        checks.set_ufrag("abcd");
        let let_in = (1..=5_000)
            .filter(|port| checks.on_received(now, at(*port), &request("abcd:x", 1)))
            .count();
        assert_eq!(let_in, MAX_REMOTES);
    }

    #[test]
    fn candidates_that_never_answer_get_few_checks() {
        let start = Instant::now();
        let mut checks = Checks::default();
        let sent = (0..1_500u32)
            .filter(|i| {
                checks.on_sent(
                    start + Duration::from_millis(20) * *i,
                    at(1),
                    at(2),
                    &request("x:y", 1),
                )
            })
            .count();
        assert!((80..250).contains(&sent), "{sent} checks in 30 s");
    }

    #[test]
    fn the_round_trip_is_measured_and_strangers_cannot_fake_it() {
        let now = Instant::now();
        let mut checks = Checks::default();
        assert!(checks.on_sent(now, at(1), at(2), &request("x:y", 7)));
        let mut answer = request("x:y", 7);
        answer[0] = 1;
        let later = now + Duration::from_millis(80);
        assert!(!checks.on_received(later, at(3), &answer));
        assert!(checks.on_received(later, at(2), &answer));
        assert_eq!(checks.rtt(), Some(Duration::from_millis(80)));
        assert!(!checks.on_received(later, at(2), &answer) || checks.rtt().is_some());
    }

    #[test]
    fn torn_messages_do_not_panic() {
        let whole = request("abcd:x", 1);
        let mut checks = Checks::default();
        for cut in 0..whole.len() {
            checks.on_received(Instant::now(), at(1), &whole[..cut]);
        }
        let mut lying = whole;
        lying[22] = 255;
        assert!(username(&lying).is_none());
    }
}
