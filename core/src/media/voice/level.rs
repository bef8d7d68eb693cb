//! How loud a piece of sound is, and whether somebody speaks in it.

/// A loudness below the largest possible one, in dB, 0 to 127 (RFC 6464 §3): 0 is as loud as can
/// be, 127 is silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(u8);

impl Level {
    /// No sound at all.
    pub const SILENCE: Self = Self(127);

    /// The level of a piece of sound (its root mean square).
    #[must_use]
    pub fn of(samples: &[i16]) -> Self {
        let power: f64 = samples
            .iter()
            .map(|&sample| f64::from(sample).powi(2))
            .sum();
        let mean = power / samples.len().max(1) as f64;
        if mean < 0.5 {
            return Self::SILENCE;
        }
        let below = -10.0 * (mean / f64::from(i16::MAX).powi(2)).log10();
        Self(below.round().clamp(0.0, 127.0) as u8)
    }

    /// Decibels below full scale, 0 to 127: what the header extension carries.
    #[must_use]
    pub fn below_full_scale(self) -> u8 {
        self.0
    }
}

/// Tells pauses from speech by following the loudest and the softest of late.
#[derive(Debug)]
pub(super) struct Pauses {
    loud: f32,
    soft: f32,
}

/// What is softer than this, in dB below full scale, is a pause in any case.
const FAINT: f32 = 60.0;

impl Default for Pauses {
    fn default() -> Self {
        Self {
            loud: FAINT,
            soft: FAINT,
        }
    }
}

impl Pauses {
    /// Whether a frame of this level is a pause; to be asked once for every frame.
    pub(super) fn quiet(&mut self, level: Level) -> bool {
        let below = f32::from(level.0);
        // The loudest fades by 3 dB a second, the softest rises by as much.
        self.loud = (self.loud + 0.06).min(below);
        self.soft = (self.soft - 0.06).max(below);
        let range = self.soft - self.loud;
        below >= FAINT || (range >= 15.0 && below > self.soft - range / 4.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_run_from_full_scale_to_silence() {
        assert_eq!(Level::of(&[i16::MAX; 480]).below_full_scale(), 0);
        assert_eq!(Level::of(&[i16::MIN; 480]).below_full_scale(), 0);
        assert_eq!(Level::of(&[3_277; 480]).below_full_scale(), 20);
        assert_eq!(Level::of(&[0; 480]), Level::SILENCE);
        assert_eq!(Level::of(&[]), Level::SILENCE);
    }

    #[test]
    fn pauses_are_found_in_front_of_a_steady_noise() {
        let mut pauses = Pauses::default();
        for second in 0..10 {
            let level = Level(if second % 2 == 0 { 20 } else { 45 });
            for _ in 0..50 {
                let quiet = pauses.quiet(level);
                assert!(second < 2 || quiet == (second % 2 == 1), "second {second}");
            }
        }
    }
}
