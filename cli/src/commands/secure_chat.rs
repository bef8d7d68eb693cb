//! `sotto chat --level` and `--accept`: secure mode without a call. What is typed is sent, what comes is shown, and when
//! either leaves, neither phone has any of it.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::time::Duration;

use serde::Serialize;
use sotto_core::call::EndReason;
use sotto_core::chat::MessageKey;
use sotto_core::engine::{Command, Sight};
use sotto_core::private::{Curtain, Private};
use sotto_core::secure::Level;
use sotto_core::view::{self, SessionState};
use sotto_protocol::id::AccountId;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::args::{Chat, Common};
use crate::failure::{Exit, Failure, sentence};
use crate::names;
use crate::screen::{Line, Screen};
use crate::session::Session;
use crate::signals::Signals;

/// Lines that wait to be sent.
const TYPED: usize = 16;

#[derive(Serialize, PartialEq, Eq, Clone)]
struct Now {
    state: SessionState,
    level: u8,
    #[serde(skip)]
    words: Vec<String>,
}

impl Line for Now {
    const EVENT: &'static str = "secure_chat";

    fn words(&self) -> Option<String> {
        Some(self.words.join("\n"))
    }
}

#[derive(Serialize)]
struct Text<'a> {
    mine: bool,
    text: &'a str,
    state: &'static str,
}

impl Line for Text<'_> {
    const EVENT: &'static str = "secure_text";

    fn words(&self) -> Option<String> {
        let who = if self.mine { "You" } else { "They" };
        let tick = if self.mine {
            format!("  ({})", self.state)
        } else {
            String::new()
        };
        Some(format!("{who}: {}{tick}", self.text))
    }
}

#[derive(Serialize)]
struct Over {
    reason: String,
    unconfirmed: usize,
    #[serde(skip)]
    words: String,
}

impl Line for Over {
    const EVENT: &'static str = "secure_chat_ended";

    fn words(&self) -> Option<String> {
        Some(self.words.clone())
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Chat) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let with = session
        .phone
        .look(|engine, _| names::find(engine, &args.name))?;
    session.online().await?;
    let mut events = session.phone.events();
    if let Some(level) = args.level {
        let ask = Command::AskSecureChat(with, Level::new(level));
        session.phone.command(ask)?;
    } else {
        screen.say("Waiting until they ask for a secure chat. Ctrl-C stops.");
    }
    let mut shown = Shown::default();
    let mut typed = Some(typed());
    let mut signals = Signals::new();
    let mut leave_at = None;
    loop {
        let state = shown.tell(&session, with);
        let kept = session.phone.look(|engine, _| !engine.is_secure_chat(with));
        if let Some(over) = session
            .phone
            .look(|engine, _| engine.ended_session().copied())
        {
            let failure = shown.over(&session, with, over.reason, over.unconfirmed);
            session.close().await;
            return failure.map_or(Ok(()), Err);
        }
        match state {
            Some(SessionState::Asked) if args.accept => {
                session.phone.command(Command::JoinSecureChat)?;
                continue;
            }
            Some(SessionState::Open) if leave_at.is_none() => {
                leave_at = args
                    .seconds
                    .map(|n| Instant::now() + Duration::from_secs(n));
            }
            _ => {}
        }
        let leave = async {
            match leave_at {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        let can_write = matches!(
            state,
            Some(SessionState::Open | SessionState::Unknown | SessionState::Closed)
        );
        tokio::select! {
            event = events.next() => { event?; }
            line = next(&mut typed), if can_write => match line {
                Some(words) => {
                    let text = Private::new(Curtain::OPEN, words);
                    if let Err(why) = session.phone.command(Command::SendText { to: with, text, kept }) {
                        screen.note(&sentence(&why));
                    }
                }
                // no more is typed: stay to read, until somebody leaves
                None => typed = None,
            },
            () = leave => leave_now(&session)?,
            () = signals.next() => {
                if state.is_none() {
                    session.close().await;
                    return Err(Failure::with(Exit::NotAnswered, "Nobody asked."));
                }
                leave_now(&session)?;
            }
        }
    }
}

fn leave_now(session: &Session) -> Result<(), Failure> {
    Ok(session.phone.command(Command::LeaveSecureChat)?)
}

/// What was told already.
#[derive(Default)]
struct Shown {
    now: Option<Now>,
    texts: BTreeMap<MessageKey, &'static str>,
}

impl Shown {
    /// Tells what has changed.
    fn tell(&mut self, session: &Session, with: AccountId) -> Option<SessionState> {
        let screen = session.screen;
        let now = session.phone.look(|engine, at| {
            let view = view::session(engine, at)?;
            let words = std::iter::once(&view.words);
            let banners = view.banners.iter().map(|banner| &banner.words);
            let words = words.chain(banners).chain(&view.forbids);
            Some(Now {
                state: view.state,
                level: view.level,
                words: words.map(|text| text.english()).collect(),
            })
        });
        if now != self.now {
            now.iter().for_each(|now| screen.tell(now));
            self.now.clone_from(&now);
        }
        let open = now.as_ref()?.state == SessionState::Open;
        let newest = session.phone.look(|engine, _| {
            let texts = engine.secure_chat().iter().filter(|_| open);
            for message in texts {
                let state = message.delivery.name();
                if self.texts.insert(message.key, state) != Some(state)
                    && (message.key.outgoing || state != "read")
                {
                    screen.tell(&Text {
                        mine: message.key.outgoing,
                        text: message.text.as_str(),
                        state,
                    });
                }
            }
            let came = engine
                .secure_chat()
                .iter()
                .filter(|m| open && !m.key.outgoing);
            came.map(|message| message.key).max()
        });
        if let Some(newest) = newest {
            // what is on the screen is read; said once, as the core knows what was
            let _ = session
                .phone
                .command(Command::ChatSeen(with, newest, Sight::CLEAR));
        }
        now.map(|now| now.state)
    }

    fn over(
        &self,
        session: &Session,
        with: AccountId,
        reason: EndReason,
        unconfirmed: usize,
    ) -> Option<Failure> {
        let words = session.phone.look(|engine, at| {
            let chat = view::chat(engine, at, with, &[]);
            let left = chat.map(|chat| chat.left).unwrap_or_default();
            let left: Vec<String> = left.into_iter().map(|text| text.english()).collect();
            left.join(" ")
        });
        session.screen.tell(&Over {
            reason: format!("{reason:?}"),
            unconfirmed,
            words: words.clone(),
        });
        let exit = match reason {
            EndReason::HungUp | EndReason::Cancelled => return None,
            EndReason::Declined | EndReason::Busy | EndReason::NoAnswer => Exit::NotAnswered,
            EndReason::SecureRefused | EndReason::Violation => Exit::SecureRefused,
            _ => Exit::Failed,
        };
        Some(Failure::with(exit, words))
    }
}

/// Lines that are typed. A read cannot be called off: the thread ends with the process.
fn typed() -> mpsc::Receiver<String> {
    let (send, lines) = mpsc::channel(TYPED);
    let _ = std::thread::Builder::new().spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if !line.trim().is_empty() && send.blocking_send(line).is_err() {
                return;
            }
        }
    });
    lines
}

/// The next line; waits for ever where none will come.
async fn next(typed: &mut Option<mpsc::Receiver<String>>) -> Option<String> {
    match typed {
        Some(lines) => lines.recv().await,
        None => std::future::pending().await,
    }
}
