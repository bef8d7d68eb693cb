//! Times of a conference.

use std::time::Duration;

/// Beats come at every change and this often.
pub const BEAT: Duration = Duration::from_secs(1);

/// A phone whose last report is older is neither heard nor sent anything: two beats may be lost.
pub const FRESH: Duration = Duration::from_secs(3);

/// A phone that was silent for this long is no longer in.
pub const LOST: Duration = Duration::from_secs(30);
