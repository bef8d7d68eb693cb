//! Writes what is heard to a WAV file. This is recording: the loop ends it where secure mode forbids that.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use hound::{SampleFormat, WavSpec, WavWriter};

use super::{FRAME, RATE, SoundError};

/// A WAV file of 48 kHz mono, 16 bit, that grows.
pub struct Recorder {
    path: PathBuf,
    writer: WavWriter<BufWriter<File>>,
}

impl Recorder {
    /// Makes the file, or empties the one that is there.
    ///
    /// # Errors
    /// [`SoundError::File`].
    pub fn create(path: &Path) -> Result<Self, SoundError> {
        let spec = WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: SampleFormat::Int,
        };
        let writer =
            WavWriter::create(path, spec).map_err(|error| SoundError::of_wav(path, error))?;
        Ok(Self {
            path: path.to_owned(),
            writer,
        })
    }

    /// Adds 20 ms.
    ///
    /// # Errors
    /// [`SoundError::File`], as with a full disk.
    pub fn write(&mut self, frame: &[i16; FRAME]) -> Result<(), SoundError> {
        frame
            .iter()
            .try_for_each(|sample| self.writer.write_sample(*sample))
            .map_err(|error| SoundError::of_wav(&self.path, error))
    }

    /// Completes the file.
    ///
    /// # Errors
    /// [`SoundError::File`].
    pub fn finish(self) -> Result<(), SoundError> {
        let path = self.path;
        self.writer
            .finalize()
            .map_err(|error| SoundError::of_wav(&path, error))
    }
}
