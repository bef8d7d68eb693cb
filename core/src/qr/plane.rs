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

    /// The mean over a square of `2 * radius + 1` pixels a side; beyond the border its pixels go on. `radius` is at
    /// most 128, so that a column's sum fits 16 bits.
    pub(super) fn mean(&self, radius: usize) -> Self {
        debug_assert!(radius <= 128, "the sum of a column fits 16 bits");
        let side = 2 * radius + 1;
        // Division as a multiplication: 255 * 2^24 still fits 32 bits.
        let share = (1_u32 << 24) / (side * side) as u32;
        let (last_row, last_column) = (self.height - 1, self.width - 1);
        let mut columns = vec![0_u16; self.width];
        for at in 0..side {
            let row = self.row(at.saturating_sub(radius).min(last_row));
            for (sum, pixel) in columns.iter_mut().zip(row) {
                *sum += u16::from(*pixel);
            }
        }
        let mut pixels = Vec::with_capacity(self.pixels.len());
        let mut padded = vec![0_u16; self.width + side];
        for y in 0..self.height {
            padded[..radius].fill(columns[0]);
            padded[radius..radius + self.width].copy_from_slice(&columns);
            padded[radius + self.width..].fill(columns[last_column]);
            let mut sum: u32 = padded[..side].iter().map(|sum| u32::from(*sum)).sum();
            let (leaving, entering) = (&padded[..self.width], &padded[side..]);
            pixels.extend(leaving.iter().zip(entering).map(|(leaving, entering)| {
                let mean = (sum * share + (1 << 23)) >> 24;
                sum = sum + u32::from(*entering) - u32::from(*leaving);
                mean as u8
            }));
            let entering = self.row((y + radius + 1).min(last_row));
            let leaving = self.row(y.saturating_sub(radius));
            for (sum, (entering, leaving)) in columns.iter_mut().zip(entering.iter().zip(leaving)) {
                // In this order the sum stays above zero.
                *sum = *sum + u16::from(*entering) - u16::from(*leaving);
            }
        }
        Self {
            pixels,
            width: self.width,
            height: self.height,
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_what_its_definition_says() {
        let plane = Plane::filled(23, 31, |x, y| (x * 37 + y * y * 11 + x * y) as u8);
        for radius in [1, 3, 40, 128] {
            let mean = plane.mean(radius);
            let reach = radius as isize;
            for (x, y) in [(0, 0), (22, 30), (11, 15), (5, 29)] {
                let at = |dx: isize, dy: isize| {
                    let (x, y) = ((x + dx).clamp(0, 22), (y + dy).clamp(0, 30));
                    f64::from(plane.pixels[(y * 23 + x) as usize])
                };
                let square =
                    (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy)));
                let sum: f64 = square.map(|(dx, dy)| at(dx, dy)).sum();
                let side = (2 * radius + 1) as f64;
                let shown = f64::from(mean.pixels[(y * 23 + x) as usize]);
                assert!(
                    (shown - sum / (side * side)).abs() <= 1.0,
                    "{radius} {x} {y}"
                );
            }
        }
    }
}
