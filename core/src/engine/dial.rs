//! Calling someone: prekeys of all devices, one container for all of them (S2.2, S2.6).

use prost::Message;
use rand::CryptoRng;
use sotto_protocol::chain::Chain;
use sotto_protocol::id::{AccountId, DeviceId, MeetingId};
use sotto_protocol::wire::container::{Content, ReplyPath, content};
use sotto_protocol::wire::link::{
    FetchPrekeys, PrekeyBundles, Submit, failure::Code, to_server::Body,
};
use sotto_protocol::{VERSION, limits};

use super::line::Purpose;
use super::post::KEPT;
use super::{CommandError, Engine, Event, Line, Moment, Problem};
use crate::call::{Call, CallConfig, CallError, Direction, EndReason, Kind, ReportKeys};
use crate::container::{MeetingKey, Recipient, SignalSalt, meeting_id, new_meeting, seal, wipe};
use crate::ding::DingError;
use crate::secure::{Level, Operations, Reason};

/// Participants of a call one to one.
const TWO: u32 = 2;

impl Engine {
    pub(super) fn dial(
        &mut self,
        now: Moment,
        other: AccountId,
        level: Level,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        self.may_begin()?;
        self.check_session(other)?;
        let call = self.outgoing(now, Kind::Voice, other, level, rng)?;
        self.dings_give_way(now);
        self.request_gives_way(now, other);
        self.begin(call);
        Ok(())
    }

    /// The secure screen was opened for `other`, or in the call that there is.
    pub(super) fn start_secure(
        &mut self,
        now: Moment,
        other: Option<AccountId>,
        level: Level,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        let Some(call) = &mut self.call else {
            return self.dial(now, other.ok_or(CommandError::NoContact)?, level, rng);
        };
        if other.is_some_and(|other| other != call.other()) {
            return Err(CommandError::InCall);
        }
        if level > call.level() {
            call.raise(now.at, level)?;
        } else {
            call.ask(now.at, level, Operations::NONE)?;
        }
        Ok(())
    }

    /// Nothing stands in the way of a call or a secure chat.
    pub(super) fn may_begin(&self) -> Result<(), CommandError> {
        if !self.is_joined() {
            return Err(CommandError::NotJoined);
        }
        if self.call.is_some() {
            return Err(CommandError::InCall);
        }
        if self.dings.hears_secure() {
            return Err(DingError::Listening.into());
        }
        Ok(())
    }

    /// A new meeting with a contact, at the level that comes of all who speak for one.
    pub(super) fn outgoing(
        &mut self,
        now: Moment,
        kind: Kind,
        other: AccountId,
        level: Level,
        rng: &mut impl CryptoRng,
    ) -> Result<Call, CommandError> {
        self.reached(other)?;
        let choice = self.choice(now, other, (level, Reason::You));
        if let Some(maximum) = choice.capped_at() {
            let theirs = false;
            return Err(CallError::Capped { maximum, theirs }.into());
        }
        let level = choice.level;
        if kind == Kind::Texts && !level.is_secure() {
            return Err(CommandError::NoLevel);
        }
        let master = self.master(now);
        let account = self.account.as_ref().ok_or(CommandError::NotJoined)?;
        let me = account.identity.device_id();
        let meeting = new_meeting(rng, TWO, master, account.identity.account(), me);
        let id = meeting_id(&meeting).map_err(|_| CallError::Keys)?;
        let noise = std::mem::take(&mut self.noise);
        let config = CallConfig {
            kind,
            direction: Direction::Outgoing,
            meeting,
            id,
            key: MeetingKey::generate(rng, &noise),
            salt: SignalSalt::generate(rng),
            me,
            other,
            choice,
            invited: level,
            relay_only: kind == Kind::Texts || level.is_strictest_kind(),
            simulated: self.config.simulated,
            levels: self.config.levels.clone(),
            verifier: self.config.verifier.clone(),
        };
        Ok(Call::new(now.at, master, config)?)
    }

    pub(super) fn begin(&mut self, call: Call) {
        self.ended = None;
        self.problem = None;
        self.answer_at = None;
        self.log_forbidden = false;
        self.call_number += 1;
        self.call = Some(call);
        self.sockets = None;
    }

    /// Asks for prekeys of every device of the callee.
    pub(super) fn fetch_keys(&mut self, account: AccountId, purpose: Purpose) -> bool {
        let Some(access) = self.card_of(account).map(|card| card.access().to_vec()) else {
            return false;
        };
        self.request(
            Line::Anonymous,
            purpose,
            Body::FetchPrekeys(FetchPrekeys {
                account: account.to_vec(),
                access,
            }),
        );
        true
    }

    /// Prekeys came: seals and sends the invite.
    pub(super) fn send_invite(
        &mut self,
        now: Moment,
        meeting: MeetingId,
        bundles: PrekeyBundles,
        rng: &mut impl CryptoRng,
    ) {
        let Some(call) = self.meeting(meeting) else {
            return;
        };
        let other = call.other();
        let invite = call.invite();
        // nobody wants a request for a secure chat that is over
        let (invite, expires) = match call.kind() {
            Kind::Voice => (content::Body::Invite(invite), self.master(now) + KEPT),
            Kind::Texts => {
                let until = invite.rings_until;
                (content::Body::SecureChat(invite), until)
            }
        };
        if bundles.bundles.is_empty() {
            self.trouble(Problem::NotReady);
            self.give_up(now, meeting, EndReason::CannotConnect);
            return;
        }
        let Some(recipients) = recipients(other, bundles) else {
            self.trouble(Problem::WrongKeys);
            self.give_up(now, meeting, EndReason::CannotConnect);
            return;
        };
        let Some(devices) = self.report_keys(meeting, &recipients) else {
            self.event(Event::Problem(Problem::WrongKeys));
            self.give_up(now, meeting, EndReason::CannotConnect);
            return;
        };
        // legs first: the callee may ring before the server's answer is here
        let rang = self
            .meeting(meeting)
            .is_some_and(|call| call.invited(now.at, devices).is_ok());
        if rang
            && !self.submit(
                now,
                other,
                &recipients,
                invite,
                expires,
                Purpose::Invite(meeting),
                rng,
            )
        {
            self.give_up(now, meeting, EndReason::CannotConnect);
        }
    }

    /// The keys of the reports between this phone and each device.
    fn report_keys(
        &self,
        meeting: MeetingId,
        recipients: &[Recipient],
    ) -> Option<Vec<(DeviceId, ReportKeys)>> {
        let identity = &self.account.as_ref()?.identity;
        let keys = |recipient: &Recipient| {
            let (chain, me) = (recipient.chain(), identity.device_id());
            let device = chain.device();
            let keys = ReportKeys::new(identity.device(), chain.device_key(), meeting, me, device)?;
            Some((device, keys))
        };
        recipients.iter().map(keys).collect()
    }

    /// Seals `body`, which nobody wants after `expires` (master clock, ms), for these devices and submits it; false where
    /// that is not possible.
    #[expect(
        clippy::too_many_arguments,
        reason = "what, for whom, until when, and why"
    )]
    pub(super) fn submit(
        &mut self,
        now: Moment,
        other: AccountId,
        recipients: &[Recipient],
        body: content::Body,
        expires: u64,
        purpose: Purpose,
        rng: &mut impl CryptoRng,
    ) -> bool {
        let master = self.master(now);
        let (Some(account), Some(card)) = (&self.account, self.card_of(other)) else {
            return false;
        };
        let access = card.access().to_vec();
        let mut content = Content {
            version: VERSION,
            sent_at: master,
            reply: Some(ReplyPath {
                card: Some(account.card.signed().clone()),
            }),
            body: Some(body),
        };
        let sealed = seal(rng, &account.identity, recipients, &content, expires);
        content.body.iter_mut().for_each(wipe);
        let Ok(container) = sealed else {
            return false;
        };
        let submit = Submit {
            account: other.to_vec(),
            access,
            container: container.encode_to_vec(),
        };
        self.request(Line::Anonymous, purpose, Body::Submit(submit));
        true
    }

    pub(super) fn invite_failed(&mut self, now: Moment, meeting: MeetingId, code: Code) {
        let Some(call) = self.meeting(meeting) else {
            return;
        };
        let other = call.other();
        match code {
            // a device was added or removed between the two requests
            Code::DevicesChanged => {
                self.fetch_keys(other, Purpose::Keys(meeting));
                return;
            }
            Code::NoSuchAccount => self.trouble(Problem::CardWithdrawn),
            Code::Storage => self.trouble(Problem::ServerStorage),
            _ => self.trouble(Problem::Refused),
        }
        self.give_up(now, meeting, EndReason::CannotConnect);
    }

    /// Something stands in the way of the present call.
    pub(super) fn trouble(&mut self, problem: Problem) {
        self.problem = Some(problem);
        self.event(Event::Problem(problem));
    }

    /// The call or the secure chat of this meeting.
    fn meeting(&mut self, meeting: MeetingId) -> Option<&mut Call> {
        let mut both = self.call.iter_mut().chain(&mut self.session.talk);
        both.find(|call| call.id() == meeting)
    }

    /// The server has the invite.
    pub(super) fn invite_taken(&mut self, now: Moment, meeting: MeetingId) {
        if let Some(call) = self.meeting(meeting) {
            call.invite_taken();
        }
        self.drain_call(now);
        self.drain_session(now);
    }

    pub(super) fn give_up(&mut self, now: Moment, meeting: MeetingId, reason: EndReason) {
        if let Some(call) = self.meeting(meeting) {
            call.give_up(now.at, reason);
        }
    }
}

/// The devices of an account, each chain and prekey verified. `None` when any of them is not that account's: a server
/// that lies about one device is not trusted with the others.
pub(super) fn recipients(account: AccountId, bundles: PrekeyBundles) -> Option<Vec<Recipient>> {
    if bundles.bundles.is_empty() || bundles.bundles.len() > limits::DEVICES {
        return None;
    }
    bundles
        .bundles
        .into_iter()
        .map(|bundle| {
            let chain = Chain::verify(bundle.chain?).ok()?;
            (chain.account() == account).then_some(())?;
            Recipient::new(chain, bundle.prekey?).ok()
        })
        .collect()
}
