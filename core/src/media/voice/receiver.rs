//! From packets to the ear.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use sotto_opus::{DEEP_CONCEALMENT, Decoder, LONGEST_PACKET, SHORTEST_FRAME, packet};

use super::level::Pauses;
use super::recovery::{Gap, recover};
use super::{FRAME, HALF_FRAME, Level, Strategy, VoiceError, stretch};
use crate::media::jitter::{Adjust, Arrival, Figures, JitterBuffer, Packet, Step};

/// How the decoder goes on where nothing else helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Concealment {
    /// By repeating the voice's period; costs next to nothing.
    #[default]
    Classic,
    /// By the codec's neural network: more work for each lost frame, and so far not better heard
    /// (`cargo xtask bench speech`). As `Classic` where `sotto-opus` was built without its networks.
    Deep,
}

/// What a pull gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// Nothing has come yet: silence.
    Nothing,
    /// Some of it is what was said.
    Voice,
    /// All of it is made up: the other side is not heard now.
    MadeUp,
}

/// How the receiving half fares.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct HeardFigures {
    /// The jitter buffer's share: late, duplicate, lost, delays.
    pub jitter: Figures,
    /// Sound that was made up by concealment.
    pub concealed: Duration,
    /// Sound that was brought back from the copy in the next packet.
    pub recovered: Duration,
    /// Sound that was cut or added to move the delay.
    pub stretched: Duration,
    /// The loudness of what was heard last.
    pub level: Level,
}

/// Loss from which packets are kept one frame longer, so that FEC has come when it is needed,
/// and the loss below which that ends.
const LOOKAHEAD: (f32, f32) = (0.02, 0.005);

/// How many packets without a copy in a row tell that the sender makes none.
const NO_FEC_AFTER: u32 = 50;

/// The receiving half of a voice: packets in, sound out whenever it is pulled.
#[derive(Debug)]
pub struct VoiceReceiver {
    decoder: Decoder,
    jitter: JitterBuffer,
    /// Decoded sound that is not yet pulled; at most one packet and one pull.
    pub(super) ready: VecDeque<i16>,
    pauses: Pauses,
    level: Level,
    /// Packets since the last that carried a copy.
    without_fec: u32,
    waits: bool,
    concealed: usize,
    recovered: usize,
    stretched: usize,
}

impl VoiceReceiver {
    /// A receiver that waits for its first packet.
    ///
    /// # Errors
    /// [`VoiceError::Codec`] where memory is short.
    pub fn new(concealment: Concealment) -> Result<Self, VoiceError> {
        let mut decoder = Decoder::new()?;
        if concealment == Concealment::Deep {
            decoder.set_complexity(DEEP_CONCEALMENT)?;
        }
        Ok(Self {
            decoder,
            jitter: JitterBuffer::new(),
            ready: VecDeque::with_capacity(2 * LONGEST_PACKET),
            pauses: Pauses::default(),
            level: Level::SILENCE,
            without_fec: NO_FEC_AFTER,
            waits: false,
            concealed: 0,
            recovered: 0,
            stretched: 0,
        })
    }

    /// Takes a decrypted packet that arrives at `now`.
    pub fn push(&mut self, now: Instant, sequence: u16, timestamp: u32, payload: &[u8]) -> Arrival {
        let Ok(samples) = packet::samples(payload) else {
            return self.jitter.refuse();
        };
        if packet::has_fec(payload) {
            self.without_fec = 0;
        } else {
            self.without_fec = self.without_fec.saturating_add(1);
        }
        let packet = Packet {
            sequence,
            timestamp,
            samples: samples as u32,
            payload: payload.to_vec(),
        };
        self.jitter.push(now, packet)
    }

    /// Fills `out`, 10 or 20 ms as the sound card asks (any length works), with what is to be
    /// heard at `now`.
    pub fn pull(&mut self, now: Instant, out: &mut [i16]) -> Heard {
        let mut heard = if self.ready.is_empty() {
            Heard::Nothing
        } else {
            Heard::Voice
        };
        let mut made = Vec::with_capacity(LONGEST_PACKET);
        // Every second step makes 2.5 ms at least; the bound is for a codec gone wrong.
        for _ in 0..=2 * out.len() / SHORTEST_FRAME + 1 {
            if self.ready.len() >= out.len() {
                break;
            }
            let wanted = (out.len() - self.ready.len()).clamp(HALF_FRAME, FRAME);
            heard = match (heard, self.step(now, wanted, &mut made)) {
                (Heard::Voice, _) | (_, Heard::Voice) => Heard::Voice,
                (_, last) => last,
            };
            if heard == Heard::Nothing {
                break;
            }
            self.ready.extend(made.drain(..));
        }
        self.follow_loss();
        let have = self.ready.len().min(out.len());
        let (sound, rest) = out.split_at_mut(have);
        for (place, sample) in sound.iter_mut().zip(self.ready.drain(..have)) {
            *place = sample;
        }
        rest.fill(0);
        self.level = Level::of(out);
        heard
    }

    /// How it fares.
    #[must_use]
    pub fn figures(&self) -> HeardFigures {
        HeardFigures {
            jitter: self.jitter.figures(),
            concealed: time(self.concealed),
            recovered: time(self.recovered),
            stretched: time(self.stretched),
            level: self.level,
        }
    }

    /// Takes the jitter buffer's next step and appends its sound to `made`.
    fn step(&mut self, now: Instant, wanted: usize, made: &mut Vec<i16>) -> Heard {
        let queued = self.ready.len();
        let gap = match self.jitter.next(now, queued, wanted) {
            Step::Idle => return Heard::Nothing,
            Step::Play(packet, adjust) => return self.play(&packet, adjust, made),
            Step::Missing {
                samples,
                next,
                ahead,
            } => Gap {
                samples,
                next: Some((next, ahead)),
            },
            Step::Starved { samples } => Gap {
                samples,
                next: None,
            },
        };
        match recover(&mut self.decoder, gap, made) {
            Strategy::InbandFec => {
                self.recovered += gap.samples;
                Heard::Voice
            }
            Strategy::Conceal => {
                self.concealed += gap.samples;
                Heard::MadeUp
            }
        }
    }

    fn play(&mut self, packet: &Packet, adjust: Adjust, made: &mut Vec<i16>) -> Heard {
        let samples = packet.samples as usize;
        made.resize(samples, 0);
        if self.decoder.decode(&packet.payload, made).is_err() {
            made.clear();
            recover(
                &mut self.decoder,
                Gap {
                    samples,
                    next: None,
                },
                made,
            );
            self.concealed += samples;
            return Heard::MadeUp;
        }
        let quiet = self.pauses.quiet(Level::of(made));
        let by = match adjust {
            Adjust::Lengthen {
                samples,
                quiet_only,
            } if quiet || !quiet_only => stretch::lengthen(made, samples, quiet),
            Adjust::Shorten {
                samples,
                quiet_only,
            } if quiet || !quiet_only => stretch::shorten(made, samples, quiet),
            _ => 0,
        };
        if by > 0 {
            self.stretched += by;
            self.jitter.adjusted();
        }
        Heard::Voice
    }

    /// Keeps packets one frame longer while there is loss that FEC could repair.
    fn follow_loss(&mut self) {
        let lost = self.jitter.figures().lost;
        let (from, until) = LOOKAHEAD;
        let fec = self.without_fec < NO_FEC_AFTER;
        let waits = fec && (lost > from || (self.waits && lost > until));
        if waits != self.waits {
            self.waits = waits;
            let frame = time(if waits { FRAME } else { 0 });
            self.jitter.set_lookahead(frame);
        }
    }
}

/// Samples as a duration.
fn time(samples: usize) -> Duration {
    Duration::from_micros(samples as u64 * 125 / 6)
}
