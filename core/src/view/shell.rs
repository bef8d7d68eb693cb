//! Words that only shells say, by their keys.

use super::Text;
use super::words::shell::ALL;

/// The text of this key, such as `shell.back`; `None` where shells have no such text.
#[must_use]
pub fn shell_text(key: &str) -> Option<Text> {
    let phrase = ALL.iter().find(|phrase| phrase.key == key)?;
    Some(phrase.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Language;

    #[test]
    fn a_shell_gets_its_own_words_only() {
        let back = shell_text("shell.back").expect("shells say it");
        assert_eq!(back.in_language(Language::English), "Back");
        assert_eq!(shell_text("call.answer"), None);
    }
}
