//! Hearing a Ding: armed first, then counted, then heard; stopped at once where secure mode does not hold.

use std::time::Duration;

use sotto_protocol::id::DingId;

use super::{Clock, Dings};
use crate::ding::DingError;
use crate::ding::content::Content;
use crate::ding::listening::{BEGINNING, Listening, PATIENCE, SPEAKS, Step, Utterance, speech};
use crate::ding::output::DingOutput;
use crate::ding::player::Player;
use crate::ding::rows;
use crate::ding::state::{CouldNot, Reason};
use crate::secure::{Answer, Guard, GuardOutput, GuardState, Operation, Operations};

impl Dings {
    /// The person wants to hear a Ding. A secure one sounds only when the phone is armed; how often it was begun is stored
    /// before its first sound.
    ///
    /// # Errors
    /// [`DingError`]: no such Ding, a call, another Ding that is being heard, heard out, expired, or a text that this phone
    /// cannot speak.
    pub fn listen(&mut self, now: Clock, id: DingId) -> Result<(), DingError> {
        let ding = self.received.get_mut(&id).ok_or(DingError::Unknown)?;
        if self.busy {
            return Err(DingError::InCall);
        }
        if self.listening.is_some() {
            return Err(DingError::Listening);
        }
        if ding.expires <= now.master {
            return Err(DingError::Expired);
        }
        if !ding.can_be_heard() {
            return Err(DingError::HeardOut);
        }
        let secure = ding.level.is_secure();
        if secure && matches!(ding.content, Some(Content::Text(_))) && !self.speaks {
            ding.held_back(now.master, CouldNot::for_now(Reason::NoVoice));
            self.conclude(now, id);
            return Err(DingError::NoVoice);
        }
        let level = ding.level;
        let mut guard = Guard::new(self.levels.clone(), self.simulated);
        if secure {
            if ding.unknown {
                guard.told(level, None);
            } else if ding.meant.is_some() {
                guard.told(level, ding.meant);
            }
            guard.arm(now.at, level, Operations::NONE);
        }
        self.listening = Some(Listening {
            id,
            guard,
            level,
            step: Step::Arming,
            counted: false,
            began: None,
            until: None,
        });
        self.compose_rests();
        self.drive(now);
        Ok(())
    }

    /// Nothing of one's own sounds while a Ding is heard, and nothing is taken down.
    fn compose_rests(&mut self) {
        if self.compose.is_recording() || self.compose.is_playing() {
            // a recording of nothing is no loss
            let _ = self.stop_recording();
        }
    }

    /// The shell's answer for an operation.
    pub fn handle_answer(&mut self, now: Clock, operation: Operation, answer: Answer) {
        if let Some(listening) = &mut self.listening {
            listening.guard.answer(operation, answer);
            self.drive(now);
        }
    }

    /// A forbidden operation began or ended in spite of everything.
    pub fn handle_violation(&mut self, now: Clock, operation: Operation, happens: bool) {
        if let Some(listening) = &mut self.listening {
            listening.guard.violation(operation, happens);
            self.drive(now);
        }
    }

    /// A forbidden operation was tried and prevented.
    pub fn handle_attempt(&mut self, now: Clock, operation: Operation) {
        if let Some(listening) = &mut self.listening {
            listening.guard.attempt(operation);
            self.drive(now);
        }
    }

    /// Everything before this barrier was performed: the hearing is on the disk.
    pub fn handle_barrier(&mut self, now: Clock, number: u64) {
        let Some(listening) = &mut self.listening else {
            return;
        };
        if !matches!(&listening.step, Step::Counting(n, _) if *n == number) {
            return;
        }
        let Step::Counting(_, content) = std::mem::replace(&mut listening.step, Step::Arming)
        else {
            return;
        };
        self.play(now, content);
    }

    /// The shell has spoken a text; one that is over already, or another's, changes nothing.
    pub fn handle_spoken(&mut self, now: Clock, utterance: Utterance) {
        let listening = self.listening.as_ref();
        if listening
            .is_some_and(|l| matches!(l.step, Step::Speaking(present) if present == utterance))
        {
            self.stop_hearing(now, None);
        }
    }

    /// The person has heard enough: it counts.
    ///
    /// # Errors
    /// [`DingError::NotListening`].
    pub fn stop(&mut self, now: Clock) -> Result<(), DingError> {
        if self.listening.is_none() {
            return Err(DingError::NotListening);
        }
        self.stop_hearing(now, Some(CouldNot::for_now(Reason::Interrupted)));
        Ok(())
    }

    /// A call begins: an ordinary Ding gives way to it.
    pub fn give_way(&mut self, now: Clock) {
        self.break_off(now);
        self.set_busy(true);
    }

    /// The system gave the phone's sound to somebody else. That it had given it away when the hearing began is no reason
    /// to stop: the person wanted it then, and a Ding that may be heard once would be gone unheard.
    pub fn interrupted(&mut self, now: Clock) {
        let fresh = |listening: &Listening| match listening.step {
            Step::Arming => false,
            Step::Counting(..) => true,
            _ => listening
                .began
                .is_some_and(|began| now.at < began + BEGINNING),
        };
        if !self.listening.as_ref().is_some_and(fresh) {
            self.break_off(now);
        }
    }

    fn break_off(&mut self, now: Clock) {
        if self.listening.is_some() {
            self.stop_hearing(now, Some(CouldNot::for_now(Reason::Interrupted)));
        }
        self.compose_rests();
    }

    /// Whether a secure Ding is being heard, which no call may interrupt.
    #[must_use]
    pub fn hears_secure(&self) -> bool {
        let listening = self.listening.as_ref();
        listening.is_some_and(|listening| listening.level.is_secure())
    }

    /// Fills `out` with what is to be heard; `false`: nothing is.
    pub fn pull(&mut self, now: Clock, out: &mut [i16]) -> bool {
        let Some(listening) = &mut self.listening else {
            return self.play_back(out);
        };
        let holds = listening.holds();
        let Step::Playing(player) = &mut listening.step else {
            out.fill(0);
            return false;
        };
        if !holds {
            out.fill(0);
            return false;
        }
        if !player.pull(out) {
            self.stop_hearing(now, None);
        }
        true
    }

    /// Follows the guard.
    fn drive(&mut self, now: Clock) {
        let Some(listening) = &mut self.listening else {
            return;
        };
        while let Some(output) = listening.guard.poll_output() {
            self.outputs.push_back(match output {
                GuardOutput::Forbid(operation) => DingOutput::Forbid(operation),
                GuardOutput::Allow(operation) => DingOutput::Allow(operation),
                GuardOutput::Changed => continue,
            });
        }
        let arming = matches!(listening.step, Step::Arming);
        match listening.guard.state() {
            _ if !listening.level.is_secure() => {
                if arming {
                    self.count(now);
                }
            }
            GuardState::Armed if arming => self.count(now),
            GuardState::Arming | GuardState::Released | GuardState::Armed => self.changed(),
            GuardState::Refused if arming => {
                let lacking = listening.guard.lacking().into_keys().collect();
                self.hold_back(now, Reason::CannotForbid, lacking);
            }
            GuardState::Violated if arming => {
                let violated = listening.guard.report().violated;
                self.hold_back(now, Reason::Violated, violated);
            }
            GuardState::Violated | GuardState::Refused => {
                let lacking = listening.guard.report().violated;
                let could_not = CouldNot {
                    lacking,
                    ..CouldNot::for_now(Reason::Violated)
                };
                self.stop_hearing(now, Some(could_not));
            }
        }
    }

    /// The phone cannot do what the level asks for: nothing sounded, nothing is counted, the sender is told.
    fn hold_back(&mut self, now: Clock, reason: Reason, lacking: Operations) {
        let Some(id) = self.let_go() else { return };
        if let Some(ding) = self.received.get_mut(&id) {
            let over = false;
            ding.held_back(
                now.master,
                CouldNot {
                    reason,
                    lacking,
                    over,
                },
            );
            self.conclude(now, id);
        }
    }

    /// Counts the hearing, and lets it begin only after that is on the disk.
    fn count(&mut self, now: Clock) {
        let Some(listening) = &mut self.listening else {
            return;
        };
        let id = listening.id;
        let Some(ding) = self.received.get_mut(&id) else {
            self.let_go();
            return;
        };
        let Some(content) = ding.begin() else {
            self.let_go();
            return;
        };
        ding.rest(now.master, ding.state.confirmed_at.is_none());
        let mut changes = vec![ding.change(id)];
        if ding.content.is_none() {
            // the last hearing: not even a crash gives another one
            changes.push(rows::content_gone(id));
        }
        self.barriers += 1;
        listening.step = Step::Counting(self.barriers, content);
        listening.counted = true;
        self.store(changes);
        self.outputs.push_back(DingOutput::Barrier(self.barriers));
        self.changed();
    }

    fn play(&mut self, now: Clock, content: Content) {
        let Some(listening) = &mut self.listening else {
            return;
        };
        let (step, limit) = match content {
            Content::Voice(recording) => {
                let length = recording.duration();
                match Player::new(recording) {
                    Ok(player) => (Step::Playing(Box::new(player)), length + PATIENCE),
                    Err(_) => {
                        let could_not = CouldNot::for_now(Reason::Interrupted);
                        return self.stop_hearing(now, Some(could_not));
                    }
                }
            }
            // an ordinary text is read on the screen where nothing can speak it
            Content::Text(_) if !self.speaks => return self.stop_hearing(now, None),
            Content::Text(text) => {
                self.utterance.0 += 1;
                let (utterance, text) = (self.utterance, speech(&text));
                self.outputs.push_back(DingOutput::Speak(utterance, text));
                (Step::Speaking(utterance), SPEAKS)
            }
        };
        listening.step = step;
        listening.began = Some(now.at);
        listening.until = Some(now.at + limit);
        self.changed();
    }

    /// Ends hearing: to the end, or because of something. Everything is allowed again, and the sender is told.
    pub(super) fn stop_hearing(&mut self, now: Clock, broke: Option<CouldNot>) {
        let Some(listening) = &self.listening else {
            return;
        };
        let counted = listening.counted;
        if broke.is_some() && matches!(listening.step, Step::Speaking(_)) {
            self.outputs.push_back(DingOutput::Hush);
        }
        let Some(id) = self.let_go() else { return };
        let Some(ding) = self.received.get_mut(&id) else {
            return;
        };
        match broke {
            None => ding.heard(now.master),
            Some(could_not) if counted => ding.broke(now.master, could_not),
            // nothing sounded: it is as if it had not been tried
            Some(_) => {
                self.changed();
                return;
            }
        }
        self.conclude(now, id);
    }

    /// Forgets what is being heard and allows everything again.
    fn let_go(&mut self) -> Option<DingId> {
        let mut listening = self.listening.take()?;
        listening.guard.release();
        while let Some(output) = listening.guard.poll_output() {
            if let GuardOutput::Allow(operation) = output {
                self.outputs.push_back(DingOutput::Allow(operation));
            }
        }
        Some(listening.id)
    }

    pub(super) fn hearing_timeout(&mut self, now: Clock) {
        let Some(listening) = &mut self.listening else {
            return;
        };
        if listening.until.is_some_and(|until| until <= now.at) {
            self.stop_hearing(now, Some(CouldNot::for_now(Reason::Interrupted)));
            return;
        }
        if listening.guard.deadline().is_some_and(|at| at <= now.at) {
            listening.guard.handle_timeout(now.at);
            self.drive(now);
        }
    }
}

/// Until when the person is reminded, unless the shell says otherwise.
pub const LATER: Duration = Duration::from_secs(600);
