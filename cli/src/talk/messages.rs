//! Messages that come while one waits for a call or is in one.

use serde::Serialize;
use sotto_core::chat::ChatMessage;
use sotto_core::contact::Contact;
use sotto_core::private::Private;
use sotto_protocol::id::AccountId;

use super::Talk;
use crate::failure::Failure;
use crate::read;
use crate::screen::Line;

/// Messages that are looked at when one came.
const NEWEST: usize = 20;

#[derive(Serialize)]
struct Came {
    from: Option<String>,
    text: String,
    at_ms: u64,
    secure: bool,
}

impl Line for Came {
    const EVENT: &'static str = "message";

    fn words(&self) -> Option<String> {
        Some(match &self.from {
            Some(name) => format!("{name} writes: {}", self.text),
            None => format!("Message: {}", self.text),
        })
    }
}

impl Talk {
    /// Tells what came while nobody looked.
    pub(crate) async fn tell_unread(&mut self) -> Result<(), Failure> {
        let unread: Vec<Private> = self.session.phone.look(|engine, _| {
            let chats = engine.chats().iter().filter(|(_, chat)| chat.unread() > 0);
            chats
                .map(|(other, _)| Private::hex(engine.curtain(), other.as_bytes()))
                .collect()
        });
        for who in unread {
            self.tell_messages(&who).await?;
        }
        Ok(())
    }

    /// Tells what is new from `who`; nobody is named while a level hides people.
    pub(super) async fn tell_messages(&mut self, who: &Private) -> Result<(), Failure> {
        let phone = self.session.phone.clone();
        let mut new = phone.look(|engine, _| engine.secure_chat().to_vec());
        let account = who
            .bytes()
            .and_then(|id| AccountId::try_from(id.as_slice()).ok());
        let mut from = None;
        if let Some(account) = account {
            from = phone.look(|engine, _| {
                let curtain = engine.curtain();
                let name = read::contact(engine, account).map(Contact::shown_name);
                name.filter(|_| !curtain.is_drawn())
            });
            new.extend(phone.messages(account, None, NEWEST).await?);
        }
        new.retain(|message| !message.key.outgoing && !self.told.contains(&message.key));
        new.sort_by_key(|message| message.key);
        let unread = account.and_then(|account| {
            let count = |known: &sotto_core::chat::Conversation| known.unread();
            phone.look(|engine, _| engine.chats().get(account).map(count))
        });
        // what was read at another time is no news
        let stored = new.iter().filter(|message| !message.secure).count();
        let mut old = stored.saturating_sub(unread.unwrap_or(0));
        for message in new {
            self.told.insert(message.key);
            if !message.secure && old > 0 {
                old -= 1;
                continue;
            }
            self.tell_message(from.clone(), &message);
        }
        Ok(())
    }

    fn tell_message(&self, from: Option<String>, message: &ChatMessage) {
        self.session.screen.tell(&Came {
            from,
            text: message.text.to_string(),
            at_ms: message.key.at,
            secure: message.secure,
        });
    }
}
