//! What a phone's screens say, in words, as the view models have them.

use serde_json::Value;
use sotto_core::view;
use sotto_protocol::id::AccountId;

use crate::pair::{Failure, Handset};
use crate::report::Screen;

/// Everything that the incoming screen holds, and its sentences.
pub(super) fn incoming(handset: &Handset) -> Result<(String, Vec<String>), Failure> {
    let shown = handset
        .phone
        .look(|engine, now| serde_json::to_value(view::incoming(engine, now)))?;
    Ok(words(shown))
}

/// The same of the call's screen.
pub(super) fn call(handset: &Handset) -> Result<(String, Vec<String>), Failure> {
    let shown = handset
        .phone
        .look(|engine, now| serde_json::to_value(view::call(engine, now)))?;
    Ok(words(shown))
}

/// The chat with an account, its messages first.
pub(super) async fn chat(handset: &Handset, with: AccountId) -> Result<Vec<String>, Failure> {
    let page = handset.phone.messages(with, None, 10).await?;
    let shown = handset
        .phone
        .look(|engine, now| view::chat(engine, now, with, &page))
        .ok_or("there is no such chat")?;
    let mut lines = vec![shown.title.to_string()];
    lines.extend(shown.messages.iter().map(|message| {
        let tick = message.tick.as_ref().map(|tick| format!(" ({tick})"));
        let who = if message.mine { "me: " } else { "" };
        format!("{who}{}{}", message.text.as_str(), tick.unwrap_or_default())
    }));
    let (_, rest) = words(serde_json::to_value((shown.eyeglasses, shown.hint))?);
    lines.extend(rest);
    Ok(lines)
}

/// A screen outside secure mode.
pub(super) fn plain(title: &str, lines: Vec<String>) -> Screen {
    Screen {
        secure: false,
        ..screen(title, lines)
    }
}

pub(super) fn screen(title: &str, lines: Vec<String>) -> Screen {
    Screen {
        title: title.to_owned(),
        lines,
        secure: true,
    }
}

/// Everything that a view holds, and its sentences.
pub(super) fn words(view: Value) -> (String, Vec<String>) {
    let mut lines = Vec::new();
    collect(&view, &mut lines);
    (view.to_string(), lines)
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
