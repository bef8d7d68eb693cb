//! The machine: all Dings of a phone.

mod compose;
mod hearing;
mod over;
mod receiving;
mod sending;

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use prost::Message;
use sotto_protocol::id::{AccountId, DingId};

use super::listening::{Listening, Utterance};
use super::output::{DingEvent, DingOutput};
use super::received::Received;
use super::rows;
use super::sent::Sent;
use crate::contact::card::Card;
use crate::secure::{Levels, Operation};
use crate::store::Change;

pub use compose::Compose;
pub use hearing::LATER;
use over::Over;

/// A point in time by both clocks.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    /// Monotonic.
    pub at: Instant,
    /// The server's master clock, ms since 1970.
    pub master: u64,
}

/// How long what is over stays in the lists, ms: a week.
const LISTED: u64 = 7 * 24 * 3_600_000;

/// See the module.
pub struct Dings {
    levels: Levels,
    simulated: bool,
    speaks: bool,
    received: BTreeMap<DingId, Received>,
    sent: BTreeMap<DingId, Sent>,
    /// Marks of Dings that are not taken (again).
    over: Over,
    /// Cards of people whose Ding is gone and who are owed an answer; in memory only.
    owed: BTreeMap<AccountId, Card>,
    listening: Option<Listening>,
    compose: Compose,
    /// A call has the phone's sound: nothing rings and nothing is heard.
    busy: bool,
    barriers: u64,
    utterance: Utterance,
    /// The newest time that is known; none before the first input.
    clock: Option<Clock>,
    /// Something is to be looked at as soon as the time is known: rows that were loaded, a call that ended.
    unmended: bool,
    outputs: VecDeque<DingOutput>,
}

impl Dings {
    /// No Dings. `simulated`: no real system stands behind the platform's answers; `speaks`: the phone has a speech
    /// synthesiser.
    #[must_use]
    pub fn new(levels: Levels, simulated: bool, speaks: bool) -> Self {
        Self {
            levels,
            simulated,
            speaks,
            received: BTreeMap::new(),
            sent: BTreeMap::new(),
            over: Over::default(),
            owed: BTreeMap::new(),
            listening: None,
            compose: Compose::Nothing,
            busy: false,
            barriers: 0,
            utterance: Utterance::default(),
            clock: None,
            unmended: false,
            outputs: VecDeque::new(),
        }
    }

    /// The levels that the phone knows from now on; what is being heard keeps its own.
    pub fn set_levels(&mut self, levels: Levels) {
        self.levels = levels;
    }

    /// Takes a stored row of [`crate::store::Table::Dings`]; `None` when it cannot be read.
    pub(crate) fn load(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let id = DingId::try_from(key).ok()?;
        let row = rows::Row::decode(value).ok()?;
        if let Some(received) = row.received {
            self.received.insert(id, Received::of_row(id, received)?);
        } else if let Some(sent) = row.sent {
            self.sent.insert(id, Sent::of_row(sent)?);
        } else {
            self.over.load(id, row.over?, row.early);
        }
        self.unmended = true;
        Some(())
    }

    /// Takes a stored row of [`crate::store::Table::DingContents`], after all of [`Self::load`]; `None` when it cannot be read.
    pub(crate) fn load_content(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        let id = DingId::try_from(key).ok()?;
        let content = rows::read_content(value)?;
        if let Some(received) = self.received.get_mut(&id) {
            received.content = Some(content);
        }
        Some(())
    }

    /// Does what is due. The machine must know the time before anything else: call this or [`Self::tick`] first.
    pub fn handle_timeout(&mut self, now: Clock) {
        self.clock = Some(now);
        if std::mem::take(&mut self.unmended) {
            self.mend(now);
        }
        self.hearing_timeout(now);
        self.stop_unseen(now);
        self.expire(now);
        self.ring(now);
    }

    /// The time; does what is due.
    pub fn tick(&mut self, now: Clock) {
        self.clock = Some(now);
        if self.unmended || self.deadline().is_some_and(|at| at <= now.at) {
            self.handle_timeout(now);
        }
    }

    /// The phone stops: nothing is heard or recorded any more.
    pub(crate) fn stop_all(&mut self) {
        self.listening = None;
        self.compose = Compose::Nothing;
        self.outputs.clear();
    }

    /// Whether a call has the phone's sound.
    pub fn set_busy(&mut self, busy: bool) {
        // what rings gives way, what waited rings
        self.unmended |= self.busy != busy;
        self.busy = busy;
    }

    /// When [`Self::handle_timeout`] is wanted.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let clock = self.clock?;
        let busy = self.is_busy();
        let rings = self.received.values();
        let rings = rings.filter_map(|ding| ding.schedule.deadline(busy));
        let heard = self.listening.as_ref().map(Listening::id);
        let others = self.received.iter().filter(|(id, _)| Some(**id) != heard);
        let ends = others.map(|(_, ding)| ding.ends());
        let sent = self.sent.values().map(|ding| ding.ends(clock.master));
        let over = self.over.ends();
        let next = rings.chain(ends).chain(sent).chain(over).min();
        let at = |ms: u64| clock.at + Duration::from_millis(ms.saturating_sub(clock.master));
        let listening = self.listening.as_ref().and_then(Listening::deadline);
        next.map(at)
            .into_iter()
            .chain(listening)
            .chain(self.unseen_at())
            .min()
    }

    /// The next thing to do.
    pub fn poll_output(&mut self) -> Option<DingOutput> {
        self.outputs.pop_front()
    }

    /// Dings that came.
    pub fn received(&self) -> impl Iterator<Item = (DingId, &Received)> {
        self.received.iter().map(|(id, ding)| (*id, ding))
    }

    /// A Ding that came.
    #[must_use]
    pub fn received_by(&self, id: DingId) -> Option<&Received> {
        self.received.get(&id)
    }

    /// Dings that were sent.
    pub fn sent(&self) -> impl Iterator<Item = (DingId, &Sent)> {
        self.sent.iter().map(|(id, ding)| (*id, ding))
    }

    /// A Ding that was sent.
    #[must_use]
    pub fn sent_by(&self, id: DingId) -> Option<&Sent> {
        self.sent.get(&id)
    }

    /// The oldest Ding that rings.
    #[must_use]
    pub fn ringing(&self) -> Option<DingId> {
        let ringing = self.received.iter().filter(|(_, ding)| ding.rings());
        ringing
            .min_by_key(|(_, ding)| ding.sent_at())
            .map(|(id, _)| *id)
    }

    /// Of the Dings that ring, the one that began last.
    #[must_use]
    pub fn rang_last(&self) -> Option<DingId> {
        let ringing = self.received.iter().filter(|(_, ding)| ding.rings());
        ringing
            .max_by_key(|(_, ding)| ding.schedule.until)
            .map(|(id, _)| *id)
    }

    /// The Ding that is being heard.
    #[must_use]
    pub fn listening(&self) -> Option<&Listening> {
        self.listening.as_ref()
    }

    /// What is being recorded, or was and is not sent yet.
    #[must_use]
    pub fn compose(&self) -> &Compose {
        &self.compose
    }

    /// Whether the phone can speak texts.
    #[must_use]
    pub fn speaks(&self) -> bool {
        self.speaks
    }

    /// Whether an operation is forbidden now, because a secure Ding is being heard.
    #[must_use]
    pub fn forbids(&self, operation: Operation) -> bool {
        let listening = self.listening.as_ref();
        listening.is_some_and(|listening| listening.guard.forbids(operation))
    }

    /// The card of someone whose Ding waits here, to answer by.
    pub(crate) fn card_of(&self, account: AccountId) -> Option<&Card> {
        let mut from = self.received.values().filter(|ding| ding.from == account);
        from.find_map(|ding| ding.card.as_ref())
            .or_else(|| self.owed.get(&account))
    }

    fn is_busy(&self) -> bool {
        self.busy || self.listening.is_some()
    }

    fn store(&mut self, changes: Vec<Change>) {
        if !changes.is_empty() {
            let mail = None;
            self.outputs.push_back(DingOutput::Commit { changes, mail });
        }
    }

    fn changed(&mut self) {
        self.outputs
            .push_back(DingOutput::Event(DingEvent::Changed));
    }

    /// Ends what has come to its end.
    fn expire(&mut self, now: Clock) {
        let mut changes = Vec::new();
        let heard = self.listening.as_ref().map(Listening::id);
        for (id, ding) in &mut self.received {
            if ding.expires <= now.master && heard != Some(*id) {
                changes.extend(ding.expired(*id));
            }
        }
        let ended = |ding: &Received| ding.ends() <= now.master;
        let gone = self
            .received
            .extract_if(.., |id, ding| ended(ding) && heard != Some(*id));
        changes.extend(
            gone.filter(|(_, ding)| ding.kept)
                .map(|(id, _)| rows::gone(id)),
        );
        for (id, ding) in &mut self.sent {
            changes.extend(ding.close(*id, now.master));
        }
        let listed = |ding: &Sent| ding.expires.saturating_add(LISTED) > now.master;
        let gone = self.sent.extract_if(.., |_, ding| !listed(ding));
        changes.extend(
            gone.filter(|(_, ding)| ding.kept)
                .map(|(id, _)| rows::gone(id)),
        );
        let gone = self.over.expire(now.master);
        changes.extend(gone.into_iter().map(rows::gone));
        if !changes.is_empty() {
            self.store(changes);
            self.changed();
        }
    }

    /// After a restart.
    fn mend(&mut self, now: Clock) {
        let ids: Vec<DingId> = self.received.keys().copied().collect();
        for id in ids {
            let Some(ding) = self.received.get_mut(&id) else {
                continue;
            };
            if ding.mend() {
                self.conclude(now, id);
            }
        }
    }
}

impl Received {
    /// When it leaves the lists: at once from level 2 on, else a week after it expired.
    fn ends(&self) -> u64 {
        if self.leaves_no_row() {
            return self.expires;
        }
        if self.content.is_some() || self.schedule.at.is_some() {
            return self.expires;
        }
        self.expires.saturating_add(LISTED)
    }

    /// Its time is over.
    fn expired(&mut self, id: DingId) -> Vec<Change> {
        let was = (self.content.take().is_some(), self.schedule);
        self.schedule = super::schedule::Schedule::REST;
        let mut changes = Vec::new();
        if was.0 {
            changes.push(rows::content_gone(id));
        }
        if was != (false, self.schedule) && self.kept {
            changes.push(self.change(id));
        }
        changes
    }
}

impl Sent {
    /// When it is looked at again.
    fn ends(&self, now: u64) -> u64 {
        if self.expires > now {
            self.expires
        } else {
            self.expires.saturating_add(LISTED)
        }
    }

    /// From level 2 on the row goes as soon as nothing more is expected.
    fn close(&mut self, id: DingId, now: u64) -> Option<Change> {
        let closes = self.kept && self.leaves_no_row() && self.is_over(now);
        closes.then(|| {
            self.kept = false;
            rows::gone(id)
        })
    }
}
