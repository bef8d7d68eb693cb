//! A camera frame's brightness, as phones hand it over: one byte a pixel, rows `stride` bytes apart, perhaps turned.

use thiserror::Error;

/// Longest side of a frame that is accepted, in pixels.
pub const MAX_SIDE: usize = 4096;
/// Shortest side that can hold the smallest QR code (21 modules), in pixels.
pub const MIN_SIDE: usize = 21;

/// How far a frame must be turned clockwise to stand upright, as Android's and iOS's cameras report it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rotation {
    /// Already upright.
    #[default]
    Deg0,
    /// A quarter turn clockwise.
    Deg90,
    /// Upside down.
    Deg180,
    /// A quarter turn anticlockwise.
    Deg270,
}

impl Rotation {
    /// The rotation of `degrees`, clockwise.
    ///
    /// # Errors
    /// [`LumaError::Rotation`] for anything but 0, 90, 180 and 270.
    pub fn from_degrees(degrees: u32) -> Result<Self, LumaError> {
        match degrees {
            0 => Ok(Self::Deg0),
            90 => Ok(Self::Deg90),
            180 => Ok(Self::Deg180),
            270 => Ok(Self::Deg270),
            other => Err(LumaError::Rotation(other)),
        }
    }

    /// Where the point (`x`, `y`) of a frame of `width` × `height` pixels stands once the frame is upright.
    pub(super) fn upright(self, (x, y): (f32, f32), width: f32, height: f32) -> (f32, f32) {
        match self {
            Self::Deg0 => (x, y),
            Self::Deg90 => (height - y, x),
            Self::Deg180 => (width - x, height - y),
            Self::Deg270 => (y, width - x),
        }
    }
}

/// Why a frame is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LumaError {
    /// A side is shorter than [`MIN_SIDE`] or longer than [`MAX_SIDE`].
    #[error("a frame of {width}x{height} pixels cannot be read: each side must have 21 to 4096")]
    Size {
        /// Width in pixels.
        width: usize,
        /// Height in pixels.
        height: usize,
    },
    /// Rows would overlap.
    #[error("the stride of {stride} bytes is less than the width of {width} pixels")]
    Stride {
        /// Bytes from one row to the next.
        stride: usize,
        /// Width in pixels.
        width: usize,
    },
    /// The buffer ends before the last row does.
    #[error("the frame has {have} bytes where its size and stride need {need}")]
    Short {
        /// Bytes given.
        have: usize,
        /// Bytes needed.
        need: usize,
    },
    /// Cameras turn by quarters.
    #[error("a rotation of {0} degrees is none of 0, 90, 180, 270")]
    Rotation(u32),
}

/// A frame that is borrowed; its dimensions were checked against its bytes.
#[derive(Clone, Copy)]
pub struct Luma<'a> {
    bytes: &'a [u8],
    width: usize,
    height: usize,
    stride: usize,
    rotation: Rotation,
}

impl<'a> Luma<'a> {
    /// A frame of `width` × `height` pixels whose rows start `stride` bytes apart; the last row may end at `width`.
    ///
    /// # Errors
    /// [`LumaError`] where the size is out of bounds or does not fit the bytes.
    pub fn new(
        bytes: &'a [u8],
        width: usize,
        height: usize,
        stride: usize,
        rotation: Rotation,
    ) -> Result<Self, LumaError> {
        let sides = MIN_SIDE..=MAX_SIDE;
        if !sides.contains(&width) || !sides.contains(&height) {
            return Err(LumaError::Size { width, height });
        }
        if stride < width {
            return Err(LumaError::Stride { stride, width });
        }
        let need = stride.saturating_mul(height - 1).saturating_add(width);
        if bytes.len() < need {
            let have = bytes.len();
            return Err(LumaError::Short { have, need });
        }
        Ok(Self {
            bytes,
            width,
            height,
            stride,
            rotation,
        })
    }

    /// Width in pixels, as the bytes lie (before rotation).
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels, as the bytes lie (before rotation).
    #[must_use]
    pub fn height(&self) -> usize {
        self.height
    }

    /// How the frame must be turned to stand upright.
    #[must_use]
    pub fn rotation(&self) -> Rotation {
        self.rotation
    }

    /// The brightness at column `x`, row `y` (before rotation), `None` outside the frame.
    #[must_use]
    pub fn pixel(&self, x: usize, y: usize) -> Option<u8> {
        let inside = x < self.width && y < self.height;
        inside.then(|| self.bytes[y * self.stride + x])
    }

    /// The pixels of row `y`, which must be less than the height.
    pub(super) fn row(&self, y: usize) -> &'a [u8] {
        let start = y * self.stride;
        &self.bytes[start..start + self.width]
    }
}

impl std::fmt::Debug for Luma<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A frame shows what stands before the camera: its pixels stay out of logs.
        write!(f, "Luma({}x{})", self.width, self.height)
    }
}

/// A frame that owns its bytes, so that it can cross to a worker.
#[derive(Clone)]
pub struct OwnedLuma {
    bytes: Vec<u8>,
    width: usize,
    height: usize,
    stride: usize,
    rotation: Rotation,
}

impl OwnedLuma {
    /// As [`Luma::new`], owning the bytes.
    ///
    /// # Errors
    /// As [`Luma::new`].
    pub fn new(
        bytes: Vec<u8>,
        width: usize,
        height: usize,
        stride: usize,
        rotation: Rotation,
    ) -> Result<Self, LumaError> {
        Luma::new(&bytes, width, height, stride, rotation)?;
        Ok(Self {
            bytes,
            width,
            height,
            stride,
            rotation,
        })
    }

    /// The frame, borrowed.
    #[must_use]
    pub fn view(&self) -> Luma<'_> {
        Luma {
            bytes: &self.bytes,
            width: self.width,
            height: self.height,
            stride: self.stride,
            rotation: self.rotation,
        }
    }

    /// The bytes, row after row, `stride` apart.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Bytes from one row to the next.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.stride
    }
}

impl From<Luma<'_>> for OwnedLuma {
    fn from(frame: Luma<'_>) -> Self {
        Self {
            bytes: frame.bytes.to_vec(),
            width: frame.width,
            height: frame.height,
            stride: frame.stride,
            rotation: frame.rotation,
        }
    }
}

impl std::fmt::Debug for OwnedLuma {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OwnedLuma({}x{})", self.width, self.height)
    }
}
