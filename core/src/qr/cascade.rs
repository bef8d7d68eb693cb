//! The order in which a frame is tried, cheapest first, so that an easy frame ends in the first stage.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::common::BitMatrix;
use thiserror::Error;

use super::{
    attempt::{Outcome, attempt},
    luma::Luma,
    plane::Plane,
    second::second,
    threshold::local_mean,
};

/// Longest text that is handed on, in bytes; a QR code holds 7,089 digits at most.
const MAX_TEXT: usize = 7_089;

/// Why a frame gave no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// No readable code in the frame.
    #[error("no QR code could be read: hold it closer, straight and in even light")]
    NotFound,
    /// The caller's deadline passed between two stages.
    #[error("reading this frame took too long and was given up")]
    GivenUp,
}

/// A code that was read.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// The text, error-corrected.
    pub text: String,
    /// The code's corners in pixels of the frame once upright, in order around the code: what a screen outlines.
    pub corners: [(f32, f32); 4],
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The text names a person: it stays out of logs.
        write!(f, "Found({} bytes)", self.text.len())
    }
}

/// Reads the QR code in `frame`, however long that takes.
///
/// # Errors
/// [`DecodeError::NotFound`].
pub fn decode(frame: Luma<'_>) -> Result<Found, DecodeError> {
    decode_until(frame, &|| false)
}

/// Reads the QR code in `frame`; gives up at the next step once `expired` says so.
///
/// A step is short on any picture a camera makes; a picture built to keep the decoder busy may hold one step up,
/// so a caller with a hard deadline runs this on a worker that can be replaced.
///
/// # Errors
/// [`DecodeError`].
pub fn decode_until(frame: Luma<'_>, expired: &dyn Fn() -> bool) -> Result<Found, DecodeError> {
    let (full, shrunk) = Plane::from_luma(frame);
    let mut half = None;
    for stage in STAGES {
        if expired() {
            return Err(DecodeError::GivenUp);
        }
        // The decoders are other people's code on a stranger's picture: a panic there is "not found".
        let outcome = catch_unwind(AssertUnwindSafe(|| run(stage, &full, &mut half, expired)));
        match outcome.unwrap_or(Outcome::Nothing) {
            Outcome::Read(read) if read.text.len() <= MAX_TEXT => {
                let (across, down) = stage.scale.factor();
                let shrunk = shrunk as f32;
                let (width, height) = (frame.width() as f32, frame.height() as f32);
                return Ok(Found {
                    text: read.text,
                    corners: read.corners.map(|(x, y)| {
                        let corner = (x * across * shrunk, y * down * shrunk);
                        frame.rotation().upright(corner, width, height)
                    }),
                });
            }
            Outcome::Read(_) | Outcome::Nothing => {}
            Outcome::Expired => return Err(DecodeError::GivenUp),
        }
    }
    Err(DecodeError::NotFound)
}

/// At which size a stage works.
#[derive(Clone, Copy)]
enum Scale {
    Half,
    Full,
    Double,
    /// Half the width: for a code that is seen from above or below.
    Narrow,
    /// Half the height: for a code that is seen from the side.
    Flat,
}

impl Scale {
    /// Pixels of the frame per pixel of the stage, across and down.
    fn factor(self) -> (f32, f32) {
        match self {
            Self::Half => (2.0, 2.0),
            Self::Full => (1.0, 1.0),
            Self::Double => (0.5, 0.5),
            Self::Narrow => (2.0, 1.0),
            Self::Flat => (1.0, 2.0),
        }
    }
}

#[derive(Clone, Copy)]
enum Filter {
    None,
    Mean(usize),
    Sharpen(usize, i32),
}

#[derive(Clone, Copy)]
enum Reader {
    First { thorough: bool },
    Second,
}

/// One try: a size, a filter, a threshold, a reader.
#[derive(Clone, Copy)]
struct Stage {
    scale: Scale,
    filter: Filter,
    radius: usize,
    bias: i32,
    reader: Reader,
}

const THOROUGH: Reader = Reader::First { thorough: true };

const STAGES: &[Stage] = &[
    stage(
        Scale::Half,
        Filter::None,
        12,
        2,
        Reader::First { thorough: false },
    ),
    stage(Scale::Full, Filter::None, 24, 2, THOROUGH),
    stage(Scale::Full, Filter::Mean(1), 16, 0, THOROUGH),
    stage(Scale::Flat, Filter::None, 16, 2, THOROUGH),
    stage(Scale::Narrow, Filter::None, 16, 2, THOROUGH),
    stage(Scale::Full, Filter::Sharpen(3, 16), 16, 2, THOROUGH),
    stage(Scale::Half, Filter::Sharpen(2, 12), 20, 0, THOROUGH),
    stage(Scale::Half, Filter::None, 12, 2, Reader::Second),
    stage(Scale::Double, Filter::None, 24, 2, THOROUGH),
];

const fn stage(scale: Scale, filter: Filter, radius: usize, bias: i32, reader: Reader) -> Stage {
    Stage {
        scale,
        filter,
        radius,
        bias,
        reader,
    }
}

fn run(
    stage: &Stage,
    full: &Plane,
    half: &mut Option<Plane>,
    expired: &dyn Fn() -> bool,
) -> Outcome {
    let scaled;
    let base = match stage.scale {
        Scale::Full => full,
        Scale::Half => half.get_or_insert_with(|| full.half()),
        Scale::Double => {
            scaled = full.double();
            &scaled
        }
        Scale::Narrow => {
            scaled = full.narrow();
            &scaled
        }
        Scale::Flat => {
            scaled = full.flat();
            &scaled
        }
    };
    let filtered = match stage.filter {
        Filter::None => None,
        Filter::Mean(radius) => Some(base.mean(radius)),
        Filter::Sharpen(radius, amount) => Some(base.sharpened(radius, amount)),
    };
    let plane = filtered.as_ref().unwrap_or(base);
    let Some(mut matrix): Option<BitMatrix> = local_mean(plane, stage.radius, stage.bias) else {
        return Outcome::Nothing;
    };
    match stage.reader {
        Reader::First { thorough } => attempt(&mut matrix, thorough, true, expired),
        Reader::Second => second(&matrix),
    }
}
