//! What became of a wake-up.

use std::time::Duration;

use hyper::http::StatusCode;
use hyper::http::header::{HeaderMap, RETRY_AFTER};

/// The longest pause that a push service can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);

/// Why a push service could not be asked at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    /// Its name leads nowhere.
    LookUp,
    /// Its name leads into somebody's own network only.
    PrivateAddress,
    /// It does not listen.
    Connect,
    /// It has no certificate that is trusted.
    Tls,
    /// It does not speak HTTP as it should, or too much of it.
    Http,
    /// It took too long.
    TimedOut,
    /// Enough wake-ups go to this host already.
    Busy,
}

/// What became of a wake-up; failures with what the metrics call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// The push service has it.
    Sent,
    /// The push service does not know this device any more.
    Gone(&'static str),
    /// It will never take this.
    Refused(&'static str),
    /// Too many go to this service at present: it was not asked.
    Busy,
    /// It may take it later, after this long at the earliest.
    Later(&'static str, Duration),
}

impl From<Failed> for Answer {
    fn from(failed: Failed) -> Self {
        let soon = Duration::ZERO;
        match failed {
            Failed::PrivateAddress => Self::Refused("private_address"),
            Failed::LookUp => Self::Later("look_up", soon),
            Failed::Connect => Self::Later("connect", soon),
            Failed::Tls => Self::Later("tls", soon),
            Failed::Http => Self::Later("http", soon),
            Failed::TimedOut => Self::Later("timed_out", soon),
            Failed::Busy => Self::Busy,
        }
    }
}

/// What a status means wherever a push service has no other words for it (RFC 8030 §5, §7.3).
pub(super) fn of_status(status: StatusCode, headers: &HeaderMap) -> Answer {
    match status.as_u16() {
        200..=299 => Answer::Sent,
        300..=399 => Answer::Refused("redirect"),
        404 | 410 => Answer::Gone("gone"),
        429 => Answer::Later("rate_limited", retry_after(headers)),
        500..=599 => Answer::Later("service", retry_after(headers)),
        _ => Answer::Refused("refused"),
    }
}

/// Seconds only: a date would need the service's clock.
fn retry_after(headers: &HeaderMap) -> Duration {
    let seconds = headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .unwrap_or(0);
    Duration::from_secs(seconds).min(LONGEST_WAIT)
}
