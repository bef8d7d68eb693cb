//! Text that tells who someone is: shown and serialised, never in `Debug`.

use serde::Serialize;

/// A name, number, address, card or id. `Debug` shows that it is there, and no more.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Private(String);

impl Private {
    /// This text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// These bytes in hexadecimal, as an id.
    #[must_use]
    pub fn hex(bytes: &[u8]) -> Self {
        Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The text, for the screen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes of an id that [`Private::hex`] wrote; `None` for other text.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let (pairs, rest) = self.0.as_bytes().as_chunks::<2>();
        let byte = |pair: &[u8; 2]| {
            let text = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(text, 16).ok()
        };
        rest.is_empty()
            .then(|| pairs.iter().map(byte).collect())
            .flatten()
    }
}

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private(…)")
    }
}
