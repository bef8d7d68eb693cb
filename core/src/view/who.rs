//! Who is at the other end of a call, as far as its level lets anyone see (S1.5). The only way by which a person gets
//! into a call's screens.

use serde::Serialize;
use sotto_protocol::id::AccountId;

use super::words::people;
use super::{Private, Text};
use crate::engine::Engine;
use crate::secure::{Operation, Operations};

/// The other person of a call. At a level that forbids [`Operation::Identity`] it yields nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Who(Option<Person>);

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Person {
    contact: Option<Private>,
    name: Option<Private>,
    verified: bool,
}

impl Who {
    /// Nobody that may be shown.
    pub const HIDDEN: Self = Self(None);

    /// The person of this account, unless `forbidden` hides people.
    #[must_use]
    pub fn of(engine: &Engine, account: AccountId, forbidden: Operations) -> Self {
        let curtain = engine.curtain();
        if forbidden.contains(Operation::Identity) || curtain.is_drawn() {
            return Self::HIDDEN;
        }
        let contact = engine.contact(account.as_bytes());
        Self(Some(Person {
            contact: contact.map(|_| Private::hex(curtain, account.as_bytes())),
            name: contact
                .filter(|contact| !contact.name.is_empty() || !contact.identifiers.is_empty())
                .map(|contact| Private::new(curtain, contact.shown_name())),
            verified: contact.is_some_and(|contact| contact.verified),
        }))
    }

    /// Whether the level hides the person.
    #[must_use]
    pub const fn is_hidden(&self) -> bool {
        self.0.is_none()
    }

    /// Whether the person may be shown and is in no contact list.
    #[must_use]
    pub fn is_stranger(&self) -> bool {
        self.0
            .as_ref()
            .is_some_and(|person| person.contact.is_none())
    }

    /// The contact's id, where there is one that may be shown.
    #[must_use]
    pub fn contact(&self) -> Option<&Private> {
        self.0.as_ref()?.contact.as_ref()
    }

    /// The screen's heading: the name, "Someone", or "Secure call".
    #[must_use]
    pub fn title(&self) -> Text {
        match &self.0 {
            None => people::SECURE_CALL.text(),
            Some(Person {
                name: Some(name), ..
            }) => people::NAMED.with("name", name.as_str()),
            Some(_) => people::SOMEONE.text(),
        }
    }

    /// The mark beside the name, where it stands for a card that was scanned.
    #[must_use]
    pub fn mark(&self) -> Option<Text> {
        let person = self.0.as_ref()?;
        person.verified.then(|| people::VERIFIED.text())
    }
}
