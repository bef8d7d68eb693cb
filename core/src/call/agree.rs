//! The level of a call: either side may raise it, lowering takes both (S1.2, S1.6); and the reports of both guards.

use std::time::{Duration, Instant};

use sotto_protocol::id::DeviceId;
use sotto_protocol::wire::call::{LevelChange, level_change::Step, signal::Body};
use sotto_protocol::wire::container::EnforcementReport;

use super::{Call, CallError, CallOutput, EndReason, Phase};
use crate::media::voice::Pacing;
use crate::secure::{Answer, GuardState, Level, Operation, Operations, Report};

/// How long packets of a level that was just left may still come. Afterwards they say that the other phone did not
/// follow, and the higher level is taken up again.
const LATE_PACKETS: Duration = Duration::from_secs(3);

impl Call {
    /// Raises the level; takes effect at once on this phone and, without asking, on the other.
    ///
    /// # Errors
    /// [`CallError::SameLevel`] when it is not higher.
    pub fn raise(&mut self, now: Instant, level: Level) -> Result<(), CallError> {
        self.check_running()?;
        if level <= self.level {
            return Err(CallError::SameLevel);
        }
        self.asking = None;
        self.asked = None;
        self.send_to_listeners(&change(level, Step::Raise, Operations::NONE));
        self.set_level(now, level, Operations::NONE);
        Ok(())
    }

    /// Asks for a lower level, or for the same with some operations noticed only. Before anyone was rung nobody needs to
    /// agree.
    ///
    /// # Errors
    /// [`CallError::SameLevel`] when that would not be lower in any way.
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
        if self.phase == Phase::Preparing {
            // what may be noticed only is asked of the other person once a phone rings
            self.asking = (!noticed.is_empty()).then_some((level, noticed));
            self.set_level(now, level, Operations::NONE);
            return Ok(());
        }
        if self.asked == Some((level, noticed)) {
            return self.agree(now);
        }
        self.asking = Some((level, noticed));
        self.send_to_listeners(&change(level, Step::Ask, noticed));
        self.outputs.push_back(CallOutput::Changed);
        Ok(())
    }

    /// Agrees to what the other person asked.
    ///
    /// # Errors
    /// [`CallError::Phase`] when nothing was asked.
    pub fn agree(&mut self, now: Instant) -> Result<(), CallError> {
        let (level, noticed) = self.asked.take().ok_or(CallError::Phase)?;
        self.asking = None;
        self.send_to_listeners(&change(level, Step::Agree, noticed));
        self.set_level(now, level, noticed);
        Ok(())
    }

    /// Says no to what the other person asked.
    ///
    /// # Errors
    /// [`CallError::Phase`] when nothing was asked.
    pub fn refuse(&mut self) -> Result<(), CallError> {
        let (level, noticed) = self.asked.take().ok_or(CallError::Phase)?;
        self.send_to_listeners(&change(level, Step::Refuse, noticed));
        self.outputs.push_back(CallOutput::Changed);
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
        let noticed: Operations = message
            .noticed_only
            .iter()
            .filter_map(|value| Operation::from_wire(*value))
            .collect();
        match Step::try_from(message.step) {
            Ok(Step::Raise) if level > self.level => {
                self.asking = None;
                self.asked = None;
                self.set_level(now, level, Operations::NONE);
            }
            Ok(Step::Ask) if self.asking == Some((level, noticed)) => {
                self.asking = None;
                self.set_level(now, level, noticed);
            }
            Ok(Step::Ask) if level < self.level || !noticed.is_empty() => {
                // a question for a higher level would be an order in disguise
                if level <= self.level {
                    self.asked = Some((level, noticed));
                }
            }
            Ok(Step::Agree) if self.asking == Some((level, noticed)) => {
                self.asking = None;
                self.set_level(now, level, noticed);
            }
            Ok(Step::Refuse) if self.asking == Some((level, noticed)) => self.asking = None,
            _ => return,
        }
        self.outputs.push_back(CallOutput::Changed);
    }

    fn set_level(&mut self, now: Instant, level: Level, noticed: Operations) {
        self.lowered = (level < self.level).then_some((now + LATE_PACKETS, self.level));
        self.level = level;
        let pacing = if level.is_secure() {
            Pacing::Constant
        } else {
            Pacing::Variable
        };
        // the codec takes either mode at any time; see VoiceSender::set_pacing
        let _ = self.voice.set_pacing(pacing);
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

    pub(super) fn own_report(&self) -> Option<EnforcementReport> {
        let report = self.guard.report();
        (self.level.is_secure() || report.counter > 1).then(|| report.to_wire())
    }

    pub(super) fn tell_report(&mut self) {
        if let Some(report) = self.own_report() {
            self.send_to_listeners(&Body::Report(report));
        }
    }

    /// Takes a report of the other person's phone, if it is newer than the last.
    pub(super) fn take_report(
        &mut self,
        now: Instant,
        device: DeviceId,
        message: &EnforcementReport,
    ) {
        let levels = self.guard.levels().clone();
        let noticed = self.guard.noticed();
        let Some(leg) = self.legs.get_mut(&device) else {
            return;
        };
        match Report::from_wire(message, |level| levels.forbidden(level), noticed) {
            Ok(report) if report.is_newer_than(&leg.report) => {
                leg.distrusted = false;
                leg.report = report;
            }
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

    /// Whether sound may flow: answered, and in secure mode armed on both phones at this level.
    #[must_use]
    pub fn may_sound(&self) -> bool {
        let Some(leg) = self.chosen.and_then(|device| self.legs.get(&device)) else {
            return false;
        };
        if self.phase != Phase::Connected {
            return false;
        }
        if !self.level.is_secure() {
            return true;
        }
        self.guard.state() == GuardState::Armed
            && !leg.distrusted
            && leg.report.guard == GuardState::Armed
            && leg.report.level == self.level
    }
}

pub(super) fn change(level: Level, step: Step, noticed: Operations) -> Body {
    Body::Level(LevelChange {
        level: level.number().into(),
        step: step.into(),
        noticed_only: noticed
            .iter()
            .map(|operation| operation.to_wire().into())
            .collect(),
    })
}
