//! The sender's side: to one or many, what each of them says of it, taking it back.

use std::collections::BTreeSet;

use sotto_protocol::id::{AccountId, DeviceId, DingId};
use sotto_protocol::wire::container::content::Body;
use sotto_protocol::wire::ding as wire;

use super::{Clock, Compose, Dings};
use crate::ding::content::{Content, id};
use crate::ding::draft::{Draft, Repeat, Route, Said};
use crate::ding::output::{DingOutput, Mail, MailKind};
use crate::ding::sent::{Delivery, Person, Sent};
use crate::ding::state::State;
use crate::ding::{DingError, SENT, TEXT, rows};
use crate::post::PostFailure;
use crate::secure::{Level, Levels};
use crate::store::Change;

impl Dings {
    /// Sends what was recorded, or a text, to `people`: contact ids and how they are reached, in the order in which they
    /// were chosen.
    ///
    /// # Errors
    /// [`DingError`]; nothing was sent then.
    pub fn send(
        &mut self,
        now: Clock,
        id: DingId,
        draft: &Draft,
        people: Vec<(Vec<u8>, Route)>,
        said: Said,
    ) -> Result<(), DingError> {
        draft.check()?;
        if self.sent.len() >= SENT {
            return Err(DingError::TooMany);
        }
        let content = self.said(said)?;
        let mut seen = BTreeSet::new();
        let people: Vec<Person> = people
            .into_iter()
            .filter(|(contact, _)| seen.insert(contact.clone()))
            .map(|(contact, route)| Person::new(contact, route))
            .collect();
        let expires_in = u64::try_from(draft.expires_in.as_millis()).unwrap_or(u64::MAX);
        let length = match &content {
            Content::Voice(recording) => Some(recording.duration()),
            Content::Text(_) => None,
        };
        let sent = Sent {
            level: draft.level,
            plays: draft.plays,
            repeat: draft.repeat,
            expires: now.master.saturating_add(expires_in),
            sent_at: now.master,
            length,
            recalled_at: None,
            people,
            kept: true,
        };
        let ding = wire::Ding {
            id: id.to_vec(),
            content: Some(content.to_wire()),
            level: sent.level.number().into(),
            plays_allowed: sent.plays,
            repeat: sent.repeat.map(Repeat::to_wire),
            expires: sent.expires,
            sent_at: sent.sent_at,
            forbids: meaning(&self.levels, sent.level),
        };
        let to = sent.accounts();
        let mail = (!to.is_empty()).then_some(Mail {
            kind: MailKind::Ding,
            ding: id,
            to,
            body: Body::Ding(ding),
            expires: sent.expires,
        });
        let changes = vec![sent.change(id)];
        self.sent.insert(id, sent);
        self.compose = Compose::Nothing;
        self.outputs.push_back(DingOutput::Commit { changes, mail });
        self.changed();
        Ok(())
    }

    fn said(&mut self, said: Said) -> Result<Content, DingError> {
        let said = match said {
            Said::Made(text) if text.trim().is_empty() => Said::Recorded,
            Said::Made(_) if !matches!(self.compose, Compose::Nothing) => {
                return Err(DingError::Both);
            }
            Said::Made(text) => Said::Text(text),
            said => said,
        };
        if let Said::Text(text) = said {
            return match text.chars().count() {
                _ if text.trim().is_empty() => Err(DingError::Nothing),
                letters if letters > TEXT => Err(DingError::TextTooLong),
                _ => Ok(Content::Text(text)),
            };
        }
        if self.compose.is_recording() {
            self.stop_recording()?;
        }
        match &self.compose {
            Compose::Recorded { recording, .. } => Ok(Content::Voice(recording.clone())),
            _ => Err(DingError::Nothing),
        }
    }

    /// How sending a Ding to an account went; what is to be stored together with it.
    pub fn handle_sent(
        &mut self,
        id: DingId,
        to: AccountId,
        result: Result<(), PostFailure>,
    ) -> Option<Change> {
        let sent = self.sent.get_mut(&id)?;
        let person = sent.person_mut(to)?;
        person.delivery = match result {
            Ok(()) => Delivery::Taken,
            Err(why) => Delivery::Failed(why),
        };
        let change = sent.kept.then(|| sent.change(id));
        self.changed();
        change
    }

    /// Takes what a device of an account says of a Ding that was sent to it. `with` is stored with it in any case.
    pub fn handle_state(
        &mut self,
        now: Clock,
        from: (AccountId, DeviceId),
        message: &wire::DingState,
        with: Vec<Change>,
    ) {
        let mut changes = with;
        let news = id(&message.id).and_then(|id| {
            let sent = self.sent.get_mut(&id)?;
            let person = sent.person_mut(from.0)?;
            if !person.take(from.1, State::from_wire(message)) {
                return None;
            }
            // the server's answer may be slower than the person
            person.delivery = Delivery::Taken;
            if let Some(gone) = sent.close(id, now.master) {
                changes.push(gone);
            } else if sent.kept {
                changes.push(sent.change(id));
            }
            Some(())
        });
        self.store(changes);
        if news.is_some() {
            self.changed();
        }
    }

    /// Takes a Ding back, wherever it is.
    ///
    /// # Errors
    /// [`DingError::Unknown`], [`DingError::Expired`].
    pub fn recall(&mut self, now: Clock, id: DingId) -> Result<(), DingError> {
        let sent = self.sent.get_mut(&id).ok_or(DingError::Unknown)?;
        if sent.recalled_at.is_some() {
            return Ok(());
        }
        if sent.expires <= now.master {
            return Err(DingError::Expired);
        }
        sent.recalled_at = Some(now.master);
        let to = sent.accounts();
        let changes = sent
            .close(id, now.master)
            .unwrap_or_else(|| sent.change(id));
        let body = Body::DingRecall(wire::DingRecall { id: id.to_vec() });
        let mail = (!to.is_empty()).then_some(Mail {
            kind: MailKind::Recall,
            ding: id,
            to,
            body,
            expires: sent.expires,
        });
        self.outputs.push_back(DingOutput::Commit {
            changes: vec![changes],
            mail,
        });
        self.changed();
        Ok(())
    }

    /// Deletes a Ding from this phone's lists. One that was sent and is not over is taken back first.
    ///
    /// # Errors
    /// [`DingError::Unknown`], [`DingError::Listening`] for the one that is being heard.
    pub fn delete(&mut self, now: Clock, id: DingId) -> Result<(), DingError> {
        if self.listening.as_ref().is_some_and(|l| l.id == id) {
            return Err(DingError::Listening);
        }
        if let Some(sent) = self.sent.get(&id) {
            if !sent.is_over(now.master) {
                self.recall(now, id)?;
            }
            self.sent.remove(&id);
            self.store(vec![rows::gone(id)]);
        } else if self.received.contains_key(&id) {
            let changes = self.bury(id);
            self.store(changes);
        } else {
            return Err(DingError::Unknown);
        }
        self.changed();
        Ok(())
    }
}

/// What this phone means by a further level; the receiver's may forbid more, never less.
fn meaning(levels: &Levels, level: Level) -> Vec<i32> {
    let further = level.number() > Levels::BUILT_IN;
    let meant = levels.forbidden(level);
    let meant = meant.iter().filter(|_| further);
    meant.map(|operation| operation.to_wire().into()).collect()
}
