//! Signals of a call between two devices, sealed under keys derived from the meeting key: no prekey is spent on them.
//!
//! Form: tag (16 bytes) ‖ salt (16) ‖ counter (8, big-endian) ‖ AES-256-GCM of the padded signal. The tag tells the
//! receiver which call it is for, and nothing to anyone else; each direction has its own. The salt is drawn anew whenever a
//! device enters the call and makes the key another: no nonce is used twice under one, whatever time a server tells.
//! Counters start at the call's start time, so that what an app sends after a crash comes after what it sent before.

use prost::Message;
use rand::CryptoRng;
use sotto_protocol::id::DeviceId;
use sotto_protocol::label::Label;
use sotto_protocol::limits;
use sotto_protocol::wire::call::Signal;
use zeroize::Zeroizing;

use super::cipher::{self, Key, TAG};
use super::{MeetingKey, padme};
use crate::sframe::{ReplayWindow, Seen};

/// Bytes that sealing adds to the padded signal.
pub const SIGNAL_OVERHEAD: usize = 16 + 16 + 8 + TAG;
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

/// Random bytes that make the signal keys of one device's stay in one call its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignalSalt([u8; 16]);

impl SignalSalt {
    /// A new one; no two stays may share it.
    pub fn generate(rng: &mut impl CryptoRng) -> Self {
        let mut salt = [0; 16];
        rng.fill_bytes(&mut salt);
        Self(salt)
    }
}

/// Keys for the signals between this device and one other in one meeting.
pub struct SignalKeys {
    meeting: MeetingKey,
    me: DeviceId,
    other: DeviceId,
    tags: Tags,
    salt: SignalSalt,
    outgoing: Key,
    counter: u64,
    window: ReplayWindow,
}

/// What signals of each direction bear.
struct Tags {
    outgoing: [u8; 16],
    incoming: [u8; 16],
}

impl SignalKeys {
    /// Keys under a meeting key. Counters start at `now` (ms, master clock): where it is not later than at an earlier stay
    /// of this device in the same call, the other end takes what is sent for a replay.
    #[must_use]
    pub fn new(
        key: &MeetingKey,
        me: DeviceId,
        other: DeviceId,
        now: u64,
        salt: SignalSalt,
    ) -> Self {
        Self {
            meeting: key.clone(),
            me,
            other,
            tags: Tags {
                outgoing: tag(key, me, other),
                incoming: tag(key, other, me),
            },
            salt,
            outgoing: direction(key, me, other, salt),
            counter: now.saturating_mul(PER_MS),
            window: ReplayWindow::new(WINDOW),
        }
    }

    /// The tag that the other device's signals bear.
    #[must_use]
    pub fn incoming_tag(&self) -> [u8; 16] {
        self.tags.incoming
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
        let tag = &self.tags.outgoing;
        let sealed = cipher::encrypt(&self.outgoing, nonce(counter), tag, &text);
        let counter = counter.to_be_bytes();
        Ok([tag.as_slice(), &self.salt.0, &counter, &sealed].concat())
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
        let (salt, rest) = rest.split_first_chunk().ok_or(SignalError::Damaged)?;
        let (counter, text) = rest.split_first_chunk().ok_or(SignalError::Damaged)?;
        if *tag != self.tags.incoming {
            return Err(SignalError::OtherCall);
        }
        let counter = u64::from_be_bytes(*counter);
        match self.window.check(counter) {
            Seen::New => {}
            Seen::Before => return Err(SignalError::Replayed),
            Seen::TooOld => return Err(SignalError::TooLate),
        }
        let key = direction(&self.meeting, self.other, self.me, SignalSalt(*salt));
        let text = cipher::decrypt(&key, nonce(counter), tag, text).ok_or(SignalError::Tampered)?;
        self.window.mark(counter);
        let signal = padme::unpad(&text).ok_or(SignalError::Damaged)?;
        Signal::decode(signal).map_err(|_| SignalError::Damaged)
    }
}

fn tag(key: &MeetingKey, from: DeviceId, to: DeviceId) -> [u8; 16] {
    let (from, to) = (from.as_bytes().as_slice(), to.as_bytes().as_slice());
    *key.derive(Label::Signal, &[b"tag", from, to])
}

fn direction(key: &MeetingKey, from: DeviceId, to: DeviceId, salt: SignalSalt) -> Key {
    let (from, to) = (from.as_bytes().as_slice(), to.as_bytes().as_slice());
    key.derive(Label::Signal, &[b"key", from, to, &salt.0])
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
