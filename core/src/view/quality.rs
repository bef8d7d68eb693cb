//! How a call does: in words where it is poor, and as numbers.

use serde::Serialize;

use super::Text;
use super::words::call as words;
use crate::call::Quality;

/// Share of missing packets from which speech suffers noticeably.
const WEAK: f32 = 0.05;
/// Jitter in ms that no buffer hides without delay that is felt.
const UNSTEADY: u128 = 80;
/// Round trip in ms from which people talk at the same time (ITU-T G.114: 400 ms one way is the limit, 150 ms is felt).
const SLOW: u128 = 500;

/// How a call does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QualityView {
    /// In words, where it is poor; and whose it is.
    pub words: Option<Text>,
    /// As numbers.
    pub numbers: QualityNumbers,
}

/// A call's quality as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct QualityNumbers {
    /// Round trip of the media path, ms.
    pub round_trip_ms: Option<u64>,
    /// Share of their packets that did not come, 0 to 1.
    pub loss_received: f32,
    /// Share of our packets that they missed, 0 to 1.
    pub loss_sent: f32,
    /// Jitter of what comes, ms.
    pub jitter_ms: Option<u64>,
    /// Whether a relay carries it.
    pub relayed: bool,
    /// Packets sent.
    pub packets_sent: u64,
    /// Packets received.
    pub packets_received: u64,
    /// Sound made up because packets were missing, ms.
    pub concealed_ms: u64,
    /// Sound brought back by error correction, ms.
    pub recovered_ms: u64,
}

impl QualityView {
    /// What a call's quality is to a person.
    #[must_use]
    pub fn of(quality: &Quality) -> Self {
        let ms = |duration: std::time::Duration| duration.as_millis() as u64;
        Self {
            words: words_of(quality),
            numbers: QualityNumbers {
                round_trip_ms: quality.round_trip.map(ms),
                loss_received: quality.loss_received,
                loss_sent: quality.loss_sent,
                jitter_ms: quality.jitter.map(ms),
                relayed: quality.relayed,
                packets_sent: quality.packets_sent,
                packets_received: quality.packets_received,
                concealed_ms: ms(quality.concealed),
                recovered_ms: ms(quality.recovered),
            },
        }
    }
}

fn words_of(quality: &Quality) -> Option<Text> {
    let unsteady = quality
        .jitter
        .is_some_and(|jitter| jitter.as_millis() >= UNSTEADY);
    let theirs = quality.loss_received >= WEAK || unsteady;
    let yours = quality.loss_sent >= WEAK;
    let slow = quality
        .round_trip
        .is_some_and(|trip| trip.as_millis() >= SLOW);
    let phrase = match (theirs, yours) {
        (true, true) => words::WEAK_BOTH,
        (true, false) => words::WEAK_THEIRS,
        (false, true) => words::WEAK_YOURS,
        (false, false) if slow => words::DELAYED,
        (false, false) => return None,
    };
    Some(phrase.text())
}
