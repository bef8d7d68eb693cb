//! MECARD: the contact format of many QR codes, fields `KEY:value;` with backslash escapes.

/// What a MECARD says that we can use, as it stands there.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) name: Option<String>,
    pub(super) callable: Vec<(String, String)>,
}

/// Reads what stands behind `MECARD:`.
pub(super) fn parse(body: &str) -> Fields {
    let mut fields = Fields::default();
    for (key, value) in entries(body) {
        match key.trim().to_ascii_uppercase().as_str() {
            // "Lovelace,Ada" is written family name first.
            "N" => {
                let (family, given) = value.split_once(',').unwrap_or((value.as_str(), ""));
                fields.name = Some(format!("{given} {family}"));
            }
            "TEL" => fields.callable.push(("TEL".to_owned(), value)),
            "IMPP" | "SIP" => fields.callable.push(("IMPP".to_owned(), value)),
            _ => {}
        }
    }
    fields
}

fn entries(body: &str) -> Vec<(String, String)> {
    let mut entries = Vec::new();
    let (mut key, mut value) = (None, String::new());
    let mut characters = body.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => value.extend(characters.next()),
            ':' if key.is_none() => key = Some(std::mem::take(&mut value)),
            ';' => {
                let value = std::mem::take(&mut value);
                entries.extend(key.take().map(|key| (key, value)));
            }
            other => value.push(other),
        }
    }
    entries.extend(key.map(|key| (key, value)));
    entries
}
