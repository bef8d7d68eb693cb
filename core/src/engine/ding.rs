//! Dings at the phone's doors: the machine's outputs become the engine's, its messages go through the post office.

use std::time::Duration;

use rand::CryptoRng;
use sha2::{Digest, Sha256};
use sotto_protocol::id::{AccountId, DeviceId, DingId};
use sotto_protocol::wire::container::content;

use super::post::Posting;
use super::{CommandError, Engine, Event, Moment, Output, Sight};
use crate::contact::card::Card;
use crate::ding::{
    Clock, DingError, DingEvent, DingOutput, Dings, Draft, Mail, MailKind, NoRoute, Route, Said,
    Utterance,
};
use crate::post::{Finished, JOBS, PostFailure, PostFor, PostId};
use crate::secure::Operation;
use crate::store::Change;

/// What the person does with Dings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DingCommand {
    /// Takes down what the microphone hears, until it is stopped or a minute is over.
    StartRecording,
    /// Stops that, or listening to what was recorded.
    StopRecording,
    /// The screen on which it is recorded was drawn: what no person sees is not recorded.
    RecordingSeen(Sight),
    /// Lets the person hear what was recorded.
    PlayRecording,
    /// Forgets what was recorded.
    DiscardRecording,
    /// Sends what was recorded, or a text; its id is in [`Event::DingSent`].
    Send(Draft, Said),
    /// Takes a Ding back, wherever it is.
    Recall(DingId),
    /// Deletes a Ding from this phone's lists; one that is not over is taken back.
    Delete(DingId),
    /// Hears a Ding.
    Listen(DingId),
    /// Has heard enough.
    Stop,
    /// Confirms a Ding: it rings no more.
    Confirm(DingId),
    /// Is reminded of a Ding after a while.
    Later(DingId, Duration),
}

impl Engine {
    /// All Dings of this phone.
    #[must_use]
    pub fn dings(&self) -> &Dings {
        &self.dings
    }

    pub(super) fn ding_clock(&self, now: Moment) -> Clock {
        Clock {
            at: now.at,
            master: self.master(now),
        }
    }

    /// Tells the machine the time, and does what is due.
    pub(super) fn tick_dings(&mut self, now: Moment) {
        let clock = self.ding_clock(now);
        let busy = self.call.is_some() || self.session.is_armed();
        self.dings.set_busy(busy);
        self.dings.tick(clock);
    }

    pub(super) fn ding_command(
        &mut self,
        now: Moment,
        command: DingCommand,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        self.tick_dings(now);
        let clock = self.ding_clock(now);
        let dings = &mut self.dings;
        match command {
            DingCommand::StartRecording => dings.start_recording()?,
            DingCommand::StopRecording => dings.stop_recording()?,
            DingCommand::RecordingSeen(sight) => dings.recording_seen(clock, sight.is_seen()),
            DingCommand::PlayRecording => dings.play_recording()?,
            DingCommand::DiscardRecording => dings.discard_recording(),
            DingCommand::Send(draft, said) => self.send_ding(now, &draft, said, rng)?,
            DingCommand::Recall(id) => dings.recall(clock, id)?,
            DingCommand::Delete(id) => dings.delete(clock, id)?,
            DingCommand::Listen(id) => dings.listen(clock, id)?,
            DingCommand::Stop => dings.stop(clock)?,
            DingCommand::Confirm(id) => dings.confirm(clock, id)?,
            DingCommand::Later(id, after) => dings.later(clock, id, after)?,
        }
        Ok(())
    }

    fn send_ding(
        &mut self,
        now: Moment,
        draft: &Draft,
        said: Said,
        rng: &mut impl CryptoRng,
    ) -> Result<(), CommandError> {
        if !self.is_joined() {
            return Err(CommandError::NotJoined);
        }
        draft.check()?;
        if self.posts.len() + draft.to.len() > JOBS {
            return Err(DingError::Full.into());
        }
        let route = |contact: &Vec<u8>| {
            let known = self.contacts.get(contact).ok_or(CommandError::NoContact)?;
            if known.blocked {
                return Err(CommandError::Blocked);
            }
            let card = known.card.as_ref();
            let route = card.map_or(Route::None(NoRoute::NoApp), |c| Route::App(c.account()));
            Ok((contact.clone(), route))
        };
        let people = draft.to.iter().map(route);
        let people: Vec<_> = people.collect::<Result<_, CommandError>>()?;
        let mut id = [0; DingId::LENGTH];
        rng.fill_bytes(&mut id);
        let id = DingId::new(id);
        let clock = self.ding_clock(now);
        self.dings.send(clock, id, draft, people, said)?;
        self.drain_dings(now);
        self.event(Event::DingSent(id));
        Ok(())
    }

    /// A container about a Ding; `with` says that it was opened. Everything is stored in one transaction.
    pub(super) fn ding_came(
        &mut self,
        now: Moment,
        from: (AccountId, DeviceId),
        card: Option<Card>,
        body: content::Body,
        with: Vec<Change>,
    ) {
        if let Some(card) = &card {
            self.refresh_card(from.0, card);
        }
        self.tick_dings(now);
        let clock = self.ding_clock(now);
        let dings = &mut self.dings;
        match body {
            content::Body::Ding(ding) => dings.handle_ding(clock, from.0, card, ding, with),
            content::Body::DingState(state) => dings.handle_state(clock, from, &state, with),
            content::Body::DingRecall(recall) => {
                dings.handle_recall(clock, from.0, &recall, with);
            }
            _ => {}
        }
        self.drain_dings(now);
    }

    /// The gate while a Ding is heard.
    pub(super) fn ding_gate(
        &mut self,
        now: Moment,
        operation: Operation,
    ) -> Result<(), CommandError> {
        if !self.dings.forbids(operation) {
            return Ok(());
        }
        let level = self.dings.listening().map(crate::ding::Listening::level);
        let clock = self.ding_clock(now);
        self.dings.handle_attempt(clock, operation);
        let level = level.unwrap_or_default();
        Err(DingError::Forbidden { operation, level }.into())
    }

    /// The shell says something about an operation, and there is no call.
    pub(super) fn ding_platform(
        &mut self,
        now: Moment,
        operation: Operation,
        news: super::PlatformNews,
    ) {
        use super::PlatformNews as News;
        let clock = self.ding_clock(now);
        let dings = &mut self.dings;
        match news {
            News::Answer(answer) | News::AnswerTo(_, answer) => {
                dings.handle_answer(clock, operation, answer);
            }
            News::Attempt => dings.handle_attempt(clock, operation),
            News::ViolationBegan => dings.handle_violation(clock, operation, true),
            News::ViolationEnded => dings.handle_violation(clock, operation, false),
        }
    }

    /// A call begins: what sounds or is recorded gives way. Never while a secure Ding is heard.
    pub(super) fn dings_give_way(&mut self, now: Moment) {
        let clock = self.ding_clock(now);
        self.dings.give_way(clock);
        self.drain_dings(now);
    }

    pub(super) fn ding_barrier(&mut self, now: Moment, number: u64) {
        let clock = self.ding_clock(now);
        self.dings.handle_barrier(clock, number);
    }

    pub(super) fn ding_spoken(&mut self, now: Moment, utterance: Utterance) {
        let clock = self.ding_clock(now);
        self.dings.handle_spoken(clock, utterance);
    }

    pub(super) fn pull_ding(&mut self, now: Moment, out: &mut [i16]) {
        let clock = self.ding_clock(now);
        if !self.dings.pull(clock, out) {
            out.fill(0);
        }
        self.drain_dings(now);
    }

    pub(super) fn drain_dings(&mut self, now: Moment) {
        while let Some(output) = self.dings.poll_output() {
            let output = match output {
                DingOutput::Commit { changes, mail } => {
                    self.commit_ding(now, changes, mail);
                    continue;
                }
                DingOutput::Barrier(number) => Output::Barrier(number),
                // through the marker of what a crash would leave forbidden
                DingOutput::Forbid(operation) => {
                    self.forbid(operation);
                    continue;
                }
                DingOutput::Allow(operation) => {
                    self.allow(operation);
                    continue;
                }
                DingOutput::Speak(utterance, text) => Output::Speak(utterance, text),
                DingOutput::Hush => Output::Hush,
                DingOutput::Event(DingEvent::Rings) => Output::Event(Event::DingRings),
                DingOutput::Event(DingEvent::Changed) => {
                    let told = Output::Event(Event::DingsChanged);
                    // many people of one Ding may have news at once
                    if matches!(
                        self.outputs.back(),
                        Some(Output::Event(Event::DingsChanged))
                    ) {
                        continue;
                    }
                    told
                }
            };
            self.outputs.push_back(output);
        }
    }

    fn commit_ding(&mut self, now: Moment, mut changes: Vec<Change>, mail: Option<Mail>) {
        let Some(mail) = mail else {
            self.outputs.push_back(Output::Store(changes));
            return;
        };
        let (id, overtaken) = post_ids(&mail);
        if let Some(overtaken) = overtaken {
            let (_, gone) = self.posts.cancel(overtaken);
            changes.extend(gone);
        }
        let purpose = match mail.kind {
            MailKind::Ding => PostFor::Ding,
            MailKind::State(_) | MailKind::Recall => PostFor::DingNews,
        };
        let posting = Posting {
            id,
            purpose,
            to: mail.to.clone(),
            body: mail.body,
            expires: mail.expires,
        };
        if self.post(now, posting, changes.clone()).is_ok() {
            return;
        }
        // so much waits already that nothing more is taken: what happened here is kept all the same
        if purpose == PostFor::Ding {
            for to in mail.to {
                let result = Err(PostFailure::Expired);
                changes.extend(self.dings.handle_sent(mail.ding, to, result));
            }
        }
        self.outputs.push_back(Output::Store(changes));
    }

    /// The post office is done with one person; what is to be stored with that.
    pub(super) fn ding_posted(&mut self, finished: &Finished) -> Option<Change> {
        let id = DingId::new(*finished.job.post.as_bytes());
        self.dings.handle_sent(id, finished.job.to, finished.result)
    }
}

/// The post's own id, and that of one that need not be sent any more once this one is.
fn post_ids(mail: &Mail) -> (PostId, Option<PostId>) {
    let ding = PostId::new(*mail.ding.as_bytes());
    let derived = |what: &[u8], n: u32| {
        let mut hash = Sha256::new();
        hash.update(what);
        hash.update(mail.ding.as_bytes());
        hash.update(n.to_be_bytes());
        let hash = hash.finalize();
        let mut id = [0; PostId::LENGTH];
        id.copy_from_slice(&hash[..PostId::LENGTH]);
        PostId::new(id)
    };
    match mail.kind {
        MailKind::Ding => (ding, None),
        MailKind::State(revision) => {
            let before = revision.checked_sub(1).filter(|n| *n > 0);
            (
                derived(b"state", revision),
                before.map(|n| derived(b"state", n)),
            )
        }
        MailKind::Recall => (derived(b"recall", 0), Some(ding)),
    }
}
