//! To 48 kHz from any rate: a windowed sinc, its phases in a table, linear between them. Good to about 80 dB, which is
//! more than a voice codec keeps.

use std::collections::VecDeque;
use std::f64::consts::PI;

/// Zero crossings of the sinc on each side.
const CROSSINGS: f64 = 24.0;
/// Phases in the table.
const PHASES: usize = 256;

/// Gives the samples of `input` at another rate.
pub(super) struct Resampler<I> {
    input: I,
    /// Rates of input and output: a place in the input is counted in `1 / to` samples, so that it stays exact.
    from: u32,
    to: u32,
    /// Samples of the window on each side of the output's place.
    half: usize,
    /// `PHASES + 1` rows of `2 * half` weights.
    table: Vec<f32>,
    window: VecDeque<f32>,
    /// Where the output lies between the window's middle samples, below `to` when it is looked at.
    fraction: u32,
    /// Zeros that were put in after the input ended.
    padding: usize,
}

impl<I: Iterator<Item = f32>> Resampler<I> {
    /// From `from` to `to` samples a second.
    pub(super) fn new(input: I, from: u32, to: u32) -> Self {
        let step = f64::from(from) / f64::from(to);
        // above the output's Nyquist frequency nothing may pass
        let width = step.max(1.0);
        let half = (CROSSINGS * width).ceil() as usize;
        let mut resampler = Self {
            input,
            from,
            to,
            half,
            table: table(half, width),
            window: VecDeque::with_capacity(2 * half),
            fraction: 0,
            padding: 0,
        };
        resampler.window.extend(std::iter::repeat_n(0.0, half - 1));
        for _ in 0..=half {
            resampler.take_one();
        }
        resampler
    }

    fn take_one(&mut self) {
        let sample = match (self.padding, self.input.next()) {
            (0, Some(sample)) => sample,
            _ => {
                self.padding += 1;
                0.0
            }
        };
        self.window.push_back(sample);
    }

    fn at_fraction(&self) -> f32 {
        let phase = f64::from(self.fraction) / f64::from(self.to) * PHASES as f64;
        let row = (phase as usize).min(PHASES - 1);
        let between = (phase - row as f64) as f32;
        let taps = 2 * self.half;
        let (one, two) = self.table[row * taps..(row + 2) * taps].split_at(taps);
        self.window
            .iter()
            .zip(one.iter().zip(two))
            .map(|(sample, (a, b))| sample * (a + (b - a) * between))
            .sum()
    }
}

impl<I: Iterator<Item = f32>> Iterator for Resampler<I> {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        while self.fraction >= self.to {
            self.fraction -= self.to;
            self.window.pop_front();
            self.take_one();
        }
        if self.padding > self.half {
            return None;
        }
        let sample = self.at_fraction();
        self.fraction += self.from;
        Some(sample)
    }
}

fn table(half: usize, width: f64) -> Vec<f32> {
    let taps = 2 * half;
    let weight = |row: usize, tap: usize| {
        let place = tap as f64 - (half - 1) as f64 - row as f64 / PHASES as f64;
        let reach = place / half as f64;
        if reach.abs() >= 1.0 {
            return 0.0;
        }
        // Blackman window
        let window = 0.42 + 0.5 * (PI * reach).cos() + 0.08 * (2.0 * PI * reach).cos();
        (sinc(place / width) / width * window) as f32
    };
    (0..=PHASES)
        .flat_map(|row| (0..taps).map(move |tap| weight(row, tap)))
        .collect()
}

fn sinc(x: f64) -> f64 {
    if x.abs() < 1e-9 {
        1.0
    } else {
        (PI * x).sin() / (PI * x)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn tone(rate: u32, hertz: f64, samples: usize) -> Vec<f32> {
        (0..samples)
            .map(|n| (2.0 * PI * hertz * n as f64 / f64::from(rate)).sin() as f32)
            .collect()
    }

    /// Power of the difference to the expected tone, away from both ends, in dB.
    fn error(from: u32, hertz: f64) -> f64 {
        let input = tone(from, hertz, from as usize / 5);
        let out: Vec<f32> = Resampler::new(input.into_iter(), from, 48_000).collect();
        assert!(
            (9_598..=9_602).contains(&out.len()),
            "{} samples",
            out.len()
        );
        let expected = tone(48_000, hertz, out.len());
        let middle = 1_000..8_600;
        let power: f64 = middle
            .clone()
            .map(|n| f64::from(out[n] - expected[n]).powi(2))
            .sum();
        10.0 * (power / middle.len() as f64).log10()
    }

    #[test]
    fn a_tone_keeps_its_pitch_and_shape() {
        for from in [8_000, 16_000, 22_050, 44_100, 96_000, 192_000] {
            let error = error(from, 1_000.0);
            assert!(error < -60.0, "{from}: {error} dB");
        }
    }

    #[test]
    fn what_48_khz_cannot_hold_does_not_come_back_as_another_tone() {
        let input = tone(192_000, 40_000.0, 38_400);
        let out: Vec<f32> = Resampler::new(input.into_iter(), 192_000, 48_000).collect();
        let loudest = out[500..9_000].iter().fold(0.0_f32, |a, b| a.max(b.abs()));
        assert!(loudest < 0.001, "{loudest}");
    }

    #[test]
    fn nothing_stays_nothing() {
        let out: Vec<f32> = Resampler::new(std::iter::empty(), 44_100, 48_000).collect();
        assert!(out.is_empty(), "{} samples", out.len());
    }
}
