//! A view as text: what a person reads, with the state of every button.

use serde::Serialize;
use serde_json::{Map, Value};

/// The view, one line a fact; what is absent or empty is left out.
pub(super) fn print(view: &impl Serialize) -> String {
    let mut lines = String::new();
    let value = serde_json::to_value(view).unwrap();
    super::spoken::check(&value);
    walk(&value, "", 0, &mut lines);
    lines
}

fn walk(value: &Value, name: &str, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    if let Some(line) = line(value) {
        if !line.is_empty() {
            lines.push_str(&format!("{indent}{name}: {line}\n"));
        }
        return;
    }
    lines.push_str(&format!("{indent}{name}:\n"));
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(value, name, depth + 1, lines);
            }
        }
        Value::Array(items) => {
            for value in items {
                walk(value, "-", depth + 1, lines);
            }
        }
        _ => {}
    }
}

/// What fits on one line; empty for what is left out.
fn line(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Array(items) if items.is_empty() => Some(String::new()),
        Value::Object(fields) => text(fields)
            .or_else(|| button(fields))
            .or_else(|| mark(fields)),
        Value::Array(_) => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn text(fields: &Map<String, Value>) -> Option<String> {
    let (key, english) = (
        fields.get("key")?.as_str()?,
        fields.get("english")?.as_str()?,
    );
    Some(format!("{english}  <{key}>"))
}

fn button(fields: &Map<String, Value>) -> Option<String> {
    let (label, state) = (
        text(fields.get("label")?.as_object()?)?,
        fields.get("state")?,
    );
    let disabled = state
        .get("disabled")
        .and_then(|state| state["reason"].as_object());
    let state = match disabled {
        Some(reason) => format!("disabled: {}", text(reason)?),
        None => state.as_str()?.to_owned(),
    };
    Some(format!("[{label}] {state}"))
}

fn mark(fields: &Map<String, Value>) -> Option<String> {
    let symbol = fields.get("symbol")?.as_str()?;
    let label = fields.get("label")?["english"].as_str()?;
    let prevented = fields
        .get("prevented")
        .and_then(|text| text["english"].as_str());
    Some(
        format!("{symbol} {label} {}", prevented.unwrap_or_default())
            .trim_end()
            .to_owned(),
    )
}
