//! What the server delivers: containers and call signals.

use rand::CryptoRng;
use sotto_protocol::id::{AccountId, ContainerId, DeviceId, MeetingId};
use sotto_protocol::wire::call::{End, Signal, signal};
use sotto_protocol::wire::container::{Cancel, Content, Invite, content};
use sotto_protocol::wire::link::{
    Acknowledge, Delivery, SendSignal, delivery::What, to_server::Body,
};

use super::glare::{Glare, glare};
use super::line::Purpose;
use super::rows::CallRow;
use super::{Engine, Event, Line, Moment, Output};
use crate::call::{Call, CallConfig, Direction, EndReason, Kind, ReportKeys};
use crate::contact::card::Card;
use crate::container::{MeetingKey, Opened, SignalKeys, SignalSalt, meeting_id, open, signal_tag};
use crate::secure::{Level, Operation, Reason};
use crate::store::Change;

/// A container whose effects are not stored yet.
pub(super) struct Held {
    sequence: u64,
    pub(super) id: ContainerId,
    expires: u64,
    spent: Option<u32>,
    pub(super) meeting: MeetingId,
    /// Whether the call, as it was when it began to ring, may be logged.
    logs: bool,
}

impl Held {
    pub(super) fn expires(&self) -> u64 {
        self.expires
    }
}

impl Engine {
    pub(super) fn deliver(&mut self, now: Moment, delivery: Delivery, rng: &mut impl CryptoRng) {
        self.more_came();
        match delivery.what {
            Some(What::Container(bytes)) => {
                self.deliver_container(now, delivery.sequence, &bytes, rng);
            }
            Some(What::Signal(sealed)) => {
                self.deliver_signal(now, &sealed, rng);
                self.acknowledge(delivery.sequence);
            }
            None => self.acknowledge(delivery.sequence),
        }
    }

    fn deliver_signal(&mut self, now: Moment, sealed: &[u8], rng: &mut impl CryptoRng) {
        let Some(tag) = signal_tag(sealed) else {
            return;
        };
        for call in self.call.iter_mut().chain(&mut self.session.talk) {
            if let Some(device) = call.device_of(tag) {
                // a forged or replayed signal changes nothing, and its sender is told nothing
                let _ = call.handle_signal(now.at, device, sealed, rng);
            }
        }
    }

    fn deliver_container(
        &mut self,
        now: Moment,
        sequence: u64,
        bytes: &[u8],
        rng: &mut impl CryptoRng,
    ) {
        let master = self.master(now);
        let Some(account) = &self.account else { return };
        let opened = open(
            &account.identity,
            &self.pool,
            |id| self.seen.contains(id),
            bytes,
            master,
        );
        // what cannot be opened now never can: it is taken off the server, and nothing else happens
        let Ok(opened) = opened else {
            self.acknowledge(sequence);
            return;
        };
        let Opened {
            sender,
            content,
            id,
            expires,
            spent,
        } = opened;
        if self.seen.may_be_forgotten(expires) {
            return self.acknowledge(sequence);
        }
        if self.is_blocked(sender.account()) {
            let changes = self.spend((id, expires), spent);
            self.outputs.push_back(Output::Store(changes));
            return self.acknowledge(sequence);
        }
        let held = |meeting| Held {
            sequence,
            id,
            expires,
            spent,
            meeting,
            logs: false,
        };
        let from = (sender.account(), sender.device());
        let key = *sender.device_key();
        let card = reply_card(&content, from.0, master);
        match content.body {
            Some(content::Body::Invite(invite)) => {
                let Some(meeting) = checked_meeting(&invite, from) else {
                    self.settle(held(MeetingId::new([0; 32])), None);
                    return;
                };
                self.invited(now, held(meeting), invite, (from.0, from.1, key), card, rng);
            }
            Some(content::Body::SecureChat(invite)) => {
                let Some(meeting) = checked_meeting(&invite, from) else {
                    self.settle(held(MeetingId::new([0; 32])), None);
                    return;
                };
                let held = held(meeting);
                self.session_asked(now, held, invite, (from.0, from.1, key), card, rng);
            }
            Some(content::Body::Cancel(cancel)) => {
                let (meeting, row) = self.cancelled(now, &cancel, from);
                self.settle(held(meeting), row);
            }
            Some(content::Body::Message(message)) => {
                let held = held(MeetingId::new([0; 32]));
                self.message_came(now, &held, message, from.0, card);
            }
            Some(content::Body::Receipt(receipt)) => {
                let held = held(MeetingId::new([0; 32]));
                self.receipt_came(&held, &receipt, from.0);
            }
            Some(
                body @ (content::Body::Ding(_)
                | content::Body::DingState(_)
                | content::Body::DingRecall(_)),
            ) => {
                let with = self.spend((id, expires), spent);
                self.ding_came(now, from, card, body, with);
                self.acknowledge(sequence);
            }
            // rekeying belongs to calls of several
            Some(content::Body::Rekey(_)) | None => {
                self.settle(held(MeetingId::new([0; 32])), None);
            }
        }
    }

    fn invited(
        &mut self,
        now: Moment,
        held: Held,
        mut invite: Invite,
        (other, device, device_key): (AccountId, DeviceId, [u8; 32]),
        card: Option<Card>,
        rng: &mut impl CryptoRng,
    ) {
        if self.ringing.as_ref().is_some_and(|r| r.id == held.id) {
            return; // delivered again while it rings
        }
        let invited = Level::new(u8::try_from(invite.level).unwrap_or(u8::MAX));
        // this phone's person, rules and policies may ask for more than the caller did
        let choice = self.choice(now, other, (invited, Reason::Other));
        let level = choice.level;
        let key = MeetingKey::take(&mut invite.meeting_key);
        let (Some(card), Ok(key), Some(meeting)) = (card, key, invite.meeting.take()) else {
            self.settle(held, None);
            return;
        };
        let master = self.master(now);
        let missed = self.missed_row(other, level, meeting.started_at);
        let active = self.call.as_ref();
        if self.log.contains_key(&held.meeting) || active.is_some_and(|c| c.id() == held.meeting) {
            self.settle(held, None);
            return;
        }
        if invite.rings_until <= master {
            self.settle(held, missed);
            return;
        }
        if self.dings.hears_secure() {
            // what may be heard once is not interrupted
            self.tell_busy(&key, (other, device), &card, master, rng);
            self.settle(held, missed);
            return;
        }
        if self.session.keeps_out(other) {
            self.tell_busy(&key, (other, device), &card, master, rng);
            self.settle(held, missed);
            return;
        }
        let stranger = !self.is_contact(other);
        if stranger && !self.strangers.may_ring(now.at) {
            self.settle(held, missed);
            return;
        }
        let mut answer_at = None;
        if let Some(active) = active {
            match glare(active, (other, device), held.meeting, meeting.started_at) {
                Glare::None if !stranger && self.rings_for_stranger() => {
                    self.let_go(now, EndReason::NoAnswer);
                }
                Glare::None => {
                    self.tell_busy(&key, (other, device), &card, master, rng);
                    self.settle(held, missed);
                    return;
                }
                Glare::Ours => {
                    self.settle(held, None);
                    return;
                }
                Glare::Theirs => answer_at = self.yield_to_theirs(now, invited),
                Glare::Replaces(reason) => self.let_go(now, reason),
            }
        }
        let Some(identity) = self.account.as_ref().map(|a| &a.identity) else {
            return;
        };
        let me = identity.device_id();
        let proof = ReportKeys::new(identity.device(), &device_key, held.meeting, me, device);
        let Some(proof) = proof else {
            self.settle(held, missed);
            return;
        };
        let config = CallConfig {
            kind: Kind::Voice,
            direction: Direction::Incoming,
            id: held.meeting,
            meeting,
            key,
            salt: SignalSalt::generate(rng),
            me,
            other,
            choice,
            invited,
            relay_only: stranger || level.max(answer_at.unwrap_or(level)).is_strictest_kind(),
            simulated: self.config.simulated,
            levels: self.config.levels.clone(),
            verifier: self.config.verifier.clone(),
        };
        let Ok(mut call) = Call::new(now.at, master, config) else {
            self.settle(held, missed);
            return;
        };
        if call
            .invited_by(
                now.at,
                (device, proof),
                invite.forbids.as_ref(),
                invite.report.as_ref(),
            )
            .is_err()
        {
            self.settle(held, missed);
            return;
        }
        self.refresh_card(other, &card);
        self.caller = Some(card);
        let held = Held {
            logs: missed.is_some(),
            ..held
        };
        self.dings_give_way(now);
        // a stranger who rings ends nothing of a contact's
        if !stranger {
            self.request_gives_way(now, other);
        }
        self.begin(call);
        self.answer_at = answer_at;
        self.ringing = Some(held);
        self.event(Event::Incoming);
    }

    /// A stranger's call keeps no contact out as long as nobody took it. The stranger hears it ring on.
    pub(super) fn rings_for_stranger(&self) -> bool {
        let rings = self.call.as_ref().filter(|call| call.rings_here());
        rings.is_some_and(|call| !call.is_answering() && !self.is_contact(call.other()))
    }

    /// Ends the call here and tells the other phone nothing.
    pub(super) fn let_go(&mut self, now: Moment, reason: EndReason) {
        if let Some(call) = &mut self.call {
            call.drop_silently(now.at, reason);
        }
        self.drain_call(now);
    }

    /// Both dialled each other and theirs wins: ours goes, and was never a call of its own; theirs is answered by itself.
    /// Gives the level at which it is.
    fn yield_to_theirs(&mut self, now: Moment, theirs: Level) -> Option<Level> {
        let ours = self.call.as_ref().map_or(Level::ORDINARY, Call::level);
        if let Some(call) = &mut self.call {
            let meeting = call.id();
            // told by signal only: a phone that has given up its own call meanwhile must not ring for this one
            call.give_up(now.at, EndReason::Cancelled);
            self.anonymous.forget(|purpose| {
                matches!(purpose, Purpose::Keys(id) | Purpose::Invite(id) if *id == meeting)
            });
        }
        self.yielding = true;
        self.drain_call(now);
        self.yielding = false;
        // a stricter level than the person dialled at needs the person's own answer
        (theirs <= ours).then_some(ours)
    }

    /// Gives the row of a call that was taken for missed and was answered on another device.
    fn cancelled(
        &mut self,
        now: Moment,
        cancel: &Cancel,
        (other, device): (AccountId, DeviceId),
    ) -> (MeetingId, Option<CallRow>) {
        let Ok(meeting) = MeetingId::try_from(cancel.meeting_id.as_slice()) else {
            return (MeetingId::new([0; 32]), None);
        };
        if let Some(call) = &mut self.call
            && call.id() == meeting
            && call.other() == other
        {
            call.handle_cancel(now.at, device, EndReason::from_wire(cancel.reason));
        }
        self.session_cancelled(now, meeting, (other, device), cancel.reason);
        let elsewhere = EndReason::AnsweredElsewhere.to_wire();
        let missed = EndReason::NoAnswer.to_wire();
        let row = self.log.get(&meeting).filter(|row| {
            cancel.reason == i32::from(elsewhere)
                && row.reason == i32::from(missed)
                && !row.outgoing
                && row.other == other.as_bytes()
        });
        let row = row.cloned().map(|mut row| {
            row.reason = elsewhere.into();
            row
        });
        (meeting, row)
    }

    /// Tells a contact who calls that this phone is in another call; a stranger learns nothing of what it does. One signal
    /// is all it takes.
    pub(super) fn tell_busy(
        &mut self,
        key: &MeetingKey,
        (other, device): (AccountId, DeviceId),
        card: &Card,
        master: u64,
        rng: &mut impl CryptoRng,
    ) {
        let Some(account) = &self.account else { return };
        if !self.is_contact(other) {
            return;
        }
        let me = account.identity.device_id();
        let salt = SignalSalt::generate(rng);
        let end = Signal {
            body: Some(signal::Body::End(End {
                reason: EndReason::Busy.to_wire().into(),
            })),
        };
        if let Ok(sealed) = SignalKeys::new(key, me, device, master, salt).seal(&end) {
            self.send_signal(other, device, card.access().to_vec(), sealed);
        }
    }

    pub(super) fn send_signal(
        &mut self,
        account: AccountId,
        device: DeviceId,
        access: Vec<u8>,
        sealed: Vec<u8>,
    ) {
        self.request(
            Line::Anonymous,
            Purpose::Signal,
            Body::SendSignal(SendSignal {
                account: account.to_vec(),
                access,
                device: device.to_vec(),
                signal: sealed,
            }),
        );
    }

    /// Stores what a container did, destroys the prekey that opened it, remembers its id, all in one transaction; then
    /// takes it off the server.
    pub(super) fn settle(&mut self, held: Held, row: Option<CallRow>) {
        let logged = row.is_some();
        let changes = row.map(|row| self.log_call(held.meeting, row));
        self.settle_changes(&held, changes.into_iter().flatten());
        if logged {
            self.event(Event::CallLogged);
        }
    }

    /// [`Self::settle`] for a container that did anything: what it did, and that it is spent, in one transaction; then it
    /// is taken off the server. What tells of it follows.
    pub(super) fn settle_changes(&mut self, held: &Held, did: impl IntoIterator<Item = Change>) {
        let mut changes = self.spend((held.id, held.expires), held.spent);
        changes.extend(did);
        self.outputs.push_back(Output::Store(changes));
        self.acknowledge(held.sequence);
    }

    /// A container is opened once: its prekey goes, its id is remembered.
    fn spend(&mut self, (id, expires): (ContainerId, u64), prekey: Option<u32>) -> Vec<Change> {
        let mut changes = vec![self.seen.remember(id, expires)];
        changes.extend(prekey.and_then(|id| self.pool.spend(id)));
        changes
    }

    /// The call that rang was answered or is over.
    pub(super) fn settle_ringing(&mut self, row: Option<CallRow>) -> bool {
        match self.ringing.take() {
            Some(held) => {
                self.settle(held, row);
                true
            }
            None => false,
        }
    }

    /// The call that rings was raised to a level that forbids call logs. A phone that crashes now must not find it in its
    /// mailbox at the old level, and log it: it is settled at once.
    pub(super) fn settle_raised(&mut self) {
        if self.log_forbidden && self.ringing.as_ref().is_some_and(|held| held.logs) {
            self.settle_ringing(None);
        }
    }

    fn acknowledge(&mut self, sequence: u64) {
        self.request(
            Line::Mine,
            Purpose::Acknowledge,
            Body::Acknowledge(Acknowledge {
                sequences: vec![sequence],
            }),
        );
    }

    /// A missed call's row; none where the level forbids call logs.
    fn missed_row(&self, other: AccountId, level: Level, started: u64) -> Option<CallRow> {
        let forbidden = self.config.levels.forbidden(level);
        (!forbidden.contains(Operation::CallLog)).then(|| CallRow {
            other: other.to_vec(),
            outgoing: false,
            started,
            duration: 0,
            reason: EndReason::NoAnswer.to_wire().into(),
            level: level.number().into(),
        })
    }

    /// Forgets ids of containers that no server delivers any more.
    pub(super) fn forget_expired(&mut self, now: Moment) {
        let changes = self.seen.forget(self.master(now), now.wall);
        if !changes.is_empty() {
            self.outputs.push_back(Output::Store(changes));
        }
    }
}

/// The meeting's id, if it is a meeting of two made by the very device that sent the invite.
fn checked_meeting(invite: &Invite, (account, device): (AccountId, DeviceId)) -> Option<MeetingId> {
    let meeting = invite.meeting.as_ref()?;
    let made_by_sender =
        meeting.account == account.as_bytes() && meeting.device == device.as_bytes();
    (made_by_sender && meeting.participants == 2).then_some(())?;
    meeting_id(meeting).ok()
}

/// The sender's card, if it is the sender's.
fn reply_card(content: &Content, sender: AccountId, master: u64) -> Option<Card> {
    let signed = content.reply.as_ref()?.card.clone()?;
    Card::verify(signed, master)
        .ok()
        .filter(|card| card.account() == sender)
}
