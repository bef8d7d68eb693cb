//! Reading QR codes from camera frames, off the camera's thread and within a deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sotto_core::qr::{Luma, OwnedLuma, Rotation, read_picture};
use sotto_phone::scanner;

use crate::ScanError;
use crate::runtime::runtime;

/// How long one wait for a result lasts before cancellation is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// What became of one frame.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ScanResult {
    /// The number that `offer` gave it.
    pub frame: u64,
    /// The text of the code in it; none where there is no readable code. It may name a person: never log it.
    pub text: Option<String>,
    /// The code's corners in pixels of the frame once upright, in order around the code, x before y: what a screen
    /// outlines. Eight numbers, or none.
    pub corners: Vec<f32>,
}

/// Takes frames from the camera's thread and reads them on its own. The newest frame wins; what a text means is said by
/// `Phone.scannerView`.
#[derive(uniffi::Object)]
pub struct Scanner {
    inner: Arc<scanner::Scanner>,
    cancelled: Arc<AtomicBool>,
}

#[uniffi::export]
impl Scanner {
    /// A scanner with a thread of its own.
    ///
    /// # Errors
    /// [`ScanError::Refused`]: the system gives no thread. A scanner knows no phone: its errors are in English, their
    /// words in another language are `wordsOf(key, language)`.
    #[uniffi::constructor]
    pub fn new() -> Result<Arc<Self>, ScanError> {
        Ok(Arc::new(Self {
            inner: Arc::new(scanner::Scanner::new()?),
            cancelled: Arc::default(),
        }))
    }

    /// Hands over the luma plane of a frame and returns its number at once. The bytes are copied once, from where they
    /// lie: Kotlin passes the direct `ByteBuffer` of the camera's plane. `stride` is bytes from one row to the next,
    /// `rotation` how far the picture must be turned clockwise to be upright: 0, 90, 180 or 270.
    ///
    /// # Errors
    /// [`ScanError`]: the numbers contradict the bytes, or the scanner is behind.
    pub fn offer(
        &self,
        luma: &[u8],
        width: u32,
        height: u32,
        stride: u32,
        rotation: u32,
    ) -> Result<u64, ScanError> {
        let [width, height, stride] =
            [width, height, stride].map(|size| usize::try_from(size).unwrap_or(usize::MAX));
        let refused = |_: sotto_core::qr::LumaError| ScanError::picture();
        let rotation = Rotation::from_degrees(rotation).map_err(refused)?;
        // checked before anything is copied, so that a wrong frame costs nothing
        Luma::new(luma, width, height, stride, rotation).map_err(refused)?;
        let frame =
            OwnedLuma::new(luma.to_vec(), width, height, stride, rotation).map_err(refused)?;
        Ok(self.inner.offer(frame)?)
    }

    /// Hands over a picture file (PNG or JPEG, at most 32 MiB) instead of a frame of the camera.
    ///
    /// # Errors
    /// [`ScanError`]: it is no picture that is read, or the scanner is behind.
    pub fn offer_picture(&self, file: &[u8]) -> Result<u64, ScanError> {
        let frame = read_picture(file).map_err(|_| ScanError::picture())?;
        Ok(self.inner.offer(frame)?)
    }

    /// Waits for the next result. None: waiting was cancelled. Frames for which a newer one came give no result.
    pub async fn next(&self) -> Option<ScanResult> {
        let (inner, cancelled) = (self.inner.clone(), self.cancelled.clone());
        let waiting = runtime().ok()?.spawn_blocking(move || {
            while !cancelled.load(Ordering::Acquire) {
                if let Some(scan) = inner.recv_timeout(LOOK) {
                    return Some(scan);
                }
            }
            None
        });
        waiting.await.ok()?.map(Into::into)
    }

    /// Ends waiting, now and for ever. From any thread.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Release);
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.cancel();
    }
}

impl From<scanner::Scan> for ScanResult {
    fn from(scan: scanner::Scan) -> Self {
        let found = scan.outcome.ok();
        Self {
            frame: scan.frame,
            corners: found
                .iter()
                .flat_map(|found| found.corners)
                .flat_map(|(x, y)| [x, y])
                .collect(),
            text: found.map(|found| found.text),
        }
    }
}
