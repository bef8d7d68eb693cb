//! Hard pictures of QR codes: 15 kinds of distortion, seeded, 1280 × 720 grey; and one photograph-like picture of a
//! given code. Made to be hard, not to be read by any one decoder: the severities are fixed numbers in `kinds.rs`.

mod canvas;
mod kinds;
mod lens;
mod photograph;
mod scene;

pub use kinds::Kind;
pub use photograph::{photograph, photograph_png};

use rand::RngExt as _;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};
use sotto_core::qr::{Luma, OwnedLuma, QrCode, Rotation};

/// Width of every picture, in pixels.
pub const WIDTH: usize = 1280;
/// Height of every picture, in pixels.
pub const HEIGHT: usize = 720;
/// Pictures of each kind.
pub const SEEDS: u64 = 20;

/// A picture and what its code says.
#[derive(Debug, Clone)]
pub struct Picture {
    /// What was done to it.
    pub kind: Kind,
    /// Which of its kind.
    pub seed: u64,
    /// The text of the code in it.
    pub text: String,
    /// [`WIDTH`] × [`HEIGHT`] bytes of brightness.
    pub pixels: Vec<u8>,
}

impl Picture {
    /// The picture `seed` of `kind`: always the same.
    #[must_use]
    pub fn new(kind: Kind, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed * 100 + kind as u64);
        let text = card_text(&mut rng);
        let code = QrCode::new(&text).expect("a card fits a code");
        let pixels = kinds::distort(kind, &code, &mut rng);
        Self {
            kind,
            seed,
            text,
            pixels,
        }
    }

    /// The picture as a camera frame.
    #[must_use]
    pub fn luma(&self) -> Luma<'_> {
        Luma::new(&self.pixels, WIDTH, HEIGHT, WIDTH, Rotation::Deg0)
            .expect("the bytes are of the size")
    }
}

/// All pictures, kind after kind, `seeds` of each; [`SEEDS`] give 300.
pub fn hard_pictures(seeds: u64) -> impl Iterator<Item = Picture> {
    Kind::ALL
        .into_iter()
        .flat_map(move |kind| (0..seeds).map(move |seed| Picture::new(kind, seed)))
}

/// A text as long as a card: `SOTTO:` and 320 characters of base32.
pub fn card_text(rng: &mut ChaCha8Rng) -> String {
    const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let body = (0..320).map(|_| char::from(BASE32[rng.random_range(0..32)]));
    "SOTTO:".chars().chain(body).collect()
}

/// A hostile frame: nothing but finder patterns, `module` pixels a module. It keeps decoders busy for seconds.
///
/// # Panics
/// Where `module` is 0.
#[must_use]
pub fn tiled_with_finders(module: usize) -> OwnedLuma {
    let dark = |x: usize, y: usize| {
        let ring = x.abs_diff(3).max(y.abs_diff(3));
        x < 7 && y < 7 && ring != 2
    };
    let pixels = (0..WIDTH * HEIGHT)
        .map(|at| {
            let (x, y) = (at % WIDTH / module % 8, at / WIDTH / module % 8);
            if dark(x, y) { 0 } else { 255 }
        })
        .collect();
    OwnedLuma::new(pixels, WIDTH, HEIGHT, WIDTH, Rotation::Deg0).expect("the bytes are of the size")
}
