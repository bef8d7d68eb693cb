//! Both speak with a real voice, and what each heard is held against what was said.

use std::path::Path;
use std::time::Duration;

use super::diary::Diary;
use crate::pair::{Failure, Handset};
use crate::report::{Kind, Sound};

/// Where Debian's alsa-utils puts the recordings of a person.
const FOLDER: &str = "/usr/share/sounds/alsa";
const FRAME: usize = 960;
/// The loudness of what was heard must follow what was said at least this closely (1: exactly).
pub(super) const ALIKE: f64 = 0.9;

/// Alice's words, then Bob's, over the call that stands.
pub(super) async fn talk(diary: &mut Diary, [alice, bob]: [&Handset; 2]) -> Result<(), Failure> {
    let alices = words(&["Front_Left.wav", "Front_Center.wav", "Front_Right.wav"])?;
    let bobs = words(&["Rear_Left.wav", "Rear_Center.wav", "Rear_Right.wav"])?;
    let pause = vec![0; alices.len()];
    let from_alice: Vec<i16> = alices.iter().copied().chain(vec![0; bobs.len()]).collect();
    let from_bob: Vec<i16> = pause.into_iter().chain(bobs).collect();
    let start = diary.clock();
    diary.event(0, "speaks", Kind::Sound);
    let (mut at_alice, mut at_bob) = (Vec::new(), Vec::new());
    let mut tick = tokio::time::interval(Duration::from_millis(20));
    let silence = [0i16; FRAME];
    for (index, (a, b)) in from_alice
        .chunks(FRAME)
        .zip(from_bob.chunks(FRAME))
        .enumerate()
    {
        tick.tick().await;
        if index * FRAME >= alices.len() && (index - 1) * FRAME < alices.len() {
            diary.event(1, "speaks", Kind::Sound);
        }
        alice
            .phone
            .push_microphone(if a.len() == FRAME { a } else { &silence });
        bob.phone
            .push_microphone(if b.len() == FRAME { b } else { &silence });
        for (handset, heard) in [(alice, &mut at_alice), (bob, &mut at_bob)] {
            let mut out = [0; FRAME];
            handset.phone.pull_loudspeaker(&mut out);
            heard.extend(out);
        }
    }
    for (who, name, spoken, heard) in [
        ("Alice", "Bob hears what Alice says", from_alice, at_bob),
        ("Bob", "Alice hears what Bob says", from_bob, at_alice),
    ] {
        let alike = likeness(&spoken, &heard);
        diary.step(
            name,
            start,
            alike >= ALIKE,
            &format!("loudness follows the spoken words: {alike:.3} of 1"),
        );
        diary.figure(
            &format!("heard_from_{}_likeness", who.to_lowercase()),
            alike,
        );
        diary.report.sounds.push(Sound {
            who: who.to_owned(),
            spoken,
            heard,
        });
    }
    Ok(())
}

pub(super) fn words(names: &[&str]) -> Result<Vec<i16>, Failure> {
    let mut all = Vec::new();
    for name in names {
        let path = Path::new(FOLDER).join(name);
        let mut reader = hound::WavReader::open(&path)
            .map_err(|error| format!("{}: {error}; install Debian's alsa-utils", path.display()))?;
        let samples: Result<Vec<i16>, _> = reader.samples::<i16>().collect();
        all.extend(samples?);
    }
    // whole frames
    all.resize(all.len().next_multiple_of(FRAME), 0);
    Ok(all)
}

/// The raw words that were spoken, for the search of the server's folder.
pub(super) fn spoken_bytes() -> Result<Vec<u8>, Failure> {
    let samples = words(&["Front_Center.wav", "Rear_Center.wav"])?;
    Ok(samples
        .iter()
        .flat_map(|sample| sample.to_le_bytes())
        .collect())
}

/// How closely the loudness of `heard` follows that of `spoken`, over windows of 10 ms, at the best delay of up to 400 ms:
/// their correlation.
pub(super) fn likeness(spoken: &[i16], heard: &[i16]) -> f64 {
    let loudness = |sound: &[i16]| -> Vec<f64> {
        sound
            .chunks(480)
            .map(|window| {
                window
                    .iter()
                    .map(|s| f64::from(*s).powi(2))
                    .sum::<f64>()
                    .sqrt()
            })
            .collect()
    };
    let (spoken, heard) = (loudness(spoken), loudness(heard));
    (0..40)
        .map(|delay| correlation(&spoken, heard.get(delay..).unwrap_or_default()))
        .fold(0.0, f64::max)
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().min(b.len());
    let (a, b) = (&a[..n], &b[..n]);
    let mean = |x: &[f64]| x.iter().sum::<f64>() / n.max(1) as f64;
    let (ma, mb) = (mean(a), mean(b));
    let dot: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let size = |x: &[f64], m: f64| x.iter().map(|v| (v - m).powi(2)).sum::<f64>().sqrt();
    let sizes = size(a, ma) * size(b, mb);
    if sizes > 0.0 { dot / sizes } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_and_noise_are_not_taken_for_what_was_said() {
        let said: Vec<i16> = (0..96_000i64)
            .map(|i| {
                if (i / 9_600) % 2 == 0 {
                    ((i * 7919) % 16_000) as i16
                } else {
                    0
                }
            })
            .collect();
        let late: Vec<i16> = vec![0; 4_800]
            .into_iter()
            .chain(said.iter().copied())
            .collect();
        let noise: Vec<i16> = (0..96_000i64)
            .map(|i| ((i * 104_729) % 8_000) as i16)
            .collect();
        assert!(likeness(&said, &late) > 0.99);
        assert!(likeness(&said, &vec![0; 96_000]) < 0.1);
        assert!(likeness(&said, &noise) < ALIKE);
    }
}
