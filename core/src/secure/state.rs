//! The few bytes of state that every media packet carries, so that a violation, a mute or a hang-up reaches the other
//! phone with the next 20 ms of sound even while the control channel is down.

use super::{GuardState, Level, Operations, Report};

/// Bytes of a [`MediaState`].
pub const HEADER: usize = 12;

const MUTED: u8 = 1;
const HELD: u8 = 2;
const LEAVING: u8 = 4;
const REPORT: u8 = 8;
const WANTED: u8 = 16;

/// State of the sending phone at the time of a packet. Encrypted with the sound (SFrame).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MediaState {
    /// The person muted the microphone.
    pub muted: bool,
    /// The call is on hold.
    pub held: bool,
    /// The phone ends the call; the value is the wire's `EndReason`.
    pub leaving: Option<u8>,
    /// A report with its proof stands in the place of speech.
    pub report: bool,
    /// The phone lacks the other's newest report.
    pub wants_report: bool,
    /// Where the guard stands.
    pub guard: GuardState,
    /// The level that it speaks of.
    pub level: Level,
    /// Low half of the meeting key's epoch.
    pub epoch: u16,
    /// Counter of the newest report.
    pub counter: u32,
    /// Operations that happen although they are forbidden.
    pub violated: Operations,
}

impl MediaState {
    /// The state that goes with a report.
    #[must_use]
    pub fn of(report: &Report, muted: bool, held: bool, leaving: Option<u8>) -> Self {
        Self {
            muted,
            held,
            leaving,
            report: false,
            wants_report: false,
            guard: report.guard,
            level: report.level,
            epoch: (report.epoch & 0xffff) as u16,
            counter: report.counter,
            violated: report.violated,
        }
    }

    /// The bytes: flags, level, guard, reason, epoch, counter, violated.
    #[must_use]
    pub fn to_bytes(self) -> [u8; HEADER] {
        let flags = (u8::from(self.muted) * MUTED)
            | (u8::from(self.held) * HELD)
            | (u8::from(self.leaving.is_some()) * LEAVING)
            | (u8::from(self.report) * REPORT)
            | (u8::from(self.wants_report) * WANTED);
        let mut bytes = [0; HEADER];
        bytes[0] = flags;
        bytes[1] = self.level.number();
        bytes[2] = self.guard.to_wire() as u8;
        bytes[3] = self.leaving.unwrap_or(0);
        bytes[4..6].copy_from_slice(&self.epoch.to_be_bytes());
        bytes[6..10].copy_from_slice(&self.counter.to_be_bytes());
        bytes[10..12].copy_from_slice(&self.violated.bits().to_be_bytes());
        bytes
    }

    /// Splits a packet's plaintext into state and speech; `None` when it is too short.
    #[must_use]
    pub fn split(plaintext: &[u8]) -> Option<(Self, &[u8])> {
        let (bytes, speech) = plaintext.split_first_chunk::<HEADER>()?;
        let state = Self {
            muted: bytes[0] & MUTED != 0,
            held: bytes[0] & HELD != 0,
            leaving: (bytes[0] & LEAVING != 0).then_some(bytes[3]),
            report: bytes[0] & REPORT != 0,
            wants_report: bytes[0] & WANTED != 0,
            guard: GuardState::from_wire(bytes[2].into()),
            level: Level::new(bytes[1]),
            epoch: u16::from_be_bytes([bytes[4], bytes[5]]),
            counter: u32::from_be_bytes([bytes[6], bytes[7], bytes[8], bytes[9]]),
            violated: Operations::from_bits(u16::from_be_bytes([bytes[10], bytes[11]])),
        };
        Some((state, speech))
    }
}
