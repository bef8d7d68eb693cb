//! Spoken and heard beside each other: something to hear, the wave form, the spectrogram.

use super::data::Sound;
use super::spectrogram::{self, RATE};
use super::text::{data_uri, escape};

/// Columns of a wave form.
const COLUMNS: usize = 480;
/// Half the height of a wave form, in its own units.
const HALF: f64 = 48.0;
/// The longest sound that is embedded to be heard, in samples (30 s).
const LONGEST: usize = 48_000 * 30;

/// One sound: two figures that share their scales of time, loudness and pitch.
pub(super) fn figures(sound: &Sound) -> Result<String, image::ImageError> {
    let length = sound.spoken.len().max(sound.heard.len());
    let peak = peak(&sound.spoken).max(peak(&sound.heard)).max(1);
    let spoken = spectrogram::measure(&sound.spoken, length);
    let heard = spectrogram::measure(&sound.heard, length);
    let loudest = spoken.loudest().max(heard.loudest());
    let who = escape(&sound.who);
    let seconds = length as f64 / RATE;
    let mut html = format!("<h3>{who}</h3>\n<div class=\"pair\">\n");
    for (title, samples, loudness) in [
        ("Spoken", &sound.spoken, &spoken),
        ("Heard", &sound.heard, &heard),
    ] {
        let wave = wave(samples, length, peak);
        let picture = data_uri("image/png", &loudness.png(loudest)?);
        let player = player(samples);
        html += &format!(
            "<figure class=\"sound\"><figcaption>{title}</figcaption>{player}\n\
             <svg class=\"wave\" viewBox=\"0 0 {COLUMNS} {height}\" preserveAspectRatio=\"none\" \
             role=\"img\" aria-label=\"{title}, wave form, {who}\"><path d=\"{wave}\"/></svg>\n\
             <img class=\"spectrum\" alt=\"{title}, spectrogram, {who}\" src=\"{picture}\">\n\
             <div class=\"scale\"><span>0 s</span><span>0 to 12 kHz, low pitch below</span>\
             <span>{seconds:.1} s</span></div></figure>\n",
            height = 2.0 * HALF
        );
    }
    Ok(html + "</div>\n")
}

fn peak(samples: &[i16]) -> u16 {
    samples
        .iter()
        .map(|sample| sample.unsigned_abs())
        .max()
        .unwrap_or(0)
}

/// The outline of the sound: the highest sample of each column forth, the lowest back.
fn wave(samples: &[i16], length: usize, peak: u16) -> String {
    let column = |index: usize| {
        let from = index * length / COLUMNS;
        let to = ((index + 1) * length / COLUMNS).max(from + 1);
        samples.get(from..to.min(samples.len())).unwrap_or(&[])
    };
    let height = |sample: i16| HALF - f64::from(sample) / f64::from(peak) * (HALF - 2.0);
    let mut path = String::from("M");
    for index in 0..COLUMNS {
        let top = column(index).iter().max().copied().unwrap_or(0).max(0);
        path += &format!("{index} {:.1} ", height(top) - 0.4);
    }
    for index in (0..COLUMNS).rev() {
        let bottom = column(index).iter().min().copied().unwrap_or(0).min(0);
        path += &format!("{index} {:.1} ", height(bottom) + 0.4);
    }
    path + "Z"
}

fn player(samples: &[i16]) -> String {
    if samples.is_empty() {
        return "<p class=\"quiet\">Nothing.</p>".to_owned();
    }
    if samples.len() > LONGEST {
        return "<p class=\"quiet\">Too long to be embedded.</p>".to_owned();
    }
    let address = data_uri("audio/wav", &wav(samples));
    format!("<audio controls preload=\"none\" src=\"{address}\"></audio>")
}

/// A WAV file: 48 kHz, one channel, 16 bits. `samples` is bounded by [`LONGEST`].
fn wav(samples: &[i16]) -> Vec<u8> {
    let bytes = samples.len() as u32 * 2;
    let mut file = Vec::with_capacity(44 + samples.len() * 2);
    file.extend_from_slice(b"RIFF");
    file.extend_from_slice(&(36 + bytes).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend_from_slice(&16_u32.to_le_bytes());
    for word in [1_u16, 1] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    for word in [48_000_u32, 96_000] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    for word in [2_u16, 16] {
        file.extend_from_slice(&word.to_le_bytes());
    }
    file.extend_from_slice(b"data");
    file.extend_from_slice(&bytes.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_wave_form_reaches_its_edges_where_the_sound_is_loudest() {
        let path = wave(&[0, 1_000, -1_000, 0], 4, 1_000);
        assert!(path.contains(" 1.6 ") && path.contains(" 94.4 "), "{path}");
        assert_eq!(path.split_whitespace().count(), COLUMNS * 4 + 1);
    }

    #[test]
    fn the_embedded_file_says_how_long_it_is() {
        let file = wav(&[1, -1, 2]);
        assert_eq!(file.len(), 50);
        assert_eq!(u32::from_le_bytes(file[40..44].try_into().unwrap()), 6);
    }

    #[test]
    fn sounds_of_any_length_are_drawn() {
        for (spoken, heard) in [(0, 0), (1, 0), (0, 3), (700, 480), (5_000, 100)] {
            let sound = Sound {
                who: "x".to_owned(),
                spoken: vec![i16::MIN; spoken],
                heard: vec![i16::MAX; heard],
            };
            assert!(figures(&sound).unwrap().contains("Heard"));
        }
    }
}
