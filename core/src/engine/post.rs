//! The post office at work: prekeys fetched, contents sealed for all devices of an account and left at its server, on the
//! anonymous line; what came of it is told to the machine that the post is for.

use prost::Message;
use rand::CryptoRng;
use sotto_protocol::id::AccountId;
use sotto_protocol::wire::container::{Content, content};
use sotto_protocol::wire::link::{PrekeyBundles, failure::Code};
use zeroize::Zeroizing;

use super::dial::recipients;
use super::line::Purpose;
use super::{Engine, Moment, Output};
use crate::container::wipe;
use crate::post::{Finished, Job, Post, PostError, PostFailure, PostFor, PostId, Step};
use crate::store::Change;

/// How long a container is kept for its receiver at most: an hour less than servers keep it, for their clocks differ.
pub(super) const KEPT: u64 = sotto_protocol::limits::MAILBOX.as_millis() as u64 - 3_600_000;

/// One content for one or several accounts.
pub(super) struct Posting {
    /// Random; what [`Finished`] names.
    pub(super) id: PostId,
    pub(super) purpose: PostFor,
    pub(super) to: Vec<AccountId>,
    pub(super) body: content::Body,
    /// Master clock, ms; cut to what servers keep.
    pub(super) expires: u64,
}

impl Engine {
    /// Takes a content to be sent. It is stored, together with `with`, before anything is sent, and goes on after loss
    /// of connection, rate limit or crash until the server has it for each account, or it expires.
    ///
    /// # Errors
    /// [`PostError`]; nothing was stored then.
    pub(super) fn post(
        &mut self,
        now: Moment,
        posting: Posting,
        with: Vec<Change>,
    ) -> Result<(), PostError> {
        let made_at = self.master(now);
        let mut content = Content {
            body: Some(posting.body),
            ..Content::default()
        };
        let post = Post {
            purpose: posting.purpose,
            content: Zeroizing::new(content.encode_to_vec()),
            made_at,
            expires: posting.expires.min(made_at.saturating_add(KEPT)),
        };
        content.body.iter_mut().for_each(wipe);
        let mut changes = self.posts.put(posting.id, post, &posting.to)?;
        changes.extend(with);
        self.outputs.push_back(Output::Store(changes));
        self.pump_posts(now);
        Ok(())
    }

    /// Gives up what of a post the server has not taken yet, and stores `with` in the same transaction; who will not get
    /// it. What is under way at this moment may still arrive.
    pub(super) fn cancel_post(
        &mut self,
        now: Moment,
        id: PostId,
        with: Vec<Change>,
    ) -> Vec<AccountId> {
        let (unsent, mut changes) = self.posts.cancel(id);
        changes.extend(with);
        if !changes.is_empty() {
            self.outputs.push_back(Output::Store(changes));
        }
        self.anonymous.forget(
            |purpose| matches!(purpose, Purpose::PostKeys(job, _) | Purpose::Post(job, _) if job.post == id),
        );
        self.pump_posts(now);
        unsent
    }

    /// Starts what is due, as much as the server is asked for at one time.
    pub(super) fn pump_posts(&mut self, now: Moment) {
        let master = self.master(now);
        while let Some(step) = self.posts.next(now.at, master) {
            match step {
                Step::Fetch(job) => {
                    let token = self.token_of(job.to);
                    if !token.is_some_and(|t| self.fetch_keys(job.to, Purpose::PostKeys(job, t))) {
                        self.finish_post(now, &job, Err(PostFailure::NoContact));
                    }
                }
                Step::Expire(job) => self.finish_post(now, &job, Err(PostFailure::Expired)),
            }
        }
    }

    pub(super) fn send_post(
        &mut self,
        now: Moment,
        job: Job,
        bundles: PrekeyBundles,
        rng: &mut impl CryptoRng,
    ) {
        let Some(post) = self.posts.content(&job) else {
            return self.pump_posts(now);
        };
        let expires = post.expires;
        let body = Content::decode(post.content.as_slice());
        let Some(body) = body.ok().and_then(|content| content.body) else {
            self.finish_post(now, &job, Err(PostFailure::Refused));
            return self.pump_posts(now);
        };
        if bundles.bundles.is_empty() {
            // no device of theirs has keys on the server yet
            self.posts.later(now.at, &job);
        } else if let Some(recipients) = recipients(job.to, bundles) {
            let purpose = Purpose::Post(job, self.token_of(job.to).unwrap_or_default());
            if !self.submit(now, job.to, &recipients, body, expires, purpose, rng) {
                self.finish_post(now, &job, Err(PostFailure::TooLarge));
            }
        } else {
            self.finish_post(now, &job, Err(PostFailure::WrongKeys));
        }
        self.pump_posts(now);
    }

    /// The server has it.
    pub(super) fn post_accepted(&mut self, now: Moment, job: Job) {
        self.finish_post(now, &job, Ok(()));
        self.pump_posts(now);
    }

    /// The server did not give keys, or did not take it, when it was asked with `token`.
    pub(super) fn post_refused(&mut self, now: Moment, job: Job, token: &[u8; 16], code: Code) {
        let renewed = self
            .token_of(job.to)
            .is_some_and(|present| present != *token);
        match code {
            // a device was added or removed between the two requests
            Code::DevicesChanged => self.posts.again(now.at, &job),
            // the contact's newer card came meanwhile
            Code::NoSuchAccount if renewed => self.posts.again(now.at, &job),
            Code::RateLimited | Code::Storage | Code::MailboxFull | Code::Unknown => {
                self.posts.later(now.at, &job);
            }
            code => self.finish_post(now, &job, Err(failure(code))),
        }
        self.pump_posts(now);
    }

    /// Nothing goes to whom the person blocked, whatever machine has something for them.
    fn token_of(&self, account: AccountId) -> Option<[u8; 16]> {
        if self.is_blocked(account) {
            return None;
        }
        self.card_of(account).map(|card| *card.access())
    }

    fn finish_post(&mut self, now: Moment, job: &Job, result: Result<(), PostFailure>) {
        let written = self.posts.get(job.post).map_or(0, written_at);
        let Some((finished, mut changes)) = self.posts.finish(job, result) else {
            return;
        };
        self.anonymous.forget(
            |purpose| matches!(purpose, Purpose::PostKeys(other, _) | Purpose::Post(other, _) if other == job),
        );
        // what depends on it is stored with it: a crash finds both or neither
        changes.extend(self.posted(now, finished, written));
        self.outputs.push_back(Output::Store(changes));
        self.tell_posted(finished);
    }

    /// What is under way to an account is given up; what to store.
    pub(super) fn withdraw_posts(&mut self, account: AccountId, receipts_too: bool) -> Vec<Change> {
        let mut changes = Vec::new();
        for job in self.posts.for_account(account) {
            let purpose = self.posts.get(job.post).map(|post| post.purpose);
            let wanted = match purpose {
                Some(PostFor::Receipt | PostFor::Cancel) => receipts_too,
                _ => true,
            };
            if wanted && let Some((_, gone)) = self.posts.finish(&job, Err(PostFailure::NoContact))
            {
                changes.extend(gone);
                self.anonymous.forget(
                    |purpose| matches!(purpose, Purpose::PostKeys(other, _) | Purpose::Post(other, _) if *other == job),
                );
            }
        }
        changes
    }

    /// Tells the machine that the post is for; what it wants stored. `written` is when a message was written.
    fn posted(&mut self, _now: Moment, finished: Finished, written: u64) -> Vec<Change> {
        match finished.purpose {
            PostFor::Message => self.message_posted(finished, written),
            // a tick that never arrives is a tick that is not shown
            PostFor::Receipt => Vec::new(),
            PostFor::DingNews | PostFor::Cancel => Vec::new(),
            PostFor::Ding => self.ding_posted(&finished).into_iter().collect(),
        }
    }

    /// What the screen is told once that is stored.
    fn tell_posted(&mut self, finished: Finished) {
        match finished.purpose {
            PostFor::Message => self.chat_changed(finished.job.to),
            // a Ding's own machine tells of it
            PostFor::Receipt | PostFor::Ding | PostFor::DingNews | PostFor::Cancel => {}
        }
    }
}

/// When the message of a post was written: master clock, ms.
fn written_at(post: &Post) -> u64 {
    let content = Content::decode(post.content.as_slice()).ok();
    match content.and_then(|content| content.body) {
        Some(content::Body::Message(message)) => message.sent_at,
        _ => 0,
    }
}

fn failure(code: Code) -> PostFailure {
    match code {
        Code::NoSuchAccount => PostFailure::CardWithdrawn,
        Code::TooLarge => PostFailure::TooLarge,
        Code::Expired => PostFailure::Expired,
        _ => PostFailure::Refused,
    }
}
