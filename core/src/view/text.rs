//! A sentence for a person: a stable key for the catalogue of a language, its arguments, and the English words.

use serde::Serialize;

/// A pattern of the catalogue: `{level}` stands for the argument of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    /// Never changes once released.
    pub key: &'static str,
    /// The English pattern.
    pub english: &'static str,
}

impl Phrase {
    /// The sentence, without arguments yet.
    #[must_use]
    pub fn text(self) -> Text {
        Text {
            key: self.key,
            args: Vec::new(),
            english: self.english.to_owned(),
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
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        let value = value.to_string();
        self.english = self.english.replace(&format!("{{{name}}}"), &value);
        self.args.push((name, Arg::Value(value)));
        self
    }

    /// Fills in an argument that is a list of texts, in English separated by commas.
    #[must_use]
    pub fn with_list(mut self, name: &'static str, texts: Vec<Text>) -> Self {
        let words: Vec<&str> = texts.iter().map(|text| text.english.as_str()).collect();
        self.english = self
            .english
            .replace(&format!("{{{name}}}"), &words.join(", "));
        self.args.push((name, Arg::Texts(texts)));
        self
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
        f.write_str(&self.english)
    }
}
