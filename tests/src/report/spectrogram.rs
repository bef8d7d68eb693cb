//! Sound as a picture: time to the right, pitch upwards, loudness as brightness.

use image::{ImageFormat, Rgb, RgbImage};
use realfft::RealFftPlanner;

/// Samples a second, as everywhere at the edges of a call.
pub(super) const RATE: f64 = 48_000.0;
/// Size of a picture in pixels.
const WIDTH: usize = 640;
const HEIGHT: usize = 160;
/// Samples looked at together (21 ms), and how far the look moves on.
const WINDOW: usize = 1_024;
const HOP: usize = 256;
/// The highest pitch shown, in Hz: speech has little above.
const TOP: f64 = 12_000.0;
/// What lies this far below the loudest is black, in dB.
const RANGE: f64 = 75.0;

/// Dark to bright: near-black, deep teal, teal, amber, paper.
const COLOURS: [[f64; 3]; 5] = [
    [9.0, 15.0, 17.0],
    [11.0, 84.0, 82.0],
    [62.0, 168.0, 152.0],
    [232.0, 178.0, 84.0],
    [255.0, 247.0, 226.0],
];

/// Loudness by column and row (lowest pitch first), in dB of full scale.
pub(super) struct Loudness(Vec<[f64; HEIGHT]>);

/// Measures `samples` as if they were `length` long, so that two pictures share one time scale.
pub(super) fn measure(samples: &[i16], length: usize) -> Loudness {
    let transform = RealFftPlanner::<f64>::new().plan_fft_forward(WINDOW);
    let mut input = transform.make_input_vec();
    let mut output = transform.make_output_vec();
    let mut scratch = transform.make_scratch_vec();
    let mut power = vec![[0.0_f64; HEIGHT]; WIDTH];
    let mut frames = vec![0_u32; WIDTH];
    let length = length.max(samples.len()).max(1);
    for start in (0..samples.len()).step_by(HOP) {
        for (index, slot) in input.iter_mut().enumerate() {
            let sample = samples.get(start + index).copied().unwrap_or(0);
            let turn = std::f64::consts::TAU * index as f64 / WINDOW as f64;
            *slot = f64::from(sample) / 32_768.0 * (0.5 - 0.5 * turn.cos());
        }
        transform
            .process_with_scratch(&mut input, &mut output, &mut scratch)
            .expect("the buffers were made by this transform");
        let column = start * WIDTH / length;
        let reach = ((start + HOP) * WIDTH)
            .div_ceil(length)
            .clamp(column + 1, WIDTH);
        for column in column..reach {
            frames[column] += 1;
            for (row, slot) in power[column].iter_mut().enumerate() {
                let bins = &output[bin(row)..=bin(row + 1)];
                *slot += bins.iter().map(|bin| bin.norm_sqr()).fold(0.0, f64::max);
            }
        }
    }
    for (column, count) in power.iter_mut().zip(frames) {
        for slot in column {
            // A sine of full scale under this window has a peak of WINDOW / 4.
            let mean = *slot / f64::from(count.max(1)) / (WINDOW as f64 / 4.0).powi(2);
            *slot = 10.0 * mean.max(1e-14).log10();
        }
    }
    Loudness(power)
}

/// The first bin of a row, on the mel scale, which spreads pitches as ears do.
fn bin(row: usize) -> usize {
    let mel = (1.0 + TOP / 700.0).ln() * row as f64 / HEIGHT as f64;
    let pitch = 700.0 * (mel.exp() - 1.0);
    (pitch * WINDOW as f64 / RATE) as usize
}

impl Loudness {
    /// The loudest spot, in dB; pictures beside each other share it.
    pub(super) fn loudest(&self) -> f64 {
        self.0.iter().flatten().copied().fold(-140.0, f64::max)
    }

    /// The picture as PNG; `loudest` (dB) is drawn brightest.
    pub(super) fn png(&self, loudest: f64) -> Result<Vec<u8>, image::ImageError> {
        // In silence everything is dark, not everything bright.
        let bright = loudest.max(-60.0);
        let picture = RgbImage::from_fn(WIDTH as u32, HEIGHT as u32, |x, y| {
            let level = self.0[x as usize][HEIGHT - 1 - y as usize];
            colour((level - bright + RANGE) / RANGE)
        });
        let mut file = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut file, ImageFormat::Png)?;
        Ok(file.into_inner())
    }
}

fn colour(level: f64) -> Rgb<u8> {
    let place = level.clamp(0.0, 1.0) * (COLOURS.len() - 1) as f64;
    let below = (place as usize).min(COLOURS.len() - 2);
    let part = place - below as f64;
    let mix = |channel: usize| {
        let (from, to) = (COLOURS[below][channel], COLOURS[below + 1][channel]);
        (from + (to - from) * part).round() as u8
    };
    Rgb([mix(0), mix(1), mix(2)])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn tone(pitch: f64, samples: usize) -> Vec<i16> {
        let turn = std::f64::consts::TAU * pitch / RATE;
        (0..samples)
            .map(|index| ((index as f64 * turn).sin() * 32_000.0) as i16)
            .collect()
    }

    #[test]
    fn a_tone_is_loudest_at_its_pitch_and_near_full_scale() {
        let loudness = measure(&tone(1_000.0, 48_000), 48_000);
        let column = loudness.0[WIDTH / 2];
        let row = (0..HEIGHT)
            .max_by(|a, b| column[*a].total_cmp(&column[*b]))
            .unwrap();
        let (low, high) = (bin(row), bin(row + 1));
        let wanted = (1_000.0 * WINDOW as f64 / RATE).round() as usize;
        assert!((low..=high).contains(&wanted), "{low} {wanted} {high}");
        assert!(loudness.loudest().abs() < 1.5, "{}", loudness.loudest());
    }

    #[test]
    fn a_sound_half_as_long_fills_half_of_the_picture() {
        let loudness = measure(&tone(440.0, 24_000), 48_000);
        let loud = |column: usize| loudness.0[column].iter().any(|level| *level > -20.0);
        assert!(loud(WIDTH / 4) && !loud(WIDTH * 3 / 4));
    }

    #[test]
    fn silence_and_nothing_are_dark_pictures() {
        for samples in [vec![], vec![0_i16; 10_000]] {
            let loudness = measure(&samples, 0);
            let png = loudness.png(loudness.loudest()).unwrap();
            let picture = image::load_from_memory(&png).unwrap().to_rgb8();
            assert!(
                picture
                    .pixels()
                    .all(|pixel| pixel.0.iter().all(|part| *part < 32))
            );
        }
    }
}
