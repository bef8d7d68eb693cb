//! Whatever stands on a screen can be spoken, in every language: each button, mark, reason and sentence. Every view that
//! a test prints passes here, in every state that it is printed in.

use serde_json::{Map, Value};

use crate::view::language::render;
use crate::view::{Arg, Language, Text};

/// Looks at all of a serialised view.
pub(super) fn check(value: &Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("english") {
                speaks(fields);
                return;
            }
            for (name, field) in fields {
                // a label that is nothing would be a control without a name
                if matches!(name.as_str(), "label" | "reason") {
                    assert!(field.is_object(), "{name} is {field}");
                }
                check(field);
            }
        }
        Value::Array(items) => items.iter().for_each(check),
        _ => {}
    }
}

fn speaks(fields: &Map<String, Value>) {
    let key = fields["key"].as_str().unwrap();
    let args = args(fields);
    for language in Language::ALL {
        let words = render(language, key, &args);
        let words = words.unwrap_or_else(|| panic!("{key} is missing in {language:?}"));
        assert!(
            !words.trim().is_empty(),
            "{key} says nothing in {language:?}"
        );
        assert!(
            !words.contains(['{', '}']),
            "{key} has a gap in {language:?}: {words}"
        );
    }
}

fn args(fields: &Map<String, Value>) -> Vec<(&'static str, Arg)> {
    let pairs = fields.get("args").and_then(Value::as_array);
    pairs.into_iter().flatten().map(arg).collect()
}

fn arg(pair: &Value) -> (&'static str, Arg) {
    let name: &'static str = pair[0].as_str().unwrap().to_owned().leak();
    let arg = match &pair[1] {
        Value::String(value) => Arg::Value(value.clone()),
        texts => Arg::Texts(texts.as_array().unwrap().iter().map(text).collect()),
    };
    (name, arg)
}

fn text(value: &Value) -> Text {
    let fields = value.as_object().unwrap();
    speaks(fields);
    Text {
        key: fields["key"].as_str().unwrap().to_owned().leak(),
        args: args(fields),
    }
}
