//! The ways sound can take on this phone and the one that it takes, as the shell told last.

use serde::Serialize;

use crate::secure::Operation;

/// A way of sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AudioRoute {
    /// The earpiece.
    Earpiece,
    /// The loudspeaker.
    Speaker,
    /// A headset or headphones on a wire.
    Wired,
    /// A headset, a car or a hearing aid by radio.
    Bluetooth,
}

impl AudioRoute {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Earpiece, Self::Speaker, Self::Wired, Self::Bluetooth];

    /// The risky operation that it is (S1.2).
    #[must_use]
    pub const fn operation(self) -> Option<Operation> {
        match self {
            Self::Earpiece => None,
            Self::Speaker => Some(Operation::Speaker),
            Self::Wired | Self::Bluetooth => Some(Operation::Peripherals),
        }
    }

    /// Whether it is a device of its own.
    #[must_use]
    pub const fn is_headset(self) -> bool {
        matches!(self, Self::Wired | Self::Bluetooth)
    }
}

/// See the module. Before a shell has told anything, every way counts as there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AudioRoutes {
    present: AudioRoute,
    there: [bool; 4],
}

impl Default for AudioRoutes {
    fn default() -> Self {
        Self::new(AudioRoute::Earpiece, AudioRoute::ALL)
    }
}

impl AudioRoutes {
    /// Sound takes `present`, and could take what is `there`.
    #[must_use]
    pub fn new(present: AudioRoute, there: impl IntoIterator<Item = AudioRoute>) -> Self {
        let mut routes = Self {
            present,
            there: [false; 4],
        };
        for route in there.into_iter().chain([present]) {
            routes.there[route as usize] = true;
        }
        routes
    }

    /// The way that sound takes.
    #[must_use]
    pub const fn present(self) -> AudioRoute {
        self.present
    }

    /// Whether sound could take this way.
    #[must_use]
    pub const fn has(self, route: AudioRoute) -> bool {
        self.there[route as usize]
    }

    /// The headset that is there: the one in use, else the one on a wire.
    #[must_use]
    pub fn headset(self) -> Option<AudioRoute> {
        [self.present, AudioRoute::Wired, AudioRoute::Bluetooth]
            .into_iter()
            .find(|route| route.is_headset() && self.has(*route))
    }
}
