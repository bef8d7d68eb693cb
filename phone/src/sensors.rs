//! The clock of a shell's sensors and touches: some clock that only runs forward, of which the core wants instants.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Where the sensors' clocks begin for this process; only differences between readings count.
static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The instant of a reading, by the time that it carries; `None` for a time that no clock shows.
#[must_use]
pub fn sensed_at(time: Duration) -> Option<Instant> {
    BEGINNING.checked_add(time)
}
