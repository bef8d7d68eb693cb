//! `sotto say`: writes a message, and waits until it is on its way.

use std::time::Duration;

use sotto_core::chat::{Delivery, MessageKey};
use sotto_core::engine::{Command, CommandError};
use sotto_core::private::{Curtain, Private};
use sotto_protocol::id::AccountId;

use super::chat::Told;
use crate::args::{Common, Say, Until};
use crate::failure::{Exit, Failure, sentence};
use crate::screen::Screen;
use crate::session::Session;
use crate::{names, waiting};

/// Messages among which the one that was written is looked for.
const NEWEST: usize = 50;

pub(super) async fn run(common: &Common, screen: Screen, args: &Say) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let to = session
        .phone
        .look(|engine, _| names::find(engine, &args.name))?;
    let text = Private::new(Curtain::OPEN, args.text.as_str());
    // in a process of its own there is no secure chat
    session.command(Command::SendText {
        to,
        text,
        kept: true,
    })?;
    let key = session.phone.look(|engine, _| {
        let known = engine.chats().get(to).and_then(|chat| chat.last());
        known.map(|last| last.key)
    });
    let key = key.ok_or(CommandError::NoContact)?;
    let limit = Duration::from_secs(args.seconds);
    let wait = tokio::time::timeout(limit, until(&session, to, key, args.wait));
    let waited = waiting::showing(screen, "Sending", wait).await;
    let told = match waited {
        Ok(told) => told,
        Err(_) => Err(Failure::with(
            Exit::Failed,
            "It is kept on this phone and goes on by itself whenever the phone is connected: `sotto chat` shows how far it came.",
        )),
    };
    session.close().await;
    screen.tell(&told?);
    Ok(())
}

async fn until(
    session: &Session,
    to: AccountId,
    key: MessageKey,
    wanted: Until,
) -> Result<Told, Failure> {
    let mut events = session.phone.events();
    let wanted = match wanted {
        Until::Sent => Delivery::Sent,
        Until::Delivered => Delivery::Delivered,
        Until::Read => Delivery::Read,
    };
    loop {
        let page = session.phone.messages(to, None, NEWEST).await?;
        if let Some(message) = page.iter().find(|message| message.key == key) {
            match message.delivery {
                Delivery::Failed(why) => return Err(Failure::new(sentence(&why))),
                now if now.mark() >= wanted.mark() => return Ok(Told::new(message, "")),
                _ => {}
            }
        }
        events.next().await?;
    }
}
