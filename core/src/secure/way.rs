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

/// What becomes of the app's own control for an operation that is screened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screening {
    /// It stays where it was, grey, and says why: people look for it.
    Grey,
    /// It is not on the screen: to show it would tell what is hidden, or there is nothing to do with it.
    Gone,
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

    /// What becomes of the app's own control while it is forbidden; `None` where the app has none to take away.
    #[must_use]
    pub fn screening(self) -> Option<Screening> {
        self.is_forbidden_by(Way::Screened).then_some(match self {
            Self::Speaker | Self::Peripherals => Screening::Grey,
            _ => Screening::Gone,
        })
    }

    /// Whether it is forbidden in this way, among others.
    #[must_use]
    pub fn is_forbidden_by(self, way: Way) -> bool {
        self.ways().contains(&way)
    }
}
