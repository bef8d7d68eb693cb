//! `sotto log`.

use serde::Serialize;
use sotto_core::contact::Contact;
use sotto_core::engine::{Engine, LoggedCall};

use sotto_core::view::{self, Language, LogLine};

use crate::args::Common;
use crate::failure::Failure;
use crate::read;
use crate::screen::{Line, Screen};
use crate::session::Session;
use crate::times;

#[derive(Serialize)]
struct Logged {
    direction: &'static str,
    who: Option<String>,
    started_ms: u64,
    seconds: f64,
    reason: &'static str,
    #[serde(skip)]
    words: String,
}

impl Line for Logged {
    const EVENT: &'static str = "logged";

    fn words(&self) -> Option<String> {
        Some(self.words.clone())
    }
}

impl Logged {
    fn new(engine: &Engine, call: &LoggedCall) -> Self {
        let contact = call.other.and_then(|other| read::contact(engine, other));
        let who = contact.map(Contact::shown_name);
        let towards = match call.direction {
            sotto_core::call::Direction::Outgoing => "to",
            sotto_core::call::Direction::Incoming => "from",
        };
        let words = format!(
            "{}  {towards} {}  {}  {}",
            times::utc(call.started),
            who.as_deref()
                .unwrap_or("someone who is not in your contacts"),
            times::length(call.duration),
            call.reason.words(),
        );
        Self {
            direction: read::direction(call.direction),
            who,
            started_ms: call.started,
            seconds: call.duration.as_secs_f64(),
            reason: read::reason(call.reason),
            words,
        }
    }
}

/// A call as the screens have it.
fn spoken(line: LogLine, language: Language) -> String {
    let texts = [line.what, line.title, line.ago].into_iter();
    let texts = texts.chain(line.lasted).chain([line.reason]);
    let words: Vec<String> = texts.map(|text| text.in_language(language)).collect();
    words.join("  ")
}

pub(super) fn run(common: &Common, screen: Screen) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let calls: Vec<Logged> = session.phone.look(|engine, now| {
        let log = engine.call_log();
        let mut calls: Vec<Logged> = log.iter().map(|call| Logged::new(engine, call)).collect();
        let language = engine.language();
        if language != Language::English {
            // the same calls, there the newest first
            let lines = view::call_log(engine, now).into_iter().rev();
            for (call, line) in calls.iter_mut().zip(lines) {
                call.words = spoken(line, language);
            }
        }
        calls
    });
    if calls.is_empty() {
        screen.say("No calls yet.");
    }
    for call in &calls {
        screen.tell(call);
    }
    Ok(())
}
