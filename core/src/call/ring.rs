//! From the invite to the answer.

use std::time::Instant;

use rand::CryptoRng;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{Accept, LevelChange, Ringing, level_change::Step, signal::Body};
use sotto_protocol::wire::container::{EnforcementReport, LevelSet};

use super::{
    Call, CallError, CallOutput, Direction, EndReason, Kind, MediaSetup, Phase, ReportKeys,
};
use crate::secure::{GuardState, Levels, Operations, from_set};

impl Call {
    /// The invite goes to these devices; each with the keys of its reports.
    ///
    /// # Errors
    /// [`CallError::Phase`] when the call is not dialling any more.
    pub fn invited(
        &mut self,
        now: Instant,
        devices: Vec<(DeviceId, ReportKeys)>,
    ) -> Result<(), CallError> {
        if self.direction != Direction::Outgoing || self.phase != Phase::Dialling {
            return Err(CallError::Phase);
        }
        self.invited_at = (self.level, self.guard.report().counter);
        for (device, proof) in devices {
            self.add_leg(now, device, proof)?;
        }
        self.ask_attestation();
        Ok(())
    }

    /// The server has the invite: the other phone is to ring.
    pub fn invite_taken(&mut self) {
        if !std::mem::replace(&mut self.is_invited, true) {
            self.outputs.push_back(CallOutput::Changed);
        }
    }

    /// An incoming call: the device that called, with its report, which the container proves to be its own, and what it
    /// means by the level.
    ///
    /// # Errors
    /// [`CallError::Keys`].
    pub fn invited_by(
        &mut self,
        now: Instant,
        (device, proof): (DeviceId, ReportKeys),
        meaning: Option<&LevelSet>,
        report: Option<&EnforcementReport>,
    ) -> Result<(), CallError> {
        self.add_leg(now, device, proof)?;
        self.chosen = Some(device);
        self.ask_attestation();
        if let Some(set) = meaning {
            let (invited, _) = self.invited_at;
            self.guard.told(invited, from_set(set).ok());
            if !self.is_request() {
                let noticed = self.guard.noticed();
                self.guard.arm(now, self.level, noticed);
                self.after_guard(now);
            }
        }
        if let Some(report) = report {
            self.take_report(now, device, report);
        }
        if self.is_request() {
            self.tell_asked(device);
        }
        Ok(())
    }

    /// Sockets are bound and relays known: media paths can be opened.
    pub fn handle_media_setup(
        &mut self,
        now: Instant,
        setup: MediaSetup,
        rng: &mut impl CryptoRng,
    ) {
        let silent = self.kind == Kind::Texts;
        if silent || self.setup.is_some() || matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        self.setup = Some(setup);
        match self.direction {
            Direction::Incoming => self.ring(now, rng),
            Direction::Outgoing => {
                let waiting: Vec<DeviceId> = self.legs.keys().copied().collect();
                for device in waiting {
                    let offer = self.leg(device).and_then(|leg| leg.waiting_offer.take());
                    if let Some(offer) = offer {
                        self.open_path(now, device, &offer, rng);
                    }
                }
            }
        }
    }

    /// Rings here and opens the media path while it does.
    pub(super) fn ring(&mut self, now: Instant, rng: &mut impl CryptoRng) {
        let Some(device) = self.chosen else { return };
        let Some(offer) = self.offer_path(now, device, rng) else {
            self.end(now, EndReason::CannotConnect, true);
            return;
        };
        let report = self.proven_report(device);
        self.send(
            device,
            Body::Ringing(Ringing {
                offer: Some(offer),
                report,
                raised: self.raised_here(),
            }),
        );
        self.drain_transport(now, device);
        self.outputs.push_back(CallOutput::Changed);
    }

    /// A secure chat's request is on this phone's screen.
    fn tell_asked(&mut self, device: DeviceId) {
        let raised = self.raised_here();
        let ringing = Ringing {
            raised,
            ..Ringing::default()
        };
        self.send(device, Body::Ringing(ringing));
    }

    /// A level above the invite's that this phone takes up by itself; and what it means by a level that is not built in.
    fn raised_here(&self) -> Option<LevelChange> {
        let (invited, _) = self.invited_at;
        let raised = self.level > invited || self.level.number() > Levels::BUILT_IN;
        raised.then(|| self.change(self.level, Step::Raise, Operations::NONE, true))
    }

    /// A device of the callee rings.
    pub(super) fn handle_ringing(
        &mut self,
        now: Instant,
        device: DeviceId,
        ringing: Ringing,
        rng: &mut impl CryptoRng,
    ) {
        let answered = self.phase == Phase::Connecting && self.chosen == Some(device);
        let rings = matches!(self.phase, Phase::Dialling | Phase::Ringing);
        if self.direction != Direction::Outgoing || !(rings || answered) {
            return;
        }
        self.close_path(now, device);
        let Some(leg) = self.leg(device) else { return };
        // a phone that started again rings again, with another path; a path that stood is gone with it
        leg.ringing = true;
        leg.described = false;
        leg.path_failed = false;
        leg.waiting_candidates.clear();
        if rings {
            self.phase = Phase::Ringing;
        }
        // before its offer is answered: a level that hides addresses must be known then
        if let Some(raised) = &ringing.raised {
            self.handle_level_change(now, device, raised);
        }
        if let Some(report) = &ringing.report {
            self.take_proven(now, device, report);
        }
        if let Some(offer) = ringing.offer {
            self.handle_offer(now, device, offer, rng);
        }
        self.catch_up(device);
        self.outputs.push_back(CallOutput::Changed);
    }

    /// Tells a device that begins to ring what changed since its invite was sealed.
    fn catch_up(&mut self, device: DeviceId) {
        let (level, counter) = self.invited_at;
        if self.level > level {
            let raise = self.change(self.level, Step::Raise, Operations::NONE, false);
            self.send(device, Body::Level(raise));
        }
        // what the maker said came before there was anyone to tell
        let unsaid = self.level.is_secure() && self.attestation.is_some();
        let unsaid = unsaid
            && self
                .legs
                .get(&device)
                .is_some_and(|leg| !leg.attestation_told);
        if (unsaid || self.guard.report().counter != counter)
            && let Some(report) = self.proven_report(device)
        {
            self.send(device, Body::Report(report));
        }
        if let Some((level, noticed)) = self.asking {
            let ask = self.change(level, Step::Ask, noticed, false);
            self.send(device, Body::Level(ask));
        }
    }

    /// Answers an incoming call. One that this phone is not armed for yet is answered as soon as it is, unless the call ends
    /// or arming fails before; see [`Call::is_answering`].
    ///
    /// # Errors
    /// [`CallError::NotArmed`] where this phone cannot forbid what the level asks for: the call fails closed (S1.6).
    pub fn answer(&mut self, now: Instant) -> Result<(), CallError> {
        if self.direction != Direction::Incoming || self.phase != Phase::Ringing {
            return Err(CallError::Phase);
        }
        if self.kind == Kind::Texts {
            // from here on it is no request any more; no text flows before both phones are armed
            self.guard.arm(now, self.level, Operations::NONE);
        } else if self.level.is_secure() && self.guard.state() != GuardState::Armed {
            if !self.may_arm() {
                return Err(CallError::NotArmed(self.level));
            }
            if !std::mem::replace(&mut self.answering, true) {
                self.outputs.push_back(CallOutput::Changed);
            }
            return Ok(());
        }
        self.answering = false;
        let device = self.chosen.ok_or(CallError::Phase)?;
        let report = self.proven_report(device);
        self.send(device, Body::Accept(Accept { report }));
        self.accepted(now, device);
        self.after_guard(now);
        Ok(())
    }

    /// Arming goes on, or something forbidden happens that may end; not where the system lost what it could do.
    fn may_arm(&self) -> bool {
        match self.guard.state() {
            GuardState::Arming => true,
            GuardState::Violated => self.guard.lacking().is_empty(),
            _ => false,
        }
    }

    /// The person answered, and the call waits for this phone to be armed.
    #[must_use]
    pub fn is_answering(&self) -> bool {
        self.answering && self.phase == Phase::Ringing
    }

    /// The guard moved while the person's answer waits for it.
    pub(super) fn answer_if_armed(&mut self, now: Instant) {
        if self.phase != Phase::Ringing {
            self.answering = false;
        } else if self.can_answer() {
            // it can
            let _ = self.answer(now);
        } else if !self.may_arm() {
            // the person is told why, and asked again once it can be answered
            self.answering = false;
        }
    }

    /// Whether this phone could answer now, or wait for it.
    #[must_use]
    pub fn takes_answer(&self) -> bool {
        let rings = self.direction == Direction::Incoming && self.phase == Phase::Ringing;
        self.can_answer() || (rings && !self.answering && self.may_arm())
    }

    /// Whether this phone could answer now.
    #[must_use]
    pub fn can_answer(&self) -> bool {
        self.direction == Direction::Incoming
            && self.phase == Phase::Ringing
            && (self.kind == Kind::Texts
                || !self.level.is_secure()
                || self.guard.state() == GuardState::Armed)
    }

    /// Whether this phone told the caller that it rings.
    #[must_use]
    pub fn has_rung(&self) -> bool {
        self.setup.is_some() || self.kind == Kind::Texts
    }

    /// Both sides: someone answered on `device`.
    pub(super) fn accepted(&mut self, now: Instant, device: DeviceId) {
        if !matches!(self.phase, Phase::Dialling | Phase::Ringing) {
            return;
        }
        self.chosen = Some(device);
        self.answered = Some(now);
        self.phase = Phase::Connecting;
        self.ask_attestation();
        let others: Vec<DeviceId> = self
            .legs
            .values()
            .filter(|leg| leg.device != device && leg.is_alive())
            .map(|leg| leg.device)
            .collect();
        let unheard = others
            .iter()
            .any(|other| self.legs.get(other).is_some_and(|leg| !leg.ringing));
        for other in others {
            self.dismiss(now, other, EndReason::AnsweredElsewhere);
        }
        if unheard {
            let reason = EndReason::AnsweredElsewhere;
            self.outputs.push_back(CallOutput::Cancel(reason));
        }
        self.outputs.push_back(CallOutput::Changed);
        if self.legs.get(&device).is_some_and(|leg| leg.path_failed) {
            self.end(now, EndReason::CannotConnect, true);
        } else {
            self.connect_if_ready(now);
        }
    }

    /// Connected once answered and the media path stands; texts need none.
    pub(super) fn connect_if_ready(&mut self, now: Instant) {
        let path = self
            .chosen
            .and_then(|device| self.legs.get(&device))
            .is_some_and(|leg| leg.path);
        let texts = self.kind == Kind::Texts;
        if self.phase == Phase::Connecting && (path || texts) {
            self.phase = Phase::Connected;
            self.connected = Some(now);
            self.last_heard = Some(now);
            self.last_sent = Some(now);
            if texts {
                self.pulse.begin(now);
                self.beat_if_due(now);
            }
            self.outputs.push_back(CallOutput::Changed);
        }
    }

    /// A callee's device does not take the call.
    pub(super) fn refused_by(&mut self, now: Instant, device: DeviceId, reason: EndReason) {
        if let Some(leg) = self.leg(device) {
            leg.gone = true;
        }
        self.close_path(now, device);
        // one device being busy does not silence the others; a person's no does
        let others_ring = self.legs.values().any(|leg| leg.is_alive());
        if reason == EndReason::Busy && others_ring {
            return;
        }
        self.end(now, reason, true);
    }
}
