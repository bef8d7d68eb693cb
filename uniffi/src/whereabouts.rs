//! Where the phone is, as far as the shell can tell: for the person's rules and for policies (S1.2).

use sotto_core::{engine, secure};

use crate::Phone;

/// A point on the earth. A shell never logs it.
#[derive(Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Position {
    /// North of the equator, in 10⁻⁶ degrees.
    pub latitude: i32,
    /// East of Greenwich, in 10⁻⁶ degrees.
    pub longitude: i32,
}

impl From<Position> for secure::Position {
    fn from(position: Position) -> Self {
        Self {
            latitude: position.latitude,
            longitude: position.longitude,
        }
    }
}

/// What a shell should find out about where the phone is; nothing that no rule asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct WantedPlaces {
    /// Places that have a name: a wireless network's, a beacon's.
    pub named: bool,
    /// The position.
    pub position: bool,
}

impl From<engine::WantedPlaces> for WantedPlaces {
    fn from(wanted: engine::WantedPlaces) -> Self {
        Self {
            named: wanted.named,
            position: wanted.position,
        }
    }
}

#[uniffi::export]
impl Phone {
    /// What rules and policies want to know. It changes with the event `LevelsChanged`.
    #[must_use]
    pub fn wanted_places(&self) -> WantedPlaces {
        self.inner.look(|engine, _| engine.wanted_places()).into()
    }

    /// The phone's time zone now, in minutes east of UTC: told at the start and whenever the system says that it or the time
    /// has changed, and no harm in between. The person's own rules for hours follow it.
    pub fn zone(&self, offset: i16) {
        self.inner.zone(offset);
    }

    /// Where the phone is now: all places that the shell knows by name, and the position where it has one. Believed for
    /// ten minutes, kept in memory only. Whoever says nothing is nowhere known, and rules for places count as if the
    /// phone were there.
    pub fn whereabouts(&self, places: Option<Vec<String>>, position: Option<Position>) {
        self.inner.whereabouts(places, position.map(Into::into));
    }
}
