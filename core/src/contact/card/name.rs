//! A name that a stranger chose, made fit to be shown.

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 64;

/// The name without what could mislead a reader: control characters, marks that turn the direction of writing,
/// invisible characters; white space made single; cut at [`LONGEST_NAME`].
#[must_use]
pub fn clean_name(name: &str) -> String {
    let mut clean = String::new();
    let mut count = 0;
    for word in name.split(|c: char| c.is_whitespace() || c.is_control()) {
        let mut gap = !clean.is_empty();
        for c in word.chars().filter(|c| !misleads(*c)) {
            if count + usize::from(gap) >= LONGEST_NAME {
                return clean;
            }
            if std::mem::take(&mut gap) {
                clean.push(' ');
                count += 1;
            }
            clean.push(c);
            count += 1;
        }
    }
    clean
}

/// Bidirectional controls (Unicode UAX #9 §2), invisible operators and separators, tags. Joiners stay: scripts and emoji
/// need them.
fn misleads(c: char) -> bool {
    matches!(c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}'
        | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
