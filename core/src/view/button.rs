//! A control and why it can, or cannot, be used.

use serde::Serialize;

use super::Text;

/// A control on a screen. A forbidden one stays where it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Button {
    /// What it says.
    pub label: Text,
    /// Whether it can be used.
    pub state: ButtonState,
}

/// Whether a control can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ButtonState {
    /// It can.
    Enabled,
    /// It is there, grey, and a tap tells why.
    Disabled {
        /// Why, in one sentence.
        reason: Text,
    },
    /// A screened function: not on the screen at all (S1.3).
    Absent,
}

impl Button {
    /// One that can be used.
    #[must_use]
    pub fn enabled(label: Text) -> Self {
        Self {
            label,
            state: ButtonState::Enabled,
        }
    }

    /// One that cannot be used, where there is a reason.
    #[must_use]
    pub fn unless(label: Text, reason: Option<Text>) -> Self {
        let state = match reason {
            Some(reason) => ButtonState::Disabled { reason },
            None => ButtonState::Enabled,
        };
        Self { label, state }
    }

    /// One that is not on the screen.
    #[must_use]
    pub fn absent(label: Text) -> Self {
        Self {
            label,
            state: ButtonState::Absent,
        }
    }

    /// Whether it can be used.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.state == ButtonState::Enabled
    }

    /// Why it cannot be used.
    #[must_use]
    pub fn reason(&self) -> Option<&Text> {
        match &self.state {
            ButtonState::Disabled { reason } => Some(reason),
            _ => None,
        }
    }
}
