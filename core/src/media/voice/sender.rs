//! From the microphone to payloads.

use sotto_opus::{Bandwidth, Encoder, RateControl, Settings};
use zeroize::Zeroize;

use super::{FRAME, HALF_FRAME, Level, VoiceError};

/// Whether the lengths of packets follow what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pacing {
    /// Every packet has one length, silence included, so that lengths tell nothing (secure mode).
    #[default]
    Constant,
    /// Packets are as long as what they hold needs; better sound for the same mean rate.
    Variable,
}

/// How a voice is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoiceSettings {
    /// Constant or variable packet lengths.
    pub pacing: Pacing,
    /// Bits per second of payload, 6,000 to 510,000.
    pub bitrate: u32,
    /// The encoder's work per frame, 0 to 10.
    pub complexity: u8,
    /// The widest sound that is sent.
    pub bandwidth: Bandwidth,
}

impl Default for VoiceSettings {
    fn default() -> Self {
        Self {
            pacing: Pacing::Constant,
            bitrate: 24_000,
            // nearly as well heard as 10 (PESQ 4.13 for 4.21) for seven tenths of the work: `cargo xtask bench speech`
            complexity: 5,
            bandwidth: Bandwidth::Full,
        }
    }
}

/// One packet's worth of speech, to be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speech<'a> {
    /// The encoded sound.
    pub payload: &'a [u8],
    /// By how much the RTP timestamp grows with it: its samples.
    pub samples: u32,
    /// How loud it is (RFC 6464); constant-size packets are no use if this goes out in the clear.
    pub level: Level,
}

/// From this reported loss on, in percent, packets carry a copy of the frame before.
const FEC_FROM: u8 = 1;

/// The largest loss, in percent, that the encoder is told: beyond it the copy costs too much.
const FEC_UNTIL: u8 = 30;

/// The sending half of a voice: 10 or 20 ms pieces in, 20 ms payloads out.
#[derive(Debug)]
pub struct VoiceSender {
    encoder: Encoder,
    /// Half a frame that waits for its other half; empty or 480 samples.
    half: Vec<i16>,
    frame: [i16; FRAME],
    packet: [u8; 1_275],
    muted: bool,
}

impl Drop for VoiceSender {
    /// What was said last is wiped.
    fn drop(&mut self) {
        self.half.zeroize();
        self.frame.zeroize();
        self.packet.zeroize();
    }
}

impl VoiceSender {
    /// A sender; its first packet comes with its first 20 ms.
    ///
    /// # Errors
    /// [`VoiceError::Codec`] for settings out of range.
    pub fn new(settings: &VoiceSettings) -> Result<Self, VoiceError> {
        let encoder = Encoder::new(&Settings {
            bitrate: settings.bitrate,
            rate_control: rate_control(settings.pacing),
            complexity: settings.complexity,
            bandwidth: settings.bandwidth,
        })?;
        Ok(Self {
            encoder,
            half: Vec::with_capacity(HALF_FRAME),
            frame: [0; FRAME],
            packet: [0; 1_275],
            muted: false,
        })
    }

    /// Takes 10 or 20 ms from the microphone; gives a packet once 20 ms are together.
    ///
    /// # Errors
    /// [`VoiceError::PieceLength`] for any other length.
    pub fn push(&mut self, piece: &[i16]) -> Result<Option<Speech<'_>>, VoiceError> {
        if piece.len() != FRAME && piece.len() != HALF_FRAME {
            let samples = piece.len();
            return Err(VoiceError::PieceLength { samples });
        }
        let held = self.half.len();
        if held + piece.len() < FRAME {
            self.half.extend_from_slice(piece);
            if self.muted {
                // its other half may come after the mute ended
                self.half.fill(0);
            }
            return Ok(None);
        }
        let (now, later) = piece.split_at(FRAME - held);
        self.frame[..held].copy_from_slice(&self.half);
        self.frame[held..].copy_from_slice(now);
        self.half.clear();
        self.half.extend_from_slice(later);
        if self.muted {
            self.frame.fill(0);
            self.half.fill(0);
        }
        let length = self.encoder.encode(&self.frame, &mut self.packet)?;
        Ok(Some(Speech {
            payload: &self.packet[..length],
            samples: FRAME as u32,
            level: Level::of(&self.frame),
        }))
    }

    /// Sends silence from now on, encoded like speech, or speech again.
    pub fn set_muted(&mut self, muted: bool) {
        self.muted = muted;
    }

    /// Whether silence is sent.
    #[must_use]
    pub fn muted(&self) -> bool {
        self.muted
    }

    /// Follows the loss that the other side reports, 0 to 1: with any, packets carry a copy of the
    /// frame before. Lengths do not change under [`Pacing::Constant`].
    ///
    /// # Errors
    /// [`VoiceError::Codec`], which the library has no reason for.
    pub fn set_reported_loss(&mut self, share: f32) -> Result<(), VoiceError> {
        // A value that is no number becomes zero.
        let percent = (share * 100.0).clamp(0.0, 100.0).ceil() as u8;
        self.encoder.set_inband_fec(percent >= FEC_FROM)?;
        self.encoder.set_expected_loss(percent.min(FEC_UNTIL))?;
        Ok(())
    }

    /// Changes the pacing, when a call enters or leaves secure mode.
    ///
    /// # Errors
    /// [`VoiceError::Codec`], which the library has no reason for.
    pub fn set_pacing(&mut self, pacing: Pacing) -> Result<(), VoiceError> {
        Ok(self.encoder.set_rate_control(rate_control(pacing))?)
    }

    /// By how many samples the sound lags in the codec alone.
    #[must_use]
    pub fn lookahead(&self) -> usize {
        self.encoder.lookahead()
    }
}

fn rate_control(pacing: Pacing) -> RateControl {
    match pacing {
        Pacing::Constant => RateControl::Constant,
        Pacing::Variable => RateControl::Variable,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn noise(number: usize, samples: usize) -> Vec<i16> {
        let loud = if number % 40 < 20 { 1 } else { 64 };
        let wave = |index: usize| ((index * 7_919 + number * 31) % 4_001) as i16 - 2_000;
        (0..samples).map(|index| wave(index) / loud).collect()
    }

    #[test]
    fn constant_pacing_gives_one_length_for_speech_silence_mute_and_loss() {
        let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
        for number in 0..400 {
            sender.set_muted(number % 90 > 60);
            sender
                .set_reported_loss((number % 50) as f32 / 100.0)
                .unwrap();
            let said = if number % 70 > 40 {
                vec![0; FRAME]
            } else {
                noise(number, FRAME)
            };
            let speech = sender.push(&said).unwrap().unwrap();
            assert_eq!(speech.payload.len(), 60, "packet {number}");
        }
    }

    #[test]
    fn lengths_become_constant_with_the_packet_after_the_change() {
        let pacing = Pacing::Variable;
        let settings = VoiceSettings {
            pacing,
            ..VoiceSettings::default()
        };
        let mut sender = VoiceSender::new(&settings).unwrap();
        for number in 0..20 {
            sender.push(&noise(number, FRAME)).unwrap();
        }
        sender.set_pacing(Pacing::Constant).unwrap();
        for number in 0..100 {
            let said = if number % 3 == 0 {
                vec![0; FRAME]
            } else {
                noise(number, FRAME)
            };
            assert_eq!(sender.push(&said).unwrap().unwrap().payload.len(), 60);
        }
    }

    #[test]
    fn muted_sends_silence() {
        let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
        sender.set_muted(true);
        let speech = sender.push(&noise(1, FRAME)).unwrap().unwrap();
        assert_eq!(speech.level, Level::SILENCE);
    }

    #[test]
    fn a_half_said_while_muted_is_not_sent_when_the_mute_ends() {
        let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
        sender.set_muted(true);
        sender.push(&noise(1, HALF_FRAME)).unwrap();
        sender.set_muted(false);
        let speech = sender.push(&[0; HALF_FRAME]).unwrap().unwrap();
        assert_eq!(speech.level, Level::SILENCE);
        // nor what is left over of a whole frame
        sender.push(&[0; HALF_FRAME]).unwrap();
        sender.set_muted(true);
        sender.push(&noise(2, FRAME)).unwrap();
        sender.set_muted(false);
        let speech = sender.push(&[0; HALF_FRAME]).unwrap().unwrap();
        assert_eq!(speech.level, Level::SILENCE);
    }

    #[test]
    fn two_halves_make_the_packet_that_the_whole_makes() {
        let settings = VoiceSettings::default();
        let mut halves = VoiceSender::new(&settings).unwrap();
        let mut wholes = VoiceSender::new(&settings).unwrap();
        for number in 0..50 {
            let said = noise(number, FRAME);
            assert_eq!(halves.push(&said[..HALF_FRAME]).unwrap(), None);
            let halves = halves.push(&said[HALF_FRAME..]).unwrap();
            assert_eq!(halves, wholes.push(&said).unwrap());
        }
    }

    #[test]
    fn a_whole_after_a_half_keeps_the_rest() {
        let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
        assert!(sender.push(&[0; HALF_FRAME]).unwrap().is_none());
        assert!(sender.push(&[0; FRAME]).unwrap().is_some());
        assert!(sender.push(&[0; HALF_FRAME]).unwrap().is_some());
        assert!(sender.push(&[0; HALF_FRAME]).unwrap().is_none());
    }

    #[test]
    fn other_lengths_are_refused_and_odd_reports_do_no_harm() {
        let mut sender = VoiceSender::new(&VoiceSettings::default()).unwrap();
        let refused = Err(VoiceError::PieceLength { samples: 441 });
        assert_eq!(sender.push(&[0; 441]), refused);
        for share in [f32::NAN, -1.0, 7.0, f32::INFINITY] {
            sender.set_reported_loss(share).unwrap();
        }
    }
}
