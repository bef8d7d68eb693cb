//! The receiver's side: what comes rings on its own schedule, whether or not the sender's phone is on.

use std::time::Duration;

use sotto_protocol::id::{AccountId, DingId};
use sotto_protocol::wire::container::content::Body;
use sotto_protocol::wire::ding as wire;

use super::over::{bucket, mark};
use super::{Clock, Dings};
use crate::contact::card::Card;
use crate::ding::content::{ContentError, Taken, id, wipe};
use crate::ding::output::{DingEvent, DingOutput, Mail, MailKind};
use crate::ding::received::Received;
use crate::ding::schedule::Schedule;
use crate::ding::state::{CouldNot, Reason, State};
use crate::ding::{DingError, WAITING, WAITING_FROM_ONE, rows};
use crate::store::Change;

/// How long an answer to a Ding that was not taken may wait to be sent: a day, ms.
const ANSWER: u64 = 24 * 3_600_000;

impl Dings {
    /// Takes a Ding that came from an account. `card` answers someone who is no contact. `with` is stored with it, in one
    /// transaction, whatever becomes of the Ding.
    pub fn handle_ding(
        &mut self,
        now: Clock,
        from: AccountId,
        card: Option<Card>,
        mut ding: wire::Ding,
        with: Vec<Change>,
    ) {
        let Some(id) = id(&ding.id) else {
            wipe(&mut ding);
            return self.store(with);
        };
        // somebody else may have sent one of the same id: those people know it
        if self.over.knows(from, id) || self.find(from, id).is_some() {
            wipe(&mut ding);
            return self.store(with);
        }
        if self.is_full(from) {
            wipe(&mut ding);
            return self.refuse(now, id, (from, card), Reason::Full, with);
        }
        let taken = match Taken::parse(ding, now.master) {
            Ok(taken) => taken,
            // its sender knows by the same clock
            Err(ContentError::Expired) => return self.store(with),
            Err(_) => return self.refuse(now, id, (from, card), Reason::Damaged, with),
        };
        let named = id;
        let id = self.place(from, id);
        let mut received = Received::new((from, named), card, taken, now.master);
        let rings = !self.is_busy() && received.schedule.begin(now.master);
        let mut changes = with;
        let content = received.content.as_ref().map(|c| rows::content(id, c));
        let mail = rings.then(|| {
            received.state.rung_at = Some(now.master);
            told(id, &mut received)
        });
        changes.push(received.change(id));
        changes.extend(content);
        self.received.insert(id, received);
        self.outputs.push_back(DingOutput::Commit { changes, mail });
        if rings {
            self.outputs.push_back(DingOutput::Event(DingEvent::Rings));
        }
        self.changed();
    }

    /// Where a Ding of a sender is kept, if it is.
    fn find(&self, from: AccountId, named: DingId) -> Option<DingId> {
        let theirs = |ding: &Received| ding.from == from && ding.named == named;
        let mut places = [named, mark(from, named)].into_iter();
        places.find(|id| self.received.get(id).is_some_and(theirs))
    }

    /// Where a Ding of a sender is to be kept: under its own id, unless that is another's already.
    fn place(&self, from: AccountId, named: DingId) -> DingId {
        if self.received.contains_key(&named) || self.sent.contains_key(&named) {
            return mark(from, named);
        }
        named
    }

    fn is_full(&self, from: AccountId) -> bool {
        let waits = |ding: &&Received| ding.content.is_some();
        let waiting = self.received.values().filter(waits);
        let from_one = waiting.clone().filter(|ding| ding.from == from).count();
        waiting.count() >= WAITING || from_one >= WAITING_FROM_ONE
    }

    /// Says that a Ding was not taken, and why. Nothing of it is kept but its id.
    fn refuse(
        &mut self,
        now: Clock,
        id: DingId,
        (from, card): (AccountId, Option<Card>),
        reason: Reason,
        with: Vec<Change>,
    ) {
        let state = State {
            revision: 1,
            could_not: Some(CouldNot::over(reason)),
            ..State::default()
        };
        self.owe(from, card);
        let mail = Mail {
            kind: MailKind::State(1),
            ding: mark(from, id),
            to: vec![from],
            body: Body::DingState(state.to_wire(id.as_bytes())),
            expires: now.master.saturating_add(ANSWER),
        };
        self.outputs.push_back(DingOutput::Commit {
            changes: with,
            mail: Some(mail),
        });
    }

    /// Takes a Ding back that an account sent; also one that did not come yet. `with` is stored with it in any case.
    pub fn handle_recall(
        &mut self,
        now: Clock,
        from: AccountId,
        message: &wire::DingRecall,
        with: Vec<Change>,
    ) {
        let mut changes = with;
        let Some(id) = id(&message.id) else {
            return self.store(changes);
        };
        match self.find(from, id) {
            Some(id) => {
                if self.listening.as_ref().is_some_and(|l| l.id == id) {
                    // what was heard of it is told
                    self.stop_hearing(now, Some(CouldNot::over(Reason::Interrupted)));
                }
                changes.extend(self.bury(id));
                self.changed();
            }
            None if self.over.knows(from, id) => {}
            None => {
                let until = now.master.saturating_add(30 * 24 * 3_600_000);
                let (mark, by) = (mark(from, id), bucket(from));
                changes.push(rows::over(mark, until, Some(by)));
                changes.extend(self.over.recalled(mark, until, by).map(rows::gone));
            }
        }
        self.store(changes);
    }

    /// Removes every Ding that came from somebody; one that is being heard is interrupted first.
    pub fn part_with(&mut self, now: Clock, from: AccountId) {
        let theirs = self.received.iter().filter(|(_, ding)| ding.from == from);
        let theirs: Vec<DingId> = theirs.map(|(id, _)| *id).collect();
        if self
            .listening
            .as_ref()
            .is_some_and(|l| theirs.contains(&l.id))
        {
            self.stop_hearing(now, Some(CouldNot::for_now(Reason::Interrupted)));
        }
        let changes: Vec<Change> = theirs.iter().flat_map(|id| self.bury(*id)).collect();
        if !changes.is_empty() {
            self.store(changes);
            self.changed();
        }
    }

    /// Removes a Ding; only its id is remembered, so that no copy of it rings again.
    pub(super) fn bury(&mut self, id: DingId) -> Vec<Change> {
        let Some(ding) = self.received.remove(&id) else {
            return Vec::new();
        };
        let mark = mark(ding.from, ding.named);
        self.over.remember(mark, ding.expires);
        let mut changes = vec![rows::gone(id), rows::over(mark, ding.expires, None)];
        if ding.content.is_some() {
            changes.push(rows::content_gone(id));
        }
        changes
    }

    /// The person confirms: it rings no more.
    ///
    /// # Errors
    /// [`DingError::Unknown`], [`DingError::Confirmed`].
    pub fn confirm(&mut self, now: Clock, id: DingId) -> Result<(), DingError> {
        let ding = self.received.get_mut(&id).ok_or(DingError::Unknown)?;
        if ding.state.confirmed_at.is_some() {
            return Err(DingError::Confirmed);
        }
        ding.state.confirmed_at = Some(now.master);
        ding.rest(now.master, false);
        self.conclude(now, id);
        Ok(())
    }

    /// The person wants to be reminded after a while.
    ///
    /// # Errors
    /// [`DingError::Unknown`], [`DingError::Confirmed`].
    pub fn later(&mut self, now: Clock, id: DingId, after: Duration) -> Result<(), DingError> {
        let ding = self.received.get_mut(&id).ok_or(DingError::Unknown)?;
        if ding.state.confirmed_at.is_some() {
            return Err(DingError::Confirmed);
        }
        let after = u64::try_from(after.as_millis()).unwrap_or(u64::MAX);
        ding.schedule = Schedule::from(now.master.saturating_add(after));
        if ding.kept {
            let change = ding.change(id);
            self.store(vec![change]);
        }
        self.changed();
        Ok(())
    }

    /// Rings what is due and silences what has rung long enough.
    pub(super) fn ring(&mut self, now: Clock) {
        let busy = self.is_busy();
        let mut outputs = Vec::new();
        for (id, ding) in &mut self.received {
            let over = ding.schedule.is_over(now.master);
            let gives_way = busy && ding.rings() && !over;
            if over {
                ding.schedule.hush(now.master, ding.repeat);
            } else if gives_way {
                // rings again when the phone is free
                ding.schedule = Schedule::from(now.master);
            }
            let begins = !busy && ding.schedule.begin(now.master);
            let first = begins && ding.state.rung_at.is_none();
            if !(over || gives_way || begins) {
                continue;
            }
            let mail = first.then(|| {
                ding.state.rung_at = Some(now.master);
                told(*id, ding)
            });
            if ding.kept {
                let changes = vec![ding.change(*id)];
                outputs.push(DingOutput::Commit { changes, mail });
            }
            let event = if begins {
                DingEvent::Rings
            } else {
                DingEvent::Changed
            };
            outputs.push(DingOutput::Event(event));
        }
        self.outputs.extend(outputs);
    }

    /// Something about a Ding that came has changed: the sender is told, and what is not needed any more goes.
    pub(super) fn conclude(&mut self, now: Clock, id: DingId) {
        let Some(ding) = self.received.get_mut(&id) else {
            return;
        };
        let mail = Some(told(id, ding));
        let mut changes = Vec::new();
        let heard_out = !ding.can_be_heard();
        if heard_out {
            ding.content = None;
            changes.push(rows::content_gone(id));
        }
        if heard_out && ding.leaves_no_row() {
            if ding.kept {
                ding.kept = false;
                let (mark, until) = (mark(ding.from, ding.named), ding.expires);
                self.over.remember(mark, until);
                changes.extend([rows::gone(id), rows::over(mark, until, None)]);
            }
            let confirmed = ding.state.confirmed_at.is_some();
            // it stays on the screen, in memory only, until it is confirmed
            if confirmed || ding.expires <= now.master {
                let (from, card) = (ding.from, ding.card.take());
                self.received.remove(&id);
                self.owe(from, card);
            }
        } else if ding.kept {
            changes.push(ding.change(id));
        }
        self.outputs.push_back(DingOutput::Commit { changes, mail });
        self.changed();
    }
}

impl Dings {
    /// Answers are still owed to someone whose Ding is gone, or was not taken.
    fn owe(&mut self, to: AccountId, card: Option<Card>) {
        let Some(card) = card else { return };
        if self.owed.len() >= WAITING {
            self.owed.pop_first();
        }
        self.owed.insert(to, card);
    }
}

/// A picture of the Ding for its sender.
fn told(id: DingId, ding: &mut Received) -> Mail {
    let (to, named, expires) = (vec![ding.from], ding.named, ding.expires);
    let state = ding.tell();
    Mail {
        kind: MailKind::State(state.revision),
        ding: id,
        to,
        body: Body::DingState(state.to_wire(named.as_bytes())),
        // whoever heard it at the last moment still says so
        expires: expires.saturating_add(ANSWER),
    }
}
