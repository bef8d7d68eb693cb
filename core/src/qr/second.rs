//! The second opinion: `rqrr`, which groups and samples finders in a way of its own.

use rxing::common::BitMatrix;

use super::attempt::{Outcome, Read};

/// Looks for a code in `matrix`.
pub(super) fn second(matrix: &BitMatrix) -> Outcome {
    let (width, height) = (matrix.width(), matrix.height());
    let mut prepared =
        rqrr::PreparedImage::prepare_from_bitmap(width as usize, height as usize, |x, y| {
            matrix.get(x as u32, y as u32)
        });
    for grid in prepared.detect_grids() {
        if let Ok((_, text)) = grid.decode() {
            let corners = grid.bounds.map(|corner| (corner.x as f32, corner.y as f32));
            return Outcome::Read(Read { text, corners });
        }
    }
    Outcome::Nothing
}
