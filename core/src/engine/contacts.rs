//! Contacts: what scanning makes, and how their cards stay current (S3.1).

use prost::Message;
use sotto_protocol::id::AccountId;

use super::{CommandError, Engine, Event, Moment, Output};
use crate::call::EndReason;
use crate::contact::card::Card;
use crate::contact::identifier::Scanned;
use crate::contact::{Contact, Unreached};
use crate::private::Private;
use crate::store::{Change, Table};

impl Engine {
    pub(super) fn scan(
        &mut self,
        now: Moment,
        text: &str,
        in_person: bool,
    ) -> Result<(), CommandError> {
        let master = self.master(now);
        let (id, contact) = match Scanned::parse(text, self.config.country)? {
            Scanned::OurCard(text) => {
                let card = Card::read(&text, master)?;
                self.check_card(&card)?;
                let id = card.account().to_vec();
                let known = self.contacts.remove(&id);
                (id, Contact::of_card(card, known, in_person, master))
            }
            Scanned::Person { name, identifiers } => {
                let contact = Contact::of_identifiers(name, identifiers, master);
                (contact.identifier_id(), contact)
            }
            Scanned::JoinLink(_) => {
                return Err(CommandError::Foreign {
                    what: "a link to join a server, not a person's card",
                });
            }
            Scanned::Foreign { what } => return Err(CommandError::Foreign { what }),
        };
        self.keep(id.clone(), contact);
        let id = Private::hex(self.curtain(), &id);
        self.event(Event::Scanned(id));
        Ok(())
    }

    /// Whether a card can become a contact of this phone.
    ///
    /// # Errors
    /// [`CommandError`] for a phone without an account, its own card, and a card for another server.
    pub fn check_card(&self, card: &Card) -> Result<(), CommandError> {
        let account = self.account.as_ref().ok_or(CommandError::NotJoined)?;
        if card.account() == account.identity.account() {
            return Err(CommandError::OwnCard);
        }
        let mine = &account.card;
        if card.pin() != mine.pin() {
            return Err(CommandError::OtherServer {
                theirs: card.server().to_string(),
                mine: mine.server().to_string(),
            });
        }
        Ok(())
    }

    pub(super) fn keep(&mut self, id: Vec<u8>, contact: Contact) {
        let row = contact.to_row().encode_to_vec();
        self.outputs.push_back(Output::Store(vec![Change::put(
            Table::Contacts,
            id.clone(),
            row,
        )]));
        self.contacts.insert(id, contact);
        self.event(Event::ContactsChanged);
    }

    pub(super) fn forget(&mut self, now: Moment, id: &[u8]) -> Result<(), CommandError> {
        self.contacts.remove(id).ok_or(CommandError::NoContact)?;
        let change = Change::delete(Table::Contacts, id);
        self.outputs.push_back(Output::Store(vec![change]));
        if let Ok(account) = AccountId::try_from(id) {
            self.clear_chat(now, account, true);
        }
        self.event(Event::ContactsChanged);
        Ok(())
    }

    /// From now on nothing of theirs is taken, and they are not told so: to them it rings, and what they write stays sent.
    pub(super) fn block(&mut self, now: Moment, id: &[u8], on: bool) -> Result<(), CommandError> {
        let contact = self.contacts.get(id).ok_or(CommandError::NoContact)?;
        if contact.card.is_none() {
            return Err(CommandError::NotOnSotto);
        }
        let mut contact = contact.clone();
        contact.blocked = on;
        self.keep(id.to_vec(), contact);
        let theirs = |other: AccountId| other.as_bytes().as_slice() == id;
        if on
            && self
                .call
                .as_ref()
                .is_some_and(|c| c.rings_here() && theirs(c.other()))
        {
            self.let_go(now, EndReason::NoAnswer);
        }
        Ok(())
    }

    /// A contact to whom something can be sent.
    pub(super) fn reached(&self, account: AccountId) -> Result<&Contact, CommandError> {
        let contact = self
            .contact(account.as_bytes())
            .ok_or(CommandError::NoContact)?;
        match contact.unreached() {
            None => Ok(contact),
            Some(Unreached::NotOnSotto) => Err(CommandError::NotOnSotto),
            Some(Unreached::Blocked) => Err(CommandError::Blocked),
        }
    }

    pub(super) fn is_blocked(&self, account: AccountId) -> bool {
        self.contact(account.as_bytes())
            .is_some_and(|contact| contact.blocked)
    }

    /// A known contact wrote with a newer card: its access token is the one to use.
    pub(super) fn refresh_card(&mut self, account: AccountId, card: &Card) {
        let id = account.to_vec();
        let Some(contact) = self.contacts.get(&id) else {
            return;
        };
        let changed = contact
            .card
            .as_ref()
            .is_none_or(|known| known.access() != card.access());
        if changed {
            let mut contact = contact.clone();
            contact.card = Some(card.clone());
            self.keep(id, contact);
        }
    }
}
