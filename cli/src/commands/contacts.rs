//! `sotto contacts`.

use serde::Serialize;
use sotto_core::contact::Contact;
use sotto_core::view::{Text, contacts};

use crate::args::Common;
use crate::failure::Failure;
use crate::names::hex;
use crate::screen::{Line, Screen};
use crate::session::Session;

/// One contact.
#[derive(Serialize)]
pub(super) struct Known {
    id: String,
    name: String,
    verified: bool,
    /// Can be called now.
    callable: bool,
    /// Why not.
    reason: Option<&'static str>,
    identifiers: Vec<String>,
}

impl Known {
    pub(super) fn new(id: &[u8], contact: &Contact) -> Self {
        let callable = contact.card.is_some();
        Self {
            id: hex(id),
            name: contact.shown_name(),
            verified: contact.verified,
            callable,
            reason: (!callable)
                .then_some("calls to telephones and other systems are not there yet"),
            identifiers: contact
                .identifiers
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

impl Line for Known {
    const EVENT: &'static str = "contact";

    fn words(&self) -> Option<String> {
        let short = self.id.get(..8).unwrap_or(&self.id);
        let mut words = format!("{short}  {}", self.name);
        if self.verified {
            words.push_str("  verified");
        }
        for identifier in self.identifiers.iter().filter(|one| **one != self.name) {
            words.push_str(&format!("  {identifier}"));
        }
        if let Some(reason) = self.reason {
            words.push_str(&format!("  (cannot be called: {reason})"));
        }
        Some(words)
    }
}

pub(super) fn run(common: &Common, screen: Screen) -> Result<(), Failure> {
    let session = Session::open_joined(common, screen)?;
    let mut known: Vec<Known> = session.phone.look(|engine, _| {
        engine
            .contacts()
            .map(|(id, contact)| Known::new(id, contact))
            .collect()
    });
    known.sort_by_key(|contact| contact.name.to_lowercase());
    if known.is_empty() {
        let empty = session
            .phone
            .look(|engine, now| contacts(engine, now).empty);
        let own = "No contacts yet. Take someone's card: sotto scan IMAGE";
        let words = |text: Text| session.words(own, &text);
        screen.say(&empty.map_or_else(|| own.to_owned(), words));
    }
    for contact in &known {
        screen.tell(contact);
    }
    Ok(())
}
