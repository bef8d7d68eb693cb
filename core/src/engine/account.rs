//! Making the account, signing in, keeping prekeys (S2.3).

use rand::CryptoRng;
use sha2::{Digest, Sha256};
use sotto_protocol::label::Label;
use sotto_protocol::wire::link::{
    Done, Failure, PublishPrekeys, Register, SetAccess, SignIn, ToPhone, Welcome, failure::Code,
    push_set::Outcome, to_phone, to_server::Body,
};
use sotto_protocol::{VERSION, limits, parse};

use super::line::Purpose;
use super::rows::AccountRow;
use super::{CommandError, Engine, Event, Line, Moment, Output, Problem, TOP_UP, UPKEEP, load};
use crate::contact::card::Join;
use crate::identity::Identity;
use crate::store::{Change, Table};

/// The latest time that is believed of a server, ms since 1970.
const LATEST: u64 = 253_402_300_800_000;

impl Engine {
    pub(super) fn join(
        &mut self,
        link: &str,
        name: &str,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        if self.is_joined() {
            return Err(CommandError::AlreadyJoined);
        }
        let join = Join::read(link)?;
        if let Some(begun) = self.account.take() {
            if begun.row.invite == join.invite() && begun.card.pin() == join.pin() {
                // the server may have made this account already, and its answer was lost: go on with the same keys
                self.account = Some(begun);
                return Ok(());
            }
            // another link: what was begun with the first one led nowhere
            self.mine.close();
            self.anonymous.close();
            self.outputs.push_back(Output::Disconnect);
        }
        let identity = Identity::generate(rng);
        let mut access = [0; 16];
        rng.fill_bytes(&mut access);
        let row = AccountRow {
            identity: identity.to_bytes().to_vec(),
            server: join.server().to_string(),
            pin: join.pin().to_vec(),
            access: access.to_vec(),
            name: name.to_owned(),
            invite: join.invite().to_vec(),
            joined: false,
            access_unsaid: false,
        };
        self.outputs.push_back(Output::Store(vec![row.change()]));
        self.account = load::account(row);
        self.connect();
        Ok(())
    }

    /// A new access token: who holds the old card can no longer reach this phone.
    pub(super) fn new_card(&mut self, rng: &mut impl CryptoRng) -> Result<(), CommandError> {
        let account = self.account.as_mut().ok_or(CommandError::NotJoined)?;
        let mut row = account.row.clone();
        rng.fill_bytes(&mut row.access);
        row.access_unsaid = true;
        self.outputs.push_back(Output::Store(vec![row.change()]));
        self.account = load::account(row);
        self.event(Event::CardChanged);
        if self.signed_in {
            self.say_access();
        }
        Ok(())
    }

    fn say_access(&mut self) {
        let Some(account) = &self.account else { return };
        let access_hash = Sha256::digest(&account.row.access).to_vec();
        self.mine.forget(|purpose| *purpose == Purpose::Access);
        self.request(
            Line::Mine,
            Purpose::Access,
            Body::SetAccess(SetAccess { access_hash }),
        );
    }

    pub(super) fn line_down(&mut self, line: Line) {
        self.welcome.remove(&line);
        self.retries.retain(|(_, l, _)| *l != line);
        self.connection(line).close();
        if line == Line::Mine && self.signed_in {
            self.signed_in = false;
            self.event(Event::Online(false));
        }
    }

    pub(super) fn received(
        &mut self,
        now: Moment,
        line: Line,
        bytes: &[u8],
        rng: &mut impl CryptoRng,
    ) {
        // a server that sends what cannot be read is at fault; there is nothing to answer
        let Ok(message) = parse::<ToPhone>(bytes, limits::MESSAGE) else {
            return;
        };
        match message.body {
            Some(to_phone::Body::Welcome(welcome)) => self.welcomed(now, line, &welcome),
            Some(to_phone::Body::Delivery(delivery)) if line == Line::Mine => {
                self.deliver(now, delivery, rng);
            }
            Some(to_phone::Body::PrekeysLow(low)) if line == Line::Mine => {
                self.prekeys_low(now, low.left, rng);
            }
            Some(to_phone::Body::PushGone(_)) if line == Line::Mine => self.push_gone(),
            Some(to_phone::Body::Failure(failure)) => {
                self.failed(now, line, message.reply_to, &failure);
            }
            Some(answer) => {
                if let Some(purpose) = self.connection(line).answered(message.reply_to) {
                    self.answered(now, purpose, answer, rng);
                }
            }
            None => {}
        }
    }

    fn welcomed(&mut self, now: Moment, line: Line, welcome: &Welcome) {
        // a connection begins once: a server that could set the clock at any time could also turn it back
        let Some(exporter) = self.welcome.remove(&line) else {
            return;
        };
        // beyond the year 10,000 the server lies, and sums would overflow
        self.clock = Some((now.at, welcome.server_time.min(LATEST)));
        if !(welcome.version_min..=welcome.version_max).contains(&VERSION) {
            self.event(Event::Problem(Problem::Version));
            return;
        }
        if line == Line::Anonymous {
            self.resend(line);
            self.pump_posts(now);
            return;
        }
        let Some(account) = &self.account else { return };
        let sign = |label| {
            account
                .identity
                .sign_in(label, &welcome.challenge, &exporter)
                .to_vec()
        };
        let (purpose, body) = if account.row.joined {
            let body = Body::SignIn(SignIn {
                version: VERSION,
                account: account.identity.account().to_vec(),
                device: account.identity.device_id().to_vec(),
                signature: sign(Label::SignIn),
            });
            (Purpose::SignIn, body)
        } else {
            let body = Body::Register(Register {
                version: VERSION,
                invite: account.row.invite.clone(),
                chain: Some(account.identity.chain().wire().clone()),
                access_hash: Sha256::digest(&account.row.access).to_vec(),
                signature: sign(Label::Register),
            });
            (Purpose::Register, body)
        };
        self.request(line, purpose, body);
    }

    fn resend(&mut self, line: Line) {
        for bytes in self.connection(line).open() {
            self.outputs.push_back(Output::Send { line, bytes });
        }
    }

    fn answered(
        &mut self,
        now: Moment,
        purpose: Purpose,
        answer: to_phone::Body,
        rng: &mut impl CryptoRng,
    ) {
        match (purpose, answer) {
            (Purpose::Register, to_phone::Body::Done(_)) => {
                if let Some(account) = &mut self.account {
                    account.row.joined = true;
                    account.row.invite.clear();
                    let change = account.row.change();
                    self.outputs.push_back(Output::Store(vec![change]));
                }
                self.event(Event::Joined);
                self.unsay_push();
                self.signed_in(now, rng);
            }
            (Purpose::SignIn, to_phone::Body::Done(_)) => self.signed_in(now, rng),
            (Purpose::Publish, to_phone::Body::Done(_)) => {
                self.publishing = false;
                // what it said before is older than what it has now
                self.prekeys_left = None;
                self.event(Event::Online(true));
                let changes = self.pool.published();
                if !changes.is_empty() {
                    self.outputs.push_back(Output::Store(changes));
                }
            }
            (Purpose::Access, to_phone::Body::Done(Done { .. })) => {
                if let Some(account) = &mut self.account {
                    account.row.access_unsaid = false;
                    let change = account.row.change();
                    self.outputs.push_back(Output::Store(vec![change]));
                }
            }
            (Purpose::Push, to_phone::Body::PushSet(answer)) => self.push_answered(answer),
            (Purpose::CatchUp, to_phone::Body::Done(_)) => self.no_more_came(),
            (Purpose::Relays, to_phone::Body::Relays(relays)) => {
                self.take_relays(now, relays, rng);
            }
            (Purpose::Keys(meeting), to_phone::Body::Prekeys(bundles)) => {
                self.send_invite(now, meeting, bundles, rng);
            }
            (Purpose::Invite(meeting), to_phone::Body::Done(_)) => self.invite_taken(now, meeting),
            (Purpose::PostKeys(job, _), to_phone::Body::Prekeys(bundles)) => {
                self.send_post(now, job, bundles, rng);
            }
            (Purpose::Post(job, _), to_phone::Body::Done(_)) => self.post_accepted(now, job),
            // no answer to what was asked
            (Purpose::PostKeys(job, token) | Purpose::Post(job, token), _) => {
                self.post_refused(now, job, &token, Code::Unknown);
            }
            _ => {}
        }
    }

    fn signed_in(&mut self, now: Moment, rng: &mut impl CryptoRng) {
        self.signed_in = true;
        // what a lost connection left unanswered is published again by upkeep, with other keys
        self.mine.forget(|purpose| *purpose == Purpose::Publish);
        self.publishing = false;
        self.resend(Line::Mine);
        self.upkeep(now, None, rng);
        if !self.publishing {
            self.event(Event::Online(true));
        }
        self.fetch_relays();
        if self.account.as_ref().is_some_and(|a| a.row.access_unsaid) {
            self.say_access();
        }
        self.say_push();
        self.ask_whether_more();
        // what a crash kept from being told
        self.report_deliveries(now, rng);
    }

    /// A server that never has enough must not have keys made all day: it is heard again after a pause.
    fn prekeys_low(&mut self, now: Moment, left: u32, rng: &mut impl CryptoRng) {
        let next = self.topped_up.map_or(now.at, |at| at + TOP_UP);
        if next <= now.at {
            return self.upkeep(now, Some(left), rng);
        }
        self.prekeys_left = Some(left);
        self.next_upkeep = Some(self.next_upkeep.map_or(next, |at| at.min(next)));
    }

    /// Makes and publishes the prekeys that are due.
    pub(super) fn upkeep(&mut self, now: Moment, left: Option<u32>, rng: &mut impl CryptoRng) {
        self.next_upkeep = Some(now.at + UPKEEP);
        let left = left.or(self.prekeys_left.take());
        if left.is_some() {
            self.topped_up = Some(now.at);
        }
        self.forget_expired(now);
        if self.publishing || !self.signed_in {
            return;
        }
        let master = self.master(now);
        let Some(account) = &self.account else { return };
        let instance = account.identity.instance();
        let upkeep = self.pool.upkeep(rng, instance, master, left);
        if !upkeep.changes.is_empty() {
            self.outputs.push_back(Output::Store(upkeep.changes));
        }
        if let Some(publish) = upkeep.publish {
            self.publishing = true;
            self.publish(publish);
        }
    }

    fn publish(&mut self, publish: PublishPrekeys) {
        self.request(Line::Mine, Purpose::Publish, Body::PublishPrekeys(publish));
    }

    fn failed(&mut self, now: Moment, line: Line, request: u64, failure: &Failure) {
        let code = Code::try_from(failure.code).unwrap_or(Code::Unknown);
        if code == Code::RateLimited && failure.retry_after > 0 {
            let wait = std::time::Duration::from_millis(failure.retry_after.min(60_000));
            if self.connection(line).purpose(request).is_some() {
                self.retries.retain(|(_, l, r)| (*l, *r) != (line, request));
                self.retries.push((now.at + wait, line, request));
                return;
            }
        }
        let Some(purpose) = self.connection(line).answered(request) else {
            return;
        };
        let problem = problem(code);
        match purpose {
            Purpose::Register => self.join_failed(problem),
            Purpose::Keys(meeting) | Purpose::Invite(meeting) => {
                self.invite_failed(now, meeting, code);
            }
            Purpose::PostKeys(job, token) | Purpose::Post(job, token) => {
                self.post_refused(now, job, &token, code);
            }
            Purpose::Publish => {
                self.publishing = false;
                self.event(Event::Problem(problem));
            }
            // a signal that the server would not take is one that got lost
            Purpose::Signal | Purpose::Acknowledge | Purpose::CatchUp => {}
            // a server that is older than this request
            Purpose::Push if code == Code::Malformed => self.push_outcome(Outcome::NotOffered),
            Purpose::Push => self.event(Event::Problem(problem)),
            Purpose::SignIn | Purpose::Relays | Purpose::Access => {
                self.event(Event::Problem(problem));
            }
        }
    }

    /// The account was never made: the phone is as before, ready for another link.
    fn join_failed(&mut self, problem: Problem) {
        if problem == Problem::ServerStorage || problem == Problem::RateLimited {
            self.event(Event::Problem(problem));
            return;
        }
        self.account = None;
        self.outputs.push_back(Output::Disconnect);
        self.outputs.push_back(Output::Store(vec![Change::delete(
            Table::Account,
            super::rows::ACCOUNT,
        )]));
        self.event(Event::JoinFailed(problem));
    }
}

fn problem(code: Code) -> Problem {
    match code {
        Code::Invite => Problem::Invite,
        Code::Version => Problem::Version,
        Code::NoSuchAccount => Problem::Unknown,
        Code::RateLimited => Problem::RateLimited,
        Code::Storage => Problem::ServerStorage,
        _ => Problem::Refused,
    }
}
