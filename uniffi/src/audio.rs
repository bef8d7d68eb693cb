//! Sound: pushed and pulled by the shell's audio thread, as bytes. Never a callback for a frame.

use crate::Phone;
use crate::sound::Sound;

/// Samples of 20 ms of 48 kHz mono: the longest piece that the core takes at once.
const FRAME: usize = 960;
/// The most that one pull gives: 100 ms.
const LONGEST: u16 = 4_800;

#[uniffi::export]
impl Phone {
    /// Takes sound from the microphone: 10 or 20 ms of 48 kHz mono, 16 bits a sample in the byte order of the machine,
    /// so 960 or 1,920 bytes. Longer pieces are taken 20 ms at a time. The bytes are read where they lie: Kotlin passes
    /// a direct `ByteBuffer`. For the audio thread: never waits for the network or the disk.
    pub fn push_microphone(&self, piece: &[u8]) {
        let mut samples = [0_i16; FRAME];
        for part in piece.chunks(FRAME * 2) {
            // half a sample at the end is none
            let samples = &mut samples[..part.len() / 2];
            let bytes: &mut [u8] = bytemuck::cast_slice_mut(samples);
            bytes.copy_from_slice(&part[..bytes.len()]);
            self.inner.push_microphone(samples);
        }
    }

    /// What is to be heard now, the tone that the other person hears nothing included: so many samples of 48 kHz mono (960 are 20 ms, at most 4,800 are given), 16 bits each in
    /// the byte order of the machine. Silence where there is nothing to hear. For the audio thread, as
    /// `push_microphone`.
    #[must_use]
    pub fn pull_loudspeaker(&self, samples: u32) -> Sound {
        let wanted = u16::try_from(samples).unwrap_or(LONGEST).min(LONGEST);
        let mut sound = Sound::of(wanted * 2);
        let mut piece = [0_i16; FRAME];
        for part in sound.bytes().chunks_mut(FRAME * 2) {
            let samples = &mut piece[..part.len() / 2];
            self.inner.pull_loudspeaker(samples);
            part.copy_from_slice(bytemuck::cast_slice(samples));
        }
        sound
    }

    /// Pushes a piece of the microphone and pulls as much for the loudspeaker, in one crossing: for a shell whose
    /// microphone and loudspeaker run on one clock. Bytes as in `push_microphone`.
    #[must_use]
    pub fn exchange_sound(&self, microphone: &[u8]) -> Sound {
        self.push_microphone(microphone);
        self.pull_loudspeaker(u32::try_from(microphone.len() / 2).unwrap_or(u32::MAX))
    }

    /// Sound is where a lever forbids it, as in a headset, until the lever has taken it back: meanwhile nothing is taken
    /// down, and nothing heard but tones.
    pub fn shut_sound(&self, shut: bool) {
        self.inner.shut_sound(shut);
    }

    /// A Ding's ring is heard in what is pulled: for a system that does not ring for an app in front.
    pub fn ring_in_sound(&self, rings: bool) {
        self.inner.ring_in_sound(rings);
    }

    /// Noise of the phone's sensors for new keys (S2.1); a few hundred bytes before a call are plenty.
    pub fn add_entropy(&self, noise: Vec<u8>) {
        self.inner.entropy(noise);
    }
}
