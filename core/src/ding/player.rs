//! From a recording to the ear: sound whenever it is pulled, to the end and not beyond.

use sotto_opus::Decoder;
use zeroize::Zeroize;

use super::DingError;
use super::recording::Recording;
use crate::media::voice::FRAME;

/// Plays a recording once.
pub struct Player {
    recording: Recording,
    decoder: Decoder,
    /// The next packet.
    next: usize,
    frame: [i16; FRAME],
    /// Samples of `frame` that were pulled already.
    pulled: usize,
}

impl Player {
    /// A player at the recording's beginning.
    ///
    /// # Errors
    /// [`DingError::Codec`] where memory is short.
    pub fn new(recording: Recording) -> Result<Self, DingError> {
        Ok(Self {
            recording,
            decoder: Decoder::new().map_err(|_| DingError::Codec)?,
            next: 0,
            frame: [0; FRAME],
            pulled: FRAME,
        })
    }

    /// Fills `out`, of any length; silence where the recording is over. Gives whether there is more.
    pub fn pull(&mut self, out: &mut [i16]) -> bool {
        let mut filled = 0;
        while filled < out.len() {
            if self.pulled == FRAME && !self.decode() {
                out[filled..].fill(0);
                return false;
            }
            let count = (out.len() - filled).min(FRAME - self.pulled);
            out[filled..filled + count]
                .copy_from_slice(&self.frame[self.pulled..self.pulled + count]);
            self.pulled += count;
            filled += count;
        }
        self.pulled < FRAME || self.next < self.recording.packets()
    }

    /// The next 20 ms; what the codec cannot read is made up from what was before it.
    fn decode(&mut self) -> bool {
        let Some(packet) = self.recording.packet(self.next) else {
            return false;
        };
        let whole = self.decoder.decode(packet, &mut self.frame);
        if whole.is_err() && self.decoder.conceal(&mut self.frame).is_err() {
            self.frame.fill(0);
        }
        self.next += 1;
        self.pulled = 0;
        true
    }

    /// How much of it was heard.
    #[must_use]
    pub fn position(&self) -> std::time::Duration {
        std::time::Duration::from_millis(20 * self.next as u64)
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.frame.zeroize();
    }
}
