//! `sotto join`.

use std::time::Duration;

use serde::Serialize;
use sotto_core::engine::{Command, CommandError, Event};
use sotto_phone::Events;

use crate::args::{Common, Join};
use crate::failure::{Failure, sentence};
use crate::screen::{Line, Screen};
use crate::session::{Session, unreachable};
use crate::waiting;

/// How long a server may take to make an account.
const LIMIT: Duration = Duration::from_secs(20);

#[derive(Serialize)]
struct Joined {
    server: String,
}

impl Line for Joined {
    const EVENT: &'static str = "joined";

    fn words(&self) -> Option<String> {
        Some(format!(
            "Joined the server at {}. Show your card to people you want to hear from: sotto card\n\
             Take theirs: sotto scan IMAGE",
            self.server
        ))
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: Join) -> Result<(), Failure> {
    let session = Session::open(common, screen)?;
    let mut events = session.phone.events();
    let begun = session.phone.command(Command::Join {
        link: args.link,
        name: args.name,
    });
    match begun {
        Err(CommandError::AlreadyJoined) => {
            return Err(Failure::new(
                "This phone has joined a server already. For a second account use another folder: --folder DIR",
            ));
        }
        Err(CommandError::Card(error)) => {
            return Err(Failure::new(format!(
                "{} A join link starts with SOTTO-JOIN: and is shown by `sotto server` and `sotto invite`; copy all of it.",
                sentence(&error)
            )));
        }
        other => other?,
    }
    let made = tokio::time::timeout(LIMIT, made(&mut events));
    waiting::showing(screen, "Making the account", made)
        .await
        .unwrap_or_else(|_| Err(unreachable()))?;
    // a phone can be called only once its prekeys are there
    session.online().await?;
    let server = session
        .phone
        .look(|engine, _| engine.card().map(|card| card.server().to_string()));
    screen.tell(&Joined {
        server: server.unwrap_or_default(),
    });
    session.close().await;
    Ok(())
}

async fn made(events: &mut Events) -> Result<(), Failure> {
    loop {
        match events.next().await? {
            Event::Joined => return Ok(()),
            Event::JoinFailed(problem) | Event::Problem(problem) => {
                return Err(Failure::new(sentence(&problem)));
            }
            _ => {}
        }
    }
}
