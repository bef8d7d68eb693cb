//! Recording or typing a Ding, and the two buttons that send it.

use std::time::Duration;

use serde::Serialize;

use super::super::contact::unreached;
use super::super::words::{ding as words, people, secure};
use super::super::{Button, Phrase, Private, Text, time};
use crate::ding::{Compose, Draft, LONGEST, Repeat, TEXT};
use crate::engine::{Engine, Moment};
use crate::secure::Level;

/// The screen on which a Ding is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComposeView {
    /// To whom.
    pub to: Vec<DingTo>,
    /// What is recorded.
    pub recording: RecordingView,
    /// Sends it as an ordinary Ding.
    pub ding: Button,
    /// Sends it as a secure Ding at the chosen level.
    pub secure_ding: Button,
    /// The level of the secure Ding.
    pub level: u8,
    /// How often a secure Ding may be heard.
    pub plays: Text,
    /// Whether and when it rings again.
    pub repeat: Option<Text>,
    /// When it is over.
    pub expires: Text,
    /// What can be chosen.
    pub parts: Vec<DingPart>,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DingPart {
    /// Its heading.
    pub title: Text,
    /// What there is.
    pub choices: Vec<DingChoice>,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DingChoice {
    /// What it is.
    pub words: Text,
    /// It is chosen now.
    pub chosen: bool,
    /// The terms after a tap on it.
    #[serde(skip)]
    pub draft: Draft,
}

/// How often a secure Ding may be heard.
const PLAYS: [u32; 3] = [1, 3, 10];
/// After how many minutes a Ding rings again.
const REPEATS: [u64; 3] = [5, 15, 60];
/// After how many minutes it is over.
const EXPIRES: [u64; 4] = [60, 8 * 60, 24 * 60, 7 * 24 * 60];
const MINUTE: u64 = 60;

/// The terms with which a Ding to these contacts begins: a secure one's, at the level at which the secure screen opens.
#[must_use]
pub fn new_ding(engine: &Engine, now: Moment, to: Vec<Vec<u8>>, level: Option<u8>) -> Draft {
    let level = level.unwrap_or_else(|| super::super::secure_at_first(engine, now).chosen);
    Draft::secure(to, Level::new(level))
}

/// Someone that it goes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DingTo {
    /// The contact's id, in hexadecimal.
    pub contact: Private,
    /// The name to show.
    pub name: Private,
    /// Why it does not reach this person.
    pub not_reached: Option<Text>,
}

/// What is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordingView {
    /// The microphone is taken down.
    pub records: bool,
    /// The person listens to it.
    pub plays: bool,
    /// How long it is.
    pub length: Text,
    /// The wave form: the loudest sample of each 100 ms, 0 to 255.
    pub peaks: Vec<u8>,
    /// Begins, or begins again.
    pub record: Button,
    /// Stops recording or listening.
    pub stop: Button,
    /// Lets the person hear it.
    pub play: Button,
    /// Forgets it.
    pub discard: Button,
}

/// The screen for a Ding with these terms (those of the secure one) and this typed text.
#[must_use]
pub fn compose_ding(engine: &Engine, draft: &Draft, typed: &str) -> ComposeView {
    let level = draft.level.max(Level::ONE);
    let cannot = cannot_send(engine, draft, typed);
    let secure_words = words::SECURE_DING.with("level", level.number());
    ComposeView {
        to: draft.to.iter().filter_map(|id| to(engine, id)).collect(),
        recording: RecordingView::of(engine),
        ding: Button::unless(words::DING.text(), cannot.clone()),
        secure_ding: Button::unless(secure_words, cannot),
        level: level.number(),
        plays: super::plays(draft.plays.max(1)),
        repeat: draft.repeat.map(super::repeats),
        expires: super::expires(draft.expires_in.as_secs() / MINUTE),
        parts: parts(engine, draft, level),
    }
}

fn parts(engine: &Engine, draft: &Draft, level: Level) -> Vec<DingPart> {
    let part = |title: Phrase, choices: Vec<(Text, Draft)>| DingPart {
        title: title.text(),
        choices: choices
            .into_iter()
            .map(|(words, changed)| DingChoice {
                words,
                chosen: changed == *draft,
                draft: changed,
            })
            .collect(),
    };
    let with = |change: &dyn Fn(&mut Draft)| {
        let mut changed = draft.clone();
        changed.level = level;
        change(&mut changed);
        changed
    };
    let levels = engine.levels().secure().map(|level| {
        let words = secure::LEVEL.with("level", level.number());
        (words, with(&|draft| draft.level = level))
    });
    let plays = PLAYS.map(|plays| (super::plays(plays), with(&|draft| draft.plays = plays)));
    let again = |repeat: Option<Repeat>| {
        let words = repeat.map_or_else(|| words::REPEATS_NOT.text(), super::repeats);
        (words, with(&|draft| draft.repeat = repeat))
    };
    let repeats = REPEATS.map(|minutes| {
        again(Some(Repeat {
            every: Duration::from_secs(minutes * MINUTE),
            until_confirmed: true,
        }))
    });
    let expires = EXPIRES.map(|minutes| {
        let until = Duration::from_secs(minutes * MINUTE);
        (
            super::expires(minutes),
            with(&|draft| draft.expires_in = until),
        )
    });
    vec![
        part(words::PART_LEVEL, levels.collect()),
        part(words::PART_PLAYS, plays.into()),
        part(
            words::PART_REPEAT,
            std::iter::once(again(None)).chain(repeats).collect(),
        ),
        part(words::PART_EXPIRES, expires.into()),
    ]
}

fn to(engine: &Engine, id: &[u8]) -> Option<DingTo> {
    let contact = engine.contact(id)?;
    Some(DingTo {
        contact: Private::hex(engine.curtain(), id),
        name: Private::new(engine.curtain(), contact.shown_name()),
        not_reached: unreached(contact, words::NOT_ON_SOTTO),
    })
}

/// Why it cannot be sent now. Without a network it can: it waits on this phone.
fn cannot_send(engine: &Engine, draft: &Draft, typed: &str) -> Option<Text> {
    let recorded = !matches!(engine.dings().compose(), Compose::Nothing);
    let reached = |id: &Vec<u8>| engine.contact(id).is_some_and(|c| c.card.is_some());
    let blocked = |id: &Vec<u8>| engine.contact(id).is_some_and(|c| c.blocked);
    if !engine.is_joined() {
        Some(people::NOT_JOINED.text())
    } else if draft.to.is_empty() {
        Some(words::NOBODY.text())
    } else if !draft.to.iter().any(reached) {
        Some(words::NOT_ON_SOTTO.text())
    } else if draft.to.iter().any(blocked) {
        Some(people::YOU_BLOCKED.text())
    } else if typed.chars().count() > TEXT {
        Some(words::TOO_LONG.with("most", TEXT))
    } else if typed.trim().is_empty() && !recorded {
        Some(words::NOTHING.text())
    } else if recorded && !typed.trim().is_empty() {
        Some(words::BOTH.text())
    } else {
        None
    }
}

impl RecordingView {
    fn of(engine: &Engine) -> Self {
        let dings = engine.dings();
        let compose = dings.compose();
        let (records, plays) = (compose.is_recording(), compose.is_playing());
        let length: Duration = compose.duration();
        let there = matches!(compose, Compose::Recorded { .. });
        let busy = if engine.call().is_some() {
            Some(words::IN_CALL.text())
        } else {
            dings.listening().map(|_| words::LISTENING.text())
        };
        let nothing = || words::NOTHING.text();
        let record = if there { words::AGAIN } else { words::RECORD };
        Self {
            records,
            plays,
            length: words::LENGTH
                .with("length", time::clock(length))
                .with("most", time::clock(LONGEST)),
            peaks: compose.peaks().to_vec(),
            record: Button::unless(record.text(), busy.clone()),
            stop: Button::unless(words::STOP.text(), (!records && !plays).then(nothing)),
            play: Button::unless(words::PLAY.text(), busy.or_else(|| (!there).then(nothing))),
            discard: Button::unless(words::DISCARD.text(), (!there && !records).then(nothing)),
        }
    }
}
