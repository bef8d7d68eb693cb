//! What tells who someone is, or what they said: the one type by which names, pictures and numbers leave the core. While
//! a level hides people ([`Curtain`]) it is made empty, so that no view, event or log has anything to show (S1.5).

use serde::Serialize;

/// Whether people may be named at this moment. The engine knows: [`crate::engine::Engine::curtain`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Curtain {
    drawn: bool,
}

impl Curtain {
    /// Nothing hides people.
    pub const OPEN: Self = Self { drawn: false };
    /// People are hidden.
    pub const DRAWN: Self = Self { drawn: true };

    /// Whether people are hidden.
    #[must_use]
    pub const fn is_drawn(self) -> bool {
        self.drawn
    }

    /// Drawn where either is.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            drawn: self.drawn || other.drawn,
        }
    }
}

/// A name, number, address, card or id, or nothing where people are hidden. `Debug` shows that it is there, and no more;
/// memory is wiped when it is dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Private(Option<String>);

impl Private {
    /// Nothing.
    pub const HIDDEN: Self = Self(None);

    /// This text, unless people are hidden.
    #[must_use]
    pub fn new(curtain: Curtain, text: impl Into<String>) -> Self {
        if curtain.is_drawn() {
            return Self::HIDDEN;
        }
        Self(Some(text.into()))
    }

    /// These bytes in hexadecimal, as an id, unless people are hidden.
    #[must_use]
    pub fn hex(curtain: Curtain, bytes: &[u8]) -> Self {
        let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Self::new(curtain, text)
    }

    /// The text, for the screen; empty where people are hidden.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.0.is_none()
    }

    /// The bytes of an id that [`Private::hex`] wrote; `None` for other text.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let (pairs, rest) = self.0.as_deref()?.as_bytes().as_chunks::<2>();
        let byte = |pair: &[u8; 2]| {
            let text = std::str::from_utf8(pair).ok()?;
            u8::from_str_radix(text, 16).ok()
        };
        rest.is_empty()
            .then(|| pairs.iter().map(byte).collect())
            .flatten()
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Private(…)")
    }
}
