//! A sheet with a code on a cluttered table, before anything is done to the picture.

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::{HEIGHT, WIDTH, canvas::Canvas, lens::Lens};

/// Light modules around a code that belong to the sheet.
const QUIET: f32 = 4.0;
/// Samples across and down a pixel.
const SAMPLES: usize = 3;

/// What is printed: whether the point (in modules from the centre) is dark, `None` beyond the sheet.
pub(super) type Sheet<'a> = &'a dyn Fn(f32, f32) -> Option<bool>;

/// The sheet of a square code of `width` modules with its quiet zone.
pub(super) fn sheet(
    width: usize,
    dark: impl Fn(usize, usize) -> bool,
) -> impl Fn(f32, f32) -> Option<bool> {
    let half = width as f32 / 2.0;
    move |u, v| {
        if u.abs().max(v.abs()) > half + QUIET {
            return None;
        }
        let (column, row) = ((u + half).floor(), (v + half).floor());
        let inside = column >= 0.0 && row >= 0.0;
        Some(inside && dark(column as usize, row as usize))
    }
}

/// Draws `sheet` through `lens`: its light parts `paper` bright and its dark ones `ink`, on a table. Nothing of the
/// sheet may lie further than `reach` modules from its centre.
pub(super) fn draw(
    (sheet, reach): (Sheet<'_>, f32),
    lens: &Lens,
    (paper, ink): (f32, f32),
    rng: &mut ChaCha8Rng,
) -> Canvas {
    let mut canvas = table(rng);
    let share = 1.0 / (SAMPLES * SAMPLES) as f32;
    let (width, height) = (canvas.width as f32, canvas.height as f32);
    for (at, value) in canvas.values.iter_mut().enumerate() {
        let (left, top) = (at % WIDTH, at / WIDTH);
        // Far from the sheet a single look is enough.
        let (x, y) = (left as f32 - width / 2.0, top as f32 - height / 2.0);
        if !lens.look(x, y).is_some_and(|(u, v)| u.hypot(v) < reach) {
            continue;
        }
        let mut sum = 0.0;
        for sample in 0..SAMPLES * SAMPLES {
            let inner = |at: usize| (at as f32 + 0.5) / SAMPLES as f32;
            let x = left as f32 + inner(sample % SAMPLES) - width / 2.0;
            let y = top as f32 + inner(sample / SAMPLES) - height / 2.0;
            let seen = lens.look(x, y).and_then(|(u, v)| sheet(u, v));
            sum += match seen {
                Some(true) => ink,
                Some(false) => paper,
                None => *value,
            };
        }
        *value = sum * share;
    }
    canvas
}

/// A table: a slope of brightness, things lying about, lines of print.
fn table(rng: &mut ChaCha8Rng) -> Canvas {
    let (base, slope) = (rng.random_range(70.0..170.0), rng.random_range(-40.0..40.0));
    let mut canvas = Canvas {
        width: WIDTH,
        height: HEIGHT,
        values: vec![base; WIDTH * HEIGHT],
    };
    canvas.each(|x, _, value| value + slope * (x / WIDTH as f32 - 0.5));
    for _ in 0..12 {
        let (left, top) = (rng.random_range(0..WIDTH), rng.random_range(0..HEIGHT));
        let (wide, high) = (rng.random_range(20..260), rng.random_range(20..200));
        let shade = rng.random_range(20.0..235.0);
        let printed = rng.random_bool(0.4);
        for y in top..(top + high).min(HEIGHT) {
            for x in left..(left + wide).min(WIDTH) {
                // Print: rows of strokes, as a newspaper has them.
                let stroke = (x * 7 + y / 9 * 13) % 11 < 4 && y % 9 < 5;
                if !printed || stroke {
                    canvas.values[y * WIDTH + x] = shade;
                }
            }
        }
    }
    canvas
}
