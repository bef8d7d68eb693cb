//! Why there is no sound.

use std::path::PathBuf;

/// Why a sound file or sound card cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SoundError {
    /// The file is not there or cannot be read or written.
    #[error("cannot use the sound file {}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is no WAV file, or is cut short.
    #[error("{} is no WAV file that can be read ({why}): give a WAV file of whole numbers or 32-bit floats", path.display())]
    Wav {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A sampling rate or number of channels that no recording has.
    #[error("{} has {rate} samples a second in {channels} channels: 1 to 32 channels of 4,000 to 768,000 can be played", path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// Samples a second.
        rate: u32,
        /// Channels.
        channels: u16,
    },
    /// The sound card does not work.
    #[error(
        "the sound card cannot be used ({0}): plug in a microphone and loudspeaker, or speak from a file"
    )]
    Card(String),
}

impl SoundError {
    pub(super) fn of_wav(path: &std::path::Path, error: hound::Error) -> Self {
        let path = path.to_owned();
        match error {
            // hound reports a file that ends too early this way
            hound::Error::IoError(source)
                if source.get_ref().is_none() && source.raw_os_error().is_some() =>
            {
                Self::File { path, source }
            }
            other => Self::Wav {
                path,
                why: other.to_string(),
            },
        }
    }
}
