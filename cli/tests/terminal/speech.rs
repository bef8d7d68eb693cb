//! Something like a voice, and how much of it is in what was heard.

use std::f64::consts::TAU;
use std::path::Path;

use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

/// Rate at which sounds are compared.
const COMPARED: usize = 8_000;

/// Writes `seconds` of syllables of changing pitch: 44.1 kHz stereo, so that both are converted on the way.
pub(crate) fn write(path: &Path, seconds: usize) {
    let spec = WavSpec {
        channels: 2,
        sample_rate: 44_100,
        bits_per_sample: 16,
        sample_format: SampleFormat::Int,
    };
    let mut writer = WavWriter::create(path, spec).unwrap();
    let mut phase = 0.0;
    for n in 0..seconds * 44_100 {
        let t = n as f64 / 44_100.0;
        phase += TAU * (140.0 + 35.0 * (TAU * 0.7 * t).sin() + 15.0 * t) / 44_100.0;
        let voice: f64 = (1..12)
            .map(|k| (phase * f64::from(k)).sin() / f64::from(k))
            .sum();
        let syllable = 0.5 - 0.5 * (TAU * 3.1 * t).cos();
        let sample = (voice * syllable * 9_000.0) as i16;
        writer.write_sample(sample).unwrap();
        writer.write_sample(sample).unwrap();
    }
    writer.finalize().unwrap();
}

/// A file's sound at 8 kHz, by plain means over channels and samples.
pub(crate) fn read(path: &Path) -> Vec<f64> {
    let mut reader = WavReader::open(path).unwrap();
    let spec = reader.spec();
    let samples: Vec<f64> = reader
        .samples::<i16>()
        .map(|s| f64::from(s.unwrap()))
        .collect();
    let mono: Vec<f64> = samples
        .chunks_exact(spec.channels.into())
        .map(|frame| frame.iter().sum::<f64>() / frame.len() as f64)
        .collect();
    let rate = spec.sample_rate as usize;
    (0..mono.len() * COMPARED / rate)
        .map(|n| {
            let piece = &mono[n * rate / COMPARED..(n + 1) * rate / COMPARED];
            piece.iter().sum::<f64>() / piece.len() as f64
        })
        .collect()
}

/// Loudness of a sound: root of the mean square.
pub(crate) fn energy(sound: &[f64]) -> f64 {
    (sound.iter().map(|s| s * s).sum::<f64>() / sound.len().max(1) as f64).sqrt()
}

/// How alike two sounds are, 0 to 1: the median over pieces of 200 ms from the middle of `spoken` of each piece's largest
/// normalised correlation anywhere in `heard`. The receiver may stretch or conceal a moment of it; most of it must be
/// what was said.
pub(crate) fn likeness(spoken: &[f64], heard: &[f64]) -> f64 {
    const PIECE: usize = COMPARED / 5;
    let start = spoken.len() / 2 - COMPARED / 2;
    let mut alike: Vec<f64> = spoken[start..start + COMPARED]
        .chunks_exact(PIECE)
        .map(|piece| {
            let own = energy(piece);
            heard
                .windows(PIECE)
                .map(|window| {
                    let product: f64 = window.iter().zip(piece).map(|(a, b)| a * b).sum();
                    product / PIECE as f64 / (own * energy(window)).max(1.0)
                })
                .fold(0.0, f64::max)
        })
        .collect();
    alike.sort_by(f64::total_cmp);
    alike[alike.len() / 2]
}
