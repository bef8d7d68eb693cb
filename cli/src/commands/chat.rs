//! `sotto chat`: the newest messages with a contact.

use serde::Serialize;
use sotto_core::chat::{ChatMessage, Delivery};
use sotto_core::engine::{Command, Sight};
use sotto_core::view::{Text, chat};

use crate::args::{Chat, Common};
use crate::failure::Failure;
use crate::screen::{Line, Screen};
use crate::session::Session;
use crate::{names, times};

/// One message, as it is told.
#[derive(Serialize)]
pub(super) struct Told {
    mine: bool,
    text: String,
    at_ms: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip)]
    words: String,
}

impl Line for Told {
    const EVENT: &'static str = "message";

    fn words(&self) -> Option<String> {
        Some(self.words.clone())
    }
}

impl Told {
    pub(super) fn new(message: &ChatMessage, name: &str) -> Self {
        let mine = message.key.outgoing;
        let state = mine.then(|| message.delivery.name());
        let why = match message.delivery {
            Delivery::Failed(why) if mine => Some(why.name()),
            _ => None,
        };
        let who = if mine { "You" } else { name };
        let tick = state.map_or(String::new(), |state| format!("  ({state})"));
        Self {
            mine,
            text: message.text.to_string(),
            at_ms: message.key.at,
            state,
            why,
            words: format!(
                "{}  {who}: {}{tick}",
                times::utc(message.key.at),
                message.text.as_str()
            ),
        }
    }
}

pub(super) async fn run(common: &Common, screen: Screen, args: &Chat) -> Result<(), Failure> {
    if args.level.is_some() || args.accept {
        return super::secure_chat::run(common, screen, args).await;
    }
    let session = Session::open_joined(common, screen)?;
    let (account, name) = session.phone.look(|engine, _| {
        let account = names::find(engine, &args.name)?;
        let contact = engine.contact(account.as_bytes());
        let name = contact.map(sotto_core::contact::Contact::shown_name);
        Ok::<_, Failure>((account, name.unwrap_or_default()))
    })?;
    if let Err(failure) = session.online().await {
        screen.note(&format!("{} What this phone has is shown.", failure.words));
    }
    let mut page = session.phone.messages(account, None, args.count).await?;
    page.reverse();
    if page.is_empty() {
        let view = |engine: &_, now| chat(engine, now, account, &[]).and_then(|view| view.empty);
        let empty = session.phone.look(view);
        let words = |text: Text| session.words("No messages yet.", &text);
        screen.say(&empty.map_or_else(String::new, words));
    }
    for message in &page {
        screen.tell(&Told::new(message, &name));
    }
    let newest = page.iter().map(|message| message.key).max();
    if let Some(newest) = newest.filter(|_| !args.peek) {
        session.command(Command::ChatSeen(account, newest, Sight::CLEAR))?;
    }
    session.close().await;
    Ok(())
}
