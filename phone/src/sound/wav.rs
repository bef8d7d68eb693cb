//! A voice from a WAV file of any rate and number of channels.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use hound::{SampleFormat, WavIntoSamples, WavReader};

use super::resample::Resampler;
use super::{FRAME, RATE, SoundError, Voice};

type Samples = Box<dyn Iterator<Item = Result<f32, hound::Error>> + Send>;

/// Speaks a file, then is silent.
pub struct WavVoice {
    path: PathBuf,
    sound: Box<dyn Iterator<Item = f32> + Send>,
    fault: Arc<OnceLock<String>>,
}

impl WavVoice {
    /// Opens a file; it is read while it is spoken.
    ///
    /// # Errors
    /// [`SoundError`] when it is missing or no WAV file.
    pub fn open(path: &Path) -> Result<Self, SoundError> {
        let file = File::open(path).map_err(|source| SoundError::File {
            path: path.to_owned(),
            source,
        })?;
        let reader = WavReader::new(BufReader::new(file))
            .map_err(|error| SoundError::of_wav(path, error))?;
        let spec = reader.spec();
        if !(1..=32).contains(&spec.channels) || !(4_000..=768_000).contains(&spec.sample_rate) {
            return Err(SoundError::Form {
                path: path.to_owned(),
                rate: spec.sample_rate,
                channels: spec.channels,
            });
        }
        let fault = Arc::new(OnceLock::new());
        let samples: Samples = match spec.sample_format {
            SampleFormat::Float => Box::new(reader.into_samples::<f32>()),
            SampleFormat::Int => {
                let scale = 0.5_f32.powi(i32::from(spec.bits_per_sample) - 1);
                let whole: WavIntoSamples<_, i32> = reader.into_samples();
                Box::new(whole.map(move |sample| Ok(sample? as f32 * scale)))
            }
        };
        let mono = Mono {
            samples,
            channels: spec.channels,
            fault: fault.clone(),
        };
        let sound: Box<dyn Iterator<Item = f32> + Send> = if spec.sample_rate == RATE {
            Box::new(mono)
        } else {
            Box::new(Resampler::new(mono, spec.sample_rate, RATE))
        };
        Ok(Self {
            path: path.to_owned(),
            sound,
            fault,
        })
    }

    /// What was wrong with the file, where it broke off while it was spoken.
    #[must_use]
    pub fn fault(&self) -> Option<SoundError> {
        self.fault.get().map(|why| SoundError::Wav {
            path: self.path.clone(),
            why: why.clone(),
        })
    }
}

impl Voice for WavVoice {
    fn speak(&mut self, frame: &mut [i16; FRAME]) -> bool {
        let mut spoken = 0;
        for (place, sample) in frame.iter_mut().zip(&mut self.sound) {
            *place = (sample * 32_767.0).clamp(-32_768.0, 32_767.0) as i16;
            spoken += 1;
        }
        frame[spoken..].fill(0);
        spoken > 0
    }
}

/// The mean of all channels.
struct Mono {
    samples: Samples,
    channels: u16,
    fault: Arc<OnceLock<String>>,
}

impl Iterator for Mono {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        let mut sum = 0.0;
        for _ in 0..self.channels {
            match self.samples.next()? {
                Ok(sample) => sum += sample,
                Err(error) => {
                    let _ = self.fault.set(error.to_string());
                    return None;
                }
            }
        }
        Some(sum / f32::from(self.channels))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use hound::{WavSpec, WavWriter};

    use super::*;

    fn file(
        spec: WavSpec,
        write: impl FnOnce(&mut WavWriter<std::io::BufWriter<File>>),
    ) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = WavWriter::create(folder.path().join("v.wav"), spec).unwrap();
        write(&mut writer);
        writer.finalize().unwrap();
        folder
    }

    fn all(folder: &tempfile::TempDir) -> Vec<i16> {
        let mut voice = WavVoice::open(&folder.path().join("v.wav")).unwrap();
        let mut sound = Vec::new();
        let mut frame = [0; FRAME];
        while voice.speak(&mut frame) {
            sound.extend(frame);
        }
        sound
    }

    #[test]
    fn channels_are_mixed_and_the_last_frame_is_filled_up() {
        let spec = WavSpec {
            channels: 2,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let folder = file(spec, |writer| {
            for _ in 0..FRAME + 1 {
                writer.write_sample(8_000_i16).unwrap();
                writer.write_sample(-4_000_i16).unwrap();
            }
        });
        let sound = all(&folder);
        assert_eq!(sound.len(), 2 * FRAME);
        assert!((1_998..=2_001).contains(&sound[0]), "{}", sound[0]);
        assert_eq!(sound[FRAME + 1..], [0; FRAME - 1]);
    }

    #[test]
    fn eight_kilohertz_of_floats_last_as_long_as_they_did() {
        let spec = WavSpec {
            channels: 1,
            sample_rate: 8_000,
            bits_per_sample: 32,
            sample_format: SampleFormat::Float,
        };
        let folder = file(spec, |writer| {
            for _ in 0..8_000 {
                writer.write_sample(0.5_f32).unwrap();
            }
        });
        let sound = all(&folder);
        assert_eq!(sound.len(), RATE as usize);
        assert!(
            (16_300..16_500).contains(&sound[24_000]),
            "{}",
            sound[24_000]
        );
    }

    #[test]
    fn what_is_no_sound_is_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("v.wav");
        assert!(matches!(
            WavVoice::open(&path),
            Err(SoundError::File { .. })
        ));
        std::fs::write(&path, b"RIFF....nothing").unwrap();
        assert!(matches!(WavVoice::open(&path), Err(SoundError::Wav { .. })));
    }
}
