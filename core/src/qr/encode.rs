//! From a text to the modules of a QR code (ISO/IEC 18004).

use qrcode::{Color, EcLevel};
use thiserror::Error;

use super::render;

/// Light modules around the code, as ISO/IEC 18004 §5.3.8 asks for.
pub(super) const QUIET_ZONE: usize = 4;

/// Why no code can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// Nothing to encode.
    #[error("an empty text makes no QR code")]
    Empty,
    /// More than version 40 holds at error correction level M.
    #[error("a text of {0} bytes is too long for one QR code")]
    TooLong(usize),
    /// The picture's side would exceed 4096 pixels.
    #[error("modules of {0} pixels make the picture too large")]
    ModuleSize(u32),
    /// The PNG encoder refused.
    #[error("the picture could not be written")]
    Picture,
}

/// The modules of a QR code, ready to be drawn.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode {
    width: usize,
    dark: Vec<bool>,
    level: char,
}

impl QrCode {
    /// Encodes `text` in the smallest version that offers error correction level M, at the highest level that
    /// still fits this version. Digits and QR's 45 upper-case characters (`0–9 A–Z $%*+-./:` and space) take
    /// the denser modes.
    ///
    /// # Errors
    /// [`EncodeError::Empty`] and [`EncodeError::TooLong`].
    pub fn new(text: &str) -> Result<Self, EncodeError> {
        if text.is_empty() {
            return Err(EncodeError::Empty);
        }
        let bytes = text.as_bytes();
        let mut best = qrcode::QrCode::with_error_correction_level(bytes, EcLevel::M)
            .map_err(|_| EncodeError::TooLong(bytes.len()))?;
        for level in [EcLevel::Q, EcLevel::H] {
            match qrcode::QrCode::with_version(bytes, best.version(), level) {
                Ok(code) => best = code,
                Err(_) => break,
            }
        }
        let level = match best.error_correction_level() {
            EcLevel::L => 'L',
            EcLevel::M => 'M',
            EcLevel::Q => 'Q',
            EcLevel::H => 'H',
        };
        Ok(Self {
            width: best.width(),
            dark: best
                .into_colors()
                .into_iter()
                .map(|color| color == Color::Dark)
                .collect(),
            level,
        })
    }

    /// Modules on a side, without the quiet zone: 21 to 177.
    #[must_use]
    pub fn width(&self) -> usize {
        self.width
    }

    /// The error correction level that found room: `M`, `Q` or `H`.
    #[must_use]
    pub fn level(&self) -> char {
        self.level
    }

    /// Whether the module at column `x`, row `y` is dark; outside the code all is light.
    #[must_use]
    pub fn dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.dark[y * self.width + x]
    }

    /// A grey PNG, `module` pixels a module, with its quiet zone.
    ///
    /// # Errors
    /// [`EncodeError::ModuleSize`] for 0 or a side beyond 4096 pixels.
    pub fn png(&self, module: u32) -> Result<Vec<u8>, EncodeError> {
        render::png(self, module)
    }

    /// An SVG document of one path, with its quiet zone; scales to any size.
    #[must_use]
    pub fn svg(&self) -> String {
        render::svg(self)
    }

    /// Lines of half blocks in explicit black on white (ANSI colours), two modules a character: scans from dark
    /// and light terminals alike.
    #[must_use]
    pub fn terminal(&self) -> String {
        render::terminal(self, true)
    }

    /// The same without colour codes, for a terminal that shows light text on a dark ground.
    #[must_use]
    pub fn terminal_plain(&self) -> String {
        render::terminal(self, false)
    }
}

impl std::fmt::Debug for QrCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The modules are the text: they stay out of logs.
        write!(f, "QrCode({0}x{0}, {1})", self.width, self.level)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn upper_case_texts_take_the_denser_mode() {
        let upper = QrCode::new(&"SOTTO:ABCD2345".repeat(20)).unwrap();
        let lower = QrCode::new(&"sotto:abcd2345".repeat(20)).unwrap();
        assert!(upper.width() < lower.width());
    }

    #[test]
    fn error_correction_grows_where_there_is_room() {
        assert_eq!(QrCode::new("A").unwrap().level(), 'H');
        let widths: Vec<usize> = [311, 312]
            .iter()
            .map(|length| QrCode::new(&"A".repeat(*length)).unwrap().width())
            .collect();
        assert_eq!(widths, [57, 61], "version 10-M holds 311 characters");
    }

    #[test]
    fn too_long_and_empty_texts_are_refused() {
        assert_eq!(QrCode::new(""), Err(EncodeError::Empty));
        let long = "a".repeat(5_000);
        assert_eq!(QrCode::new(&long), Err(EncodeError::TooLong(5_000)));
    }
}
