//! `sotto scan`.

use std::path::Path;
use std::time::Duration;

use sotto_core::engine::{Command, CommandError, Event};
use sotto_core::qr::{MAX_FILE_BYTES, decode_until, read_picture};
use sotto_core::view::refusal;
use sotto_phone::scanner::Scanner;

use super::contacts::Known;
use crate::args::{Common, Scan};
use crate::failure::{Failure, sentence};
use crate::screen::Screen;
use crate::session::Session;

/// How long a picture may take: it is one, not one of thirty a second.
const LIMIT: Duration = Duration::from_secs(5);

pub(super) async fn run(common: &Common, screen: Screen, args: &Scan) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let command = command_of(&args.what)?;
    let mut events = session.phone.events();
    let taken = session.phone.command(command);
    taken.map_err(|error| explained(&session, error))?;
    // the event comes once the contact is stored
    let id = loop {
        if let Event::Scanned(id) = events.next().await? {
            // nothing hides people: there is no call
            break id.bytes().unwrap_or_default();
        }
    };
    let known = session.phone.look(|engine, _| {
        let mut contacts = engine.contacts();
        contacts
            .find(|(known, _)| *known == id.as_slice())
            .map(|(id, contact)| Known::new(id, contact))
    });
    if let Some(known) = known {
        screen.say("Kept as a contact:");
        screen.tell(&known);
    }
    session.close().await;
    Ok(())
}

fn explained(session: &Session, error: CommandError) -> Failure {
    let hint = match &error {
        CommandError::OwnCard => " Scan the card of the person you want to call.",
        CommandError::Foreign { .. } => {
            " Scan a Sotto card, a telephone number, a SIP address or a vCard."
        }
        _ => "",
    };
    let text = refusal(&error);
    let mut failure = Failure::from(error);
    failure.words.push_str(hint);
    failure.words = session.words(&failure.words, &text);
    failure
}

/// A picture was taken of a person's screen or paper, which makes a contact verified; a text may have come from anyone.
fn command_of(what: &str) -> Result<Command, Failure> {
    let path = Path::new(what);
    let picture = path
        .extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| {
            ["png", "jpg", "jpeg"].contains(&extension.to_lowercase().as_str())
        });
    if !picture && !path.is_file() {
        return Ok(Command::Paste(what.to_owned()));
    }
    let unreadable =
        |why: &dyn std::fmt::Display| Failure::new(sentence(&format!("{}: {why}", path.display())));
    let size = std::fs::metadata(path)
        .map_err(|error| unreadable(&error))?
        .len();
    if size > MAX_FILE_BYTES as u64 {
        return Err(unreadable(&"the picture is larger than 32 MiB"));
    }
    let file = std::fs::read(path).map_err(|error| unreadable(&error))?;
    let frame = read_picture(&file).map_err(|error| unreadable(&error))?;
    let scanner = Scanner::with_decoder(LIMIT, decode_until).map_err(|error| unreadable(&error))?;
    scanner.offer(frame).map_err(|error| unreadable(&error))?;
    let scan = scanner
        .recv_timeout(LIMIT * 2)
        .ok_or_else(|| unreadable(&"reading it took too long"))?;
    let found = scan.outcome.map_err(|error| unreadable(&error))?;
    Ok(Command::Scan(found.text))
}
