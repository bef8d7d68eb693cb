//! A picture of a given code as a person's phone would take it: turned, in perspective, unevenly lit, noisy.

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use sotto_core::qr::{OwnedLuma, PictureError, Rotation, read_picture};

use super::{HEIGHT, WIDTH, lens::Lens, scene::draw};

/// Side of the sheet in the photograph, in pixels, before it is tilted.
const SHEET: f32 = 520.0;

/// A photograph-like picture of the picture in `png` (a QR code with its quiet zone), 1280 × 720.
///
/// # Errors
/// [`PictureError`] where `png` is no picture.
pub fn photograph(seed: u64, png: &[u8]) -> Result<OwnedLuma, PictureError> {
    let source = read_picture(png)?;
    let view = source.view();
    let (width, height) = (view.width(), view.height());
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let scale = SHEET / width.max(height) as f32;
    let mut within = |limit: f32| rng.random_range(-limit..limit);
    let (angle, tilt) = (within(0.6), (within(0.5), within(0.35)));
    let lens = Lens::new(scale, angle, tilt, (within(120.0), within(30.0)));
    let sheet = |u: f32, v: f32| {
        let (x, y) = (u + width as f32 / 2.0, v + height as f32 / 2.0);
        let inside = x >= 0.0 && y >= 0.0 && x < width as f32 && y < height as f32;
        inside.then(|| source.bytes()[y as usize * source.stride() + x as usize] < 128)
    };
    let mut canvas = draw(
        (&sheet, (width + height) as f32),
        &lens,
        (222.0, 38.0),
        &mut rng,
    );
    let (lamp, reach) = (
        rng.random_range(0.0..WIDTH as f32),
        rng.random_range(500.0..900.0),
    );
    canvas.each(|x, y, value| {
        let far = ((x - lamp).powi(2) + (y - 200.0).powi(2)) / (reach * reach);
        value * (0.3 + 0.75 * (-far).exp())
    });
    canvas = canvas.blurred(rng.random_range(0.6..1.0));
    canvas.noise(rng.random_range(5.0..9.0), &mut rng);
    OwnedLuma::new(canvas.bytes(), WIDTH, HEIGHT, WIDTH, Rotation::Deg0)
        .map_err(|_| PictureError::Size)
}

/// [`photograph`] as a PNG file.
///
/// # Errors
/// As [`photograph`].
pub fn photograph_png(seed: u64, png: &[u8]) -> Result<Vec<u8>, PictureError> {
    let picture = photograph(seed, png)?;
    let mut file = Vec::new();
    PngEncoder::new(&mut file)
        .write_image(
            picture.bytes(),
            WIDTH as u32,
            HEIGHT as u32,
            ExtendedColorType::L8,
        )
        .map_err(|_| PictureError::Damaged)?;
    Ok(file)
}
