//! A picture in the making: brightness as floating point, and the filters that wear it down.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// Brightness from 0 to 255, row after row; may leave the range until it is stored.
pub(super) struct Canvas {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<f32>,
}

impl Canvas {
    /// Every value replaced by `change(x, y, value)`.
    pub(super) fn each(&mut self, change: impl Fn(f32, f32, f32) -> f32) {
        let width = self.width;
        for (at, value) in self.values.iter_mut().enumerate() {
            *value = change((at % width) as f32, (at / width) as f32, *value);
        }
    }

    /// The sum over shifted copies: `taps` are (dx, dy, weight), weights adding up to 1.
    pub(super) fn convolved(&self, taps: &[(isize, isize, f32)]) -> Self {
        let (width, height) = (self.width as isize, self.height as isize);
        let mut values = vec![0.0; self.values.len()];
        for (dx, dy, weight) in taps {
            for y in 0..height {
                let from = ((y + dy).clamp(0, height - 1) * width) as usize;
                let to = (y * width) as usize;
                for x in 0..width {
                    let source = from + (x + dx).clamp(0, width - 1) as usize;
                    values[to + x as usize] += weight * self.values[source];
                }
            }
        }
        Self {
            values,
            width: self.width,
            height: self.height,
        }
    }

    /// Gaussian blur of `sigma` pixels.
    pub(super) fn blurred(&self, sigma: f32) -> Self {
        let reach = (3.0 * sigma).ceil() as isize;
        let weight = |at: isize| (-((at * at) as f32) / (2.0 * sigma * sigma)).exp();
        let total: f32 = (-reach..=reach).map(weight).sum();
        let across: Vec<_> = (-reach..=reach)
            .map(|at| (at, 0, weight(at) / total))
            .collect();
        let down: Vec<_> = across
            .iter()
            .map(|(at, _, share)| (0, *at, *share))
            .collect();
        self.convolved(&across).convolved(&down)
    }

    /// A camera that moved `length` pixels in the direction `angle` (radians) while it looked.
    pub(super) fn moved(&self, length: f32, angle: f32) -> Self {
        let steps = (length.ceil() as usize * 2).max(2);
        let taps: Vec<_> = (0..=steps)
            .map(|step| {
                let along = (step as f32 / steps as f32 - 0.5) * length;
                let (dx, dy) = (along * angle.cos(), along * angle.sin());
                let share = 1.0 / (steps + 1) as f32;
                (dx.round() as isize, dy.round() as isize, share)
            })
            .collect();
        self.convolved(&taps)
    }

    /// Normally distributed noise of standard deviation `sigma`.
    pub(super) fn noise(&mut self, sigma: f32, rng: &mut ChaCha8Rng) {
        for value in &mut self.values {
            // Four uniform numbers added up are close enough to a bell.
            let sum: f32 = (0..4).map(|_| rng.random_range(-1.0_f32..1.0)).sum();
            *value += sum * sigma * 0.866;
        }
    }

    /// Pixels that a sensor lost: a `share` of them becomes black or white.
    pub(super) fn specks(&mut self, share: f64, rng: &mut ChaCha8Rng) {
        for value in &mut self.values {
            if rng.random_bool(share) {
                *value = if rng.random() { 255.0 } else { 0.0 };
            }
        }
    }

    /// The picture as bytes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let byte = |value: &f32| value.round().clamp(0.0, 255.0) as u8;
        self.values.iter().map(byte).collect()
    }
}
