//! `sotto ding`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde::Serialize;
use sotto_core::ding::{Draft, Repeat, Said};
use sotto_core::engine::{Command, DingCommand, Engine, Event, Moment};
use sotto_core::secure::Level;
use sotto_core::view::{DingPerson, Language, sent_ding};
use sotto_phone::Phone;
use sotto_phone::sound::{FRAME, Voice, WavVoice};
use sotto_protocol::id::DingId;
use zeroize::Zeroizing;

use crate::args::{Common, Ding, DingWait};
use crate::failure::{Exit, Failure};
use crate::names;
use crate::screen::{Line, Screen};
use crate::session::Session;
use crate::signals::Signals;

/// How far a Ding is with one person.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Person {
    pub(super) who: String,
    pub(super) progress: &'static str,
    pub(super) heard: u32,
    pub(super) confirmed_ms: Option<u64>,
    pub(super) words: String,
}

#[derive(Serialize)]
struct News<'a> {
    id: &'a str,
    #[serde(flatten)]
    person: &'a Person,
}

impl Line for News<'_> {
    const EVENT: &'static str = "ding_person";

    fn words(&self) -> Option<String> {
        Some(format!("{}: {}.", self.person.who, self.person.words))
    }
}

#[derive(Serialize)]
struct Sent<'a> {
    id: &'a str,
    people: usize,
    level: u8,
    seconds: Option<f64>,
}

impl Line for Sent<'_> {
    const EVENT: &'static str = "ding_sent";

    fn words(&self) -> Option<String> {
        let what = match self.level {
            0 => "Ding".to_owned(),
            level => format!("Secure Ding, level {level},"),
        };
        Some(format!(
            "{what} to {} on its way. `sotto dings --recall {}` takes it back.",
            self.people,
            &self.id[..8]
        ))
    }
}

impl Person {
    pub(super) fn of(person: &DingPerson, language: Language) -> Self {
        let note = person.note.as_ref().map(|note| note.in_language(language));
        let state = person.state.in_language(language);
        let state = state.trim_end_matches('.');
        Self {
            who: person.who.in_language(language),
            progress: person.progress,
            heard: person.heard,
            confirmed_ms: person.confirmed_at,
            words: match note {
                Some(note) => format!("{state}. {}", note.trim_end_matches('.')),
                None => state.to_owned(),
            },
        }
    }

    fn has_come_to(&self, wait: DingWait) -> bool {
        let rank = match self.progress {
            "waits" => 0,
            "sent" => 1,
            "rung" => 2,
            "heard" => 3,
            _ => 4,
        };
        rank >= wait as u8
    }

    /// Whether more may come of it.
    fn failed(&self) -> bool {
        !matches!(
            self.progress,
            "waits" | "sent" | "rung" | "heard" | "confirmed"
        )
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Ding) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let draft = session.phone.look(|engine, _| draft(engine, args))?;
    let said = match (&args.say, &args.speak) {
        (Some(text), _) => Said::Text(Zeroizing::new(text.clone())),
        (None, Some(path)) => record(&session.phone, path)?,
        (None, None) => {
            return Err(Failure::with(
                Exit::Usage,
                "Say what: --say TEXT, or --speak WAV with up to a minute of sound.",
            ));
        }
    };
    session.online().await?;
    let mut events = session.phone.events();
    let level = draft.level.number();
    let send = DingCommand::Send(draft, said);
    session.command(Command::Ding(send))?;
    let id = loop {
        if let Event::DingSent(id) = events.next().await? {
            break id;
        }
    };
    let shown = names::hex(id.as_bytes());
    let (people, length) = session.phone.look(|engine, _| {
        let sent = engine.dings().sent_by(id);
        sent.map_or((0, None), |sent| (sent.people().len(), sent.length()))
    });
    screen.tell(&Sent {
        id: &shown,
        people,
        level,
        seconds: length.map(|length| length.as_secs_f64()),
    });
    let result = follow(&session, &shown, id, args.wait).await;
    session.close().await;
    result
}

fn draft(engine: &Engine, args: &Ding) -> Result<Draft, Failure> {
    let mut to = Vec::new();
    for name in &args.names {
        to.push(names::find(engine, name)?.to_vec());
    }
    let minutes = |n: u64| Duration::from_secs(n * 60);
    let repeat = args.repeat.map(|n| Repeat {
        every: minutes(n),
        until_confirmed: true,
    });
    let mut draft = match args.secure {
        Some(level) => Draft::secure(to, Level::new(level)),
        None => Draft::ordinary(to),
    };
    draft.plays = args.plays.unwrap_or(draft.plays);
    draft.repeat = repeat;
    draft.expires_in = args.expires.map_or(draft.expires_in, minutes);
    Ok(draft)
}

/// Takes a file for the microphone, as fast as it can be read.
fn record(phone: &Phone, path: &Path) -> Result<Said, Failure> {
    let mut voice = WavVoice::open(path)?;
    phone.command(Command::Ding(DingCommand::StartRecording))?;
    let mut frame = [0; FRAME];
    while voice.speak(&mut frame) {
        phone.push_microphone(&frame);
        if !phone.look(|engine, _| engine.dings().compose().is_recording()) {
            return Err(Failure::with(
                Exit::Usage,
                "The file is longer than a minute, which is what a Ding holds: cut it.",
            ));
        }
    }
    match voice.fault() {
        Some(fault) => Err(fault.into()),
        None => Ok(Said::Recorded),
    }
}

/// The people of a Ding that was sent.
pub(super) fn people(engine: &Engine, now: Moment, id: DingId) -> Vec<Person> {
    let view = sent_ding(engine, now, id);
    let people = view.iter().flat_map(|view| &view.people);
    people
        .map(|person| Person::of(person, engine.language()))
        .collect()
}

/// Tells what each person's phone says, until all have come as far as is waited for, or nothing more can come.
async fn follow(session: &Session, shown: &str, id: DingId, wait: DingWait) -> Result<(), Failure> {
    let mut events = session.phone.events();
    let mut signals = Signals::new();
    let mut told: BTreeMap<usize, Person> = BTreeMap::new();
    loop {
        let now = session.phone.look(|engine, now| people(engine, now, id));
        for (index, person) in now.iter().enumerate() {
            let progress = |p: &Person| (p.progress, p.heard);
            if told.get(&index).map(progress) != Some(progress(person)) {
                session.screen.tell(&News { id: shown, person });
                told.insert(index, person.clone());
            }
        }
        if now.iter().all(|p| p.has_come_to(wait)) {
            return match now.iter().filter(|p| p.failed()).count() {
                0 => Ok(()),
                n => Err(Failure::with(
                    Exit::NotAnswered,
                    format!("{n} of {} people did not get as far as that.", now.len()),
                )),
            };
        }
        tokio::select! {
            event = events.next() => drop(event?),
            // times in words grow older by themselves, and so does what expires
            () = tokio::time::sleep(Duration::from_secs(20)) => {}
            () = signals.next() => return Ok(()),
        }
    }
}
