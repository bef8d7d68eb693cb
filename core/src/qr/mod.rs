//! QR codes: making one from a text, finding and reading one in a camera frame or a picture file.
//!
//! What a text *means* is not decided here (that is [`crate::contact::identifier`]), and nothing here runs on a
//! thread or looks at a clock: a caller who has a deadline passes a closure that says when it has passed.

mod attempt;
mod cascade;
mod encode;
mod luma;
mod picture;
mod plane;
mod render;
mod second;
mod threshold;

pub use cascade::{DecodeError, Found, decode, decode_until};
pub use encode::{EncodeError, QrCode};
pub use luma::{Luma, LumaError, MAX_SIDE, MIN_SIDE, OwnedLuma, Rotation};
pub use picture::{MAX_FILE_BYTES, PictureError, read_picture};
