//! What can go wrong with a voice.

/// Why a voice could not be sent or set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VoiceError {
    /// Sound comes in pieces of 10 or 20 ms (480 or 960 samples); this had another length.
    #[error("sound must come in pieces of 480 or 960 samples, not {samples}")]
    PieceLength {
        /// The length that was given.
        samples: usize,
    },
    /// The codec refused; a setting is wrong, or memory is short.
    #[error("the codec refused")]
    Codec(#[from] sotto_opus::Error),
}
