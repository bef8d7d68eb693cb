//! A name from a stranger's code, made harmless for a screen.

/// Longest name that is kept, in characters.
const MAX_NAME: usize = 80;

/// `name` without control characters, without invisible characters that turn or hide text, white space collapsed,
/// at most 80 characters; `None` where nothing is left.
pub(super) fn clean(name: &str) -> Option<String> {
    let mut clean = String::new();
    let visible = name.chars().filter(|character| !hides(*character));
    for word in visible.collect::<String>().split_whitespace() {
        if !clean.is_empty() {
            clean.push(' ');
        }
        clean.extend(word.chars().filter(|character| !character.is_control()));
    }
    let end = clean.char_indices().nth(MAX_NAME).map(|(at, _)| at);
    clean.truncate(end.unwrap_or(clean.len()));
    let clean = clean.trim().to_owned();
    (!clean.is_empty()).then_some(clean)
}

/// Marks, embeddings, overrides and isolates of direction; zero-width spaces and fillers; tags.
fn hides(character: char) -> bool {
    matches!(
        character,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}
