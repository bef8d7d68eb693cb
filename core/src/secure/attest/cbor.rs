//! Maps with text keys in CBOR (RFC 8949), as Apple writes them. Nesting has a bound.

use ciborium::Value;

use super::Wrong;

/// How deep a statement of Apple's nests: a map, a map, a list.
const DEEP: usize = 6;

/// A map's entries.
pub(super) struct Map(Vec<(Value, Value)>);

impl Map {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Wrong> {
        let mut rest = bytes;
        let read = ciborium::de::from_reader_with_recursion_limit(&mut rest, DEEP);
        match read {
            Ok(Value::Map(entries)) if rest.is_empty() => Ok(Self(entries)),
            _ => Err(Wrong::Damaged),
        }
    }

    fn get(&self, key: &str) -> Result<&Value, Wrong> {
        let mut found = self.0.iter().filter(|(k, _)| k.as_text() == Some(key));
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Ok(value),
            _ => Err(Wrong::Damaged),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_ok()
    }

    pub(super) fn bytes(&self, key: &str) -> Result<&[u8], Wrong> {
        let bytes = self.get(key)?.as_bytes().ok_or(Wrong::Damaged)?;
        Ok(bytes)
    }

    pub(super) fn text(&self, key: &str) -> Result<&str, Wrong> {
        self.get(key)?.as_text().ok_or(Wrong::Damaged)
    }

    pub(super) fn map(&self, key: &str) -> Result<Self, Wrong> {
        let entries = self.get(key)?.as_map().ok_or(Wrong::Damaged)?;
        Ok(Self(entries.clone()))
    }

    /// A list of byte strings.
    pub(super) fn list(&self, key: &str) -> Result<Vec<&[u8]>, Wrong> {
        let list = self.get(key)?.as_array().ok_or(Wrong::Damaged)?;
        let bytes = |value: &'_ Value| value.as_bytes().map(Vec::as_slice).is_some();
        if !list.iter().all(bytes) {
            return Err(Wrong::Damaged);
        }
        Ok(list
            .iter()
            .filter_map(|v| v.as_bytes())
            .map(Vec::as_slice)
            .collect())
    }
}
