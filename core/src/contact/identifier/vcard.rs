//! vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): the name and what can be called; the rest is passed over.

use super::mecard::Fields;

/// Reads a whole vCard.
pub(super) fn parse(text: &str) -> Fields {
    let (mut fields, mut formatted, mut structured) = (Fields::default(), None, None);
    for line in unfolded(text) {
        let Some((head, value)) = split_head(&line) else {
            continue;
        };
        let mut parts = head.split(';');
        let name = parts.next().unwrap_or_default();
        // "item1.TEL": a group before the property's name.
        let name = name.rsplit('.').next().unwrap_or_default();
        let quoted = parts.any(|part| part.to_ascii_uppercase().contains("QUOTED-PRINTABLE"));
        let value = if quoted {
            from_quoted(value)
        } else {
            value.to_owned()
        };
        match name.to_ascii_uppercase().as_str() {
            "FN" => formatted = formatted.or(Some(unescaped(&value))),
            "N" => structured = structured.or(Some(spoken(&value))),
            "TEL" => fields.callable.push(("TEL".to_owned(), unescaped(&value))),
            "IMPP" | "X-SIP" => fields.callable.push(("IMPP".to_owned(), unescaped(&value))),
            _ => {}
        }
    }
    let blank = |name: &String| name.trim().is_empty();
    fields.name = formatted.filter(|name| !blank(name)).or(structured);
    fields
}

/// Lines put together again: a line that starts with white space goes on from the one before (RFC 6350 §3.2), and a
/// quoted-printable line that ends in `=` goes on in the next.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(&line[1..]),
            Some(last) if last.ends_with('=') && is_quoted(last) => {
                last.pop();
                last.push_str(line);
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn is_quoted(line: &str) -> bool {
    split_head(line).is_some_and(|(head, _)| head.to_ascii_uppercase().contains("QUOTED-PRINTABLE"))
}

/// Property and parameters, and the value; colons inside quoted parameters do not split.
fn split_head(line: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let at = line.find(|character| {
        quoted ^= character == '"';
        character == ':' && !quoted
    })?;
    Some((&line[..at], &line[at + 1..]))
}

fn from_quoted(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn unescaped(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => plain.push(' '),
                other => plain.extend(other),
            },
            other => plain.push(other),
        }
    }
    plain
}

/// `Lovelace;Ada;King;Countess;` as it is spoken: prefix, given, additional, family, suffix.
fn spoken(value: &str) -> String {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for character in value.chars() {
        if character == ';' && !escaped {
            parts.push(String::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(character);
        }
        escaped = character == '\\' && !escaped;
    }
    let part = |at: usize| parts.get(at).map_or(String::new(), |part| unescaped(part));
    [3, 1, 2, 0, 4].map(part).join(" ")
}
