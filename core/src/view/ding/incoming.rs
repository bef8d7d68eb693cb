//! A Ding that came: what it is, what your phone forbids while it is heard, and what can be done with it.

use serde::Serialize;
use sotto_protocol::id::DingId;

use super::super::words::{ding as words, people, secure};
use super::super::{Button, Curtain, Eyeglasses, Look, Private, Text, Who, columns, time};
use crate::ding::{Listening, Received, Stage};
use crate::engine::{Engine, Moment};
use crate::secure::{GuardState, Level};

/// A Ding that came; also what a lock screen may show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncomingDingView {
    /// Its id, in hexadecimal.
    pub id: Private,
    /// From whom, or "Secure Ding" and nothing else.
    pub title: Text,
    /// The mark beside the name.
    pub verified: Option<Text>,
    /// Ordinary, or secure at its level.
    pub kind: Text,
    /// It is a secure one; its screen is drawn as secure mode is.
    pub secure: bool,
    /// Its level's number.
    pub level: u8,
    /// The mark of secure mode.
    pub eyeglasses: Eyeglasses,
    /// It rings now.
    pub rings: bool,
    /// How long ago it was sent.
    pub ago: Text,
    /// How long its recording is, `0:07`.
    pub length: Option<String>,
    /// How often it may (still) be heard.
    pub plays: Text,
    /// What it says, where it is an ordinary one that was typed.
    pub text: Option<Private>,
    /// Stands before `forbids`.
    pub will_forbid: Option<Text>,
    /// What this phone forbids while it is heard.
    pub forbids: Vec<Text>,
    /// What goes on: arming, playing, gone, held back and why.
    pub state: Option<Text>,
    /// For programs: `waits`, `arming`, `counting`, `playing`, `heard_out`.
    pub stage: &'static str,
    /// Lets it be heard.
    pub listen: Button,
    /// Ends hearing it.
    pub stop: Button,
    /// Confirms it.
    pub confirm: Button,
    /// Rings again after a while.
    pub later: Button,
    /// After which.
    pub later_in: Vec<Reminder>,
    /// Said where a simulated phone arms.
    pub simulated: Option<Text>,
}

/// After how long a Ding may ring again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reminder {
    /// In words.
    pub words: Text,
    /// In minutes.
    pub minutes: u32,
}

/// Minutes to choose from.
const REMINDERS: [u32; 3] = [5, 15, 60];

/// The Ding to be shown above everything else: the one that is being heard, else the oldest that rings.
#[must_use]
pub fn incoming_ding(engine: &Engine, now: Moment) -> Option<IncomingDingView> {
    let dings = engine.dings();
    let heard = dings.listening().map(Listening::id);
    ding_of(engine, now, heard.or_else(|| dings.ringing())?)
}

/// A Ding that came; `None` where there is none of that id.
#[must_use]
pub fn ding_of(engine: &Engine, now: Moment, id: DingId) -> Option<IncomingDingView> {
    let ding = engine.dings().received_by(id)?;
    let listening = engine.dings().listening().filter(|l| l.id() == id);
    let (level, master) = (ding.level(), engine.master(now));
    let forbidden = engine.levels().forbidden(level);
    let who = Who::of(engine, ding.from(), forbidden);
    let (secure, curtain) = (level.is_secure(), engine.curtain());
    let confirmed = ding.state().confirmed_at.is_some();
    let confirmed = confirmed.then(|| words::CONFIRMED_BY_YOU.text());
    let idle = listening.is_none().then(|| words::NOBODY_LISTENS.text());
    Some(IncomingDingView {
        id: Private::hex(Curtain::OPEN, id.as_bytes()),
        title: if who.is_hidden() {
            words::SECURE_DING_ONLY.text()
        } else if who.is_stranger() {
            people::SOMEONE.text()
        } else {
            words::FROM.text().with_list("name", vec![who.title()])
        },
        verified: who.mark(),
        kind: super::kind(level),
        secure,
        level: level.number(),
        eyeglasses: eyeglasses(level, listening),
        rings: ding.rings(),
        ago: time::ago(ding.sent_at(), master),
        length: ding.duration().map(time::clock),
        plays: match ding.plays_left() {
            Some(0) => words::HEARD_OUT.text(),
            left => super::plays(left.unwrap_or(0)),
        },
        text: ding.text().map(|text| Private::new(curtain, text)),
        will_forbid: secure.then(|| words::WILL_FORBID.text()),
        forbids: columns::list(forbidden.iter().filter(|_| secure), secure::operation),
        state: state(ding, listening),
        stage: match listening.map(Listening::stage) {
            Some(Stage::Arming) => "arming",
            Some(Stage::Counting) => "counting",
            Some(Stage::Playing) => "playing",
            None if ding.can_be_heard() => "waits",
            None => "heard_out",
        },
        listen: Button::unless(words::LISTEN.text(), cannot_listen(engine, ding, master)),
        stop: Button::unless(words::STOP.text(), idle),
        confirm: Button::unless(words::CONFIRM.text(), confirmed.clone()),
        later: Button::unless(words::LATER.text(), confirmed),
        later_in: REMINDERS
            .map(|minutes| Reminder {
                words: words::LATER_IN.with("count", minutes),
                minutes,
            })
            .into(),
        simulated: (secure && engine.is_simulated()).then(|| secure::SIMULATED.text()),
    })
}

fn eyeglasses(level: Level, listening: Option<&Listening>) -> Eyeglasses {
    let Some(listening) = listening.filter(|_| level.is_secure()) else {
        return Eyeglasses::ordinary();
    };
    let (look, phrase) = match listening.guard().state() {
        GuardState::Armed => (Look::Filled, secure::LOOK_READY),
        GuardState::Violated => (Look::Slashed, secure::LOOK_SLASHED),
        GuardState::Refused => (Look::Outline, secure::LOOK_REFUSED),
        _ => (Look::Pulsing, secure::LOOK_PULSING),
    };
    Eyeglasses {
        look,
        label: phrase.with("level", level.number()),
    }
}

fn state(ding: &Received, listening: Option<&Listening>) -> Option<Text> {
    let secure = ding.level().is_secure();
    match listening.map(Listening::stage) {
        Some(Stage::Arming) => {
            return Some(words::ARMING.with("level", ding.level().number()));
        }
        Some(Stage::Playing | Stage::Counting) if secure => return Some(words::PLAYING.text()),
        Some(Stage::Playing | Stage::Counting) => return Some(words::PLAYING_ORDINARY.text()),
        None => {}
    }
    if let Some(why) = ding.state().could_not {
        return Some(super::could_not(why, true));
    }
    (secure && !ding.can_be_heard()).then(|| words::GONE.text())
}

fn cannot_listen(engine: &Engine, ding: &Received, now: u64) -> Option<Text> {
    if ding.expires() <= now {
        Some(words::EXPIRED.text())
    } else if !ding.can_be_heard() {
        Some(words::HEARD_OUT.text())
    } else if engine.call().is_some() {
        Some(words::IN_CALL.text())
    } else {
        engine.dings().listening().map(|_| words::LISTENING.text())
    }
}
