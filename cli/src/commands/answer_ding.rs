//! A Ding that rings while `sotto answer` waits.

use std::time::Duration;

use serde::Serialize;
use sotto_core::ding::LATER;
use sotto_core::engine::{Command, DingCommand};
use sotto_core::secure::Operation;
use sotto_core::view::{IncomingDingView, ding_of, incoming_ding};
use sotto_phone::sound::{FRAME, Recorder};
use sotto_protocol::id::DingId;
use tokio::time::{MissedTickBehavior, interval};

use crate::args::{Answer, DingAnswer};
use crate::failure::{Exit, Failure};
use crate::screen::Line;
use crate::talk::Talk;

#[derive(Serialize)]
struct Rings {
    id: String,
    /// From whom, or that it is a secure Ding and nothing else.
    title: String,
    level: u8,
    length: Option<String>,
    plays: String,
    text: Option<String>,
}

impl Line for Rings {
    const EVENT: &'static str = "ding_rings";

    fn words(&self) -> Option<String> {
        let level = match self.level {
            0 => String::new(),
            level => format!(", level {level}"),
        };
        let length = self.length.as_ref().map(|length| format!(", {length}"));
        Some(format!(
            "{}{level}{}. {}.{}",
            self.title,
            length.unwrap_or_default(),
            self.plays,
            self.text
                .as_ref()
                .map(|text| format!("\n{text}"))
                .unwrap_or_default()
        ))
    }
}

#[derive(Serialize)]
struct Done {
    id: String,
    action: &'static str,
    state: Option<String>,
    /// How long sound was heard.
    seconds: f64,
}

impl Line for Done {
    const EVENT: &'static str = "ding_answered";

    fn words(&self) -> Option<String> {
        let words = match self.action {
            "confirm" => "Confirmed.",
            "later" => "It rings again in 10 minutes.",
            _ => "Heard.",
        };
        Some(self.state.clone().unwrap_or_else(|| words.to_owned()))
    }
}

/// The Ding that rings.
pub(super) fn rings(talk: &Talk) -> Option<DingId> {
    let view = talk.session().phone.look(incoming_ding)?;
    id(&view).filter(|_| view.rings)
}

fn id(view: &IncomingDingView) -> Option<DingId> {
    DingId::try_from(view.id.bytes()?.as_slice()).ok()
}

/// Says what rings.
pub(super) fn tell(talk: &Talk, id: DingId) {
    let session = talk.session();
    if let Some(view) = session.phone.look(|engine, now| ding_of(engine, now, id)) {
        session.screen.tell(&Rings {
            id: view.id.as_str().to_owned(),
            title: view.title.in_language(session.language()),
            level: view.level,
            length: view.length,
            plays: view.plays.in_language(session.language()),
            text: view.text.map(|text| text.as_str().to_owned()),
        });
    }
}

/// Does what was chosen.
pub(super) async fn answer(
    talk: &Talk,
    args: &Answer,
    id: DingId,
    action: DingAnswer,
) -> Result<(), Failure> {
    let mut heard = Duration::ZERO;
    let name = match action {
        DingAnswer::Confirm => {
            talk.command(Command::Ding(DingCommand::Confirm(id)))?;
            "confirm"
        }
        DingAnswer::Later => {
            talk.command(Command::Ding(DingCommand::Later(id, LATER)))?;
            "later"
        }
        DingAnswer::Listen => {
            heard = listen(talk, args, id).await?;
            "listen"
        }
    };
    let session = talk.session();
    let view = session.phone.look(|engine, now| ding_of(engine, now, id));
    let could_not = session.phone.look(|engine, _| {
        let ding = engine.dings().received_by(id);
        ding.is_some_and(|ding| ding.state().could_not.is_some())
    });
    let state = view
        .and_then(|view| view.state)
        .map(|text| text.in_language(session.language()));
    let state = state.filter(|_| matches!(action, DingAnswer::Listen));
    if could_not && matches!(action, DingAnswer::Listen) {
        let words = state.unwrap_or_else(|| "It could not be heard.".to_owned());
        return Err(Failure::with(Exit::SecureRefused, words));
    }
    session.screen.tell(&Done {
        id: crate::names::hex(id.as_bytes()),
        action: name,
        state,
        seconds: heard.as_secs_f64(),
    });
    Ok(())
}

/// Hears it at the speed of sound; into the file of `--listen` where its level allows that.
async fn listen(talk: &Talk, args: &Answer, id: DingId) -> Result<Duration, Failure> {
    let phone = &talk.session().phone;
    let level = phone.look(|engine, _| engine.dings().received_by(id).map(|ding| ding.level()));
    let forbidden = level.is_some_and(|level| {
        let forbidden = phone.look(|engine, _| engine.levels().forbidden(level));
        forbidden.contains(Operation::AudioRecording)
    });
    if forbidden && args.talk.listen.is_some() {
        return Err(Failure::with(
            Exit::SecureRefused,
            "A secure Ding is not recorded: leave --listen out.",
        ));
    }
    let mut recorder = args
        .talk
        .listen
        .as_deref()
        .map(Recorder::create)
        .transpose()?;
    talk.command(Command::Ding(DingCommand::Listen(id)))?;
    let mut ticks = interval(Duration::from_millis(20));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let mut frame = [0; FRAME];
    let mut heard = Duration::ZERO;
    // the machine itself ends whatever takes too long
    while phone.look(|engine, _| engine.dings().listening().is_some()) {
        ticks.tick().await;
        let playing = phone.look(|engine, _| {
            let listening = engine.dings().listening();
            listening.is_some_and(|l| l.stage() == sotto_core::ding::Stage::Playing)
        });
        phone.pull_loudspeaker(&mut frame);
        if playing {
            heard += Duration::from_millis(20);
            if let Some(recorder) = &mut recorder {
                recorder.write(&frame)?;
            }
        }
    }
    if let Some(recorder) = recorder {
        recorder.finish()?;
    }
    Ok(heard)
}
