//! How a call does.

use sotto_core::view::{self, Language};

use super::Text;

use crate::language::{Show, Shown};

/// How a call does.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct QualityView {
    /// In words, where it is poor; and whose it is.
    pub words: Option<Text>,
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

impl Shown<view::QualityView> for QualityView {
    fn shown(view: view::QualityView, language: Language) -> Self {
        let numbers = view.numbers;
        Self {
            words: view.words.show(language),
            round_trip_ms: numbers.round_trip_ms,
            loss_received: numbers.loss_received,
            loss_sent: numbers.loss_sent,
            jitter_ms: numbers.jitter_ms,
            relayed: numbers.relayed,
            packets_sent: numbers.packets_sent,
            packets_received: numbers.packets_received,
            concealed_ms: numbers.concealed_ms,
            recovered_ms: numbers.recovered_ms,
        }
    }
}
