//! Real speech: the words of one speaker that Debian's alsa-utils installs.

use std::path::Path;
use std::process::Command;

const FOLDER: &str = "/usr/share/sounds/alsa";
const WORDS: [&str; 8] = [
    "Front_Left",
    "Rear_Center",
    "Side_Right",
    "Front_Center",
    "Rear_Left",
    "Side_Left",
    "Front_Right",
    "Rear_Right",
];
const PAUSE: usize = 24_000;

/// All words with pauses of half a second, starting with word `first`: 48 kHz, a good ten seconds.
pub(crate) fn utterance(first: usize) -> Result<Vec<i16>, String> {
    if !Path::new(FOLDER).exists() {
        eprintln!("installing alsa-utils for its recordings, once");
        let apt = Command::new("apt-get")
            .args(["install", "-y", "-qq", "alsa-utils"])
            .status();
        if !apt.is_ok_and(|status| status.success()) {
            return Err("apt-get install alsa-utils failed; its recordings are needed".into());
        }
    }
    let mut samples = vec![0; PAUSE];
    for index in 0..WORDS.len() {
        let path = Path::new(FOLDER).join(WORDS[(first + index) % WORDS.len()]);
        samples.extend(read(&path.with_extension("wav"))?);
        samples.extend([0; PAUSE]);
    }
    Ok(samples)
}

fn read(path: &Path) -> Result<Vec<i16>, String> {
    let name = path.display();
    let reader = hound::WavReader::open(path).map_err(|error| format!("{name}: {error}"))?;
    if reader.spec().sample_rate != 48_000 || reader.spec().channels != 1 {
        return Err(format!("{name} is not 48 kHz mono"));
    }
    let samples: Result<Vec<i16>, _> = reader.into_samples().collect();
    samples.map_err(|error| format!("{name}: {error}"))
}
