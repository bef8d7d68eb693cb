//! Sentences and buttons, which every screen is made of.

use sotto_core::view::{self, Arg, Language, Private};

use crate::language::{Show, Shown};

/// A sentence for a person.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Text {
    /// Names it in the catalogue of a language; never changes once released.
    pub key: String,
    /// What fills its gaps.
    pub args: Vec<TextArg>,
    /// The words in the phone's language, gaps filled.
    pub words: String,
}

/// What fills a gap of a sentence.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct TextArg {
    /// The gap's name.
    pub name: String,
    /// A name or number, or the words of a list, separated by commas.
    pub value: String,
}

impl Shown<view::Text> for Text {
    fn shown(text: view::Text, language: Language) -> Self {
        Self {
            key: text.key.to_owned(),
            words: text.in_language(language),
            args: text.args.show(language),
        }
    }
}

impl Shown<(&'static str, Arg)> for TextArg {
    fn shown((name, arg): (&'static str, Arg), language: Language) -> Self {
        let value = match arg {
            Arg::Value(value) => value,
            Arg::Texts(texts) => {
                let words: Vec<String> = texts
                    .iter()
                    .map(|text| text.in_language(language))
                    .collect();
                words.join(", ")
            }
        };
        Self {
            name: name.to_owned(),
            value,
        }
    }
}

/// A control on a screen. A forbidden one stays where it was.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct Button {
    /// What it says, also to a screen reader.
    pub label: Text,
    /// Whether it can be used.
    pub state: ButtonState,
}

/// Whether a control can be used.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
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

impl Shown<view::Button> for Button {
    fn shown(button: view::Button, language: Language) -> Self {
        Self {
            label: button.label.show(language),
            state: match button.state {
                view::ButtonState::Enabled => ButtonState::Enabled,
                view::ButtonState::Disabled { reason } => ButtonState::Disabled {
                    reason: reason.show(language),
                },
                view::ButtonState::Absent => ButtonState::Absent,
            },
        }
    }
}

/// A name, number or id as the screen shows it.
pub(crate) fn shown(private: &Private) -> String {
    private.as_str().to_owned()
}
