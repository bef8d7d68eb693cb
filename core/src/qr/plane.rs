//! Grey pictures of our own and what the cascade does to them: scaling, smoothing, sharpening. No decoding.

use super::luma::Luma;

/// Frames with a longer side are halved before anything else: 2,048 pixels hold every QR code a camera resolves.
const WORKING_SIDE: usize = 2048;

/// A grey picture, rows without gaps.
#[derive(Clone)]
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
}

impl Plane {
    fn filled(width: usize, height: usize, pixel: impl Fn(usize, usize) -> u8) -> Self {
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            pixels.extend((0..width).map(|x| pixel(x, y)));
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// The frame and by how much it was scaled down (1 or 2).
    pub(super) fn from_luma(frame: Luma<'_>) -> (Self, usize) {
        let mut plane = Self {
            width: frame.width(),
            height: frame.height(),
            pixels: Vec::with_capacity(frame.width() * frame.height()),
        };
        for y in 0..plane.height {
            plane.pixels.extend_from_slice(frame.row(y));
        }
        if plane.width.max(plane.height) > WORKING_SIDE {
            (plane.half(), 2)
        } else {
            (plane, 1)
        }
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..(y + 1) * self.width]
    }

    /// 2 × 2 mean; an odd last row or column is dropped.
    pub(super) fn half(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let (above, below) = (self.row(2 * y), self.row(2 * y + 1));
            pixels.extend(above.chunks_exact(2).zip(below.chunks_exact(2)).map(
                |(above, below)| {
                    let sum = above
                        .iter()
                        .chain(below)
                        .map(|p| u16::from(*p))
                        .sum::<u16>();
                    ((sum + 2) / 4) as u8
                },
            ));
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Half the width, each pixel the mean of two; an odd last column is dropped.
    pub(super) fn narrow(&self) -> Self {
        let mean = |x: usize, y: usize| {
            let row = self.row(y);
            mean_of(row[2 * x], row[2 * x + 1])
        };
        Self::filled(self.width / 2, self.height, mean)
    }

    /// Half the height, each pixel the mean of two; an odd last row is dropped.
    pub(super) fn flat(&self) -> Self {
        let mean = |x: usize, y: usize| mean_of(self.row(2 * y)[x], self.row(2 * y + 1)[x]);
        Self::filled(self.width, self.height / 2, mean)
    }

    /// Twice the size, interpolated linearly.
    pub(super) fn double(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        Self::filled(width, height, |x, y| {
            // Pixel centres: the new one lies a quarter pixel from the nearest old one.
            let near = |at: usize, length: usize| {
                let base = at / 2;
                let other = if at.is_multiple_of(2) {
                    base.saturating_sub(1)
                } else {
                    (base + 1).min(length - 1)
                };
                (base, other)
            };
            let (x0, x1) = near(x, self.width);
            let (y0, y1) = near(y, self.height);
            let at = |x: usize, y: usize| u32::from(self.pixels[y * self.width + x]);
            ((9 * at(x0, y0) + 3 * at(x1, y0) + 3 * at(x0, y1) + at(x1, y1) + 8) / 16) as u8
        })
    }

    /// The mean over a square of `2 * radius + 1` pixels a side, clipped at the border.
    pub(super) fn mean(&self, radius: usize) -> Self {
        let across = self.mean_rows(radius);
        across.transposed().mean_rows(radius).transposed()
    }

    fn mean_rows(&self, radius: usize) -> Self {
        let mut pixels = Vec::with_capacity(self.pixels.len());
        let side = 2 * radius + 1;
        // Division by a constant in 16-bit fixed point.
        let share = (65_536 + side / 2) / side;
        for y in 0..self.height {
            let row = self.row(y);
            let last = self.width - 1;
            let at = |x: usize| usize::from(row[x.min(last)]);
            let mut sum = usize::from(row[0]) * (radius + 1);
            sum += (1..=radius).map(at).sum::<usize>();
            for x in 0..self.width {
                pixels.push(((sum * share + 32_768) >> 16).min(255) as u8);
                sum += at(x + radius + 1);
                sum -= at(x.saturating_sub(radius));
            }
        }
        Self {
            pixels,
            width: self.width,
            height: self.height,
        }
    }

    fn transposed(&self) -> Self {
        const TILE: usize = 32;
        let (width, height) = (self.height, self.width);
        let mut pixels = vec![0; self.pixels.len()];
        for top in (0..self.height).step_by(TILE) {
            for left in (0..self.width).step_by(TILE) {
                for y in top..(top + TILE).min(self.height) {
                    for x in left..(left + TILE).min(self.width) {
                        pixels[x * width + y] = self.pixels[y * self.width + x];
                    }
                }
            }
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Edges pulled apart: the picture plus `amount` eighths of what a mean of `radius` takes away.
    pub(super) fn sharpened(&self, radius: usize, amount: i32) -> Self {
        let mut soft = self.mean(radius);
        for (soft, pixel) in soft.pixels.iter_mut().zip(&self.pixels) {
            let pixel = i32::from(*pixel);
            let sharp = pixel + (pixel - i32::from(*soft)) * amount / 8;
            *soft = sharp.clamp(0, 255) as u8;
        }
        soft
    }
}

fn mean_of(a: u8, b: u8) -> u8 {
    ((u16::from(a) + u16::from(b)) / 2) as u8
}
