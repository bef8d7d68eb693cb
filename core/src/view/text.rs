//! A sentence for a person: a stable key for the catalogue, and its arguments. In words only where it is shown.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

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
        }
    }

    /// The sentence with its one argument.
    #[must_use]
    pub fn with(self, name: &'static str, value: impl ToString) -> Text {
        self.text().with(name, value)
    }
}

/// A sentence, put into words where it is shown. Its arguments may name people, so `Debug` shows the key only.
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    /// Its key in the catalogue; empty for words that are ready.
    pub key: &'static str,
    /// Its arguments by name.
    pub args: Vec<(&'static str, Arg)>,
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
        if let Some(words) = self.ready() {
            return words.to_owned();
        }
        // a test sees to it that no catalogue lacks a phrase
        render(language, self.key, &self.args)
            .or_else(|| render(Language::English, self.key, &self.args))
            .unwrap_or_else(|| self.key.to_owned())
    }

    /// The words in English.
    #[must_use]
    pub fn english(&self) -> String {
        self.in_language(Language::English)
    }

    /// Words that are ready, whatever the language.
    pub(super) fn verbatim(words: String) -> Self {
        Self {
            key: "",
            args: vec![("", Arg::Value(words))],
        }
    }

    fn ready(&self) -> Option<&str> {
        match self.args.as_slice() {
            [("", Arg::Value(words))] if self.key.is_empty() => Some(words),
            _ => None,
        }
    }

    fn fill(mut self, name: &'static str, arg: Arg) -> Self {
        self.args.push((name, arg));
        self
    }
}

/// With its English words, for whoever reads it as data.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Text", 3)?;
        fields.serialize_field("key", self.key)?;
        if self.args.is_empty() {
            fields.skip_field("args")?;
        } else {
            fields.serialize_field("args", &self.args)?;
        }
        fields.serialize_field("english", &self.english())?;
        fields.end()
    }
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
        f.write_str(&self.english())
    }
}
