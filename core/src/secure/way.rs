//! The three ways to forbid an operation (S1.3), kept apart because each fails in another place.

use super::Operation;

/// How an operation is kept from happening.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Way {
    /// The app has no such function in secure mode: no control for it, and the core's part of it does not run.
    Absent,
    /// The app's function is there otherwise and is taken away: its control is grey or gone, its command refused.
    Screened,
    /// The system's function is prohibited through the system: the shell answers how far it can.
    System,
}

impl Operation {
    /// The ways in which this operation is forbidden; more than one where app and system both could do it.
    #[must_use]
    pub const fn ways(self) -> &'static [Way] {
        match self {
            Self::AudioRecording | Self::Transcription => &[Way::Absent, Way::System],
            Self::Speaker | Self::Peripherals | Self::CallLog | Self::Identity => {
                &[Way::Screened, Way::System]
            }
            Self::Screenshot => &[Way::System],
            Self::Clipboard => &[Way::Screened, Way::System],
            Self::Forwarding => &[Way::Absent],
        }
    }

    /// Whether it is forbidden in this way, among others.
    #[must_use]
    pub fn is_forbidden_by(self, way: Way) -> bool {
        self.ways().contains(&way)
    }
}
