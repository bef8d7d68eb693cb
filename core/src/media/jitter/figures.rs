//! How the buffer fares, as numbers.

use std::time::Duration;

/// Counts since the start, and the present delays.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct Figures {
    /// Packets that were kept.
    pub kept: u64,
    /// Packets that came after their time.
    pub late: u64,
    /// Packets that came again.
    pub duplicates: u64,
    /// Packets that were empty, too long or unreadable.
    pub refused: u64,
    /// Packets thrown away, by a full buffer or to catch up after a burst.
    pub skipped: u64,
    /// How often the stream began anew.
    pub restarts: u64,
    /// The share of sound that did not come in time, lately, 0 to 1.
    pub lost: f32,
    /// The delay that is aimed at, behind the fastest packet.
    pub target: Duration,
    /// The delay with which the last frame was taken, behind the fastest packet.
    pub delay: Duration,
    /// Packets that wait.
    pub waiting: usize,
}
