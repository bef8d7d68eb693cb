//! From the microphone to a recording, with the wave form that the screen draws meanwhile.

use sotto_opus::Bandwidth;
use zeroize::Zeroizing;

use super::DingError;
use super::recording::{PACKET, PACKETS, Recording};
use crate::media::voice::{Pacing, VoiceSender, VoiceSettings};

/// Samples that one peak of the wave form stands for: 100 ms.
const PEAK: usize = 4_800;

/// Bits per second of our packets.
const BITRATE: u32 = PACKET as u32 * 8 * 50;

/// Takes what is said until it is stopped or a minute is over.
pub struct Recorder {
    voice: VoiceSender,
    opus: Zeroizing<Vec<u8>>,
    peaks: Vec<u8>,
    /// Loudest sample and count of samples of the peak that is under way.
    peak: (u16, usize),
}

impl Recorder {
    /// An empty one.
    ///
    /// # Errors
    /// [`DingError::Codec`] where memory is short.
    pub fn new() -> Result<Self, DingError> {
        let settings = VoiceSettings {
            pacing: Pacing::Constant,
            bitrate: BITRATE,
            complexity: 10,
            bandwidth: Bandwidth::Wide,
        };
        Ok(Self {
            voice: VoiceSender::new(&settings).map_err(|_| DingError::Codec)?,
            // room for all of it: growing would leave copies behind that nobody wipes
            opus: Zeroizing::new(Vec::with_capacity(PACKETS * PACKET)),
            peaks: Vec::with_capacity(PACKETS / 5),
            peak: (0, 0),
        })
    }

    /// Takes 10 or 20 ms of 48 kHz mono; other lengths and what comes after a minute are dropped.
    pub fn push(&mut self, piece: &[i16]) {
        if self.is_full() {
            return;
        }
        let Ok(speech) = self.voice.push(piece) else {
            return;
        };
        if let Some(speech) = speech.filter(|speech| speech.payload.len() == PACKET) {
            self.opus.extend_from_slice(speech.payload);
        }
        self.measure(piece);
    }

    fn measure(&mut self, piece: &[i16]) {
        for sample in piece {
            let (loudest, count) = &mut self.peak;
            *loudest = (*loudest).max(sample.unsigned_abs());
            *count += 1;
            if *count == PEAK {
                self.peaks
                    .push(u8::try_from(*loudest >> 7).unwrap_or(u8::MAX));
                self.peak = (0, 0);
            }
        }
    }

    /// Whether a minute is over.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.opus.len() >= PACKETS * PACKET
    }

    /// How long it is so far.
    #[must_use]
    pub fn duration(&self) -> std::time::Duration {
        std::time::Duration::from_millis(20 * (self.opus.len() / PACKET) as u64)
    }

    /// The wave form: the loudest sample of each 100 ms, 0 to 255.
    #[must_use]
    pub fn peaks(&self) -> &[u8] {
        &self.peaks
    }

    /// The recording and its wave form.
    ///
    /// # Errors
    /// [`DingError::Nothing`] when not even 20 ms were said.
    pub fn finish(self) -> Result<(Recording, Vec<u8>), DingError> {
        let recording = Recording::of_packets(self.opus).ok_or(DingError::Nothing)?;
        Ok((recording, self.peaks))
    }
}
