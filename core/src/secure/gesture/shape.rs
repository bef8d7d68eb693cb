//! A drawn shape, made comparable: 32 points at equal steps along the stroke, around their centre, scaled to one.
//! Two shapes are compared by the cosine between them after the rotation that suits best, within a limit, as point
//! sequences are in template matchers of the $1 family; written as complex numbers, that rotation has a closed form.

use super::template::GestureError;
use super::touches::{Point, distance};

/// Points of a shape.
pub(super) const POINTS: usize = 32;
/// Smallest shape that is taken, the longer side in points (about half a thumb's width more than a tap).
const SMALLEST: f32 = 48.0;
/// A hand does not draw the same thing more turned than this (20°).
const TURN: f32 = 0.35;
/// Below this ratio of its narrow to its wide extent a stroke is a scroll, however often it goes back and forth.
const FLAT: f32 = 0.25;
/// As similar as this to a bow of the thumb, a shape is ordinary use.
const ORDINARY: f32 = 0.93;
/// Similarity that a repetition must have.
pub(super) const AGREES: f32 = 0.93;
/// A repetition may be this much larger or smaller.
const SIZES: f32 = 2.2;

/// See the module.
#[derive(Clone, PartialEq)]
pub(super) struct Shape {
    points: Vec<Point>,
    /// The longer side, in points of the screen.
    size: f32,
}

impl Shape {
    /// The shape of a stroke.
    pub(super) fn of(stroke: &[Point]) -> Result<Self, GestureError> {
        let [width, height] = extent(stroke);
        let size = width.max(height);
        if stroke.len() < 2 || size < SMALLEST {
            return Err(GestureError::TooSmall);
        }
        let points = normalise(resample(stroke)).ok_or(GestureError::TooSmall)?;
        Ok(Self { points, size })
    }

    /// A shape from stored numbers; `None` where they are none.
    pub(super) fn from_parts(points: Vec<Point>, size: f32) -> Option<Self> {
        let whole =
            points.len() == POINTS && points.iter().flatten().all(|value| value.is_finite());
        let sized = (SMALLEST..=40_000.0).contains(&size);
        let points = normalise(points).filter(|_| whole && sized)?;
        Some(Self { points, size })
    }

    /// Its points and its size.
    pub(super) fn parts(&self) -> (&[Point], f32) {
        (&self.points, self.size)
    }

    /// Refuses what ordinary use of a screen draws as well: lines, scrolling back and forth, bows of the thumb.
    pub(super) fn check(&self) -> Result<(), GestureError> {
        let bow = (1..=16).any(|step| {
            let sweep = 0.2 * step as f32;
            let shape = normalise(arc(sweep));
            shape.is_some_and(|bow| {
                let mirrored: Vec<Point> = bow.iter().map(|[x, y]| [*x, -y]).collect();
                modulus(product(&bow, &self.points)) >= ORDINARY
                    || modulus(product(&mirrored, &self.points)) >= ORDINARY
            })
        });
        if bow || flatness(&self.points) < FLAT {
            return Err(GestureError::TooSimple);
        }
        Ok(())
    }

    /// Whether `other` is a repetition.
    pub(super) fn agrees(&self, other: &Self) -> bool {
        let ratio = other.size / self.size;
        (1.0 / SIZES..=SIZES).contains(&ratio) && self.similarity(other) >= AGREES
    }

    /// The cosine between the two, 1 for the same shape.
    pub(super) fn similarity(&self, other: &Self) -> f32 {
        let [re, im] = product(&other.points, &self.points);
        let turn = im.atan2(re).clamp(-TURN, TURN);
        re * turn.cos() + im * turn.sin()
    }

    /// The shape between two repetitions.
    pub(super) fn between(&self, other: &Self) -> Self {
        let [re, im] = product(&other.points, &self.points);
        let turn = im.atan2(re).clamp(-TURN, TURN);
        let (sin, cos) = turn.sin_cos();
        let points = self.points.iter().zip(&other.points).map(|(a, b)| {
            let turned = [b[0] * cos - b[1] * sin, b[0] * sin + b[1] * cos];
            [a[0] + turned[0], a[1] + turned[1]]
        });
        Self {
            points: normalise(points.collect()).unwrap_or_else(|| self.points.clone()),
            size: f32::midpoint(self.size, other.size),
        }
    }
}

/// `POINTS` points at equal steps along the stroke.
fn resample(stroke: &[Point]) -> Vec<Point> {
    let length: f32 = stroke.windows(2).map(|w| distance(w[0], w[1])).sum();
    let step = length / (POINTS - 1) as f32;
    let mut points = vec![stroke[0]];
    let (mut gone, mut next) = (0.0, step);
    for pair in stroke.windows(2) {
        let part = distance(pair[0], pair[1]);
        while next <= gone + part && points.len() < POINTS && part > 0.0 {
            let share = (next - gone) / part;
            let along = |axis: usize| pair[0][axis] + (pair[1][axis] - pair[0][axis]) * share;
            points.push([along(0), along(1)]);
            next += step;
        }
        gone += part;
    }
    // rounding may leave the last one out
    points.resize(POINTS, stroke[stroke.len() - 1]);
    points
}

/// Around the centre, of length one; `None` where there is no extent.
fn normalise(mut points: Vec<Point>) -> Option<Vec<Point>> {
    let count = points.len() as f32;
    for axis in 0..2 {
        let centre = points.iter().map(|point| point[axis]).sum::<f32>() / count;
        points.iter_mut().for_each(|point| point[axis] -= centre);
    }
    let norm = points.iter().flatten().map(|v| v * v).sum::<f32>().sqrt();
    if !(norm > 1e-6 && norm.is_finite()) {
        return None;
    }
    points.iter_mut().flatten().for_each(|value| *value /= norm);
    Some(points)
}

/// The sum of conj(a) · b.
fn product(a: &[Point], b: &[Point]) -> Point {
    a.iter().zip(b).fold([0.0, 0.0], |[re, im], (a, b)| {
        [
            re + a[0] * b[0] + a[1] * b[1],
            im + a[0] * b[1] - a[1] * b[0],
        ]
    })
}

fn modulus([re, im]: Point) -> f32 {
    re.hypot(im)
}

/// The narrow extent over the wide one, whichever way the shape lies (square roots of the covariance's eigenvalues).
fn flatness(points: &[Point]) -> f32 {
    let sum = |f: fn(&Point) -> f32| points.iter().map(f).sum::<f32>();
    let (xx, yy, xy) = (
        sum(|p| p[0] * p[0]),
        sum(|p| p[1] * p[1]),
        sum(|p| p[0] * p[1]),
    );
    let half = f32::midpoint(xx, yy);
    let root = ((xx - yy) / 2.0).hypot(xy);
    ((half - root).max(0.0) / (half + root)).sqrt()
}

fn extent(stroke: &[Point]) -> Point {
    [0, 1].map(|axis| {
        let (low, high) = stroke.iter().fold((f32::MAX, f32::MIN), |(low, high), p| {
            (low.min(p[axis]), high.max(p[axis]))
        });
        (high - low).max(0.0)
    })
}

fn arc(sweep: f32) -> Vec<Point> {
    (0..POINTS)
        .map(|index| {
            let angle = sweep * index as f32 / (POINTS - 1) as f32;
            [angle.cos(), angle.sin()]
        })
        .collect()
}
