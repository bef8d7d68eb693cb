//! A Ding that was sent: how far it is with each person.

use std::collections::BTreeMap;
use std::time::Duration;

use sotto_protocol::id::{AccountId, DeviceId};
use sotto_protocol::limits;

use super::draft::{NoRoute, Repeat, Route};
use super::state::{CouldNot, State};
use crate::post::PostFailure;
use crate::secure::Level;

/// A Ding that was sent. What it said is not kept.
pub struct Sent {
    pub(super) level: Level,
    pub(super) plays: u32,
    pub(super) repeat: Option<Repeat>,
    pub(super) expires: u64,
    pub(super) sent_at: u64,
    /// How long its recording is; none for a text.
    pub(super) length: Option<Duration>,
    pub(super) recalled_at: Option<u64>,
    pub(super) people: Vec<Person>,
    /// Whether there is a row of it; not from level 2 on once it is over.
    pub(super) kept: bool,
}

/// One person that a Ding was sent to.
pub struct Person {
    pub(super) contact: Vec<u8>,
    pub(super) route: Route,
    pub(super) delivery: Delivery,
    pub(super) devices: BTreeMap<DeviceId, State>,
}

/// How far a Ding is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    Waits,
    Taken,
    Failed(PostFailure),
}

/// How far a Ding is with one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Waits on this phone.
    Waits,
    /// On the server; the person's phone has not rung yet.
    Sent,
    /// It rang; when first, ms on the master clock.
    Rung(u64),
    /// It was heard so often, the last time then.
    Heard(u32, u64),
    /// It was confirmed then.
    Confirmed(u64),
    /// It was tried and could not be heard.
    CouldNot(CouldNot),
    /// It was not sent.
    NotSent(PostFailure),
    /// There is no way to this person.
    NoRoute(NoRoute),
    /// It was taken back before it was heard.
    Recalled,
    /// Its time was over before it was heard.
    Expired,
}

impl Person {
    pub(super) fn new(contact: Vec<u8>, route: Route) -> Self {
        Self {
            contact,
            route,
            delivery: Delivery::Waits,
            devices: BTreeMap::new(),
        }
    }

    /// The contact's id; at a level that hides people no view may show it.
    #[must_use]
    pub fn contact(&self) -> &[u8] {
        &self.contact
    }

    /// The account that it went to.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self.route {
            Route::App(account) => Some(account),
            Route::None(_) => None,
        }
    }

    /// All devices of the person taken together.
    #[must_use]
    pub fn state(&self) -> State {
        let all = || self.devices.values();
        State {
            revision: 0,
            rung_at: all().filter_map(|s| s.rung_at).min(),
            heard: all().fold(0, |sum, s| sum.saturating_add(s.heard)),
            heard_at: all().filter_map(|s| s.heard_at).max(),
            confirmed_at: all().filter_map(|s| s.confirmed_at).min(),
            could_not: all().find_map(|s| s.could_not),
        }
    }

    /// Takes what a device of the person says; gives whether it is news.
    pub(super) fn take(&mut self, device: DeviceId, state: State) -> bool {
        if !self.devices.contains_key(&device) && self.devices.len() >= limits::DEVICES {
            return false;
        }
        let known = self.devices.get(&device);
        if known.is_some_and(|known| known.revision >= state.revision) {
            return false;
        }
        self.devices.insert(device, state);
        true
    }
}

impl Sent {
    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// How often each person may hear it; 0: as often as wanted.
    #[must_use]
    pub fn plays(&self) -> u32 {
        self.plays
    }

    /// Whether and when it rings again.
    #[must_use]
    pub fn repeat(&self) -> Option<Repeat> {
        self.repeat
    }

    /// When it is over, ms on the master clock.
    #[must_use]
    pub fn expires(&self) -> u64 {
        self.expires
    }

    /// When it was sent, ms on the master clock.
    #[must_use]
    pub fn sent_at(&self) -> u64 {
        self.sent_at
    }

    /// How long its recording is; none for a text.
    #[must_use]
    pub fn length(&self) -> Option<Duration> {
        self.length
    }

    /// When it was taken back.
    #[must_use]
    pub fn recalled_at(&self) -> Option<u64> {
        self.recalled_at
    }

    /// The people, in the order in which they were chosen.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// How far it is with one of its people at `now`, ms on the master clock.
    #[must_use]
    pub fn progress(&self, person: &Person, now: u64) -> Progress {
        if let Route::None(why) = person.route {
            return Progress::NoRoute(why);
        }
        let state = person.state();
        if let Some(at) = state.confirmed_at {
            return Progress::Confirmed(at);
        }
        if state.heard > 0 {
            return Progress::Heard(state.heard, state.heard_at.unwrap_or(self.sent_at));
        }
        if let Delivery::Failed(why) = person.delivery {
            return Progress::NotSent(why);
        }
        if let Some(could_not) = state.could_not.filter(|c| c.over) {
            return Progress::CouldNot(could_not);
        }
        if self.recalled_at.is_some() {
            return Progress::Recalled;
        }
        if self.expires <= now {
            return Progress::Expired;
        }
        match (state.could_not, state.rung_at, person.delivery) {
            (Some(could_not), ..) => Progress::CouldNot(could_not),
            (None, Some(at), _) => Progress::Rung(at),
            (None, None, Delivery::Taken) => Progress::Sent,
            (None, None, _) => Progress::Waits,
        }
    }

    /// Whether nothing more is expected of anyone at `now`.
    #[must_use]
    pub fn is_over(&self, now: u64) -> bool {
        let done = |person: &Person| match self.progress(person, now) {
            Progress::NotSent(_) | Progress::NoRoute(_) => true,
            Progress::Confirmed(_) => self.is_heard_out(person),
            _ => false,
        };
        self.expires <= now || self.recalled_at.is_some() || self.people.iter().all(done)
    }

    /// Whether it was heard as often as this phone's person allowed, or cannot be heard any more. One that may be heard as
    /// often as wanted is done with once it was confirmed.
    fn is_heard_out(&self, person: &Person) -> bool {
        let plays = match self.plays {
            0 if self.level.is_secure() => 1,
            plays => plays,
        };
        let state = person.state();
        state.heard >= plays || state.could_not.is_some_and(|could_not| could_not.over)
    }

    /// The person of an account.
    pub(super) fn person_mut(&mut self, account: AccountId) -> Option<&mut Person> {
        let mut people = self.people.iter_mut();
        people.find(|person| person.account() == Some(account))
    }

    /// Accounts that it went to, or goes to.
    pub(super) fn accounts(&self) -> Vec<AccountId> {
        self.people.iter().filter_map(Person::account).collect()
    }

    /// From level 2 on no row is kept of what is over (S1.2).
    pub(super) fn leaves_no_row(&self) -> bool {
        self.level >= Level::TWO
    }
}
