//! The words of the shells that belong to no view.

use super::words::shell;
use super::{Language, Text};

/// The words of a key, such as `cancel` (its phrase is `shell.cancel`), in a language; `None` where there is no such key.
#[must_use]
pub fn shell_words(language: Language, key: &str) -> Option<String> {
    let phrase = shell::ALL
        .iter()
        .find(|phrase| phrase.key.strip_prefix("shell.") == Some(key))?;
    let text: Text = phrase.text();
    Some(text.in_language(language))
}

/// All keys that [`shell_words`] knows.
pub fn shell_keys() -> impl Iterator<Item = &'static str> {
    shell::ALL
        .iter()
        .filter_map(|phrase| phrase.key.strip_prefix("shell."))
}
