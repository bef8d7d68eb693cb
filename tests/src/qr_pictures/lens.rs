//! Where a pixel of the picture looks at the code: turning, perspective, waves, curvature.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

/// From a pixel to a point on the sheet with the code, in modules from the code's centre.
pub(super) struct Lens {
    /// Row-major 3 × 3 homography from pixels (about the centre of the picture) to modules.
    pub(super) inverse: [f32; 9],
    /// Waves: (amplitude in modules, wave length in modules, phase), across and down.
    pub(super) waves: [(f32, f32, f32); 2],
    /// Radius of the cylinder that the sheet lies on, in modules; infinite when flat.
    pub(super) radius: f32,
}

impl Lens {
    /// A sheet `module` pixels a module, turned by `angle`, tilted by (`pan`, `tilt`) radians, shifted by pixels.
    pub(super) fn new(module: f32, angle: f32, (pan, tilt): (f32, f32), shift: (f32, f32)) -> Self {
        // A camera 900 pixels from the picture plane; the sheet turns in space, then is projected.
        const FOCAL: f32 = 900.0;
        let (sin, cos) = angle.sin_cos();
        let (sin_pan, cos_pan) = pan.sin_cos();
        let (sin_tilt, cos_tilt) = tilt.sin_cos();
        // Columns: the sheet's x and y axes and its origin in the camera's space.
        let axis = |x: f32, y: f32| {
            let (x1, z1) = (x * cos_pan, -x * sin_pan);
            let (y2, z2) = (y * cos_tilt - z1 * sin_tilt, y * sin_tilt + z1 * cos_tilt);
            [x1 * module, y2 * module, z2 * module / FOCAL]
        };
        let (right, down) = (axis(cos, sin), axis(-sin, cos));
        let forward = [
            right[0] + shift.0 * right[2],
            down[0] + shift.0 * down[2],
            shift.0,
            right[1] + shift.1 * right[2],
            down[1] + shift.1 * down[2],
            shift.1,
            right[2],
            down[2],
            1.0,
        ];
        Self {
            inverse: inverse(&forward),
            waves: [(0.0, 1.0, 0.0); 2],
            radius: f32::INFINITY,
        }
    }

    /// A lens as people hold a phone: slightly turned, tilted and off the centre.
    pub(super) fn casual(module: f32, rng: &mut ChaCha8Rng) -> Self {
        let mut within = |limit: f32| rng.random_range(-limit..limit);
        let (angle, tilt) = (within(0.3), (within(0.15), within(0.15)));
        Self::new(module, angle, tilt, (within(150.0), within(30.0)))
    }

    /// Where the pixel (`x`, `y`), counted from the picture's centre, looks; `None` beside the sheet's curve.
    pub(super) fn look(&self, x: f32, y: f32) -> Option<(f32, f32)> {
        let m = &self.inverse;
        let w = m[6] * x + m[7] * y + m[8];
        let u = (m[0] * x + m[1] * y + m[2]) / w;
        let v = (m[3] * x + m[4] * y + m[5]) / w;
        let wave = |(amplitude, length, phase): (f32, f32, f32), at: f32| {
            if amplitude == 0.0 {
                return 0.0;
            }
            amplitude * (at * std::f32::consts::TAU / length + phase).sin()
        };
        let [across, down] = self.waves;
        let (u, v) = (u + wave(across, v), v + wave(down, u));
        if self.radius.is_infinite() {
            return Some((u, v));
        }
        let turn = u / self.radius;
        (turn.abs() < 0.98).then(|| (self.radius * turn.asin(), v))
    }
}

fn inverse(m: &[f32; 9]) -> [f32; 9] {
    let minor = |a: usize, b: usize, c: usize, d: usize| m[a] * m[d] - m[b] * m[c];
    [
        minor(4, 5, 7, 8),
        -minor(1, 2, 7, 8),
        minor(1, 2, 4, 5),
        -minor(3, 5, 6, 8),
        minor(0, 2, 6, 8),
        -minor(0, 2, 3, 5),
        minor(3, 4, 6, 7),
        -minor(0, 1, 6, 7),
        minor(0, 1, 3, 4),
    ]
}
