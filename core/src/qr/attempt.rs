//! One attempt on one black-and-white picture: finders, their grouping, sampling, decoding, each within a bound.
//!
//! The finder search, the sampling and the bit-stream decoder are `rxing`'s; driving them here step by step, instead
//! of through its reader, is what lets an attempt stop in time on a picture made of finder patterns.

use rxing::{
    Point,
    common::{BitMatrix, DetectorRXingResult as _},
    qrcode::cpp_port::{
        decoder::Decode,
        detector::{FindFinderPatterns, GenerateFinderPatternSets, SampleQR},
    },
};

/// Finder patterns that are grouped at most, the largest first: a real frame shows a handful.
const MAX_FINDERS: usize = 64;
/// Groups of three that are sampled at most, the most plausible first.
const MAX_SETS: usize = 24;

/// What an attempt read, in the picture's own pixels.
pub(super) struct Read {
    pub(super) text: String,
    pub(super) corners: [(f32, f32); 4],
}

/// How an attempt ended.
pub(super) enum Outcome {
    /// A code, decoded and error-corrected.
    Read(Read),
    /// Nothing that decodes.
    Nothing,
    /// The caller's time is over.
    Expired,
}

/// Looks for dark codes on light ground in `matrix`, then, with `inverted`, for light ones on dark ground.
pub(super) fn attempt(
    matrix: &mut BitMatrix,
    thorough: bool,
    inverted: bool,
    expired: &dyn Fn() -> bool,
) -> Outcome {
    match one_polarity(matrix, thorough, expired) {
        Outcome::Nothing if inverted => {
            matrix.flip_self();
            one_polarity(matrix, thorough, expired)
        }
        outcome => outcome,
    }
}

fn one_polarity(matrix: &BitMatrix, thorough: bool, expired: &dyn Fn() -> bool) -> Outcome {
    if expired() {
        return Outcome::Expired;
    }
    let mut finders = FindFinderPatterns(matrix, thorough, 0);
    if expired() {
        return Outcome::Expired;
    }
    if finders.len() > MAX_FINDERS {
        finders.sort_by_key(|finder| std::cmp::Reverse(finder.size));
        finders.truncate(MAX_FINDERS);
    }
    for set in GenerateFinderPatternSets(&mut finders)
        .iter()
        .take(MAX_SETS)
    {
        if expired() {
            return Outcome::Expired;
        }
        let Ok(sampled) = SampleQR(matrix, set) else {
            continue;
        };
        let Ok(decoded) = Decode(sampled.getBits()) else {
            continue;
        };
        if !decoded.isValid() {
            continue;
        }
        return Outcome::Read(Read {
            text: decoded.text(),
            corners: corners(sampled.getPoints()),
        });
    }
    Outcome::Nothing
}

fn corners(points: &[Point]) -> [(f32, f32); 4] {
    let mut corners = [(0.0, 0.0); 4];
    for (corner, point) in corners.iter_mut().zip(points) {
        *corner = (point.x, point.y);
    }
    corners
}
