//! Call quality as numbers, and whether anything is heard at all.

use std::time::{Duration, Instant};

use super::{Call, Phase};
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

/// Share of missing packets from which hardly a word comes through.
pub const LOST: f32 = 0.5;

/// Silence that stands in for the microphone for so long is told to both people.
const SILENT: Duration = Duration::from_millis(1_500);

/// Why the other person hears nothing although the call is connected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unheard {
    /// No sound may flow until both phones are in secure mode.
    Secure,
    /// This phone's microphone gives nothing: the system does not let the app have it, or took it away.
    Microphone,
    /// The network loses most of it.
    Network,
}

/// What there is to know about it.
#[derive(Debug, Clone, Copy)]
pub struct Hearing {
    /// Where the call stands.
    pub phase: Phase,
    /// Whether sound may flow.
    pub may_sound: bool,
    /// The microphone has given nothing for a moment, although the person wants to be heard.
    pub silent: bool,
    /// The share of our packets that they missed.
    pub loss_sent: Option<f32>,
}

impl Unheard {
    /// The first reason that holds.
    #[must_use]
    pub fn of(hearing: Hearing) -> Option<Self> {
        if hearing.phase != Phase::Connected {
            return None;
        }
        if !hearing.may_sound {
            return Some(Self::Secure);
        }
        if hearing.silent {
            return Some(Self::Microphone);
        }
        (hearing.loss_sent? >= LOST).then_some(Self::Network)
    }
}

impl Call {
    /// Whether a tone says that the other person hears nothing. One who holds the call has nothing to say.
    pub(crate) fn warns(&self, now: Instant) -> bool {
        let loss = || self.main_leg()?.transport.as_ref()?.loss_sent();
        let hearing = Hearing {
            phase: self.phase,
            may_sound: self.may_sound(),
            silent: self.is_silent(now),
            loss_sent: loss(),
        };
        !self.held && Unheard::of(hearing).is_some()
    }

    /// The microphone has given nothing for a while, although the person wants to be heard. Systems take their time to open
    /// one when a call is answered.
    #[must_use]
    pub fn is_silent(&self, now: Instant) -> bool {
        let long = self.stands_in.is_some_and(|since| now >= since + SILENT);
        long && !self.muted && !self.held
    }

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
