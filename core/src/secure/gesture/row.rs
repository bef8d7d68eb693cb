//! A template as bytes for the store. Every number is checked when it is read: a row of nonsense is no gesture.

use prost::Message;

use super::Template;
use super::burst::Burst;
use super::shape::{POINTS, Shape};
use super::taps::DoubleTap;
use super::template::Pattern;

/// The row; one of the three is there.
#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct TemplateRow {
    #[prost(message, optional, tag = "1")]
    shake: Option<ShakeRow>,
    #[prost(message, optional, tag = "2")]
    taps: Option<TapsRow>,
    #[prost(message, optional, tag = "3")]
    shape: Option<ShapeRow>,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct ShakeRow {
    #[prost(uint32, tag = "1")]
    peaks: u32,
    /// Seconds.
    #[prost(float, tag = "2")]
    pace: f32,
    #[prost(float, repeated, tag = "3")]
    axis: Vec<f32>,
    /// m/s².
    #[prost(float, tag = "4")]
    strength: f32,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct TapsRow {
    /// Points.
    #[prost(float, tag = "1")]
    apart: f32,
    /// Seconds.
    #[prost(float, tag = "2")]
    gap: f32,
}

#[derive(Clone, PartialEq, Message)]
#[prost(skip_debug)]
struct ShapeRow {
    /// x and y in turn.
    #[prost(float, repeated, tag = "1")]
    points: Vec<f32>,
    /// Points of the screen.
    #[prost(float, tag = "2")]
    size: f32,
}

impl Template {
    /// The template as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut row = TemplateRow::default();
        match &self.0 {
            Pattern::Shake(burst) => {
                row.shake = Some(ShakeRow {
                    peaks: u32::try_from(burst.peaks).unwrap_or(u32::MAX),
                    pace: burst.pace,
                    axis: burst.axis.to_vec(),
                    strength: burst.strength,
                });
            }
            Pattern::Taps(taps) => {
                row.taps = Some(TapsRow {
                    apart: taps.apart,
                    gap: taps.gap,
                });
            }
            Pattern::Shape(shape) => {
                let (points, size) = shape.parts();
                row.shape = Some(ShapeRow {
                    points: points.iter().flatten().copied().collect(),
                    size,
                });
            }
        }
        row.encode_to_vec()
    }

    /// The template that [`Template::to_bytes`] wrote; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let row = TemplateRow::decode(bytes).ok()?;
        let pattern = match (row.shake, row.taps, row.shape) {
            (Some(shake), None, None) => {
                let axis = shake.axis.try_into().ok()?;
                let peaks = usize::try_from(shake.peaks).ok()?;
                Pattern::Shake(Burst::from_parts(peaks, shake.pace, axis, shake.strength)?)
            }
            (None, Some(taps), None) => Pattern::Taps(DoubleTap::from_parts(taps.apart, taps.gap)?),
            (None, None, Some(shape)) if shape.points.len() == POINTS * 2 => {
                let (pairs, _) = shape.points.as_chunks::<2>();
                let shape = Shape::from_parts(pairs.to_vec(), shape.size)?;
                shape.check().ok()?;
                Pattern::Shape(shape)
            }
            _ => return None,
        };
        Some(Self(pattern))
    }
}
