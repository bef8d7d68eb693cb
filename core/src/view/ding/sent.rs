//! A Ding that was sent, live: who was rung, who heard it, who confirmed when, who could not and why.

use serde::Serialize;
use sotto_protocol::id::DingId;

use super::super::words::{ding as words, people};
use super::super::{Button, Curtain, Private, Text, time};
use crate::ding::{NoRoute, Person, Progress, Sent};
use crate::engine::{Engine, Moment};
use crate::secure::Operation;

/// A Ding that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SentDingView {
    /// Its id, in hexadecimal.
    pub id: Private,
    /// Ordinary, or secure at its level.
    pub kind: Text,
    /// It is a secure one.
    pub secure: bool,
    /// Its level's number.
    pub level: u8,
    /// How long ago it was sent.
    pub ago: Text,
    /// How long its recording is, `0:07`; none for a text.
    pub length: Option<String>,
    /// How often each may hear it.
    pub plays: Text,
    /// Whether and when it rings again.
    pub repeat: Option<Text>,
    /// When it is over, or that it was taken back.
    pub expires: Text,
    /// How many confirmed.
    pub summary: Text,
    /// One line a person, in the order in which they were chosen.
    pub people: Vec<DingPerson>,
    /// Takes it back.
    pub recall: Button,
    /// Deletes it from the list.
    pub delete: Button,
}

/// How far it is with one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DingPerson {
    /// The name; a number only, where the level hides people.
    pub who: Text,
    /// In words.
    pub state: Text,
    /// That trying again there leads nowhere.
    pub note: Option<Text>,
    /// For programs: `waits`, `sent`, `rung`, `heard`, `confirmed`, `could_not`, `not_sent`, `no_route`, `recalled`,
    /// `expired`.
    pub progress: &'static str,
    /// How often it was heard to the end.
    pub heard: u32,
    /// When it was confirmed, ms on the master clock.
    pub confirmed_at: Option<u64>,
}

/// A Ding that was sent; `None` where there is none of that id.
#[must_use]
pub fn sent_ding(engine: &Engine, now: Moment, id: DingId) -> Option<SentDingView> {
    let sent = engine.dings().sent_by(id)?;
    let master = engine.master(now);
    let people: Vec<DingPerson> = sent
        .people()
        .iter()
        .enumerate()
        .map(|(n, person)| line(engine, sent, n, person, master))
        .collect();
    let confirmed = people.iter().filter(|p| p.confirmed_at.is_some()).count();
    let left = sent.expires().saturating_sub(master);
    let over = if sent.recalled_at().is_some() {
        Some(words::RECALLED.text())
    } else {
        (left == 0).then(|| words::RECALL_OVER.text())
    };
    Some(SentDingView {
        id: Private::hex(Curtain::OPEN, id.as_bytes()),
        kind: super::kind(sent.level()),
        secure: sent.level().is_secure(),
        level: sent.level().number(),
        ago: time::ago(sent.sent_at(), master),
        length: sent.length().map(time::clock),
        plays: super::plays(sent.plays()),
        repeat: sent.repeat().map(super::repeats),
        expires: match (sent.recalled_at(), left) {
            (Some(_), _) => words::RECALLED.text(),
            (None, 0) => words::EXPIRED.text(),
            (None, left) => super::expires(left.div_ceil(60_000)),
        },
        summary: words::SUMMARY
            .with("confirmed", confirmed)
            .with("all", people.len()),
        people,
        recall: Button::unless(words::RECALL.text(), over),
        delete: Button::enabled(words::DELETE.text()),
    })
}

fn line(engine: &Engine, sent: &Sent, n: usize, person: &Person, now: u64) -> DingPerson {
    let progress = sent.progress(person, now);
    let state = person.state();
    let note = match progress {
        Progress::CouldNot(why) if why.over => Some(words::NOT_AGAIN.text()),
        _ => None,
    };
    DingPerson {
        who: who(engine, sent, n, person),
        state: words_of(progress, now),
        note,
        progress: name(progress),
        heard: state.heard,
        confirmed_at: state.confirmed_at,
    }
}

fn who(engine: &Engine, sent: &Sent, n: usize, person: &Person) -> Text {
    let hidden = engine.levels().forbidden(sent.level());
    if hidden.contains(Operation::Identity) || engine.curtain().is_drawn() {
        return words::PERSON.with("number", n + 1);
    }
    match engine.contact(person.contact()) {
        Some(contact) => people::NAMED.with("name", contact.shown_name()),
        None => people::SOMEONE.text(),
    }
}

fn words_of(progress: Progress, now: u64) -> Text {
    let ago = |phrase: super::super::Phrase, at| {
        let ago = time::ago(at, now);
        phrase.text().with_list("ago", vec![ago])
    };
    match progress {
        Progress::Waits => words::WAITS.text(),
        Progress::Sent => words::SENT.text(),
        Progress::Rung(at) => ago(words::RUNG, at),
        Progress::Heard(1, at) => ago(words::HEARD, at),
        Progress::Heard(times, at) => ago(words::HEARD_COUNT, at).with("count", times),
        Progress::Confirmed(at) => ago(words::CONFIRMED, at),
        Progress::CouldNot(why) => super::could_not(why, false),
        Progress::NotSent(why) => words::not_sent(why).text(),
        Progress::NoRoute(NoRoute::NoApp) => words::NOT_ON_SOTTO.text(),
        Progress::Recalled => words::RECALLED.text(),
        Progress::Expired => words::NOT_HEARD_IN_TIME.text(),
    }
}

fn name(progress: Progress) -> &'static str {
    match progress {
        Progress::Waits => "waits",
        Progress::Sent => "sent",
        Progress::Rung(_) => "rung",
        Progress::Heard(..) => "heard",
        Progress::Confirmed(_) => "confirmed",
        Progress::CouldNot(_) => "could_not",
        Progress::NotSent(_) => "not_sent",
        Progress::NoRoute(_) => "no_route",
        Progress::Recalled => "recalled",
        Progress::Expired => "expired",
    }
}
