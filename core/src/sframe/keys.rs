//! Keys and key ids of one sender in one epoch.

use sframe::CipherSuite;
use sframe::key::{DecryptionKey, EncryptionKey};
use sotto_protocol::id::DeviceId;
use sotto_protocol::label::Label;
use zeroize::Zeroizing;

use crate::container::MeetingKey;

pub(super) const SUITE: CipherSuite = CipherSuite::AesGcm256Sha512;
/// Epochs that one meeting can have.
pub const EPOCHS: u32 = 1 << 15;
/// Set in every key id, so that it always takes four bytes.
const ALWAYS: u32 = 1 << 31;

/// Why a packet was not sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// Not the form that our sealers make.
    #[error("the packet is truncated or no sealed frame")]
    Damaged,
    /// Of another sender, or of an epoch that is over or not known yet.
    #[error("the packet is of a sender or epoch for which there is no key")]
    UnknownKey,
    /// Came before.
    #[error("the packet came before: dropped")]
    Replayed,
    /// So late that it can no longer be told from a replay.
    #[error("the packet is too late: dropped")]
    TooLate,
    /// Changed on its way or forged.
    #[error("the packet was changed on its way or is forged")]
    Tampered,
    /// Counters are used up.
    #[error("the epoch's counters are used up: rekey")]
    Exhausted,
    /// The epoch is not above the present one, or above what a meeting can have.
    #[error("epoch {0} cannot follow: start a new call")]
    Epoch(u32),
}

/// The key of one sender in one epoch. Its id holds the epoch (15 bits) and 16 bits that tell senders apart without
/// telling who they are: they change with every epoch. Two senders may share an id (RFC 9605 §9.1 is kept all the same:
/// their base keys differ); a forwarding server tells them apart by SSRC.
pub(super) struct SenderKey {
    base: Zeroizing<[u8; 32]>,
    pub(super) id: u32,
}

impl SenderKey {
    pub(super) fn new(key: &MeetingKey, epoch: u32, sender: DeviceId) -> Result<Self, FrameError> {
        if epoch >= EPOCHS {
            return Err(FrameError::Epoch(epoch));
        }
        let number = epoch.to_be_bytes();
        let base = key.derive(Label::Media, &[b"key", &number, sender.as_bytes()]);
        let index = *key.derive::<2>(Label::Media, &[b"index", &number, sender.as_bytes()]);
        let id = ALWAYS | epoch << 16 | u32::from(u16::from_be_bytes(index));
        Ok(Self { base, id })
    }

    pub(super) fn to_seal(&self) -> EncryptionKey {
        EncryptionKey::derive_from(SUITE, self.id, self.base.as_slice())
            .expect("this suite's keys can be derived from any 32 bytes")
    }

    pub(super) fn to_open(&self) -> DecryptionKey {
        DecryptionKey::derive_from(SUITE, self.id, self.base.as_slice())
            .expect("this suite's keys can be derived from any 32 bytes")
    }
}
