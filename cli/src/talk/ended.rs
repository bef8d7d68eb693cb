//! How a call was.

use std::time::Duration;

use serde::Serialize;
use sotto_core::call::EndReason;
use sotto_core::engine::EndedCall;
use sotto_core::view::Language;
use sotto_phone::sound::Carried;

use super::{Talk, spoken};
use crate::failure::{Exit, Failure, sentence};
use crate::read::{self, CallNow, Numbers};
use crate::screen::Line;
use crate::times;

#[derive(Serialize)]
struct Ended {
    reason: &'static str,
    words: String,
    /// All of it in another language than English.
    #[serde(skip)]
    spoken: Option<String>,
    /// Operations that are forbidden at the level and happened at the end.
    violated_here: Vec<&'static str>,
    violated_there: Vec<&'static str>,
    level: u8,
    /// With whom; nobody where the level hid names.
    who: Option<String>,
    seconds: f64,
    spoken_seconds: f64,
    recorded_seconds: f64,
    /// Why recording stopped before the call did.
    recording_stopped: Option<String>,
    quality: Option<Numbers>,
}

impl Line for Ended {
    const EVENT: &'static str = "ended";

    fn words(&self) -> Option<String> {
        if self.spoken.is_some() {
            return self.spoken.clone();
        }
        let mut words = self.words.clone();
        for (whose, happened) in [
            ("your phone", &self.violated_here),
            ("the other phone", &self.violated_there),
        ] {
            if !happened.is_empty() {
                let what = read::listed(happened);
                words.push_str(&format!(" On {whose} this was not prevented: {what}."));
            }
        }
        if self.seconds > 0.0 {
            let length = times::length(Duration::from_secs_f64(self.seconds));
            words.push_str(&format!(" It lasted {length}."));
        }
        for line in [
            self.quality.map(|quality| quality.words()),
            self.recording_stopped.clone(),
        ] {
            words.extend(line.map(|line| format!("\n{line}")));
        }
        Some(words)
    }
}

impl Talk {
    /// After the call: says how it ended, completes files, lets the last words out.
    pub(super) async fn finish(mut self) -> Result<(), Failure> {
        let carried = match self.carrying.take() {
            // a loop that panicked carried nothing
            Some(carrying) => carrying.await.unwrap_or_default(),
            None => Carried::default(),
        };
        let ended = self.session.phone.look(|engine, _| {
            let ended = engine.ended().copied();
            let contact = ended.and_then(|ended| read::contact(engine, ended.other?));
            ended.map(|ended| (ended, contact.map(|contact| contact.shown_name())))
        });
        let spoken = self.session.phone.look(|engine, now| {
            let language = engine.language();
            let lines = || spoken::lines(engine, now, language).join("\n");
            (language != Language::English).then(lines)
        });
        let Some((ended, who)) = ended else {
            self.session.close().await;
            return self.own_end.map_or(Ok(()), Err);
        };
        self.session.screen.tell(&Ended {
            reason: read::reason(ended.reason),
            words: why(&ended),
            spoken,
            violated_here: read::names(ended.violations.here),
            violated_there: read::names(ended.violations.there),
            level: ended.level.number(),
            who,
            seconds: ended.duration.as_secs_f64(),
            spoken_seconds: carried.spoken.as_secs_f64(),
            recorded_seconds: carried.recorded.as_secs_f64(),
            recording_stopped: carried.forbidden.map(|level| {
                format!(
                    "Recording ended: secure mode {} forbids it.",
                    level.number()
                )
            }),
            quality: self.numbers,
        });
        let verdict = verdict(&ended, self.last.as_ref());
        self.session.close().await;
        match (self.own_end, verdict, carried.fault) {
            (Some(failure), _, _) | (None, Some(failure), _) => Err(failure),
            (None, None, Some(fault)) => Err(Failure::new(sentence(&fault))),
            (None, None, None) => Ok(()),
        }
    }
}

/// What the person reads of the end.
fn why(ended: &EndedCall) -> String {
    match &ended.problem {
        Some(problem) => sentence(problem),
        None => ended.reason.words().to_owned(),
    }
}

/// What an end means for whoever waits for the exit code.
fn verdict(ended: &EndedCall, last: Option<&CallNow>) -> Option<Failure> {
    let exit = match ended.reason {
        EndReason::HungUp => return None,
        EndReason::CannotConnect | EndReason::NetworkLost => Exit::Failed,
        EndReason::SecureRefused | EndReason::Violation => Exit::SecureRefused,
        _ => Exit::NotAnswered,
    };
    let theirs = last.and_then(|last| last.other_phone.as_ref());
    match theirs.filter(|other| other.guard == "refused" && exit == Exit::NotAnswered) {
        Some(other) => Some(Failure::with(
            Exit::SecureRefused,
            format!(
                "The other phone cannot forbid {}, so this level could not be had. Agree on a lower level.",
                read::listed(&other.cannot)
            ),
        )),
        None => Some(Failure::with(exit, why(ended))),
    }
}
