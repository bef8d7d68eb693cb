//! What one phone has claimed over all its lives: each claim was on the disk when it was made, so no kill may undo it.

use std::collections::BTreeMap;

use super::said::{LogRow, State};

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Lives so far; the present one's number.
    pub(super) life: u64,
    /// What the present life shows, contacts and log whole; `None` before its first line.
    pub(super) now: Option<State>,
    /// Account, once joined.
    pub(super) account: Option<String>,
    /// Its cards, oldest first.
    pub(super) cards: Vec<String>,
    pub(super) contacts: BTreeMap<String, Option<String>>,
    pub(super) log: BTreeMap<String, LogRow>,
    /// Calls that it was in.
    pub(super) calls: BTreeMap<String, Call>,
    /// Refused orders and reasons to stop, in its words.
    pub(super) words: Vec<String>,
    /// What contradicted a claim.
    pub(super) broken: Vec<String>,
}

/// A call that a phone was in.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) outgoing: bool,
    pub(super) level: u8,
    /// The server had its invite.
    pub(super) accepted: bool,
    /// In which life it was first seen.
    pub(super) life: u64,
    /// In which life it was answered.
    pub(super) answered: Option<u64>,
}

impl Seen {
    /// A new life begins; what the last one showed is gone, what it claimed is not.
    pub(super) fn begin(&mut self) {
        self.life += 1;
        self.now = None;
    }

    pub(super) fn state(&mut self, mut state: State) {
        match &mut self.now {
            Some(before) => {
                let (contacts, log) = (state.contacts, state.log);
                state.contacts = std::mem::take(&mut before.contacts);
                state.log = std::mem::take(&mut before.log);
                state.contacts.extend(contacts);
                state.log.extend(log);
            }
            // the first line of a life holds everything
            None => self.compare(&state),
        }
        self.claim(&state);
        self.now = Some(state);
    }

    /// Everything that earlier lives claimed must be in what this one found.
    fn compare(&mut self, state: &State) {
        let mut broken = Vec::new();
        if self.account.is_some() && state.account != self.account {
            broken.push(format!("the account is {:?}", state.account));
        }
        for id in self.contacts.keys() {
            if !state.contacts.contains_key(id) {
                broken.push(format!("the contact {id} is lost"));
            }
        }
        for (meeting, row) in &self.log {
            if state.log.get(meeting) != Some(row) {
                let found = state.log.get(meeting);
                broken.push(format!("the row {row:?} of {meeting} is {found:?}"));
            }
        }
        if let (Some(last), Some(card)) = (self.cards.last(), &state.card)
            && card != last
            && self.cards.contains(card)
        {
            broken.push("an older card is back".to_owned());
        }
        for (id, card) in &self.contacts {
            // a newer card of the same person is no loss, none is
            if card.is_some() && state.contacts.get(id).is_some_and(Option::is_none) {
                broken.push(format!("the card of {id} is lost"));
            }
        }
        let life = self.life;
        let told = broken
            .into_iter()
            .map(|what| format!("life {life}: {what}"));
        self.broken.extend(told);
    }

    fn claim(&mut self, state: &State) {
        if state.account.is_some() {
            self.account.clone_from(&state.account);
        }
        if let Some(card) = &state.card
            && self.cards.last() != Some(card)
        {
            self.cards.push(card.clone());
        }
        self.contacts.extend(state.contacts.clone());
        self.log.extend(state.log.clone());
        if let Some(call) = &state.call {
            let seen = self.calls.entry(call.meeting.clone()).or_insert(Call {
                outgoing: call.outgoing,
                level: call.level,
                accepted: false,
                life: self.life,
                answered: None,
            });
            seen.accepted |= call.accepted;
            seen.level = seen.level.max(call.level);
            if matches!(call.phase.as_str(), "Connecting" | "Connected") {
                seen.answered.get_or_insert(self.life);
            }
        }
    }
}
