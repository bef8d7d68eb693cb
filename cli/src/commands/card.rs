//! `sotto card`.

use std::path::Path;

use serde::Serialize;
use sotto_core::engine::Command;
use sotto_core::qr::QrCode;

use crate::args::{Card, Common};
use crate::failure::{Failure, NOT_JOINED, sentence};
use crate::screen::{Line, Screen};
use crate::session::Session;

/// Pixels of a module: 600 to 900 pixels in all, sharp on a screen and on paper.
const MODULE: u32 = 8;

#[derive(Serialize)]
struct Mine {
    card: String,
    name: Option<String>,
}

impl Line for Mine {
    const EVENT: &'static str = "card";

    fn words(&self) -> Option<String> {
        Some(self.card.clone())
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Card) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    if args.new {
        // an old card ends only when the server knows
        session.online().await?;
        session.command(Command::NewCard)?;
    }
    let mine = session.phone.look(|engine, _| {
        engine.card().map(|card| Mine {
            card: card.uri(),
            name: card.name().map(str::to_owned),
        })
    });
    let mine = mine.ok_or_else(|| Failure::new(NOT_JOINED))?;
    let code = QrCode::new(&mine.card).map_err(|error| Failure::new(sentence(&error)))?;
    if let Some(path) = &args.png {
        let png = code
            .png(MODULE)
            .map_err(|error| Failure::new(sentence(&error)))?;
        write(path, &png)?;
    }
    if let Some(path) = &args.svg {
        write(path, code.svg().as_bytes())?;
    }
    if screen.draws() {
        screen.say(&code.terminal());
        screen.say("This is your card: who scans it can call you. Its text:");
    }
    screen.tell(&mine);
    if args.new {
        session.close().await;
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes)
        .map_err(|error| Failure::new(format!("Cannot write {}: {error}.", path.display())))
}
