//! Enforcement reports of both guards: proven, fresh, on entry and on every change (S1.6); and what policies of both
//! people impose.

use std::time::Instant;

use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::signal::Body;
use sotto_protocol::wire::container::{EnforcementReport, SealedReport};

use super::proof::IN_MEDIA;
use super::{Call, CallOutput, EndReason, Kind, Phase};
use crate::secure::{
    Attestation, Attested, GuardState, Imposed, MediaState, Report, ReportError, challenge,
};

impl Call {
    /// This phone's report, where there is something to say.
    pub(super) fn own_report(&self) -> Option<EnforcementReport> {
        let report = self.guard.report();
        let speaks = self.level.is_secure() || self.guard.has_news();
        (speaks || !report.imposed.is_nothing()).then(|| report.to_wire())
    }

    /// The same with its proof for one device.
    pub(super) fn proven_report(&mut self, device: DeviceId) -> Option<SealedReport> {
        let mut report = self.own_report()?;
        let leg = self.legs.get_mut(&device)?;
        if self.level.is_secure() && !leg.attestation_told {
            report.attestation = self.attestation.as_ref().map(Attestation::to_wire);
            leg.attestation_told = report.attestation.is_some();
        }
        Some(leg.proof.seal(&report))
    }

    /// The device at the other end, once it is known: the one that answered or called, or the only one that is rung.
    fn counterpart(&self) -> Option<DeviceId> {
        let only = self.legs.keys().next().filter(|_| self.legs.len() == 1);
        self.chosen.or(only.copied())
    }

    /// In secure mode the shell may have its system vouch for the app, once a call and as soon as it is known to which
    /// device.
    pub(super) fn ask_attestation(&mut self) {
        let Some(to) = self.counterpart().filter(|_| self.level.is_secure()) else {
            return;
        };
        if !self.is_request() && !std::mem::replace(&mut self.attestation_asked, true) {
            let challenge = challenge(self.id, self.me, to);
            self.outputs.push_back(CallOutput::Attest(challenge));
        }
    }

    /// The system vouches; the other phone is told. A statement about another call's challenge comes too late, and is
    /// dropped: it would be held against this phone.
    pub fn handle_attestation(&mut self, about: &[u8; 32], attestation: Attestation) {
        let asked = |to| challenge(self.id, self.me, to);
        let present = self.counterpart().is_some_and(|to| *about == asked(to));
        if present && self.attestation.is_none() && !matches!(self.phase, Phase::Ended(_)) {
            self.attestation = Some(attestation);
            self.tell_report();
        }
    }

    fn take_attestation(&mut self, now: Instant, device: DeviceId, message: &EnforcementReport) {
        let statement = message.attestation.as_ref();
        let Some(statement) = statement.and_then(Attestation::from_wire) else {
            return;
        };
        let challenge = challenge(self.id, device, self.me);
        let master = self.wall_at(now);
        let attested = Attested::of(&statement, self.verifier.as_deref(), &challenge, master);
        if let Some(leg) = self.legs.get_mut(&device) {
            leg.attested = attested;
        }
        self.outputs.push_back(CallOutput::Changed);
    }

    pub(super) fn tell_report(&mut self) {
        for device in self.listeners() {
            if let Some(report) = self.proven_report(device) {
                self.send(device, Body::Report(report));
            }
        }
    }

    /// A report that came by signal: taken if this very device made it for this very call.
    pub(super) fn take_proven(&mut self, now: Instant, device: DeviceId, sealed: &SealedReport) {
        let opened = self
            .legs
            .get(&device)
            .and_then(|leg| leg.proof.open(sealed));
        if let Some(report) = opened {
            self.take_report(now, device, &report);
        }
    }

    /// A report whose maker is known.
    pub(super) fn take_report(
        &mut self,
        now: Instant,
        device: DeviceId,
        message: &EnforcementReport,
    ) {
        self.take_attestation(now, device, message);
        let levels = self.guard.levels().clone();
        let noticed = self.guard.noticed();
        let read = Report::from_wire(message, |level| levels.forbidden(level), noticed);
        self.accept_report(now, device, read, false);
    }

    /// A report that stood in the place of speech.
    pub(super) fn take_short(&mut self, now: Instant, device: DeviceId, bytes: &[u8]) {
        let Some(leg) = self.legs.get(&device) else {
            return;
        };
        let read = leg
            .proof
            .open_short(bytes)
            .and_then(|report| Report::from_compact(&report, &leg.report));
        if let Some(report) = read {
            let forbidden = self.guard.levels().forbidden(report.level);
            let read = report.check(forbidden, self.guard.noticed());
            self.accept_report(now, device, read, true);
        }
    }

    /// Takes a report if it is of this epoch and newer than the last, or the same one whole after a short one.
    pub(super) fn accept_report(
        &mut self,
        now: Instant,
        device: DeviceId,
        read: Result<Report, ReportError>,
        short: bool,
    ) {
        let epoch = self.guard.report().epoch;
        let Some(leg) = self.legs.get_mut(&device) else {
            return;
        };
        match read {
            Ok(report)
                if report.epoch == epoch
                    && (report.is_newer_than(&leg.report)
                        || !short && leg.short && !leg.report.is_newer_than(&report)) =>
            {
                leg.distrusted = false;
                leg.short = short;
                leg.report = report;
            }
            // of another epoch, or known already
            Ok(_) => return,
            Err(_) => leg.distrusted = true,
        }
        let violated = leg.report.guard == GuardState::Violated;
        self.outputs.push_back(CallOutput::Changed);
        self.after_other_violation(now, device, violated);
    }

    /// At the strictest levels a violation on the other phone ends the call here too.
    pub(super) fn after_other_violation(&mut self, now: Instant, device: DeviceId, violated: bool) {
        if violated && self.level.is_strictest_kind() && self.listeners().contains(&device) {
            self.end(now, EndReason::Violation, true);
        }
    }

    /// Whether the sound that comes is backed by a fresh report; see [`super::fresh`].
    pub(super) fn check_fresh(&mut self, now: Instant, device: DeviceId, state: &MediaState) {
        let (level, epoch) = (self.level, self.guard.report().epoch);
        let Some(leg) = self.legs.get_mut(&device) else {
            return;
        };
        let named =
            (u32::from(state.epoch), state.counter) <= (leg.report.epoch, leg.report.counter);
        let whole = !leg.distrusted && leg.report.level == level && leg.report.epoch == epoch;
        let fresh = !level.is_secure() || (named && whole && leg.report.counter > 0);
        let changed = leg.freshness.packet(now, fresh);
        let stale = leg.freshness.is_stale();
        if state.wants_report {
            self.telling.wanted();
        }
        if changed {
            self.outputs.push_back(CallOutput::Changed);
            self.after_other_violation(now, device, stale);
        }
    }

    /// Whether this phone lacks the report that the other's sound names.
    pub(super) fn wants_report(&self) -> bool {
        self.main_leg()
            .is_some_and(|leg| leg.freshness.wants_report())
    }

    /// Puts this phone's report in the place of a packet's speech, where it is due; all packets keep one length.
    pub(super) fn put_report(&mut self, payload: &mut [u8]) -> bool {
        let Some(leg) = self.chosen.and_then(|device| self.legs.get(&device)) else {
            return false;
        };
        let fits = payload.len() >= IN_MEDIA;
        if !self.level.is_secure() || !fits || !self.telling.is_due() {
            return false;
        }
        let report = leg.proof.seal_short(&self.guard.report().to_compact());
        payload.fill(0);
        payload[..IN_MEDIA].copy_from_slice(&report);
        true
    }

    /// What policies on this phone impose.
    #[must_use]
    pub fn imposed(&self) -> Imposed {
        self.guard.report().imposed
    }

    /// What policies on the other phone impose, as far as it said.
    #[must_use]
    pub fn imposed_by_other(&self) -> Imposed {
        self.main_leg()
            .map(|leg| leg.report.imposed)
            .unwrap_or_default()
    }

    /// Whether sound may flow: answered, and in secure mode armed on both phones at this level, the other one by a fresh
    /// report.
    #[must_use]
    pub fn may_sound(&self) -> bool {
        self.kind == Kind::Voice && self.holds()
    }

    /// Whether texts of secure mode may be written and shown at this moment: as sound may, but in a secure chat the other
    /// phone proves itself by beats.
    #[must_use]
    pub fn may_text(&self, now: Instant) -> bool {
        self.holds() && (self.kind == Kind::Voice || self.pulse.is_known(now))
    }

    /// Answered, and in secure mode armed on both phones at this level.
    fn holds(&self) -> bool {
        let Some(leg) = self.chosen.and_then(|device| self.legs.get(&device)) else {
            return false;
        };
        if self.phase != Phase::Connected {
            return false;
        }
        if !self.level.is_secure() {
            // an ordinary call that a policy does not allow has no sound either
            return self.imposed().allows(self.level) && leg.report.imposed.allows(self.level);
        }
        self.guard.state() == GuardState::Armed
            && !leg.distrusted
            && leg.attested != Attested::Failed
            && !leg.freshness.is_stale()
            && leg.report.guard == GuardState::Armed
            && leg.report.level == self.level
    }
}
