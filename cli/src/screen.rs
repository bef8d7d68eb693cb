//! Sentences for a person, or one JSON object a line for a program.

use std::io::{IsTerminal, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Something that is told: in JSON with its event's name, to a person in words.
pub(crate) trait Line: Serialize {
    /// What a program knows it by.
    const EVENT: &'static str;

    /// What a person reads; nothing where it is for programs.
    fn words(&self) -> Option<String>;
}

/// Where it is told.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Screen {
    json: bool,
}

#[derive(Serialize)]
struct Tagged<'a, T> {
    event: &'a str,
    #[serde(flatten)]
    line: &'a T,
}

#[derive(Serialize)]
struct Outcome<'a> {
    ok: bool,
    exit: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

impl Screen {
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Whether pictures can be drawn: a person looks at a terminal.
    pub(crate) fn draws(self) -> bool {
        !self.json && std::io::stdout().is_terminal()
    }

    pub(crate) fn tell<L: Line>(self, line: &L) {
        if self.json {
            object(L::EVENT, line);
        } else if let Some(words) = line.words() {
            say(&words);
        }
    }

    /// Words that only a person needs.
    pub(crate) fn say(self, words: &str) {
        if !self.json {
            say(words);
        }
    }

    /// Words about what is going on, beside the result.
    pub(crate) fn note(self, words: &str) {
        if !self.json {
            // a closed standard error is no reason to stop
            let _ = writeln!(std::io::stderr(), "{words}");
        }
    }

    pub(crate) fn succeeded(self) {
        let outcome = Outcome {
            ok: true,
            exit: 0,
            error: None,
        };
        if self.json {
            object("result", &outcome);
        }
    }

    pub(crate) fn failed(self, failure: &Failure) {
        let outcome = Outcome {
            ok: false,
            exit: failure.exit as u8,
            error: Some(&failure.words),
        };
        if self.json {
            object("result", &outcome);
        } else {
            self.note(&failure.words);
        }
    }
}

fn object<T: Serialize>(event: &str, line: &T) {
    // what is told is plain data, which always has a JSON form
    if let Ok(text) = serde_json::to_string(&Tagged { event, line }) {
        say(&text);
    }
}

fn say(words: &str) {
    let mut out = std::io::stdout().lock();
    // nobody reads any more: what was asked for is done all the same
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}
