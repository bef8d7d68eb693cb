//! What the engine says of itself.

use sotto_protocol::id::AccountId;

use super::{AudioRoutes, EndedCall, Engine, Event};
use crate::call::Call;
use crate::contact::Contact;
use crate::contact::card::Card;
use crate::secure::Levels;

impl Engine {
    /// The call that there is.
    #[must_use]
    pub fn call(&self) -> Option<&Call> {
        self.call.as_ref()
    }

    /// How the last call ended, until the next one begins.
    #[must_use]
    pub fn ended(&self) -> Option<&EndedCall> {
        self.ended.as_ref()
    }

    /// Which ways sound can take and which it takes, as the shell said last.
    #[must_use]
    pub const fn audio_routes(&self) -> AudioRoutes {
        self.routes
    }

    /// The number of the present call, or of the last one: how many there were since the phone was opened.
    #[must_use]
    pub const fn call_number(&self) -> u64 {
        self.call_number
    }

    pub(super) fn routed(&mut self, routes: AudioRoutes) {
        let changed = std::mem::replace(&mut self.routes, routes) != routes;
        if changed && self.call.is_some() {
            self.event(Event::CallChanged);
        } else if changed && self.dings.listening().is_some() {
            // the screen goes dark at the ear only
            self.event(Event::DingsChanged);
        }
    }

    /// The person has seen how the last call ended.
    pub(super) fn dismiss_ended(&mut self) {
        if self.ended.take().is_some() {
            self.event(Event::CallChanged);
        }
    }

    /// Levels that this phone knows.
    #[must_use]
    pub fn levels(&self) -> &Levels {
        &self.config.levels
    }

    /// Whether no real system stands behind the platform's answers.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.config.simulated
    }

    /// What completes national telephone numbers.
    #[must_use]
    pub fn country(&self) -> Option<crate::contact::identifier::CountryCode> {
        self.config.country
    }

    /// A contact by its id.
    #[must_use]
    pub fn contact(&self, id: &[u8]) -> Option<&Contact> {
        self.contacts.get(id)
    }

    /// The contacts, by id.
    pub fn contacts(&self) -> impl Iterator<Item = (&[u8], &Contact)> {
        self.contacts.iter().map(|(id, c)| (id.as_slice(), c))
    }

    /// My card, once joined.
    #[must_use]
    pub fn card(&self) -> Option<&Card> {
        let account = self.account.as_ref()?;
        account.row.joined.then_some(&account.card)
    }

    /// Whether the server took this phone in.
    #[must_use]
    pub fn is_joined(&self) -> bool {
        self.card().is_some()
    }

    /// Whether this phone can be reached: signed in, with its prekeys on the server.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.signed_in && !self.publishing
    }

    /// What this phone still has to do or waits for, as a count: unanswered requests, those to be sent again, notices,
    /// outputs not yet taken. Back at a small number whenever nothing is going on.
    #[must_use]
    pub fn pending(&self) -> usize {
        let requests = self.mine.waiting() + self.anonymous.waiting();
        requests + self.retries.len() + self.posts.len() + self.outputs.len()
    }

    /// Whether the server has answered everything that this phone said: then nothing is lost by closing it.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let quiet = self.mine.is_quiet() && self.anonymous.is_quiet();
        quiet && !self.publishing && self.outputs.is_empty()
    }

    /// The user key of an account that this phone knows, for the safety number.
    #[must_use]
    pub fn user_key_of(&self, account: AccountId) -> Option<[u8; 32]> {
        self.card_of(account).map(|card| *card.user_key())
    }
}
