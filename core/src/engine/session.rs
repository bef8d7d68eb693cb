//! Secure mode between two phones without a call: *asked → accepted → armed on both → left* (S1.1, S2.8). The machine is a
//! [`Call`] that carries texts (docs/decisions/012); here it meets the chat, calls, Dings and the mailbox.
//!
//! There is at most one. It never takes a row: not of the request, not of its end. A call with the same person takes it
//! over once it rings; a call of anybody makes a request that was not accepted give way.

use rand::CryptoRng;
use sotto_protocol::id::{AccountId, DeviceId, MeetingId};
use sotto_protocol::wire::container::Invite;

use super::deliver::Held;
use super::glare::{Glare, glare};
use super::line::Purpose;
use super::{CommandError, Engine, Event, Moment, Output};
use crate::call::{
    Call, CallConfig, CallOutput, Direction, EndReason, Kind, Phase, ReportKeys, Violations,
};
use crate::chat::Delivery;
use crate::contact::card::Card;
use crate::container::{MeetingKey, SignalSalt};
use crate::secure::{Level, Operation, Reason};

/// A secure chat that is over, for the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndedSession {
    /// With whom; `None` where the level hid names.
    pub other: Option<AccountId>,
    /// Why.
    pub reason: EndReason,
    /// The level at the end.
    pub level: Level,
    /// What secure mode forbids and happened all the same.
    pub violations: Violations,
    /// Texts written here of which the other phone did not say that it showed them.
    pub unconfirmed: usize,
}

/// See the module.
#[derive(Default)]
pub(super) struct SessionState {
    pub(super) talk: Option<Call>,
    /// The container of a request: kept unacknowledged until the person accepted or it is over.
    held: Option<Held>,
    /// Both asked each other, and their request won: accepted here by itself, then raised to this level.
    join_at: Option<Level>,
    /// This end is no news: both asked, and this phone's own request lost.
    yielding: bool,
    ended: Option<EndedSession>,
    /// A life before this one ended in secure mode.
    pub(super) cut_off: bool,
}

impl SessionState {
    /// The secure chat for which this phone is in secure mode: not a request that its person did not accept.
    pub(super) fn armed(&self) -> Option<&Call> {
        self.talk.as_ref().filter(|talk| !talk.is_request())
    }

    /// The phone stops: nothing is left of it.
    pub(super) fn stop(&mut self) {
        self.talk = None;
        self.held = None;
        self.join_at = None;
    }

    pub(super) fn is_armed(&self) -> bool {
        self.armed().is_some()
    }

    /// Whether a call of this person cannot come in: there is a secure chat with somebody else.
    pub(super) fn keeps_out(&self, other: AccountId) -> bool {
        self.armed().is_some_and(|talk| talk.other() != other)
    }
}

impl Engine {
    /// The secure chat that there is, asked for or going on.
    #[must_use]
    pub fn session(&self) -> Option<&Call> {
        self.session.talk.as_ref()
    }

    /// How the last secure chat ended, until the next one begins or it is dismissed.
    #[must_use]
    pub fn ended_session(&self) -> Option<&EndedSession> {
        self.session.ended.as_ref()
    }

    /// Whether this phone stopped in secure mode and started again; until it is dismissed.
    #[must_use]
    pub fn was_cut_off(&self) -> bool {
        self.session.cut_off
    }

    /// What carries texts of secure mode now: the secure chat, or the call.
    pub(super) fn text_carrier(&mut self) -> Option<&mut Call> {
        let session = self.session.talk.as_mut();
        session
            .filter(|talk| !talk.is_request())
            .or(self.call.as_mut())
    }

    /// Nothing counts as known for longer than it is, however late a timer comes.
    pub(super) fn tick_session(&mut self, now: Moment) {
        if let Some(talk) = &mut self.session.talk {
            talk.beat_if_due(now.at);
        }
    }

    pub(super) fn ask_session(
        &mut self,
        now: Moment,
        other: AccountId,
        level: Level,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        self.may_begin()?;
        if let Some(talk) = &self.session.talk {
            // they asked first: both want it
            if !talk.is_request() || talk.other() != other {
                return Err(CommandError::InSecureChat);
            }
            self.join_session(now)?;
            if let Some(talk) = self.session.talk.as_mut().filter(|t| t.level() < level) {
                talk.raise(now.at, level)?;
            }
            return Ok(());
        }
        let talk = self.outgoing(now, Kind::Texts, other, level, rng)?;
        self.dings_give_way(now);
        self.begin_session(talk);
        Ok(())
    }

    fn begin_session(&mut self, talk: Call) {
        let other = talk.other();
        self.session.ended = None;
        self.session.cut_off = false;
        self.session.join_at = None;
        self.session.talk = Some(talk);
        self.event(Event::SecureChatChanged);
        self.chat_changed(other);
    }

    /// Somebody asks for a secure chat.
    pub(super) fn session_asked(
        &mut self,
        now: Moment,
        held: Held,
        mut invite: Invite,
        (other, device, device_key): (AccountId, DeviceId, [u8; 32]),
        card: Option<Card>,
        rng: &mut impl CryptoRng,
    ) {
        if self.session.held.as_ref().is_some_and(|h| h.id == held.id) {
            return; // delivered again while it waits
        }
        let invited = Level::new(u8::try_from(invite.level).unwrap_or(u8::MAX));
        let key = MeetingKey::take(&mut invite.meeting_key);
        let (Some(card), Ok(key), Some(meeting)) = (card, key, invite.meeting.take()) else {
            return self.settle(held, None);
        };
        let master = self.master(now);
        let late = invite.rings_until <= master;
        let same = self
            .session
            .talk
            .as_ref()
            .is_some_and(|talk| talk.id() == held.meeting);
        // whoever is no contact may write first, and ask once they were accepted
        if late || same || !invited.is_secure() || !self.is_contact(other) {
            return self.settle(held, None);
        }
        if self.rings_for_stranger() {
            self.let_go(now, EndReason::NoAnswer);
        }
        let known = self.session.talk.as_ref();
        let calling = self.call.as_ref().map(Call::other);
        let mut join_at = None;
        let busy = if calling.is_some() || self.dings.hears_secure() {
            // with the same person the call is the greater thing
            calling != Some(other)
        } else {
            match known.map(|talk| glare(talk, (other, device), held.meeting, meeting.started_at)) {
                Some(Glare::None) => true,
                Some(Glare::Ours) => return self.settle(held, None),
                Some(Glare::Theirs) => {
                    join_at = self.session_yields(now, invited);
                    false
                }
                Some(Glare::Replaces(_)) => {
                    if let Some(talk) = &mut self.session.talk {
                        talk.drop_silently(now.at, EndReason::NetworkLost);
                    }
                    self.drain_session(now);
                    false
                }
                None => false,
            }
        };
        if busy || calling.is_some() {
            if busy {
                self.tell_busy(&key, (other, device), &card, master, rng);
            }
            return self.settle(held, None);
        }
        let choice = self.choice(now, other, (invited, Reason::Other));
        let Some(identity) = self.account.as_ref().map(|a| &a.identity) else {
            return;
        };
        let me = identity.device_id();
        let proof = ReportKeys::new(identity.device(), &device_key, held.meeting, me, device);
        let config = CallConfig {
            kind: Kind::Texts,
            direction: Direction::Incoming,
            id: held.meeting,
            meeting,
            key,
            salt: SignalSalt::generate(rng),
            me,
            other,
            choice,
            invited,
            relay_only: true,
            simulated: self.config.simulated,
            levels: self.config.levels.clone(),
            verifier: self.config.verifier.clone(),
        };
        let (Some(proof), Ok(mut talk)) = (proof, Call::new(now.at, master, config)) else {
            return self.settle(held, None);
        };
        let (forbids, report) = (invite.forbids.as_ref(), invite.report.as_ref());
        if talk
            .invited_by(now.at, (device, proof), forbids, report)
            .is_err()
        {
            return self.settle(held, None);
        }
        self.refresh_card(other, &card);
        self.session.held = Some(held);
        self.begin_session(talk);
        self.session.join_at = join_at;
        if join_at.is_none() {
            self.event(Event::SecureChatAsked);
        }
    }

    /// Both asked each other and theirs wins. Gives the level at which theirs is accepted by itself: a stricter one than
    /// the person asked for needs the person's own yes.
    fn session_yields(&mut self, now: Moment, theirs: Level) -> Option<Level> {
        let ours = self.session.talk.as_ref().map_or(theirs, Call::level);
        if let Some(talk) = &mut self.session.talk {
            talk.give_up(now.at, EndReason::Cancelled);
        }
        self.session.yielding = true;
        self.drain_session(now);
        self.session.yielding = false;
        (theirs <= ours).then_some(ours)
    }

    pub(super) fn join_session(&mut self, now: Moment) -> Result<(), CommandError> {
        if self.call.is_some() {
            return Err(CommandError::InCall);
        }
        if self.dings.hears_secure() {
            return Err(crate::ding::DingError::Listening.into());
        }
        let talk = self.session.talk.as_mut().filter(|talk| talk.is_request());
        let talk = talk.ok_or(CommandError::NoSecureChat)?;
        talk.answer(now.at)?;
        self.settle_session();
        self.dings_give_way(now);
        Ok(())
    }

    pub(super) fn leave_session(&mut self, now: Moment) -> Result<(), CommandError> {
        if let Some(talk) = &mut self.session.talk {
            return Ok(talk.hang_up(now.at)?);
        }
        let noted = self.session.ended.take().is_some();
        if !noted && !std::mem::take(&mut self.session.cut_off) {
            return Err(CommandError::NoSecureChat);
        }
        self.event(Event::SecureChatChanged);
        Ok(())
    }

    /// Whether a call to this person may be made: not out of a secure chat with somebody else.
    pub(super) fn check_session(&self, other: AccountId) -> Result<(), CommandError> {
        match self.session.keeps_out(other) {
            true => Err(CommandError::InSecureChat),
            false => Ok(()),
        }
    }

    /// A call begins: a request that was not accepted is over.
    pub(super) fn request_gives_way(&mut self, now: Moment, other: AccountId) {
        let Some(talk) = self.session.talk.as_mut().filter(|talk| talk.is_request()) else {
            return;
        };
        if talk.other() == other {
            talk.drop_silently(now.at, EndReason::Cancelled);
        } else {
            talk.give_up(now.at, EndReason::Busy);
        }
        self.drain_session(now);
    }

    /// A call with the same person takes the secure chat over, once the other phone has it: what both forbid stays
    /// forbidden all the while, and a call that cannot be made leaves the secure chat as it was.
    pub(super) fn session_gives_way(&mut self, now: Moment) {
        let (Some(talk), Some(call)) = (&mut self.session.talk, &self.call) else {
            return;
        };
        let there = !matches!(
            call.phase(),
            Phase::Preparing | Phase::Dialling | Phase::Ended(_)
        );
        if there && call.other() == talk.other() {
            talk.give_up(now.at, EndReason::HungUp);
            self.drain_session(now);
        }
    }

    pub(super) fn session_cancelled(
        &mut self,
        now: Moment,
        meeting: MeetingId,
        (other, device): (AccountId, DeviceId),
        reason: i32,
    ) {
        if let Some(talk) = &mut self.session.talk
            && (talk.id(), talk.other()) == (meeting, other)
        {
            talk.handle_cancel(now.at, device, EndReason::from_wire(reason));
        }
    }

    pub(super) fn drain_session(&mut self, now: Moment) {
        while let Some(output) = self.session.talk.as_mut().and_then(Call::poll_output) {
            let Some((other, meeting)) = self.session.talk.as_ref().map(|t| (t.other(), t.id()))
            else {
                break;
            };
            match output {
                CallOutput::Invite => {
                    if !self.fetch_keys(other, Purpose::Keys(meeting)) {
                        self.give_up(now, meeting, EndReason::CannotConnect);
                    }
                }
                CallOutput::Signal { device, sealed } => self.signal_to(other, device, sealed),
                CallOutput::Cancel(_) if self.session.yielding => {}
                CallOutput::Cancel(reason) => self.notice(now, other, meeting, reason),
                CallOutput::Forbid(operation) => self.forbid(operation),
                CallOutput::Allow(operation) => self.allow(operation),
                CallOutput::Attest(challenge) => self.outputs.push_back(Output::Attest(challenge)),
                CallOutput::Changed => self.event(Event::SecureChatChanged),
                CallOutput::Ended(reason) => self.session_over(reason),
                // a secure chat has no media
                CallOutput::NeedMedia
                | CallOutput::Datagram(_)
                | CallOutput::OpenStream { .. }
                | CallOutput::CloseStream { .. }
                | CallOutput::PathReady => {}
            }
        }
        self.join_by_itself(now);
        self.drain_texts(now);
    }

    fn join_by_itself(&mut self, now: Moment) {
        let Some(level) = self.session.join_at.take() else {
            return;
        };
        if self.join_session(now).is_ok()
            && let Some(talk) = &mut self.session.talk
        {
            // the same or a lower level leaves it as it is
            let _ = talk.raise(now.at, level);
        }
        self.drain_session(now);
    }

    fn session_over(&mut self, reason: EndReason) {
        let Some(talk) = self.session.talk.take() else {
            return;
        };
        let (other, meeting) = (talk.other(), talk.id());
        self.settle_session();
        self.anonymous.forget(
            |purpose| matches!(purpose, Purpose::Keys(id) | Purpose::Invite(id) if *id == meeting),
        );
        let written = self.chat.secure.messages().iter();
        let confirmed = |delivery| matches!(delivery, Delivery::Delivered | Delivery::Read);
        let unconfirmed = written.filter(|m| m.key.outgoing && !confirmed(m.delivery));
        let unconfirmed = unconfirmed.count();
        self.chat.secure.clear();
        let hidden = talk.guard().levels().forbidden(talk.level());
        self.session.join_at = None;
        if self.session.yielding {
            return;
        }
        self.session.ended = Some(EndedSession {
            other: (!hidden.contains(Operation::Identity)).then_some(other),
            reason,
            level: talk.level(),
            violations: talk.violations(),
            unconfirmed,
        });
        self.event(Event::SecureChatEnded(reason));
        self.chat_changed(other);
    }

    /// The request was accepted or is over.
    fn settle_session(&mut self) {
        if let Some(held) = self.session.held.take() {
            self.settle(held, None);
        }
    }
}
