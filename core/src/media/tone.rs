//! Tones of the app's own, mixed into what is heard: decided and made here, so that every phone gives the same.

use std::f64::consts::TAU;

/// Samples a second.
const RATE: f64 = 48_000.0;
/// Loud enough beside speech, and far from what hurts at the ear: 12 dB below full scale.
const LOUDNESS: f64 = 8_000.0;

/// Two strokes that die away, again and again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tone {
    /// Hz.
    pitch: f64,
    /// How long each stroke is, s.
    stroke: f64,
    /// What goes before the first, s.
    pause: f64,
    /// From first stroke to first stroke, s.
    every: f64,
}

impl Tone {
    /// The other person hears nothing. It waits a moment: while both phones arm nobody is heard either.
    pub const UNHEARD: Self = Self {
        pitch: 425.0,
        stroke: 0.25,
        pause: 1.0,
        every: 10.0,
    };
    /// A Ding rings, where the system has no ring for an app that a person looks at.
    pub const BELL: Self = Self {
        pitch: 880.0,
        stroke: 0.5,
        pause: 0.0,
        every: 2.0,
    };

    /// Its sound so long after it began, s.
    fn sample(self, time: f64) -> f64 {
        let time = time - self.pause;
        let beat = time.rem_euclid(self.every);
        if time < 0.0 || beat >= 2.0 * self.stroke {
            return 0.0;
        }
        let struck = beat.rem_euclid(self.stroke);
        LOUDNESS * (-struck / self.stroke * 4.0).exp() * (TAU * self.pitch * struck).sin()
    }
}

/// The tone that sounds, and how long it has.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tones {
    sounds: Option<Tone>,
    samples: u32,
}

impl Tones {
    /// Lays the tone over 48 kHz mono; another one than before begins anew.
    pub fn mix(&mut self, tone: Option<Tone>, out: &mut [i16]) {
        if self.sounds != tone {
            (self.sounds, self.samples) = (tone, 0);
        }
        let Some(tone) = tone else { return };
        for sample in out {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "LOUDNESS is far below the limit"
            )]
            let own = tone.sample(f64::from(self.samples) / RATE) as i16;
            *sample = sample.saturating_add(own);
            // after a day it begins anew
            self.samples = self.samples.wrapping_add(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which seconds have sound, of what a person hears in 20 ms pieces.
    fn heard(tone: Tone, seconds: usize) -> Vec<bool> {
        let mut tones = Tones::default();
        let second = |_| {
            (0..50).fold(false, |heard, _| {
                let mut piece = [0; 960];
                tones.mix(Some(tone), &mut piece);
                heard | piece.iter().any(|sample| sample.unsigned_abs() > 1_000)
            })
        };
        (0..seconds).map(second).collect()
    }

    #[test]
    fn who_is_not_heard_hears_it_after_a_second_and_every_ten() {
        let sounding: Vec<usize> = (0..32)
            .zip(heard(Tone::UNHEARD, 32))
            .filter_map(|(second, heard)| heard.then_some(second))
            .collect();
        assert_eq!(sounding, [1, 11, 21, 31]);
    }

    #[test]
    fn a_tone_lies_over_speech_and_never_wraps() {
        let mut tones = Tones::default();
        let mut piece = [i16::MAX; 4_800];
        tones.mix(Some(Tone::BELL), &mut piece);
        assert!(
            piece.iter().all(|sample| *sample > 20_000),
            "only quieter where it swings down"
        );
        assert!(piece.contains(&i16::MAX));
    }

    #[test]
    fn one_that_is_over_begins_anew_later() {
        let mut tones = Tones::default();
        let (mut first, mut silence, mut again) = ([0; 960], [0; 960], [0; 960]);
        tones.mix(Some(Tone::BELL), &mut first);
        tones.mix(None, &mut silence);
        tones.mix(Some(Tone::BELL), &mut again);
        assert_eq!((silence, first), ([0; 960], again));
    }
}
