//! A secure chat's beats and lines in and out: proven enforcement without sound, texts that arrive or are known not to.

use std::time::Instant;

use prost::Message as _;
use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{Beat, Line, line::Said, signal::Body};
use sotto_protocol::wire::container::{Message, SealedReport};

use super::{Call, CallError, CallOutput, Kind, Phase};
use crate::secure::Report;

impl Call {
    fn beats(&self) -> bool {
        self.kind == Kind::Texts && self.phase == Phase::Connected
    }

    pub(super) fn beat_deadline(&self) -> Option<Instant> {
        self.beats().then(|| self.pulse.deadline()).flatten()
    }

    /// Sends the beat that is due, and says so when the other phone's state became known or is not known any more. To be
    /// called with every input, so that what was known does not count for longer because a timer is late.
    pub fn beat_if_due(&mut self, now: Instant) {
        if !self.beats() {
            return;
        }
        if self.pulse.turned(now) {
            self.outputs.push_back(CallOutput::Changed);
        }
        let Some((number, echo, wants)) = self.pulse.take_due(now) else {
            return;
        };
        let Some(device) = self.chosen else { return };
        let beat = Beat {
            number,
            echo,
            wants,
            received: self.courier.received(),
            report: Some(self.guard.report().to_wire()),
        };
        let Some(leg) = self.legs.get(&device) else {
            return;
        };
        let sealed = leg.proof.seal_beat(&beat.encode_to_vec());
        self.send(device, Body::Beat(sealed));
        self.tell_lines(now);
    }

    /// A beat of the other phone: taken if this very device made it for this very meeting, after the last one.
    pub(super) fn handle_beat(&mut self, now: Instant, device: DeviceId, sealed: &SealedReport) {
        if !self.beats() {
            return;
        }
        let Some(leg) = self.legs.get(&device) else {
            return;
        };
        let Some(beat) = leg.proof.open_beat(sealed) else {
            return;
        };
        if !self.pulse.heard(now, beat.number, beat.wants) {
            return;
        }
        for line in self.courier.confirmed(beat.received) {
            self.heard.confirmed(line);
        }
        if let Some(message) = &beat.report {
            let levels = self.guard.levels().clone();
            let noticed = self.guard.noticed();
            let read = Report::from_wire(message, |level| levels.forbidden(level), noticed);
            let place = (message.epoch, message.counter);
            self.accept_report(now, device, read, false);
            // a beat that speaks of an older report than one that came is of no use
            let newest = self.legs.get(&device).map(|leg| leg.report());
            if newest.is_some_and(|report| (report.epoch, report.counter) <= place) {
                self.pulse.answered(beat.echo);
            }
        }
        // a beat may have ended it: the strictest levels do not survive a violation
        self.beat_if_due(now);
        self.tell_lines(now);
    }

    /// Says something in a secure chat: it leaves at once, or as soon as both phones are known to be armed.
    ///
    /// # Errors
    /// [`CallError::NotArmed`] before both people wanted it; [`CallError::TooMuchWaits`].
    pub(super) fn say_line(&mut self, now: Instant, said: Said) -> Result<(), CallError> {
        if !self.beats() {
            return Err(CallError::NotArmed(self.level));
        }
        if !self.courier.has_room() {
            return Err(CallError::TooMuchWaits);
        }
        self.courier.say(said);
        self.tell_lines(now);
        Ok(())
    }

    fn tell_lines(&mut self, now: Instant) {
        let Some(device) = self.chosen else { return };
        if !self.may_text(now) {
            return;
        }
        let (newest, answered) = (self.pulse.newest(), self.pulse.newest_answered());
        for line in self.courier.take_due(newest, answered) {
            self.send(device, Body::Line(line));
        }
    }

    /// A line of the other phone: the next one is taken, every other comes again.
    pub(super) fn handle_line(&mut self, line: Line) {
        if !self.beats() || !self.courier.is_next(line.number) {
            return;
        }
        let taken = match line.said {
            Some(Said::Text(message)) => self.handle_text(message),
            Some(Said::Receipt(receipt)) => self.handle_text_receipt(receipt),
            None => true,
        };
        if taken {
            self.courier.took();
        }
    }

    /// Whether both people want this secure chat and the other phone was not heard from for a moment.
    #[must_use]
    pub fn is_unknown(&self, now: Instant) -> bool {
        self.beats() && self.pulse.was_known() && !self.pulse.is_known(now)
    }

    /// The next text written here that came to the other phone.
    pub fn take_confirmed(&mut self) -> Option<Message> {
        self.heard.take_confirmed()
    }
}
