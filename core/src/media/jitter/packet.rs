//! What the buffer holds, and what it answers to an arrival.

/// The longest payload that is taken, in bytes: what fits a network packet.
pub const MAX_PACKET_BYTES: usize = 1_500;

/// How many packets are held at most: two seconds of 20 ms frames.
pub const MAX_PACKETS: usize = 100;

/// The longest sound that one packet may hold: 120 ms in samples.
pub(super) const MAX_SAMPLES: u32 = 5_760;

/// One packet of speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// The RTP sequence number (RFC 3550 §5.1).
    pub sequence: u16,
    /// The RTP timestamp of its first sample, in units of 1/48,000 s.
    pub timestamp: u32,
    /// How many samples it decodes to.
    pub samples: u32,
    /// The encoded sound.
    pub payload: Vec<u8>,
}

/// What became of an arriving packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Arrival {
    /// It waits to be played.
    Kept,
    /// Its time has passed; it only teaches the target delay.
    Late,
    /// It came before.
    Duplicate,
    /// It is far from the others; kept aside until others agree with it.
    Suspect,
    /// Three packets agreed on a new position: the buffer started anew there.
    Restarted,
    /// It is empty, too long, or no packet of the codec.
    Refused,
}
