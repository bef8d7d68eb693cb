//! The fifteen kinds of distortion and how severe each is.

use std::io::Cursor;

use image::{ExtendedColorType, ImageReader, codecs::jpeg::JpegEncoder};
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use sotto_core::qr::QrCode;

use super::{
    HEIGHT, WIDTH,
    canvas::Canvas,
    lens::Lens,
    scene::{draw, sheet},
};

const PAPER: f32 = 225.0;
const INK: f32 = 30.0;

/// What was done to a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Turned by any angle.
    Turned,
    /// Seen from far to the side.
    Perspective,
    /// Out of focus.
    Blur,
    /// The hand moved.
    Motion,
    /// A sensor at its limit.
    Noise,
    /// Almost no light.
    Dark,
    /// A lamp from the side and the edge of a shadow.
    UnevenLight,
    /// A lamp mirrored in the sheet.
    Glare,
    /// A screen's grid against the sensor's.
    Moire,
    /// Paper that was wet.
    Waves,
    /// Compressed beyond reason.
    Jpeg,
    /// Light modules on dark ground.
    Inverted,
    /// Pale print.
    LowContrast,
    /// Far away.
    Small,
    /// Around a bottle, a part covered.
    CurvedCovered,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 15] = [
        Self::Turned,
        Self::Perspective,
        Self::Blur,
        Self::Motion,
        Self::Noise,
        Self::Dark,
        Self::UnevenLight,
        Self::Glare,
        Self::Moire,
        Self::Waves,
        Self::Jpeg,
        Self::Inverted,
        Self::LowContrast,
        Self::Small,
        Self::CurvedCovered,
    ];
}

/// The bytes of a picture of `code`, distorted after `kind`.
pub(super) fn distort(kind: Kind, code: &QrCode, rng: &mut ChaCha8Rng) -> Vec<u8> {
    let sheet = sheet(code.width(), |x, y| code.dark(x, y));
    let mut tone = (PAPER, INK);
    let module = match kind {
        Kind::Small => rng.random_range(1.9..2.6),
        Kind::Turned => rng.random_range(2.6..6.0),
        Kind::CurvedCovered | Kind::Waves => rng.random_range(4.5..6.5),
        _ => rng.random_range(3.5..6.0),
    };
    let mut lens = Lens::casual(module, rng);
    match kind {
        Kind::Turned => {
            let angle = rng.random_range(0.0..std::f32::consts::TAU);
            let tilt = (rng.random_range(-0.4..0.4), rng.random_range(-0.4..0.4));
            lens = Lens::new(module, angle, tilt, (0.0, 0.0));
        }
        Kind::Perspective => {
            let angle = rng.random_range(0.0..std::f32::consts::TAU);
            let far = rng.random_range(0.75..1.1) * if rng.random() { 1.0 } else { -1.0 };
            let tilt = (far, rng.random_range(-0.3..0.3));
            lens = Lens::new(module, angle, tilt, (0.0, 0.0));
        }
        Kind::Waves => {
            for wave in &mut lens.waves {
                *wave = (
                    rng.random_range(0.15..0.5),
                    rng.random_range(30.0..60.0),
                    rng.random_range(0.0..6.0),
                );
            }
        }
        Kind::CurvedCovered => lens.radius = rng.random_range(36.0..60.0),
        Kind::Inverted => tone = (rng.random_range(20.0..60.0), rng.random_range(150.0..230.0)),
        Kind::LowContrast => {
            let paper = rng.random_range(90.0..200.0);
            tone = (paper, paper - rng.random_range(16.0..48.0));
        }
        _ => {}
    }
    let mut canvas = draw((&sheet, code.width() as f32), &lens, tone, rng);
    let scene = Scene {
        module,
        lens: &lens,
    };
    scene.wear(kind, &mut canvas, rng);
    if kind == Kind::Jpeg {
        return compressed(&canvas.bytes(), rng.random_range(3..9));
    }
    canvas.bytes()
}

struct Scene<'a> {
    module: f32,
    lens: &'a Lens,
}

impl Scene<'_> {
    fn wear(&self, kind: Kind, canvas: &mut Canvas, rng: &mut ChaCha8Rng) {
        let mut noise = 4.0;
        match kind {
            Kind::Blur => *canvas = canvas.blurred(self.module * rng.random_range(0.3..0.52)),
            Kind::Motion => {
                let angle = rng.random_range(0.0..std::f32::consts::PI);
                *canvas = canvas.moved(self.module * rng.random_range(0.9..1.9), angle);
            }
            Kind::Noise => {
                canvas.specks(rng.random_range(0.0..0.04), rng);
                noise = rng.random_range(18.0..60.0);
            }
            Kind::Dark => {
                let light = rng.random_range(0.05..0.14);
                canvas.each(|_, _, value| 4.0 + value * light);
                noise = rng.random_range(2.0..4.5);
            }
            Kind::UnevenLight => uneven(canvas, rng),
            Kind::Glare => self.glare(canvas, rng),
            Kind::Moire => {
                let (period, angle) = (rng.random_range(2.5..14.0), rng.random_range(0.0..3.1));
                let (fx, fy) = (f32::cos(angle) / period, f32::sin(angle) / period);
                let depth = rng.random_range(30.0..75.0);
                canvas.each(|x, y, value| {
                    let turn = std::f32::consts::TAU;
                    let grid = ((x * fx + y * fy) * turn).sin() + ((y * fx - x * fy) * turn).sin();
                    value + depth * grid / 1.4
                });
            }
            Kind::Inverted => {
                *canvas = canvas.blurred(self.module * rng.random_range(0.1..0.35));
                noise = rng.random_range(4.0..10.0);
            }
            Kind::LowContrast => noise = rng.random_range(1.5..5.0),
            Kind::Small => *canvas = canvas.blurred(rng.random_range(0.4..0.8)),
            Kind::CurvedCovered => self.cover(canvas, rng),
            _ => {}
        }
        canvas.noise(noise, rng);
    }

    /// A lamp's reflection on the code: whiter than white over up to a tenth of it.
    fn glare(&self, canvas: &mut Canvas, rng: &mut ChaCha8Rng) {
        let (u, v) = (rng.random_range(-18.0..22.0), rng.random_range(-18.0..22.0));
        let (wide, high) = (rng.random_range(5.0..10.0), rng.random_range(5.0..10.0_f32));
        let strength = rng.random_range(300.0..700.0);
        let (width, height) = (canvas.width as f32, canvas.height as f32);
        canvas.each(|x, y, value| {
            let Some((at_u, at_v)) = self.lens.look(x - width / 2.0, y - height / 2.0) else {
                return value;
            };
            let far = ((at_u - u) / wide).powi(2) + ((at_v - v) / high).powi(2);
            value + strength * (-far).exp()
        });
    }

    /// Something lies on the code: a disc of one shade, away from the finders.
    fn cover(&self, canvas: &mut Canvas, rng: &mut ChaCha8Rng) {
        let (u, v) = (rng.random_range(-8.0..18.0), rng.random_range(-8.0..18.0));
        let radius = rng.random_range(4.0..7.5);
        let shade = rng.random_range(40.0..220.0);
        let (width, height) = (canvas.width as f32, canvas.height as f32);
        canvas.each(
            |x, y, value| match self.lens.look(x - width / 2.0, y - height / 2.0) {
                Some((at_u, at_v)) if (at_u - u).hypot(at_v - v) < radius => shade,
                _ => value,
            },
        );
    }
}

/// A lamp that reaches one side only, and the hard edge of a shadow across the picture.
fn uneven(canvas: &mut Canvas, rng: &mut ChaCha8Rng) {
    let angle = rng.random_range(0.0..std::f32::consts::TAU);
    let (sin, cos) = angle.sin_cos();
    let fall = rng.random_range(1.5..3.5);
    let (edge, turn) = (
        rng.random_range(-90.0..90.0),
        rng.random_range(0.0..3.1_f32),
    );
    let shadow = rng.random_range(0.25..0.55);
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    canvas.each(|x, y, value| {
        let (x, y) = (x - width / 2.0, y - height / 2.0);
        let lit = (-(fall * (x * cos + y * sin) / 500.0)).exp().min(1.6);
        let side = x * turn.cos() + y * turn.sin() - edge;
        let shade = if side > 0.0 { shadow } else { 1.0 };
        6.0 + value * lit * shade
    });
}

fn compressed(pixels: &[u8], quality: u8) -> Vec<u8> {
    let mut file = Vec::new();
    let (width, height) = (WIDTH as u32, HEIGHT as u32);
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode(pixels, width, height, ExtendedColorType::L8)
        .expect("grey pixels can be compressed");
    let mut reader = ImageReader::new(Cursor::new(file));
    reader.set_format(image::ImageFormat::Jpeg);
    let picture = reader.decode().expect("what was just written reads");
    picture.into_luma8().into_raw()
}
