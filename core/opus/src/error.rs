//! What can go wrong between us and the library.

use opusic_sys as sys;

/// Why the codec refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The library could not allocate its state; free memory and try again.
    #[error("no memory for the codec's state")]
    OutOfMemory,
    /// A setting is outside of what the library takes; the range stands at the setter.
    #[error("{setting} cannot be {value}")]
    Setting {
        /// Which setting.
        setting: &'static str,
        /// The value that was refused.
        value: i32,
    },
    /// A frame's length is none that Opus has; use 2.5, 5, 10, 20, 40 or 60 ms.
    #[error("a frame cannot have {samples} samples")]
    FrameLength {
        /// The length that was given.
        samples: usize,
    },
    /// The output has too little room; 60 bytes a packet do at 24 kbit/s, 5,760 samples always do.
    #[error("the output is too small")]
    OutputTooSmall,
    /// The packet is empty; ask for concealment instead.
    #[error("the packet is empty")]
    EmptyPacket,
    /// The bytes are no Opus packet (RFC 6716 §3.4); treat the packet as lost.
    #[error("not an Opus packet")]
    InvalidPacket,
    /// The library failed inside; make a new encoder or decoder.
    #[error("the codec failed inside (code {code})")]
    Library {
        /// libopus' own code.
        code: i32,
    },
}

impl Error {
    /// The meaning of a negative return value of an encode or decode call.
    pub(crate) fn from_code(code: i32) -> Self {
        match code {
            sys::OPUS_ALLOC_FAIL => Self::OutOfMemory,
            sys::OPUS_BUFFER_TOO_SMALL => Self::OutputTooSmall,
            sys::OPUS_INVALID_PACKET => Self::InvalidPacket,
            code => Self::Library { code },
        }
    }
}

/// Turns a count-or-code into a count.
pub(crate) fn count(code: i32) -> Result<usize, Error> {
    usize::try_from(code).map_err(|_| Error::from_code(code))
}
