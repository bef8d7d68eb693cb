//! `sotto dings`.

use std::time::Duration;

use serde::Serialize;
use sotto_core::engine::{Command, DingCommand};
use sotto_core::view::{DingLine, IncomingDingView, SentDingView, dings};
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
        session
            .phone
            .command(Command::Ding(DingCommand::Recall(id)))?;
    }
    if let Some(typed) = &args.delete {
        let id = find(session, typed)?;
        session
            .phone
            .command(Command::Ding(DingCommand::Delete(id)))?;
    }
    let view = session.phone.look(dings);
    if view.lines.is_empty() {
        screen.say("No Dings.");
    }
    for line in &view.lines {
        screen.tell(&match line {
            DingLine::Received(ding) => received(ding),
            DingLine::Sent(ding) => sent(ding),
        });
    }
    Ok(())
}

fn received(ding: &IncomingDingView) -> Listed {
    let state = ding.state.as_ref().map(|state| state.english());
    let text = ding.text.as_ref().map(|text| text.as_str().to_owned());
    let words = [
        Some(ding.id.as_str()[..8].to_owned()),
        Some(ding.title.english()),
        (ding.level > 0).then(|| format!("level {}", ding.level)),
        ding.length.clone(),
        Some(ding.ago.english()),
        text,
        state.clone(),
        ding.confirm.reason().map(|reason| reason.english()),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    Listed {
        id: ding.id.as_str().to_owned(),
        direction: "received",
        level: ding.level,
        kind: ding.kind.english(),
        from: Some(ding.title.english()),
        state,
        people: Vec::new(),
        words: words.join("  "),
    }
}

fn sent(ding: &SentDingView) -> Listed {
    let people: Vec<Person> = ding.people.iter().map(Person::of).collect();
    let mut words = format!(
        "{}  {} sent {}  {}  {}",
        &ding.id.as_str()[..8],
        ding.kind.english(),
        ding.ago.english(),
        ding.summary.english(),
        ding.expires.english()
    );
    for person in &people {
        words.push_str(&format!("\n          {}: {}", person.who, person.words));
    }
    Listed {
        id: ding.id.as_str().to_owned(),
        direction: "sent",
        level: ding.level,
        kind: ding.kind.english(),
        from: None,
        state: Some(ding.summary.english()),
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
