//! The level of a call: either side may raise it, lowering takes both (S1.2, S1.6), and neither may leave what a policy
//! imposes.

use std::time::{Duration, Instant};

use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{LevelChange, level_change::Step, signal::Body};

use super::{Call, CallError, CallOutput, EndReason, Kind, Phase};
use crate::media::voice::Pacing;
use crate::secure::{Answer, Level, Operation, Operations, from_set};

/// How long packets of a level that was just left may still come. Afterwards they say that the other phone did not
/// follow, and the higher level is taken up again: sooner than that phone counts this one as silent ([`super::FRESH`]).
const LATE_PACKETS: Duration = Duration::from_secs(2);

/// Who raised a call to its level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raised {
    /// The person on this phone.
    You,
    /// The other person.
    Other,
    /// This phone by itself: a rule, the contact's usual level, a policy.
    YourPhone,
    /// The other phone by itself.
    OtherPhone,
}

impl Call {
    /// Raises the level; takes effect at once on this phone and, without asking, on the other.
    ///
    /// # Errors
    /// [`CallError::SameLevel`] when it is not higher; [`CallError::Capped`] where a policy of either person does not
    /// allow it.
    pub fn raise(&mut self, now: Instant, level: Level) -> Result<(), CallError> {
        self.check_running()?;
        if level <= self.level {
            return Err(CallError::SameLevel);
        }
        for (imposed, theirs) in [(self.imposed(), false), (self.imposed_by_other(), true)] {
            if let Some(maximum) = imposed.maximum.filter(|_| imposed.caps(level)) {
                return Err(CallError::Capped { maximum, theirs });
            }
        }
        self.asking = None;
        self.asked = None;
        let change = self.change(level, Step::Raise, Operations::NONE, false);
        self.send_to_listeners(&Body::Level(change));
        self.set_level(now, level, Operations::NONE, Some(Raised::You));
        Ok(())
    }

    /// The other phone is at a higher level: an order, taken at once. What this phone's policies cap is refused by the
    /// guard, with the reason on both screens, never lowered in secret.
    pub(super) fn follow_raise(&mut self, now: Instant, level: Level, by_itself: bool) {
        self.asking = None;
        self.asked = None;
        let raised = if by_itself {
            Raised::OtherPhone
        } else {
            Raised::Other
        };
        self.set_level(now, level, Operations::NONE, Some(raised));
    }

    /// Asks for a lower level, or for the same with some operations noticed only. Before anyone was rung nobody needs to
    /// agree.
    ///
    /// # Errors
    /// [`CallError::SameLevel`] when that would not be lower in any way; [`CallError::Demanded`] where a policy of
    /// either person asks for more.
    pub fn ask(
        &mut self,
        now: Instant,
        level: Level,
        noticed: Operations,
    ) -> Result<(), CallError> {
        self.check_running()?;
        if level > self.level || (level == self.level && noticed.is_empty()) {
            return Err(CallError::SameLevel);
        }
        for (imposed, theirs) in [(self.imposed(), false), (self.imposed_by_other(), true)] {
            if level < imposed.minimum {
                let minimum = imposed.minimum;
                return Err(CallError::Demanded { minimum, theirs });
            }
        }
        if self.phase == Phase::Preparing {
            // what may be noticed only is asked of the other person once a phone rings
            self.asking = (!noticed.is_empty()).then_some((level, noticed));
            self.set_level(now, level, Operations::NONE, None);
            return Ok(());
        }
        if self.asked == Some((level, noticed)) {
            return self.agree(now, level, noticed);
        }
        self.asking = Some((level, noticed));
        let change = self.change(level, Step::Ask, noticed, false);
        self.send_to_listeners(&Body::Level(change));
        self.outputs.push_back(CallOutput::Changed);
        Ok(())
    }

    /// Agrees to what the other person asked, as this one has read it: the question may have changed since.
    ///
    /// # Errors
    /// [`CallError::Phase`] when nothing was asked; [`CallError::QuestionChanged`] when something else is.
    pub fn agree(
        &mut self,
        now: Instant,
        level: Level,
        noticed: Operations,
    ) -> Result<(), CallError> {
        if self.is_request() {
            return Err(CallError::Phase);
        }
        self.take_question(level, noticed)?;
        self.asking = None;
        let change = self.change(level, Step::Agree, noticed, false);
        self.send_to_listeners(&Body::Level(change));
        self.set_level(now, level, noticed, None);
        Ok(())
    }

    /// Says no to what the other person asked.
    ///
    /// # Errors
    /// As [`Call::agree`].
    pub fn refuse(&mut self, level: Level, noticed: Operations) -> Result<(), CallError> {
        self.take_question(level, noticed)?;
        let change = self.change(level, Step::Refuse, noticed, false);
        self.send_to_listeners(&Body::Level(change));
        self.outputs.push_back(CallOutput::Changed);
        Ok(())
    }

    /// The question is answered, if it is the one that was read.
    fn take_question(&mut self, level: Level, noticed: Operations) -> Result<(), CallError> {
        match self.asked {
            None => return Err(CallError::Phase),
            Some(asked) if asked != (level, noticed) => return Err(CallError::QuestionChanged),
            Some(_) => self.asked = None,
        }
        Ok(())
    }

    pub(super) fn handle_level_change(
        &mut self,
        now: Instant,
        device: DeviceId,
        message: &LevelChange,
    ) {
        if !self.listeners().contains(&device) {
            return;
        }
        let Ok(number) = u8::try_from(message.level) else {
            return;
        };
        let level = Level::new(number);
        let noticed = known(&message.noticed_only);
        let before = self.guard.levels().forbidden(level);
        if let Some(set) = &message.forbids {
            self.guard.told(level, from_set(set).ok());
        }
        let told = before != self.guard.levels().forbidden(level);
        match Step::try_from(message.step) {
            Ok(Step::Raise) if level > self.level => {
                self.follow_raise(now, level, message.by_itself);
                // this phone may mean more by the level: then both forbid that too
                let meant = message.forbids.as_ref().and_then(|set| from_set(set).ok());
                if meant.is_some_and(|meant| meant != self.guard.levels().forbidden(level)) {
                    let more = self.change(level, Step::Raise, Operations::NONE, true);
                    self.send(device, Body::Level(more));
                }
            }
            // the sound said so first, and could not say what the level means
            Ok(Step::Raise) if level == self.level && told => {
                let noticed = self.guard.noticed();
                self.set_level(now, level, noticed, self.raised);
            }
            Ok(Step::Ask) if level < self.imposed().minimum => {
                let refusal = self.change(level, Step::Refuse, noticed, true);
                self.send(device, Body::Level(refusal));
                return;
            }
            Ok(Step::Ask) if self.asking == Some((level, noticed)) => {
                self.asking = None;
                self.set_level(now, level, noticed, None);
            }
            Ok(Step::Ask) if level < self.level || !noticed.is_empty() => {
                // a question for a higher level would be an order in disguise
                if level <= self.level {
                    self.asked = Some((level, noticed));
                    self.asked_because = known(&message.cannot);
                }
            }
            Ok(Step::Agree) if self.asking == Some((level, noticed)) => {
                self.asking = None;
                self.set_level(now, level, noticed, None);
            }
            Ok(Step::Refuse) if self.asking == Some((level, noticed)) => self.asking = None,
            _ => return,
        }
        self.outputs.push_back(CallOutput::Changed);
    }

    fn set_level(
        &mut self,
        now: Instant,
        level: Level,
        noticed: Operations,
        raised: Option<Raised>,
    ) {
        if self.kind == Kind::Texts {
            if !level.is_secure() {
                // a secure chat without secure mode is none
                self.end(now, EndReason::HungUp, true);
                return;
            }
            if self.is_request() {
                self.level = level;
                self.raised = raised;
                return;
            }
        }
        self.raised = raised;
        self.hide_address(level);
        for leg in self.legs.values_mut() {
            leg.freshness.restart();
        }
        self.lowered = (level < self.level).then_some((now + LATE_PACKETS, self.level));
        self.level = level;
        let pacing = if level.is_secure() {
            Pacing::Constant
        } else {
            Pacing::Variable
        };
        // the codec takes either mode at any time; see VoiceSender::set_pacing
        let _ = self.voice.set_pacing(pacing);
        self.ask_attestation();
        self.guard.arm(now, level, noticed);
        self.after_guard(now);
    }

    fn check_running(&self) -> Result<(), CallError> {
        match self.phase {
            Phase::Ended(_) => Err(CallError::Phase),
            _ => Ok(()),
        }
    }

    /// The shell's answer for an operation.
    pub fn handle_answer(&mut self, now: Instant, operation: Operation, answer: Answer) {
        self.guard.answer(operation, answer);
        self.after_guard(now);
    }

    /// The shell saw a forbidden operation begin or end.
    pub fn handle_violation(&mut self, now: Instant, operation: Operation, happens: bool) {
        self.guard.violation(operation, happens);
        self.after_guard(now);
    }

    /// The shell prevented a forbidden operation that was tried.
    pub fn handle_attempt(&mut self, now: Instant, operation: Operation) {
        self.guard.attempt(operation);
        self.after_guard(now);
    }

    /// The gate that every command of the phone passes.
    ///
    /// # Errors
    /// [`CallError::Forbidden`]; the attempt is told to both people.
    pub fn gate(&mut self, now: Instant, operation: Operation) -> Result<(), CallError> {
        if !self.guard.forbids(operation) {
            return Ok(());
        }
        self.handle_attempt(now, operation);
        Err(CallError::Forbidden {
            operation,
            level: self.level,
        })
    }

    /// A call that reaches a level which hides addresses before a path was opened opens it through relays only.
    fn hide_address(&mut self, level: Level) {
        let unopened = self.legs.values().all(|leg| leg.transport.is_none());
        let relays = self
            .setup
            .as_ref()
            .is_none_or(|setup| !setup.relays.is_empty());
        if level.is_strictest_kind() && unopened && relays {
            self.relay_only = true;
        }
    }

    pub(super) fn change(
        &self,
        level: Level,
        step: Step,
        noticed: Operations,
        by_itself: bool,
    ) -> LevelChange {
        LevelChange {
            level: level.number().into(),
            step: step.into(),
            noticed_only: noticed
                .iter()
                .map(|operation| operation.to_wire().into())
                .collect(),
            forbids: self.meaning(level),
            by_itself,
            cannot: match step {
                Step::Ask => self.cannot(),
                _ => Vec::new(),
            },
        }
    }

    /// Why this phone's person asks for less: what the phone cannot prevent.
    fn cannot(&self) -> Vec<i32> {
        let lacking = self.guard.report().lacking(self.guard.noticed());
        lacking
            .map(|(operation, _)| operation.to_wire().into())
            .collect()
    }
}

/// Operations that this app knows.
fn known(values: &[i32]) -> Operations {
    let values = values.iter();
    values
        .filter_map(|value| Operation::from_wire(*value))
        .collect()
}
