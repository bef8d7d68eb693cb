//! What a phone's screens say, in words, as the view models have them.

use serde_json::Value;
use sotto_core::view;

use crate::pair::{Failure, Handset};
use crate::report::Screen;

/// Everything that the incoming screen holds, and its sentences.
pub(super) fn incoming(handset: &Handset) -> Result<(String, Vec<String>), Failure> {
    words(
        handset
            .phone
            .look(|engine, now| serde_json::to_value(view::incoming(engine, now)))?,
    )
}

/// The same of the call's screen.
pub(super) fn call(handset: &Handset) -> Result<(String, Vec<String>), Failure> {
    words(
        handset
            .phone
            .look(|engine, now| serde_json::to_value(view::call(engine, now)))?,
    )
}

pub(super) fn screen(title: &str, lines: Vec<String>) -> Screen {
    Screen {
        title: title.to_owned(),
        lines,
        secure: true,
    }
}

fn words(view: Value) -> Result<(String, Vec<String>), Failure> {
    let mut lines = Vec::new();
    collect(&view, &mut lines);
    Ok((view.to_string(), lines))
}

/// What a person reads first on a screen.
const HEADINGS: [&str; 4] = ["title", "state_words", "level_words", "words"];

fn collect(value: &Value, lines: &mut Vec<String>) {
    match value {
        Value::Object(fields) => match fields.get("english") {
            Some(Value::String(text)) if !lines.contains(text) => lines.push(text.clone()),
            Some(_) => {}
            None => {
                let (first, rest): (Vec<_>, Vec<_>) = fields
                    .iter()
                    .partition(|(name, _)| HEADINGS.contains(&name.as_str()));
                for (_, field) in first.into_iter().chain(rest) {
                    collect(field, lines);
                }
            }
        },
        Value::Array(items) => items.iter().for_each(|item| collect(item, lines)),
        _ => {}
    }
}
