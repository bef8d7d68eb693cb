//! Times and lengths in words.

use std::time::Duration;

/// A time in ms since 1970 as `2027-01-15 08:00 UTC`.
pub(crate) fn utc(ms: u64) -> String {
    let minutes = ms / 60_000;
    let (year, month, day) = date(minutes / 1_440);
    let (hour, minute) = (minutes / 60 % 24, minutes % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

/// The date of a day since 1970-01-01 in the Gregorian calendar.
fn date(days: u64) -> (u64, u64, u64) {
    // years from 0000-03-01, so that the leap day comes last; 400 years have 146,097 days
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, day)
}

/// `1:05`, or `1:00:05` from an hour on.
pub(crate) fn length(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_calendar() {
        assert_eq!(utc(0), "1970-01-01 00:00 UTC");
        assert_eq!(utc(951_782_400_000), "2000-02-29 00:00 UTC");
        assert_eq!(utc(1_800_000_000_000), "2027-01-15 08:00 UTC");
        assert_eq!(utc(4_107_542_399_000), "2100-02-28 23:59 UTC");
        assert_eq!(utc(4_107_542_400_000), "2100-03-01 00:00 UTC");
    }

    #[test]
    fn lengths_read_like_a_clock() {
        assert_eq!(length(Duration::from_secs(65)), "1:05");
        assert_eq!(length(Duration::from_secs(3_605)), "1:00:05");
    }
}
