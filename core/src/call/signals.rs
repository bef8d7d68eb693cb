//! Sealed signals in and out.

use std::time::Instant;

use rand::CryptoRng;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{Media, Signal, signal::Body};

use super::{Call, CallOutput, Direction, EndReason, Phase};
use crate::container::{SignalError, wipe_signal};

impl Call {
    /// A sealed signal of one of the other person's devices.
    ///
    /// # Errors
    /// [`SignalError`] when it is forged, replayed or damaged; the call goes on.
    pub fn handle_signal(
        &mut self,
        now: Instant,
        device: DeviceId,
        sealed: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<(), SignalError> {
        let Some(leg) = self.legs.get_mut(&device) else {
            return Ok(());
        };
        let signal = leg.keys.open(sealed)?;
        if matches!(self.phase, Phase::Ended(_)) || self.legs.get(&device).is_none_or(|l| l.gone) {
            return Ok(());
        }
        match signal.body {
            Some(Body::Ringing(ringing)) => self.handle_ringing(now, device, ringing, rng),
            Some(Body::Answer(answer)) => self.handle_path_answer(now, device, answer, rng),
            Some(Body::Candidate(candidate)) => {
                if let Some(leg) = self.leg(device) {
                    leg.candidate(now, candidate.candidate);
                }
                self.drain_transport(now, device);
            }
            Some(Body::Accept(accept)) => {
                if let Some(report) = &accept.report {
                    self.take_proven(now, device, report);
                }
                if self.direction == Direction::Outgoing {
                    self.accepted(now, device);
                }
            }
            Some(Body::End(end)) => self.handle_end(now, device, EndReason::from_wire(end.reason)),
            Some(Body::Report(report)) => self.take_proven(now, device, &report),
            Some(Body::Level(change)) => self.handle_level_change(now, device, &change),
            Some(Body::Media(media)) => self.handle_media_state(device, media),
            Some(Body::Beat(beat)) if self.chosen == Some(device) => {
                self.handle_beat(now, device, &beat);
            }
            Some(Body::Line(line)) if self.chosen == Some(device) => self.handle_line(line),
            Some(Body::Text(message)) if self.chosen == Some(device) => {
                self.handle_text(message);
            }
            Some(Body::Receipt(receipt)) if self.chosen == Some(device) => {
                self.handle_text_receipt(receipt);
            }
            Some(Body::Text(_) | Body::Receipt(_) | Body::Beat(_) | Body::Line(_)) | None => {}
        }
        Ok(())
    }

    fn handle_media_state(&mut self, device: DeviceId, media: Media) {
        if let Some(leg) = self.leg(device) {
            leg.state.muted = media.muted;
            leg.state.held = media.held;
        }
        self.outputs.push_back(CallOutput::Changed);
    }

    /// Seals a signal for a device.
    pub(super) fn send(&mut self, device: DeviceId, body: Body) {
        let Some(leg) = self.legs.get_mut(&device) else {
            return;
        };
        // a signal too large to be sealed can only be a session description gone wrong, which the path's own time limit
        // then ends
        let mut signal = Signal { body: Some(body) };
        let sealed = leg.keys.seal(&signal);
        signal.body.iter_mut().for_each(wipe_signal);
        if let Ok(sealed) = sealed {
            self.outputs
                .push_back(CallOutput::Signal { device, sealed });
        }
    }

    /// The devices that are to hear of changes: the one that answered, or all that ring.
    pub(super) fn listeners(&self) -> Vec<DeviceId> {
        match self.chosen {
            Some(device) => vec![device],
            None => self
                .legs
                .values()
                .filter(|leg| leg.ringing && leg.is_alive())
                .map(|leg| leg.device)
                .collect(),
        }
    }

    pub(super) fn send_to_listeners(&mut self, body: &Body) {
        for device in self.listeners() {
            self.send(device, body.clone());
        }
    }
}
