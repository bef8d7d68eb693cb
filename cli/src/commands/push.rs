//! `sotto push`.

use std::time::Duration;

use serde::Serialize;
use sotto_core::engine::{Command, Engine, PushState, PushTarget};
use sotto_core::view;

use crate::args::{Common, Push};
use crate::failure::{Exit, Failure};
use crate::screen::{Line, Screen};
use crate::session::{Session, unreachable};
use crate::waiting;

/// How long the server may take to answer.
const ANSWER: Duration = Duration::from_secs(20);

#[derive(Serialize)]
struct Woken {
    on: bool,
    key: &'static str,
    #[serde(skip)]
    words: String,
}

impl Line for Woken {
    const EVENT: &'static str = "push";

    fn words(&self) -> Option<String> {
        Some(self.words.clone())
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: Push) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let wanted = match args.endpoint {
        Some(endpoint) => Some(PushTarget::UnifiedPush(endpoint)),
        None => args.off.then_some(PushTarget::Nowhere),
    };
    let wants = matches!(wanted, Some(PushTarget::UnifiedPush(_)));
    if let Some(target) = wanted {
        session.command(Command::SetPush(target))?;
        session.online().await?;
        let answered = |engine: &Engine| engine.push() != PushState::Unsaid && engine.is_settled();
        let answer = session.phone.until("an answer", ANSWER, answered);
        waiting::showing(screen, "Telling the server", answer)
            .await
            .map_err(|_| unreachable())?;
    }
    let shown = session.phone.look(view::push);
    screen.tell(&Woken {
        on: shown.on,
        key: shown.words.key,
        words: shown.words.in_language(session.language()),
    });
    session.close().await;
    if wants && !shown.on {
        return Err(Failure::with(Exit::Failed, "This phone will not be woken."));
    }
    Ok(())
}
