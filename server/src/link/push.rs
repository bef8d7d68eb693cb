//! Where the signed-in device can be woken, and noticing that it sleeps: a phone's system may freeze it and leave its
//! connection standing.

use axum::extract::ws::Message as Frame;
use sotto_protocol::wire::link::{PushSet, SetPush, push_set::Outcome, to_phone};
use tokio::time::Instant;

use super::{End, Link, Refusal};

impl Link {
    pub(super) async fn set_push(&mut self, body: &SetPush) -> Result<to_phone::Body, Refusal> {
        let device = self.signed_in()?.device;
        let (target, outcome) = match self.shared.push.consider(body) {
            Ok(Some(target)) => (Some(target), Outcome::Taken),
            Ok(None) => (None, Outcome::Cleared),
            Err(outcome) => (None, outcome),
        };
        self.shared.storage.set_push(device, target).await?;
        if let Some(device) = &mut self.device {
            device.push_gone = false;
        }
        Ok(to_phone::Body::PushSet(PushSet {
            outcome: outcome.into(),
        }))
    }

    /// When an unanswered delivery counts: at half of the time the phone is asked for a sign of life.
    pub(super) fn patience(&self) -> Option<Instant> {
        let (since, asked) = self.device.as_ref()?.unanswered?;
        let patience = self.shared.patience;
        Some(since + if asked { patience } else { patience / 2 })
    }

    pub(super) async fn unanswered(&mut self) -> Result<(), End> {
        let Some(device) = &mut self.device else {
            return Ok(());
        };
        match &mut device.unanswered {
            Some((_, asked @ false)) => {
                *asked = true;
                self.send_frame(Frame::Ping(Default::default())).await
            }
            _ => {
                device.unanswered = None;
                self.shared.hub.set_listens(&device.place, false);
                self.shared.push.wake(device.device);
                Ok(())
            }
        }
    }

    /// Something was sent that a phone which is awake answers.
    pub(super) fn delivered(&mut self) {
        if let Some(device) = &mut self.device
            && self.shared.hub.listens(device.device)
        {
            device.unanswered.get_or_insert((Instant::now(), false));
        }
    }
}
