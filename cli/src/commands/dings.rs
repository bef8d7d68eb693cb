//! `sotto dings`.

use std::time::Duration;

use serde::Serialize;
use sotto_core::engine::{Command, DingCommand};
use sotto_core::view::{DingLine, IncomingDingView, Language, SentDingView, dings};
use sotto_protocol::id::DingId;

use super::ding::Person;
use crate::args::{Common, Dings};
use crate::failure::Failure;
use crate::names;
use crate::screen::{Line, Screen};
use crate::session::Session;

/// How long what waits on the server may take to come.
const COME: Duration = Duration::from_millis(500);

#[derive(Serialize)]
struct Listed {
    id: String,
    direction: &'static str,
    level: u8,
    kind: String,
    /// From whom; nobody where the level hides people.
    from: Option<String>,
    state: Option<String>,
    people: Vec<Person>,
    #[serde(skip)]
    words: String,
}

impl Line for Listed {
    const EVENT: &'static str = "ding";

    fn words(&self) -> Option<String> {
        Some(self.words.clone())
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Dings) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let result = act_and_list(&session, screen, args).await;
    session.close().await;
    result
}

async fn act_and_list(session: &Session, screen: Screen, args: &Dings) -> Result<(), Failure> {
    // what others' phones have said meanwhile waits on the server
    match session.online().await {
        Ok(()) => drop(session.phone.settled(COME).await),
        Err(failure) => screen.note(&failure.words),
    }
    if let Some(typed) = &args.recall {
        let id = find(session, typed)?;
        session.command(Command::Ding(DingCommand::Recall(id)))?;
    }
    if let Some(typed) = &args.delete {
        let id = find(session, typed)?;
        session.command(Command::Ding(DingCommand::Delete(id)))?;
    }
    let view = session.phone.look(dings);
    if view.lines.is_empty() {
        screen.say("No Dings.");
    }
    let language = session.language();
    for line in &view.lines {
        screen.tell(&match line {
            DingLine::Received(ding) => received(ding, language),
            DingLine::Sent(ding) => sent(ding, language),
        });
    }
    Ok(())
}

fn received(ding: &IncomingDingView, language: Language) -> Listed {
    let state = ding.state.as_ref().map(|state| state.in_language(language));
    let text = ding.text.as_ref().map(|text| text.as_str().to_owned());
    let words = [
        Some(ding.id.as_str()[..8].to_owned()),
        Some(ding.title.in_language(language)),
        (ding.level > 0).then(|| format!("level {}", ding.level)),
        ding.length.clone(),
        Some(ding.ago.in_language(language)),
        text,
        state.clone(),
        ding.confirm
            .reason()
            .map(|reason| reason.in_language(language)),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    Listed {
        id: ding.id.as_str().to_owned(),
        direction: "received",
        level: ding.level,
        kind: ding.kind.in_language(language),
        from: Some(ding.title.in_language(language)),
        state,
        people: Vec::new(),
        words: words.join("  "),
    }
}

fn sent(ding: &SentDingView, language: Language) -> Listed {
    let people: Vec<Person> = ding
        .people
        .iter()
        .map(|person| Person::of(person, language))
        .collect();
    let mut words = format!(
        "{}  {} sent {}  {}  {}",
        &ding.id.as_str()[..8],
        ding.kind.in_language(language),
        ding.ago.in_language(language),
        ding.summary.in_language(language),
        ding.expires.in_language(language)
    );
    for person in &people {
        words.push_str(&format!("\n          {}: {}", person.who, person.words));
    }
    Listed {
        id: ding.id.as_str().to_owned(),
        direction: "sent",
        level: ding.level,
        kind: ding.kind.in_language(language),
        from: None,
        state: Some(ding.summary.in_language(language)),
        people,
        words,
    }
}

/// The Ding whose id begins so.
fn find(session: &Session, typed: &str) -> Result<DingId, Failure> {
    let typed = typed.trim().to_lowercase();
    let fits = |id: &DingId| typed.len() >= 4 && names::hex(id.as_bytes()).starts_with(&typed);
    let found: Vec<DingId> = session.phone.look(|engine, _| {
        let sent = engine.dings().sent().map(|(id, _)| id);
        let received = engine.dings().received().map(|(id, _)| id);
        sent.chain(received).filter(fits).collect()
    });
    match found.as_slice() {
        [id] => Ok(*id),
        [] => Err(Failure::new(
            "There is no such Ding. `sotto dings` lists them; type at least four letters of the id.",
        )),
        several => Err(Failure::new(format!(
            "{} Dings begin so: type more of the id.",
            several.len()
        ))),
    }
}
