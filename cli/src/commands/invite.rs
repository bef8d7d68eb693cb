//! `sotto invite`, and how an invite is shown.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::Serialize;
use sotto_core::qr::QrCode;
use sotto_server::{Invite as Made, Server};

use crate::args::{Common, Invite};
use crate::failure::{Exit, Failure, sentence};
use crate::screen::{Line, Screen};
use crate::{folder, times};

/// Holds the `host:port` that the server last had in its links.
const PUBLIC: &str = "public";

#[derive(Serialize)]
struct Link<'a> {
    link: &'a str,
    expires_ms: u64,
}

impl Line for Link<'_> {
    const EVENT: &'static str = "invite";

    fn words(&self) -> Option<String> {
        Some(format!(
            "Join link for one person, to be used once until {}:\n\n  {}\n\n\
             On a phone: scan the code. In a terminal: sotto join LINK",
            times::utc(self.expires_ms),
            self.link
        ))
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Invite) -> Result<(), Failure> {
    let folder = place(common)?;
    let public = match &args.public {
        Some(public) => public.clone(),
        None => remembered(&folder).ok_or_else(|| {
            Failure::with(
                Exit::Usage,
                format!(
                    "No server was started in {} yet, or it does not know how phones reach it. Start it first (sotto \
                     server), or say --public HOST:PORT",
                    folder.display()
                ),
            )
        })?,
    };
    let days = Duration::from_secs(args.days * 24 * 3_600);
    let made = Server::make_invite(&folder, &public, days)
        .await
        .map_err(|error| Failure::new(sentence(&error)))?;
    show(screen, &made);
    Ok(())
}

/// Shows a join link and its QR code.
pub(super) fn show(screen: Screen, made: &Made) {
    if screen.draws()
        && let Ok(code) = QrCode::new(&made.link)
    {
        screen.say(&code.terminal());
    }
    screen.tell(&Link {
        link: &made.link,
        expires_ms: made.expires,
    });
}

/// The folder of a server.
pub(super) fn place(common: &Common) -> Result<PathBuf, Failure> {
    match &common.folder {
        Some(folder) => Ok(folder.clone()),
        None => folder::default("sotto-server"),
    }
}

/// Keeps how phones reach the server, for invites that are made beside it.
pub(super) fn remember(folder: &Path, public: &str) -> Result<(), Failure> {
    let new = folder.join("public.new");
    std::fs::write(&new, public)
        .and_then(|()| std::fs::rename(&new, folder.join(PUBLIC)))
        .map_err(|error| Failure::new(format!("Cannot write in {}: {error}.", folder.display())))
}

fn remembered(folder: &Path) -> Option<String> {
    let text = std::fs::read_to_string(folder.join(PUBLIC)).ok()?;
    Some(text.trim().to_owned())
}
