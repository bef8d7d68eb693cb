//! Words that only a shell says.

use sotto_core::view;

use crate::Language;

/// What a shell says of its own surroundings (permissions, the scanner, its notification channels), by key, such as
/// `shell.back`; also before a phone is open. None where there is no such text.
#[uniffi::export]
#[must_use]
// a string crosses by value
#[allow(clippy::needless_pass_by_value)]
pub fn shell_words(key: String, language: Language) -> Option<String> {
    let text = view::shell_text(&key)?;
    Some(text.in_language(language.into()))
}
