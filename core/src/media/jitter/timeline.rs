//! Where an arriving packet belongs: wrap-around undone, duplicates and strangers told apart.

use super::packet::{MAX_SAMPLES, Packet};
use super::{RATE, ms};

/// A packet's place on the unwrapped axes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) sequence: i64,
    pub(super) timestamp: i64,
}

/// What the timeline says about an arrival.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    At(Position, Packet),
    Duplicate,
    Suspect,
    /// These packets agree with each other and with nothing before: start anew with them.
    Restart(Vec<(Position, Packet)>),
}

/// How far behind the newest packet another may come, in packets.
const MISORDER: i64 = 127;

/// How far a timestamp may be from where time alone would put it.
const MAX_JUMP: i64 = 2 * RATE;

/// How many strangers must agree (RFC 3550 A.1 asks for two; a stale burst must not win).
const CONFIRMATIONS: usize = 3;

/// The newest packet, who came lately, and strangers under observation.
#[derive(Debug, Default)]
pub(super) struct Timeline {
    newest: Option<Newest>,
    suspects: Vec<Packet>,
}

#[derive(Debug)]
struct Newest {
    position: Position,
    /// When it arrived, on the buffer's clock.
    arrival: i64,
    /// Bit `n`: the packet `n` before the newest has come.
    seen: u128,
}

impl Timeline {
    /// Finds the place of a packet that arrives at `now` (samples on the buffer's clock).
    pub(super) fn place(&mut self, now: i64, packet: Packet) -> Place {
        let Some(newest) = &mut self.newest else {
            let position = self.begin(now, &packet);
            return Place::At(position, packet);
        };
        let Some(position) = newest.unwrap(now, &packet) else {
            return self.suspect(now, packet);
        };
        if !newest.note(now, position) {
            return Place::Duplicate;
        }
        self.suspects.clear();
        Place::At(position, packet)
    }

    /// Makes this packet the newest, whatever came before.
    fn begin(&mut self, now: i64, packet: &Packet) -> Position {
        let position = Position {
            sequence: i64::from(packet.sequence),
            timestamp: i64::from(packet.timestamp),
        };
        self.newest = Some(Newest {
            position,
            arrival: now,
            seen: 1,
        });
        position
    }

    fn suspect(&mut self, now: i64, packet: Packet) -> Place {
        let follows = self.suspects.last().is_some_and(|last| {
            let ahead = packet.timestamp.wrapping_sub(last.timestamp);
            packet.sequence == last.sequence.wrapping_add(1) && (1..=MAX_SAMPLES).contains(&ahead)
        });
        if !follows {
            self.suspects.clear();
        }
        self.suspects.push(packet);
        if self.suspects.len() < CONFIRMATIONS {
            return Place::Suspect;
        }
        let agreed = std::mem::take(&mut self.suspects);
        self.begin(now, &agreed[0]);
        let newest = self.newest.as_mut().expect("begin() has just set it");
        let placed = agreed.into_iter().filter_map(|packet| {
            let position = newest.unwrap(now, &packet)?;
            newest.note(now, position);
            Some((position, packet))
        });
        Place::Restart(placed.collect())
    }
}

impl Newest {
    /// The packet's unwrapped place, or nothing where its two numbers contradict each other or
    /// are too far away.
    fn unwrap(&self, now: i64, packet: &Packet) -> Option<Position> {
        let (sequence, timestamp) = (self.position.sequence, self.position.timestamp);
        let steps = i64::from(packet.sequence.wrapping_sub(sequence as u16) as i16);
        let ahead = i64::from(packet.timestamp.wrapping_sub(timestamp as u32) as i32);
        let elapsed = (now - self.arrival).max(0);
        let plausible = match steps {
            0 => ahead == 0,
            1.. => ahead > 0 && ahead - elapsed <= MAX_JUMP,
            _ => steps >= -MISORDER && ahead < 0 && -ahead <= MAX_JUMP + ms(1_000),
        };
        plausible.then_some(Position {
            sequence: sequence + steps,
            timestamp: timestamp + ahead,
        })
    }

    /// Notes that a packet came; false where it had come before.
    fn note(&mut self, now: i64, position: Position) -> bool {
        let steps = position.sequence - self.position.sequence;
        if steps > 0 {
            let shift = u32::try_from(steps).unwrap_or(u32::MAX);
            self.seen = self.seen.checked_shl(shift).unwrap_or(0) | 1;
            self.position = position;
            self.arrival = now;
            return true;
        }
        let bit = 1_u128 << steps.unsigned_abs().min(MISORDER.unsigned_abs());
        let first = self.seen & bit == 0;
        self.seen |= bit;
        first
    }
}
