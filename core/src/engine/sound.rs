//! Sound between the shell's audio thread and whatever speaks or listens: the call, a Ding, a recording.

use super::{Engine, Moment};
use crate::media::tone::{Tone, Tones};

/// The longest piece that is taken from the microphone: 20 ms.
const FRAME: usize = 960;

/// What the shell says of sound, and the tones over it.
#[derive(Debug, Default)]
pub(super) struct Sound {
    /// A lever finds it where it may not be.
    shut: bool,
    /// The shell wants a Ding's ring in it.
    bell: bool,
    tones: Tones,
}

impl Engine {
    /// A lever finds sound where it may not be, as in a headset, and takes it back: until it says otherwise nothing is taken
    /// down nor heard but tones.
    pub fn shut_sound(&mut self, shut: bool) {
        self.sound.shut = shut;
    }

    /// Whether a Ding's ring is heard in what is pulled: for a system that does not ring for an app in front.
    pub fn ring_in_sound(&mut self, bell: bool) {
        self.sound.bell = bell;
    }

    /// The system gave sound to somebody else. A call that rings here does not sound yet.
    pub(super) fn interrupted(&mut self, now: Moment) {
        match &mut self.call {
            Some(call) if call.rings_here() => {}
            Some(call) => call.hold(true),
            None => {
                let clock = self.ding_clock(now);
                self.dings.interrupted(clock);
            }
        }
    }

    /// Takes 10 or 20 ms of 48 kHz mono from the microphone.
    pub fn push_microphone(&mut self, now: Moment, piece: &[i16]) {
        if self.stopped {
            return;
        }
        // silence instead of nothing: the other phone keeps its rhythm
        let silence = [0; FRAME];
        let piece = if self.sound.shut {
            &silence[..piece.len().min(FRAME)]
        } else {
            piece
        };
        if let Some(call) = &mut self.call {
            call.push_microphone(now.at, piece);
        } else {
            self.dings.push_microphone(piece);
            self.drain_dings(now);
        }
        self.drain_call(now);
    }

    /// Fills `out` with what is to be heard.
    pub fn pull_loudspeaker(&mut self, now: Moment, out: &mut [i16]) {
        if self.stopped {
            return out.fill(0);
        }
        match &mut self.call {
            Some(call) => call.pull_loudspeaker(now.at, out),
            None => self.pull_ding(now, out),
        }
        if self.sound.shut {
            out.fill(0);
        }
        let tone = self.tone(now);
        self.sound.tones.mix(tone, out);
    }

    /// The tone that lies over what is heard.
    #[must_use]
    pub fn tone(&self, now: Moment) -> Option<Tone> {
        let Some(call) = &self.call else {
            let rings = self.dings.listening().is_none() && self.dings.ringing().is_some();
            return (rings && self.sound.bell).then_some(Tone::BELL);
        };
        call.warns(now.at).then_some(Tone::UNHEARD)
    }
}
