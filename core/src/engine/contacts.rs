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

    /// One who is blocked stays so, and in the list: without the row they would be a stranger, who may call.
    pub(super) fn forget(&mut self, now: Moment, id: &[u8]) -> Result<(), CommandError> {
        if self.contact(id).is_some_and(|contact| contact.blocked) {
            return Err(CommandError::Blocked);
        }
        self.contacts.remove(id).ok_or(CommandError::NoContact)?;
        let change = Change::delete(Table::Contacts, id);
        self.outputs.push_back(Output::Store(vec![change]));
        if let Ok(account) = AccountId::try_from(id) {
            self.clear_chat(now, account, true);
        }
        self.event(Event::ContactsChanged);
        Ok(())
    }

    /// From now on nothing of theirs is taken and nothing goes to them, and they are not told so: their calls are never
    /// taken, and what they write stays sent. What there is between the two ends.
    pub(super) fn block(&mut self, now: Moment, id: &[u8], on: bool) -> Result<(), CommandError> {
        let contact = self.contacts.get(id).ok_or(CommandError::NoContact)?;
        if contact.card.is_none() {
            return Err(CommandError::NotOnSotto);
        }
        let mut contact = contact.clone();
        contact.blocked = on;
        let theirs = AccountId::try_from(id).ok().filter(|_| on);
        // before nothing goes to them any more: a phone that has not rung yet must not
        if let Some(account) = theirs {
            self.hang_up_with(now, account);
        }
        self.keep(id.to_vec(), contact);
        if let Some(account) = theirs {
            // after: of a Ding that goes they are told nothing
            let clock = self.ding_clock(now);
            self.dings.part_with(clock, account);
            self.drain_dings(now);
            self.chat_changed(account);
        }
        Ok(())
    }

    /// Ends a call and a secure chat with somebody as if the person hung up; of what only rings or waits here they are told
    /// nothing.
    fn hang_up_with(&mut self, now: Moment, account: AccountId) {
        if let Some(call) = self.call.as_mut().filter(|call| call.other() == account) {
            match call.rings_here() {
                true => call.drop_silently(now.at, EndReason::NoAnswer),
                // one that is over already is over
                false => drop(call.hang_up(now.at)),
            }
        }
        self.drain_call(now);
        let talk = self.session.talk.as_mut();
        if let Some(talk) = talk.filter(|talk| talk.other() == account) {
            match talk.is_request() {
                true => talk.drop_silently(now.at, EndReason::Cancelled),
                false => drop(talk.hang_up(now.at)),
            }
        }
        self.drain_session(now);
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
