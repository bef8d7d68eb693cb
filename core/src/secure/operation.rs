//! Risky operations, and what a phone can do about one.

use sotto_protocol::wire::container as wire;

/// Something that could carry a conversation out of the conversation (S1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Recording sound, by this app or another.
    AudioRecording,
    /// The loudspeaker: others in the room hear.
    Speaker,
    /// Wired or Bluetooth headsets and other audio devices.
    Peripherals,
    /// A row in a call log, ours or the system's.
    CallLog,
    /// Showing who is talking: names, pictures, numbers.
    Identity,
    /// Screenshots and screen recording.
    Screenshot,
    /// Copying what was written out of the conversation.
    Clipboard,
    /// Passing messages and files of the conversation on to others.
    Forwarding,
    /// Turning speech into text: captions, dictation, assistants that listen.
    Transcription,
}

impl Operation {
    /// All of them, in the order in which a person reads them.
    pub const ALL: [Self; 9] = [
        Self::AudioRecording,
        Self::Speaker,
        Self::Peripherals,
        Self::CallLog,
        Self::Identity,
        Self::Screenshot,
        Self::Clipboard,
        Self::Forwarding,
        Self::Transcription,
    ];

    const fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The wire's name for it.
    #[must_use]
    pub const fn to_wire(self) -> wire::Operation {
        match self {
            Self::AudioRecording => wire::Operation::AudioRecording,
            Self::Speaker => wire::Operation::Speaker,
            Self::Peripherals => wire::Operation::Peripherals,
            Self::CallLog => wire::Operation::CallLog,
            Self::Identity => wire::Operation::Identity,
            Self::Screenshot => wire::Operation::Screenshot,
            Self::Clipboard => wire::Operation::Clipboard,
            Self::Forwarding => wire::Operation::Forwarding,
            Self::Transcription => wire::Operation::Transcription,
        }
    }

    /// The operation that a wire value names; `None` for one that this version does not know.
    #[must_use]
    pub fn from_wire(value: i32) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|operation| operation.to_wire() as i32 == value)
    }

    /// Its name in plain words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::AudioRecording => "recording sound",
            Self::Speaker => "the loudspeaker",
            Self::Peripherals => "headsets and other audio devices",
            Self::CallLog => "keeping the call in a call log",
            Self::Identity => "showing who is talking",
            Self::Screenshot => "screenshots and screen recording",
            Self::Clipboard => "copying text",
            Self::Forwarding => "passing messages and files on",
            Self::Transcription => "turning speech into text",
        }
    }
}

/// What a phone can do about an operation (S1.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Answer {
    /// The phone was asked and has not answered yet.
    #[default]
    Pending,
    /// The system prevents it.
    Enforced,
    /// The system cannot prevent it, but notices it.
    Detected,
    /// The phone can do nothing about it.
    Unsupported,
}

impl Answer {
    /// The wire's name for it.
    #[must_use]
    pub const fn to_wire(self) -> wire::Answer {
        match self {
            Self::Pending => wire::Answer::Pending,
            Self::Enforced => wire::Answer::Enforced,
            Self::Detected => wire::Answer::Detected,
            Self::Unsupported => wire::Answer::Unsupported,
        }
    }

    /// What a wire value says; one that this version does not know counts as [`Answer::Unsupported`], so that a
    /// newer phone's answer is never taken for more than it is.
    #[must_use]
    pub fn from_wire(value: i32) -> Self {
        match wire::Answer::try_from(value) {
            Ok(wire::Answer::Pending) => Self::Pending,
            Ok(wire::Answer::Enforced) => Self::Enforced,
            Ok(wire::Answer::Detected) => Self::Detected,
            Ok(wire::Answer::Unsupported) | Err(_) => Self::Unsupported,
        }
    }
}

/// A set of operations.
#[derive(Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Operations(u16);

impl Operations {
    /// No operation.
    pub const NONE: Self = Self(0);

    /// Every operation that this version knows.
    #[must_use]
    pub fn all() -> Self {
        Operation::ALL.into_iter().collect()
    }

    /// What is in this set and not in `other`.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether `operation` is in the set.
    #[must_use]
    pub const fn contains(self, operation: Operation) -> bool {
        self.0 & operation.bit() != 0
    }

    /// Whether all of `other` is in the set.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether nothing is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set with `operation` in it.
    #[must_use]
    pub const fn with(self, operation: Operation) -> Self {
        Self(self.0 | operation.bit())
    }

    /// The set without `operation`.
    #[must_use]
    pub const fn without(self, operation: Operation) -> Self {
        Self(self.0 & !operation.bit())
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The operations, in [`Operation::ALL`]'s order.
    pub fn iter(self) -> impl Iterator<Item = Operation> {
        Operation::ALL
            .into_iter()
            .filter(move |operation| self.contains(*operation))
    }

    /// One bit an operation, for packets.
    #[must_use]
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// The set of these bits; bits of operations that this version does not know are left out.
    #[must_use]
    pub fn from_bits(bits: u16) -> Self {
        Self(bits & Self::all().0)
    }
}

impl FromIterator<Operation> for Operations {
    fn from_iter<I: IntoIterator<Item = Operation>>(operations: I) -> Self {
        operations.into_iter().fold(Self::NONE, Self::with)
    }
}

impl std::fmt::Debug for Operations {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}
