//! A sentence for a person: a stable key for the catalogue, and its arguments. In words only where it is shown.

use serde::Serialize;

use super::Language;
use super::language::render;

/// A sentence of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Never changes once released.
    pub key: &'static str,
}

impl Phrase {
    /// The sentence, without arguments yet.
    #[must_use]
    pub fn text(self) -> Text {
        Text {
            key: self.key,
            args: Vec::new(),
            english: words(self.key, &[]),
        }
    }

    /// The sentence with its one argument.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Text {
        self.text().with(name, value)
    }
}

/// A sentence. Its arguments may name people, so `Debug` shows the key only.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Text {
    /// Its key in the catalogue.
    pub key: &'static str,
    /// Its arguments by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(&'static str, Arg)>,
    /// The English words, arguments filled in.
    pub english: String,
}

impl Text {
    /// Fills in an argument.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        self.fill(name, Arg::Value(value.to_string()))
    }

    /// Fills in an argument that is a text of its own.
    #[must_use]
    pub fn with_text(self, name: &'static str, text: Text) -> Self {
        self.fill(name, Arg::Texts(vec![text]))
    }

    /// Fills in an argument that is a list of texts, joined as the language joins them.
    #[must_use]
    pub fn with_list(self, name: &'static str, texts: Vec<Text>) -> Self {
        self.fill(name, Arg::Texts(texts))
    }

    /// The words in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        if language == Language::English || self.key.is_empty() {
            return self.english.clone();
        }
        // a test sees to it that no catalogue lacks a phrase
        render(language, self.key, &self.args).unwrap_or_else(|| self.english.clone())
    }

    /// Words that are ready, whatever the language.
    pub(super) fn verbatim(words: String) -> Self {
        Self {
            key: "",
            args: Vec::new(),
            english: words,
        }
    }

    fn fill(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self.english = words(self.key, &self.args);
        self
    }
}

/// The English words; the key where the catalogue lacks it, which a test forbids.
fn words(key: &str, args: &[(&'static str, Arg)]) -> String {
    render(Language::English, key, args).unwrap_or_else(|| key.to_owned())
}

/// What stands in a sentence's gap; it may name people.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Arg {
    /// A name, a number.
    Value(String),
    /// Sentences or words with keys of their own.
    Texts(Vec<Text>),
}

impl std::fmt::Debug for Arg {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Value(_) => f.write_str("Value(…)"),
            Self::Texts(texts) => f.debug_tuple("Texts").field(texts).finish(),
        }
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Text({})", self.key)
    }
}

impl std::fmt::Display for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.english)
    }
}
