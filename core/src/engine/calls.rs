//! The call's outputs become the engine's, and what is left of a call when it ended.

use std::time::Duration;

use sotto_protocol::id::{AccountId, MeetingId};

use super::line::Purpose;
use super::rows::{CallRow, account};
use super::{Engine, Event, Moment, Output, Problem};
use crate::call::{Call, CallOutput, Direction, EndReason, Phase, Violations};
use crate::secure::{Level, Operation};
use crate::store::Change;

/// A call that is over, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedCall {
    /// Why.
    pub reason: EndReason,
    /// With whom; `None` where the level hid names.
    pub other: Option<AccountId>,
    /// The level at the end.
    pub level: Level,
    /// How long sound flowed.
    pub duration: Duration,
    /// What secure mode forbids and happened all the same, at the end.
    pub violations: Violations,
    /// Made or received here.
    pub direction: Direction,
    /// This phone's person ended it.
    pub here: bool,
    /// What kept the call from being made, where that is known.
    pub problem: Option<Problem>,
}

/// A row of the call log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedCall {
    /// The call.
    pub meeting: MeetingId,
    /// With whom.
    pub other: Option<AccountId>,
    /// Made or received here.
    pub direction: Direction,
    /// Master clock, ms since 1970.
    pub started: u64,
    /// How long sound flowed.
    pub duration: Duration,
    /// Why it ended.
    pub reason: EndReason,
}

impl LoggedCall {
    /// It rang here and nobody took it, nor declined it.
    #[must_use]
    pub fn was_missed(&self) -> bool {
        let settled = matches!(
            self.reason,
            EndReason::Declined | EndReason::AnsweredElsewhere
        );
        self.direction == Direction::Incoming && self.duration.is_zero() && !settled
    }
}

impl Engine {
    /// Adds a row to the call log; the changes belong into the transaction of what ended.
    pub(super) fn log_call(&mut self, meeting: MeetingId, row: CallRow) -> Vec<Change> {
        let contacts = &self.contacts;
        let is_stranger = |row: &CallRow| !contacts.contains_key(&row.other);
        super::log::add(&mut self.log, meeting, row, is_stranger)
    }

    /// The call log, oldest first.
    #[must_use]
    pub fn call_log(&self) -> Vec<LoggedCall> {
        let mut log: Vec<LoggedCall> = self
            .log
            .iter()
            .map(|(meeting, row)| LoggedCall {
                meeting: *meeting,
                other: account(&row.other),
                direction: if row.outgoing {
                    Direction::Outgoing
                } else {
                    Direction::Incoming
                },
                started: row.started,
                duration: Duration::from_millis(row.duration),
                reason: EndReason::from_wire(row.reason),
            })
            .collect();
        log.sort_by_key(|call| call.started);
        log
    }

    pub(super) fn drain_call(&mut self, now: Moment) {
        while let Some(output) = self.call.as_mut().and_then(|call| call.poll_output()) {
            self.log_forbidden |= self
                .call
                .as_ref()
                .is_some_and(|call| call.guard().forbids(Operation::CallLog));
            self.settle_raised();
            self.settle_answered();
            match output {
                CallOutput::NeedMedia => {
                    self.sockets = None;
                    self.binding += 1;
                    self.outputs.push_back(Output::BindMedia);
                }
                CallOutput::Invite => self.invite(now),
                CallOutput::Signal { device, sealed } => self.signal(device, sealed),
                CallOutput::Cancel(_) if self.yielding => {}
                CallOutput::Cancel(reason) => {
                    if let Some((other, meeting)) = self.call.as_ref().map(|c| (c.other(), c.id()))
                    {
                        self.notice(now, other, meeting, reason);
                    }
                }
                CallOutput::Forbid(operation) => self.forbid(operation),
                CallOutput::Attest(challenge) => self.outputs.push_back(Output::Attest(challenge)),
                CallOutput::Allow(operation) => self.allow(operation),
                CallOutput::Datagram(datagram) => {
                    self.outputs.push_back(Output::Datagram(datagram));
                }
                CallOutput::OpenStream { relay, protocol } => {
                    self.outputs
                        .push_back(Output::OpenStream { relay, protocol });
                }
                CallOutput::CloseStream { relay, protocol } => {
                    self.outputs
                        .push_back(Output::CloseStream { relay, protocol });
                }
                CallOutput::PathReady => self.event(Event::PathReady),
                CallOutput::Changed => self.event(Event::CallChanged),
                CallOutput::Ended(reason) => self.call_ended(now, reason),
            }
            self.answer_by_itself(now);
        }
        self.session_gives_way(now);
        self.drain_texts(now);
    }

    fn invite(&mut self, now: Moment) {
        let Some((other, meeting)) = self.call.as_ref().map(|c| (c.other(), c.id())) else {
            return;
        };
        if !self.fetch_keys(other, Purpose::Keys(meeting)) {
            self.give_up(now, meeting, EndReason::CannotConnect);
        }
    }

    fn signal(&mut self, device: sotto_protocol::id::DeviceId, sealed: Vec<u8>) {
        let Some(other) = self.call.as_ref().map(|call| call.other()) else {
            return;
        };
        self.signal_to(other, device, sealed);
    }

    pub(super) fn signal_to(
        &mut self,
        other: AccountId,
        device: sotto_protocol::id::DeviceId,
        sealed: Vec<u8>,
    ) {
        if let Some(access) = self.card_of(other).map(|card| card.access().to_vec()) {
            self.send_signal(other, device, access, sealed);
        }
    }

    /// After glare: the person dialled this very person, so the call needs no second answer.
    fn answer_by_itself(&mut self, now: Moment) {
        let Some(level) = self.answer_at else { return };
        let Some(call) = &mut self.call else { return };
        if !call.can_answer() || !call.has_rung() {
            return;
        }
        self.answer_at = None;
        if call.answer(now.at).is_ok() {
            // the same or a lower level leaves the call as it is
            let _ = call.raise(now.at, level);
            self.settle_ringing(None);
        }
    }

    /// Somebody answered here, at once or when this phone was armed: its container is done with before the answer goes out.
    pub(super) fn settle_answered(&mut self) {
        if self.call.as_ref().is_some_and(Call::is_answered) {
            self.settle_ringing(None);
        }
    }

    fn call_ended(&mut self, now: Moment, reason: EndReason) {
        let Some(call) = self.call.take() else { return };
        let duration = call
            .connected_at()
            .map_or(Duration::ZERO, |at| now.at.saturating_duration_since(at));
        let master = self.master(now);
        let row = CallRow {
            other: call.other().to_vec(),
            outgoing: call.direction() == Direction::Outgoing,
            started: master.saturating_sub(call.age(now.at).as_millis() as u64),
            duration: duration.as_millis() as u64,
            reason: reason.to_wire().into(),
            level: call.level().number().into(),
        };
        if call.direction() == Direction::Incoming && !self.is_contact(call.other()) {
            let elsewhere = reason == EndReason::AnsweredElsewhere;
            self.strangers
                .over(now.at, elsewhere || call.answered_at().is_some());
        }
        let meeting = call.id();
        // a level above what this phone knows forbids everything, so this never writes too much (S1.2)
        let hidden = call
            .guard()
            .levels()
            .forbidden(call.level())
            .contains(Operation::CallLog);
        let logged = !self.yielding && !self.log_forbidden && !hidden;
        let row = logged.then_some(row);
        if !self.settle_ringing(row.clone())
            && let Some(row) = row
        {
            let changes = self.log_call(meeting, row);
            self.outputs.push_back(Output::Store(changes));
            self.event(Event::CallLogged);
        }
        let names_hidden = call
            .guard()
            .levels()
            .forbidden(call.level())
            .contains(Operation::Identity);
        self.ended = Some(EndedCall {
            reason,
            other: (!names_hidden).then_some(call.other()),
            level: call.level(),
            duration,
            violations: call.violations(),
            direction: call.direction(),
            here: call.was_ended_here(),
            problem: self.problem.take().filter(|problem| {
                reason == EndReason::CannotConnect || *problem == Problem::SystemBusy
            }),
        });
        self.anonymous.forget(
            |purpose| matches!(purpose, Purpose::Keys(id) | Purpose::Invite(id) if *id == meeting),
        );
        self.answer_at = None;
        self.sockets = None;
        self.outputs.push_back(Output::ReleaseMedia);
        if self.yielding {
            self.ended = None;
        } else {
            self.event(Event::Ended(reason));
        }
        debug_assert!(matches!(call.phase(), Phase::Ended(_)));
    }

    /// The phone's system does not let the call of this number be: whoever called learns that the phone is busy.
    pub(super) fn system_refused(&mut self, now: Moment, number: u64) {
        let Some(call) = self.call.as_mut().filter(|_| self.call_number == number) else {
            return;
        };
        self.problem = Some(Problem::SystemBusy);
        let reason = match call.rings_here() {
            true => EndReason::Busy,
            false => EndReason::CannotConnect,
        };
        call.give_up(now.at, reason);
    }
}
