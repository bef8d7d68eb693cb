//! What a person said, as a Ding carries it: Opus packets of 20 ms and of one length, so that a recording's size tells
//! how long it is and nothing else. Reading one that a stranger made is bounded by its bytes.

use sotto_opus::packet;
use sotto_protocol::wire::ding as wire;
use zeroize::Zeroizing;

use crate::media::voice::FRAME;

/// The longest recording: a minute.
pub const LONGEST: std::time::Duration = std::time::Duration::from_secs(60);

/// Packets of a recording, at most.
pub const PACKETS: usize = 3_000;

/// Bytes of our own packets: 10.8 kbit/s. A minute has 81,000 bytes, which is below what one post may have and, padded
/// to 80 KiB, fits a container for eight devices.
pub const PACKET: usize = 27;

/// The longest packet of 20 ms that is read: RFC 6716 §3.4 (R2).
const LONGEST_PACKET: usize = 1_275;

/// Why a recording is not one that can be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecordingError {
    /// Not a single packet.
    #[error("the recording is empty")]
    Empty,
    /// More than a minute.
    #[error("the recording is longer than a minute")]
    TooLong,
    /// Packets of no length, or longer than Opus has them.
    #[error("the recording has packets of {length} bytes, which Opus does not have")]
    PacketLength {
        /// What it says.
        length: u32,
    },
    /// More or fewer bytes than its count of packets.
    #[error("the recording has another length than it says")]
    Count,
    /// A packet that is none of Opus, or not of 20 ms.
    #[error("packet {index} of the recording is damaged")]
    Packet {
        /// Which, from 0.
        index: usize,
    },
}

/// A recording that was checked: it has between 20 ms and a minute. Wiped when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Recording {
    length: usize,
    opus: Zeroizing<Vec<u8>>,
}

impl Recording {
    /// Checks a recording. Costs no more than its bytes: nothing is decoded yet.
    ///
    /// # Errors
    /// [`RecordingError`] says what is wrong with it.
    pub fn parse(message: wire::Recording) -> Result<Self, RecordingError> {
        let opus = Zeroizing::new(message.opus);
        let packets = usize::try_from(message.packets).unwrap_or(usize::MAX);
        if packets == 0 {
            return Err(RecordingError::Empty);
        }
        if packets > PACKETS {
            return Err(RecordingError::TooLong);
        }
        let length = usize::try_from(message.packet_length).unwrap_or(usize::MAX);
        if !(1..=LONGEST_PACKET).contains(&length) {
            let length = message.packet_length;
            return Err(RecordingError::PacketLength { length });
        }
        if packets.checked_mul(length) != Some(opus.len()) {
            return Err(RecordingError::Count);
        }
        let whole = |packet: &[u8]| packet::samples(packet).is_ok_and(|samples| samples == FRAME);
        match opus.chunks_exact(length).position(|packet| !whole(packet)) {
            Some(index) => Err(RecordingError::Packet { index }),
            None => Ok(Self { length, opus }),
        }
    }

    /// Packets of our own encoder.
    pub(super) fn of_packets(opus: Zeroizing<Vec<u8>>) -> Option<Self> {
        let whole = !opus.is_empty() && opus.len().is_multiple_of(PACKET);
        (whole && opus.len() / PACKET <= PACKETS).then_some(Self {
            length: PACKET,
            opus,
        })
    }

    /// The message.
    #[must_use]
    pub fn to_wire(&self) -> wire::Recording {
        let number = |n: usize| u32::try_from(n).expect("a recording is short");
        wire::Recording {
            packets: number(self.packets()),
            packet_length: number(self.length),
            opus: self.opus.to_vec(),
        }
    }

    /// How many packets it has.
    #[must_use]
    pub fn packets(&self) -> usize {
        self.opus.len() / self.length
    }

    /// How long it is.
    #[must_use]
    pub fn duration(&self) -> std::time::Duration {
        std::time::Duration::from_millis(20 * self.packets() as u64)
    }

    /// A packet by its index.
    #[must_use]
    pub(super) fn packet(&self, index: usize) -> Option<&[u8]> {
        self.opus.chunks_exact(self.length).nth(index)
    }
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recording({} ms)", self.duration().as_millis())
    }
}
