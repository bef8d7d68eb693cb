//! From grey to black and white: each pixel against the mean of what surrounds it. No decoding.

use rxing::common::BitMatrix;

use super::plane::Plane;

/// Dark wherever a pixel is darker than the mean around it by more than `bias`, `None` for a picture without pixels.
///
/// `radius` is half the side of the surrounding square, in pixels: several modules, or a dark area is
/// compared with itself.
pub(super) fn local_mean(plane: &Plane, radius: usize, bias: i32) -> Option<BitMatrix> {
    let around = plane.mean(radius);
    against(plane, &around, bias)
}

/// Dark wherever `plane` is darker than `around` by more than `bias`.
pub(super) fn against(plane: &Plane, around: &Plane, bias: i32) -> Option<BitMatrix> {
    let (width, height) = (to_u32(plane.width)?, to_u32(plane.height)?);
    let mut matrix = BitMatrix::new(width, height).ok()?;
    let rows = plane.pixels.chunks_exact(plane.width);
    let around = around.pixels.chunks_exact(plane.width);
    for (y, (row, around)) in (0..height).zip(rows.zip(around)) {
        for (x, (pixel, mean)) in (0..width).zip(row.iter().zip(around)) {
            if i32::from(*pixel) + bias < i32::from(*mean) {
                matrix.set(x, y);
            }
        }
    }
    Some(matrix)
}

fn to_u32(side: usize) -> Option<u32> {
    u32::try_from(side).ok()
}
