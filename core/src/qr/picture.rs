//! From a picture file (PNG, JPEG) to a frame. The file is a stranger's: its dimensions are bounded before a
//! pixel is allocated.

use std::io::Cursor;

use image::{ImageError, ImageFormat, ImageReader, Limits};
use thiserror::Error;

use super::luma::{MAX_SIDE, OwnedLuma, Rotation};

/// Largest picture file that is read, in bytes.
pub const MAX_FILE_BYTES: usize = 32 << 20;
/// What decoding one picture may allocate, in bytes: 4096 × 4096 pixels of 16-bit RGBA.
const MAX_ALLOCATION: u64 = (MAX_SIDE * MAX_SIDE * 8) as u64;

/// Why a picture file gives no frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PictureError {
    /// The file is longer than [`MAX_FILE_BYTES`].
    #[error("a picture file of {0} bytes is too large: at most 32 MiB are read")]
    TooLong(usize),
    /// Neither PNG nor JPEG.
    #[error("this is no PNG or JPEG picture")]
    Format,
    /// The picture is smaller than a QR code or has more pixels than are read.
    #[error("the picture's sides must have 21 to 4096 pixels")]
    Size,
    /// The file is cut short or broken.
    #[error("the picture file is damaged")]
    Damaged,
}

/// Reads a PNG or JPEG file as a frame.
///
/// # Errors
/// [`PictureError`] where the file is none, too large or damaged.
pub fn read_picture(file: &[u8]) -> Result<OwnedLuma, PictureError> {
    if file.len() > MAX_FILE_BYTES {
        return Err(PictureError::TooLong(file.len()));
    }
    let format = image::guess_format(file).map_err(|_| PictureError::Format)?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg) {
        return Err(PictureError::Format);
    }
    let side = u32::try_from(MAX_SIDE).expect("4096 fits");
    let mut limits = Limits::default();
    limits.max_image_width = Some(side);
    limits.max_image_height = Some(side);
    limits.max_alloc = Some(MAX_ALLOCATION);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => PictureError::Size,
        _ => PictureError::Damaged,
    })?;
    // Transparent pixels are paper, or a black code on a transparent ground would be black on black.
    let grey = if picture.color().has_alpha() {
        let mut grey = picture.to_luma_alpha8();
        for pixel in grey.pixels_mut() {
            let [luma, alpha] = pixel.0.map(u16::from);
            let mixed = (luma * alpha + 255 * (255 - alpha)) / 255;
            pixel.0[0] = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
        let (width, height) = grey.dimensions();
        let pixels: Vec<u8> = grey.pixels().map(|pixel| pixel.0[0]).collect();
        image::GrayImage::from_raw(width, height, pixels).ok_or(PictureError::Damaged)?
    } else {
        picture.into_luma8()
    };
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    OwnedLuma::new(grey.into_raw(), width, height, width, Rotation::Deg0)
        .map_err(|_| PictureError::Size)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::qr::QrCode;

    #[test]
    fn strange_files_are_refused_by_their_fault() {
        assert_eq!(read_picture(b"").unwrap_err(), PictureError::Format);
        assert_eq!(
            read_picture(b"GIF89a.....").unwrap_err(),
            PictureError::Format
        );
        let whole = QrCode::new("HELLO").unwrap().png(4).unwrap();
        let cut = &whole[..whole.len() / 2];
        assert_eq!(read_picture(cut).unwrap_err(), PictureError::Damaged);
        let long = vec![0; MAX_FILE_BYTES + 1];
        assert_eq!(
            read_picture(&long).unwrap_err(),
            PictureError::TooLong(MAX_FILE_BYTES + 1)
        );
    }

    #[test]
    fn a_huge_picture_is_refused_before_it_is_decoded() {
        // A PNG header that claims 60,000 x 60,000 pixels; the checksum of IHDR is right.
        let mut file = QrCode::new("HELLO").unwrap().png(4).unwrap();
        file[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        file[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        let sum = crc32(&file[12..29]);
        file[29..33].copy_from_slice(&sum.to_be_bytes());
        assert_eq!(read_picture(&file).unwrap_err(), PictureError::Size);
    }

    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |mut sum, byte| {
            sum ^= u32::from(*byte);
            for _ in 0..8 {
                sum = (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg());
            }
            sum
        })
    }

    #[test]
    fn flipped_bytes_never_panic() {
        let whole = QrCode::new("HELLO").unwrap().png(4).unwrap();
        for at in 0..whole.len() {
            let mut file = whole.clone();
            file[at] ^= 0x55;
            let _ = read_picture(&file);
        }
    }
}
