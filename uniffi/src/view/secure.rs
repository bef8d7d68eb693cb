//! The secure screen, and the two columns that say what both phones do.

use sotto_core::secure::Level;
use sotto_core::view::{self, Language};

use super::{Button, Remedy, Text};
use crate::Phone;
use crate::language::{Show, Shown};
use crate::mirror::mirror;

/// The product's mark.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Eyeglasses {
    /// How they are drawn.
    pub look: Look,
    /// What a screen reader says.
    pub label: Text,
}

mirror! {
    /// How the eyeglasses are drawn.
    Look = view::Look {
        /// An ordinary call, or secure mode could not be had.
        Outline,
        /// Outline, pulsing: arming.
        Pulsing,
        /// Armed.
        Filled,
        /// Filled with a slash: violated.
        Slashed,
    }
}

/// What both phones do about each forbidden operation: two columns, one row an operation.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SecureColumns {
    /// Heading of this phone's column.
    pub you: Text,
    /// Heading of the other's.
    pub other: Text,
    /// One for each forbidden operation.
    pub rows: Vec<OperationRow>,
    /// Why a column is not what it seems: simulated, or not believed.
    pub notes: Vec<Text>,
}

/// One forbidden operation.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct OperationRow {
    /// What is forbidden.
    pub operation: Text,
    /// By this phone.
    pub you: Mark,
    /// By the other.
    pub other: Mark,
}

/// What a phone does about an operation.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Mark {
    /// `✓`, `◔`, `✗`, `!` where it happens now, `…` while no answer came.
    pub symbol: String,
    /// How the symbol is coloured.
    pub tone: Tone,
    /// What a screen reader says.
    pub label: Text,
    /// How often it was tried and prevented, where it was.
    pub prevented: Option<Text>,
}

/// Whether secure mode holds somewhere, as a colour says it beside the symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Tone {
    /// It does.
    Holds,
    /// It does not, or nobody knows yet, and nothing happened.
    Open,
    /// It cannot, or what it forbids happens.
    Fails,
}

/// The secure screen with one level chosen.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct SecureView {
    /// The mark of secure mode, as the call has it.
    pub eyeglasses: Eyeglasses,
    /// The levels, lowest first.
    pub stops: Vec<LevelStop>,
    /// The number of the chosen one, for commands.
    pub chosen: u8,
    /// Both phones; all pending where no call asked them yet.
    pub columns: SecureColumns,
    /// Who or what asks for the level, and what organisations impose.
    pub because: Vec<Text>,
    /// Starts a secure call, or brings the running one to the chosen level.
    pub start: Button,
    /// Asks for a secure chat without a call: `Phone.askSecureChat`; or brings the present one to the chosen level.
    pub chat_only: Button,
    /// Opens the screen of Dings with a secure one chosen.
    pub ding: Button,
    /// What can be done where a phone cannot.
    pub remedies: Vec<Remedy>,
    /// Said wherever a simulated phone takes part.
    pub simulated: Option<Text>,
}

/// One level.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct LevelStop {
    /// Its number.
    pub level: u8,
    /// Its word and number.
    pub title: Text,
    /// What it forbids.
    pub forbids: Vec<Text>,
    /// It is the chosen one.
    pub chosen: bool,
    /// The call is at it.
    pub in_force: bool,
}

#[uniffi::export]
impl Phone {
    /// The secure screen with a level chosen, of the running call or before one. No level: as the screen opens.
    #[must_use]
    pub fn secure_view(&self, level: Option<u8>) -> SecureView {
        self.show(|engine, now| match level {
            Some(level) => view::secure(engine, now, Level::new(level)),
            None => view::secure_at_first(engine, now),
        })
    }
}

impl Shown<view::Eyeglasses> for Eyeglasses {
    fn shown(eyeglasses: view::Eyeglasses, language: Language) -> Self {
        Self {
            look: eyeglasses.look.show(language),
            label: eyeglasses.label.show(language),
        }
    }
}

impl Shown<view::SecureColumns> for SecureColumns {
    fn shown(columns: view::SecureColumns, language: Language) -> Self {
        Self {
            you: columns.you.show(language),
            other: columns.other.show(language),
            rows: columns.rows.show(language),
            notes: columns.notes.show(language),
        }
    }
}

impl Shown<view::OperationRow> for OperationRow {
    fn shown(row: view::OperationRow, language: Language) -> Self {
        Self {
            operation: row.operation.show(language),
            you: row.you.show(language),
            other: row.other.show(language),
        }
    }
}

impl Shown<view::Mark> for Mark {
    fn shown(mark: view::Mark, language: Language) -> Self {
        Self {
            symbol: mark.symbol.to_string(),
            tone: match mark.tone {
                view::Tone::Holds => Tone::Holds,
                view::Tone::Open => Tone::Open,
                view::Tone::Fails => Tone::Fails,
            },
            label: mark.label.show(language),
            prevented: mark.prevented.show(language),
        }
    }
}

impl Shown<view::SecureView> for SecureView {
    fn shown(view: view::SecureView, language: Language) -> Self {
        Self {
            eyeglasses: view.eyeglasses.show(language),
            stops: view.stops.show(language),
            chosen: view.chosen,
            columns: view.columns.show(language),
            because: view.because.show(language),
            start: view.start.show(language),
            remedies: view.remedies.show(language),
            simulated: view.simulated.show(language),
            chat_only: view.chat_only.show(language),
            ding: view.ding.show(language),
        }
    }
}

impl Shown<view::LevelStop> for LevelStop {
    fn shown(stop: view::LevelStop, language: Language) -> Self {
        Self {
            level: stop.level,
            title: stop.title.show(language),
            forbids: stop.forbids.show(language),
            chosen: stop.chosen,
            in_force: stop.in_force,
        }
    }
}
