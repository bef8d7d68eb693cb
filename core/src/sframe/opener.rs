//! Opens what one other device sends.

use std::time::{Duration, Instant};

use sframe::frame::EncryptedFrameView;
use sframe::key::DecryptionKey;
use sotto_protocol::id::DeviceId;

use super::keys::{FrameError, SenderKey};
use super::window::{ReplayWindow, Seen};
use super::{OVERHEAD, sealer};
use crate::container::MeetingKey;

/// How long packets of the epoch before are still opened after a rekey.
pub const OLD_EPOCH_KEPT: Duration = Duration::from_secs(5);
/// How many counters back a late packet may come.
const WINDOW: u32 = 128;
/// The config byte of every packet of ours: key id and counter of four bytes each (RFC 9605 §4.3).
const CONFIG: u8 = 0b1011_1011;

/// Opens the packets of one sender, in the present epoch and for a while in the one before.
pub struct FrameOpener {
    sender: DeviceId,
    number: u32,
    present: Epoch,
    before: Option<(Epoch, Instant)>,
}

struct Epoch {
    id: u32,
    key: DecryptionKey,
    window: ReplayWindow,
}

impl FrameOpener {
    /// An opener for what `sender`, another device, sends.
    ///
    /// # Errors
    /// [`FrameError::Epoch`].
    pub fn new(key: &MeetingKey, epoch: u32, sender: DeviceId) -> Result<Self, FrameError> {
        let present = Epoch::new(key, epoch, sender)?;
        Ok(Self {
            sender,
            number: epoch,
            present,
            before: None,
        })
    }

    /// Opens a new epoch; what was sent in the present one is opened for [`OLD_EPOCH_KEPT`] from `now` on.
    ///
    /// # Errors
    /// [`FrameError::Epoch`] when it does not lie above the present one; nothing changes then.
    pub fn rekey(&mut self, key: &MeetingKey, epoch: u32, now: Instant) -> Result<(), FrameError> {
        if epoch <= self.number {
            return Err(FrameError::Epoch(epoch));
        }
        let new = Epoch::new(key, epoch, self.sender)?;
        let old = std::mem::replace(&mut self.present, new);
        self.before = Some((old, now + OLD_EPOCH_KEPT));
        self.number = epoch;
        Ok(())
    }

    /// Opens a packet that came at `now`.
    ///
    /// # Errors
    /// [`FrameError`]; only an authentic packet moves the replay window.
    pub fn open(&mut self, sealed: &[u8], now: Instant) -> Result<Vec<u8>, FrameError> {
        self.before.take_if(|(_, until)| now >= *until);
        if sealed.len() < OVERHEAD || sealed[0] != CONFIG {
            return Err(FrameError::Damaged);
        }
        let frame = EncryptedFrameView::try_new(sealed).map_err(|_| FrameError::Damaged)?;
        let (id, counter) = (frame.header().key_id(), frame.header().counter());
        if !(sealer::FIRST..=sealer::LAST).contains(&counter) {
            return Err(FrameError::Damaged);
        }
        let epochs =
            std::iter::once(&mut self.present).chain(self.before.as_mut().map(|(epoch, _)| epoch));
        for epoch in epochs {
            if u64::from(epoch.id) == id {
                return epoch.open(&frame, counter);
            }
        }
        Err(FrameError::UnknownKey)
    }

    /// The present epoch.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.number
    }
}

impl Epoch {
    fn new(key: &MeetingKey, epoch: u32, sender: DeviceId) -> Result<Self, FrameError> {
        let key = SenderKey::new(key, epoch, sender)?;
        Ok(Self {
            id: key.id,
            key: key.to_open(),
            window: ReplayWindow::new(WINDOW),
        })
    }

    fn open(
        &mut self,
        frame: &EncryptedFrameView<'_>,
        counter: u64,
    ) -> Result<Vec<u8>, FrameError> {
        match self.window.check(counter) {
            Seen::New => {}
            Seen::Before => return Err(FrameError::Replayed),
            Seen::TooOld => return Err(FrameError::TooLate),
        }
        let mut plaintext = Vec::new();
        frame
            .decrypt_into(&self.key, &mut plaintext)
            .map_err(|_| FrameError::Tampered)?;
        self.window.mark(counter);
        Ok(plaintext)
    }
}

impl std::fmt::Debug for FrameOpener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "FrameOpener({:?}, epoch {}, …)",
            self.sender, self.number
        )
    }
}
