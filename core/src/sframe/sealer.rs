//! Seals what this device sends.

use sframe::frame::{MediaFrameView, MonotonicCounter};
use sframe::key::EncryptionKey;
use sotto_protocol::id::DeviceId;

use super::OVERHEAD;
use super::keys::{FrameError, SenderKey};
use crate::container::MeetingKey;

/// First counter: takes four bytes.
pub(super) const FIRST: u64 = 1 << 24;
/// Last counter that takes four bytes.
pub(super) const LAST: u64 = u32::MAX as u64;

/// Seals the packets of one sender in one epoch; a rekey makes a new one.
///
/// There must be one sealer for a meeting key, epoch and device, ever: a second would use its nonces again. A phone that
/// lost its sealer (a crash) rekeys before it sends.
pub struct FrameSealer {
    key: EncryptionKey,
    counter: MonotonicCounter,
}

impl FrameSealer {
    /// A sealer for what `sender`, this device, sends.
    ///
    /// # Errors
    /// [`FrameError::Epoch`].
    pub fn new(key: &MeetingKey, epoch: u32, sender: DeviceId) -> Result<Self, FrameError> {
        Ok(Self {
            key: SenderKey::new(key, epoch, sender)?.to_seal(),
            counter: MonotonicCounter::with_start_value(FIRST, LAST),
        })
    }

    /// Seals a packet's payload: [`OVERHEAD`] bytes longer, always.
    ///
    /// # Errors
    /// [`FrameError::Exhausted`]: rekey.
    pub fn seal(&mut self, plaintext: &[u8]) -> Result<Vec<u8>, FrameError> {
        let mut sealed = Vec::with_capacity(plaintext.len() + OVERHEAD);
        MediaFrameView::try_new(&mut self.counter, plaintext)
            .and_then(|frame| frame.encrypt_into(&self.key, &mut sealed).map(drop))
            .map_err(|_| FrameError::Exhausted)?;
        Ok(sealed)
    }

    #[cfg(test)]
    pub(super) fn at_counter(mut self, counter: u64) -> Self {
        self.counter = MonotonicCounter::with_start_value(counter, LAST);
        self
    }
}

impl std::fmt::Debug for FrameSealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FrameSealer(…)")
    }
}
