//! Call quality as numbers.

use std::time::{Duration, Instant};

use super::Call;
use crate::media::transport::{Figures, PathKind};
use crate::media::voice::HeardFigures;

/// How a call does, as numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// How long it has been connected.
    pub duration: Duration,
    /// Round trip of the media path, where one was measured.
    pub round_trip: Option<Duration>,
    /// Share of their packets that did not come, 0 to 1.
    pub loss_received: f32,
    /// Share of our packets that they missed, 0 to 1.
    pub loss_sent: f32,
    /// Jitter of what comes.
    pub jitter: Option<Duration>,
    /// Whether a relay carries it.
    pub relayed: bool,
    /// Packets sent.
    pub packets_sent: u64,
    /// Packets received.
    pub packets_received: u64,
    /// Sound made up because packets were missing.
    pub concealed: Duration,
    /// Sound brought back by error correction.
    pub recovered: Duration,
    /// How loud the other side was in the last frame, in dB below full scale.
    pub level: u8,
}

impl Call {
    /// The call's quality, once a media path stands.
    #[must_use]
    pub fn quality(&self, now: Instant) -> Option<Quality> {
        let figures: Figures = self.main_leg()?.figures()?;
        let heard: HeardFigures = self.ear.figures();
        Some(Quality {
            duration: self.connected.map_or(Duration::ZERO, |at| now - at),
            round_trip: figures.round_trip,
            loss_received: figures.loss_received.unwrap_or(0.0),
            loss_sent: figures.loss_sent.unwrap_or(0.0),
            jitter: figures.jitter,
            relayed: figures.path == PathKind::Relayed,
            packets_sent: figures.packets_sent,
            packets_received: figures.packets_received,
            concealed: heard.concealed,
            recovered: heard.recovered,
            level: heard.level.below_full_scale(),
        })
    }
}
