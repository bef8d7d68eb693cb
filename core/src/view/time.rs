//! Times in words.

use std::time::Duration;

use super::Text;
use super::words::times;

/// How long ago `then` was at `now`, both in ms since 1970.
pub(super) fn ago(then: u64, now: u64) -> Text {
    let minutes = now.saturating_sub(then) / 60_000;
    match minutes {
        0 => times::NOW.text(),
        1..60 => times::MINUTES.with("count", minutes),
        60..1_440 => times::HOURS.with("count", minutes / 60),
        _ => times::DAYS.with("count", minutes / 1_440),
    }
}

/// `1:05`, or `1:00:05` from an hour on.
pub(super) fn clock(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}
