//! `sotto answer`.

use std::time::Duration;

use serde::Serialize;
use sotto_core::engine::Command;
use sotto_core::secure::{Level, Operation, Operations};

use super::answer_ding;
use crate::args::{Answer, Common, DingAnswer};
use crate::failure::{Exit, Failure};
use crate::read::{self, CallNow};
use crate::screen::{Line, Screen};
use crate::session::Session;
use crate::talk::{Talk, refused};
use crate::{read::level, sound};

/// How long the report to the caller may take.
const TOLD: Duration = Duration::from_secs(1);

#[derive(Serialize)]
struct Ready {}

impl Line for Ready {
    const EVENT: &'static str = "ready";

    fn words(&self) -> Option<String> {
        Some("Ready: waiting for a call. Ctrl-C stops.".to_owned())
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Answer) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    session.online().await?;
    let mut talk = Talk::new(session, &args.talk);
    if !args.yes && args.ding.is_empty() && !talk.has_keys() {
        return Err(Failure::with(
            Exit::Usage,
            "Standard input is no terminal, so nobody can press Enter: add --yes to answer by itself.",
        ));
    }
    screen.tell(&Ready {});
    talk.tell_unread().await?;
    match came(&mut talk, args).await? {
        Came::Call => {}
        Came::Ding(failure) => {
            // its sender hears of it in any case
            talk.close().await;
            return failure.map_or(Ok(()), Err);
        }
        Came::Nothing => return Err(Failure::with(Exit::NotAnswered, "Nobody called.")),
    }
    if decide(&mut talk, args).await? {
        talk.carry(sound::open(screen, &args.talk)?);
        if let Err(failure) = talk.command(Command::Answer) {
            talk.leave(Some(failure));
        }
    }
    talk.run().await
}

/// What it was that rang.
enum Came {
    Call,
    /// A Ding, which was answered as `--ding` says, or why not.
    Ding(Option<Failure>),
    /// The person has waited enough.
    Nothing,
}

/// Waits until something rings.
async fn came(talk: &mut Talk, args: &Answer) -> Result<Came, Failure> {
    let mut signals = crate::signals::Signals::new();
    let mut told = None;
    loop {
        let ding = answer_ding::rings(talk);
        if ding.is_some() && ding != told {
            told = ding;
            ding.into_iter().for_each(|id| answer_ding::tell(talk, id));
            if talk.has_keys() && args.ding.is_empty() {
                let screen = talk.session().screen;
                screen.say("Enter lets you listen, c confirms, l reminds you later, q leaves.");
            }
        }
        if let Some(id) = ding.filter(|_| !args.ding.is_empty()) {
            for action in &args.ding {
                if let Err(failure) = answer_ding::answer(talk, args, id, *action).await {
                    return Ok(Came::Ding(Some(failure)));
                }
            }
            return Ok(Came::Ding(None));
        }
        if talk
            .session()
            .phone
            .look(|engine, _| engine.call().is_some())
        {
            return Ok(Came::Call);
        }
        let key = tokio::select! {
            key = talk.next() => key?,
            () = signals.next() => return Ok(Came::Nothing),
        };
        let action = match key {
            Some('q') => return Ok(Came::Nothing),
            Some('\n' | '\r') => DingAnswer::Listen,
            Some('c') => DingAnswer::Confirm,
            Some('l') => DingAnswer::Later,
            _ => continue,
        };
        if let Some(id) = told
            && let Err(failure) = answer_ding::answer(talk, args, id, action).await
        {
            talk.session().screen.note(&failure.words);
        }
    }
}

/// Shows who calls at which level, then lets the person decide; `false` when the call is over or declined.
async fn decide(talk: &mut Talk, args: &Answer) -> Result<bool, Failure> {
    let mut explained = false;
    let mut agreed = args.yes;
    while let Some(now) = talk.look() {
        if let Some(why) = declined(talk, args, &now) {
            talk.leave(Some(why));
            return Ok(false);
        }
        let rang = talk.session().phone.look(|engine, _| {
            let call = engine.call();
            call.is_some_and(|call| call.has_rung() && call.can_answer())
        });
        if rang && agreed {
            return Ok(true);
        }
        let told = talk.session().phone.look(|engine, _| {
            let call = engine.call();
            call.is_some_and(sotto_core::call::Call::has_rung)
        });
        if now.refused() && args.yes && told {
            // the caller learns what this phone cannot forbid before it learns that the call is over
            talk.session().phone.settled(TOLD).await;
            talk.leave(Some(refused(&now)));
            return Ok(false);
        }
        let screen = talk.session().screen;
        if !explained && !now.arms() {
            explained = true;
            if now.refused() {
                screen.say(&read::cannot(&now));
                screen.say("l asks the caller for a call without secure mode, q declines.");
            } else if !args.yes {
                screen.say("Enter answers, q declines.");
            }
        }
        match talk.next().await? {
            Some('\n' | '\r' | 'y') if now.refused() => {
                screen.note("This phone cannot answer at this level.")
            }
            Some('\n' | '\r' | 'y') => agreed = true,
            Some('l') if now.level > 0 => {
                talk.command(Command::Ask(Level::ORDINARY, Operations::NONE))?;
                explained = false;
            }
            Some('q' | 'n') => {
                talk.leave(None);
                return Ok(false);
            }
            _ => {}
        }
    }
    Ok(false)
}

/// Why this call is not to be answered at all.
fn declined(talk: &Talk, args: &Answer, now: &CallNow) -> Option<Failure> {
    if let Some(most) = args.level_max.filter(|most| now.level > *most) {
        let words = format!(
            "The call asked for {}, and --level-max allows {}: it was declined.",
            level(now.level),
            level(most)
        );
        return Some(Failure::with(Exit::SecureRefused, words));
    }
    if args.talk.listen.is_some() && now.level > 0 && !now.arms() && !now.refused() {
        // the gate tells both people that someone wanted to record
        return talk.command(Command::Use(Operation::AudioRecording)).err();
    }
    None
}
