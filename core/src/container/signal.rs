//! Signals of a call between two devices, sealed under keys derived from the meeting key: no prekey is spent on them.
//!
//! Form: tag (16 bytes) ‖ counter (8, big-endian) ‖ AES-256-GCM of the padded signal. The tag tells the receiver which
//! call it is for, and nothing to anyone else; each direction has its own. Counters start at the call's start time, so
//! that an app that crashed and came back into the same call uses no nonce twice.

use prost::Message;
use sotto_protocol::id::DeviceId;
use sotto_protocol::label::Label;
use sotto_protocol::limits;
use sotto_protocol::wire::call::Signal;
use zeroize::Zeroizing;

use super::cipher::{self, Key, TAG};
use super::{MeetingKey, padme};
use crate::sframe::{ReplayWindow, Seen};

/// Bytes that sealing adds to the padded signal.
pub const SIGNAL_OVERHEAD: usize = 16 + 8 + TAG;
/// Smallest padded signal: ringing, accepting and hanging up look alike.
pub const SIGNAL_SMALLEST: usize = 256;
/// How many counters back a late signal may come.
const WINDOW: u32 = 64;
/// Counters per millisecond of start time.
const PER_MS: u64 = 1 << 16;

/// Why a signal was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignalError {
    /// Too short to be a signal, or no signal inside.
    #[error("the call signal is truncated or damaged")]
    Damaged,
    /// Larger than servers take.
    #[error("call signal of {size} bytes is larger than {limit}", limit = limits::SIGNAL)]
    TooLarge {
        /// Its bytes.
        size: usize,
    },
    /// For another call or in the other direction.
    #[error("the call signal is for another call")]
    OtherCall,
    /// Came before.
    #[error("the call signal came before: dropped")]
    Replayed,
    /// So late that it can no longer be told from a replay.
    #[error("the call signal is too late: dropped")]
    TooLate,
    /// Changed on its way or forged.
    #[error("the call signal was changed on its way or is forged")]
    Tampered,
    /// No counters left.
    #[error("this call has sent too many signals: start a new one")]
    Exhausted,
}

/// The tag of a sealed signal: which call, which pair of devices, which direction. `None` when it is too short.
#[must_use]
pub fn signal_tag(sealed: &[u8]) -> Option<[u8; 16]> {
    sealed.first_chunk().copied()
}

/// Keys for the signals between this device and one other in one meeting.
pub struct SignalKeys {
    outgoing: Direction,
    incoming: Direction,
    counter: u64,
    window: ReplayWindow,
}

struct Direction {
    tag: [u8; 16],
    key: Key,
}

impl SignalKeys {
    /// Keys under a meeting key. `now` (ms, master clock) must be later than at any earlier time this was called for the
    /// same key and devices: counters start there.
    #[must_use]
    pub fn new(key: &MeetingKey, me: DeviceId, other: DeviceId, now: u64) -> Self {
        Self {
            outgoing: Direction::new(key, me, other),
            incoming: Direction::new(key, other, me),
            counter: now.saturating_mul(PER_MS),
            window: ReplayWindow::new(WINDOW),
        }
    }

    /// The tag that the other device's signals bear.
    #[must_use]
    pub fn incoming_tag(&self) -> [u8; 16] {
        self.incoming.tag
    }

    /// Seals a signal to the other device.
    ///
    /// # Errors
    /// [`SignalError::TooLarge`], [`SignalError::Exhausted`].
    pub fn seal(&mut self, signal: &Signal) -> Result<Vec<u8>, SignalError> {
        let size =
            padme::padded(signal.encoded_len(), SIGNAL_SMALLEST).saturating_add(SIGNAL_OVERHEAD);
        if size > limits::SIGNAL {
            return Err(SignalError::TooLarge { size });
        }
        let counter = self.counter;
        self.counter = counter.checked_add(1).ok_or(SignalError::Exhausted)?;
        let text = padme::pad(&Zeroizing::new(signal.encode_to_vec()), SIGNAL_SMALLEST);
        let Direction { tag, key } = &self.outgoing;
        let sealed = cipher::encrypt(key, nonce(counter), tag, &text);
        Ok([tag.as_slice(), &counter.to_be_bytes(), &sealed].concat())
    }

    /// Opens a signal of the other device.
    ///
    /// # Errors
    /// [`SignalError`]; only an authentic signal moves the replay window.
    pub fn open(&mut self, sealed: &[u8]) -> Result<Signal, SignalError> {
        if sealed.len() > limits::SIGNAL {
            return Err(SignalError::TooLarge { size: sealed.len() });
        }
        let (tag, rest) = sealed
            .split_first_chunk::<16>()
            .ok_or(SignalError::Damaged)?;
        let (counter, text) = rest.split_first_chunk().ok_or(SignalError::Damaged)?;
        if *tag != self.incoming.tag {
            return Err(SignalError::OtherCall);
        }
        let counter = u64::from_be_bytes(*counter);
        match self.window.check(counter) {
            Seen::New => {}
            Seen::Before => return Err(SignalError::Replayed),
            Seen::TooOld => return Err(SignalError::TooLate),
        }
        let text = cipher::decrypt(&self.incoming.key, nonce(counter), tag, text)
            .ok_or(SignalError::Tampered)?;
        self.window.mark(counter);
        let signal = padme::unpad(&text).ok_or(SignalError::Damaged)?;
        Signal::decode(signal).map_err(|_| SignalError::Damaged)
    }
}

impl Direction {
    fn new(key: &MeetingKey, from: DeviceId, to: DeviceId) -> Self {
        let (from, to) = (from.as_bytes().as_slice(), to.as_bytes().as_slice());
        Self {
            tag: *key.derive(Label::Signal, &[b"tag", from, to]),
            key: key.derive(Label::Signal, &[b"key", from, to]),
        }
    }
}

fn nonce(counter: u64) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&counter.to_be_bytes());
    nonce
}

impl std::fmt::Debug for SignalKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignalKeys(…)")
    }
}
