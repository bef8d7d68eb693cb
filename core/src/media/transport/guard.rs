//! Keeps a DTLS handshake alive on a lossy path (RFC 6347 §4.2.4).
//!
//! The engine's own retransmission timer (1 s) is cleared by any handshake packet that arrives,
//! duplicates included, and a handshake can then wait for ever. The guard keeps the last flight
//! that was sent and sends it again, earlier and for as long as the handshake lasts. Afterwards
//! only the server repeats its last flight, and only when the client repeats its own.

use std::time::{Duration, Instant};

const FIRST: Duration = Duration::from_millis(60);
const LONGEST: Duration = Duration::from_millis(1_500);
const MAX_PACKETS: usize = 16;
const MAX_REPEATS: u32 = 60;
const MAX_ANSWERS: u32 = 100;
const ANSWER_GAP: Duration = Duration::from_millis(20);

/// DTLS record types (RFC 6347 §4.1) and where to find things in a record.
const CHANGE_CIPHER_SPEC: u8 = 20;
const HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;

/// Whether a packet is DTLS (RFC 7983).
pub(super) fn is_dtls(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(20..=63))
}

/// Whether it belongs to a handshake rather than carrying an alert.
fn is_handshake(bytes: &[u8]) -> bool {
    matches!(bytes.first(), Some(&(CHANGE_CIPHER_SPEC | HANDSHAKE)))
}

#[derive(Default)]
pub(super) struct Guard {
    flight: Vec<Vec<u8>>,
    /// Whether packets sent now still belong to `flight`.
    collecting: bool,
    interval: Duration,
    due: Option<Instant>,
    repeats: u32,
    is_client: bool,
    done: bool,
    wants_answer: bool,
    answers: u32,
    last_answer: Option<Instant>,
}

impl Guard {
    /// Begins a round of the engine's work; what it sends in one round is one flight.
    pub(super) fn begin_round(&mut self) {
        self.collecting = false;
    }

    /// Notes a DTLS packet on its way out.
    pub(super) fn on_sent(&mut self, now: Instant, packet: &[u8], one_way: Duration) {
        if !is_handshake(packet) {
            return;
        }
        if !self.collecting {
            self.collecting = true;
            self.flight.clear();
            self.interval = FIRST + one_way * 13 / 5;
            self.due = (!self.done).then(|| now + self.interval);
            self.wants_answer = false;
            self.is_client =
                packet[0] == HANDSHAKE && packet.get(13) == Some(&CLIENT_HELLO) || self.is_client;
        }
        if self.flight.len() < MAX_PACKETS {
            self.flight.push(packet.to_vec());
        }
    }

    /// Notes a DTLS packet that came in.
    pub(super) fn on_received(&mut self, packet: &[u8]) {
        if self.done && !self.is_client && is_handshake(packet) {
            self.wants_answer = true;
        }
    }

    /// The handshake is complete on this side.
    pub(super) fn finish(&mut self) {
        self.done = true;
        self.due = None;
        if self.is_client {
            self.flight.clear();
        }
    }

    /// When [`take_due`](Self::take_due) has something.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.due
    }

    /// The packets to send again now, if it is time to.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<Vec<u8>> {
        if self.due.is_some_and(|due| due <= now) {
            self.repeats += 1;
            self.interval = (self.interval * 3 / 2).min(LONGEST);
            self.due = (self.repeats < MAX_REPEATS).then(|| now + self.interval);
            return self.flight.clone();
        }
        let rested = self.last_answer.is_none_or(|at| now >= at + ANSWER_GAP);
        if std::mem::take(&mut self.wants_answer) && rested && self.answers < MAX_ANSWERS {
            self.answers += 1;
            self.last_answer = Some(now);
            return self.flight.clone();
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    // a test needs a first moment from somewhere
    #![allow(clippy::disallowed_methods)]
    use super::*;

    const HELLO: &[u8] = &[22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0];
    const FINISHED: &[u8] = &[22, 254, 253, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 99, 0];

    #[test]
    fn a_flight_is_sent_again_until_the_handshake_ends() {
        let now = Instant::now();
        let mut guard = Guard::default();
        guard.on_sent(now, HELLO, Duration::from_millis(50));
        let due = guard.deadline().expect("a flight waits for an answer");
        assert_eq!(due - now, Duration::from_millis(190));
        assert!(guard.take_due(now).is_empty());
        assert_eq!(guard.take_due(due), vec![HELLO.to_vec()]);
        let next = guard.deadline().expect("still waiting");
        assert_eq!(next - due, Duration::from_millis(285));
        guard.finish();
        assert_eq!(guard.deadline(), None);
    }

    #[test]
    fn only_the_server_answers_after_the_end_and_not_without_bound() {
        let now = Instant::now();
        for (first, answers) in [(HELLO, 0), (FINISHED, 1)] {
            let mut guard = Guard::default();
            guard.on_sent(now, first, Duration::ZERO);
            guard.finish();
            guard.on_received(FINISHED);
            assert_eq!(guard.take_due(now).len(), answers);
            guard.on_received(FINISHED);
            assert!(guard.take_due(now).is_empty());
        }
        let mut guard = Guard::default();
        guard.on_sent(now, FINISHED, Duration::ZERO);
        guard.finish();
        let sent: usize = (0..100_000u32)
            .map(|i| {
                guard.on_received(FINISHED);
                guard.take_due(now + ANSWER_GAP * i).len()
            })
            .sum();
        assert_eq!(sent, MAX_ANSWERS as usize);
    }
}
