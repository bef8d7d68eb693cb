//! What the screens of a call are made of: one picture of the call, taken from the engine. The other person is in it as
//! [`Who`] only, so no screen made of it can show more.

use std::time::Duration;

use super::Who;
use crate::call::{Call, Direction, Kind, Phase, Quality, Raised};
use crate::engine::{AudioRoutes, Engine, Moment};
use crate::secure::{
    Answer, Attested, Choice, GuardState, Imposed, Level, Levels, Operation, Operations, Report,
};

/// One picture of a call.
#[derive(Debug, Clone)]
pub struct CallFacts {
    /// Who is at the other end.
    pub who: Who,
    /// Made or received here.
    pub direction: Direction,
    /// Sound or texts.
    pub kind: Kind,
    /// Whether texts of secure mode may be written and shown now.
    pub may_text: bool,
    /// A secure chat whose other phone was not heard from for a moment.
    pub unknown: bool,
    /// Where the call stands.
    pub phase: Phase,
    /// The server has the invite, of this phone or to it.
    pub invited: bool,
    /// The level in force, or that both arm for.
    pub level: Level,
    /// Who asked for the level that the call began with, and what policies on this phone impose.
    pub choice: Choice,
    /// What policies on the other phone impose.
    pub imposed_by_other: Imposed,
    /// Who raised the call to its level; nobody where both agreed.
    pub raised: Option<Raised>,
    /// Levels that this phone knows, as this call has them.
    pub levels: Levels,
    /// This phone's report.
    pub own: Report,
    /// Operations for which both accepted that they are noticed only.
    pub noticed: Operations,
    /// The other phone's report, once it spoke of this level.
    pub other: Option<Report>,
    /// Their report contradicts itself.
    pub distrusted: bool,
    /// Sound comes from it without a fresh report.
    pub stale: bool,
    /// What is known of the statement of its maker.
    pub attested: Attested,
    /// The other person muted.
    pub other_muted: bool,
    /// The other person holds the call.
    pub other_held: bool,
    /// This person muted.
    pub muted: bool,
    /// This person holds the call.
    pub held: bool,
    /// This phone's microphone gives nothing.
    pub silent: bool,
    /// Which ways sound can take on this phone, and which it takes.
    pub routes: AudioRoutes,
    /// Whether sound may flow.
    pub may_sound: bool,
    /// Whether an answer is taken: now, or once this phone is armed.
    pub takes_answer: bool,
    /// The person answered, and the call waits for this phone to be armed.
    pub answering: bool,
    /// Addresses are hidden from the other phone.
    pub relay_only: bool,
    /// The level hides addresses, and they were shown before it was reached.
    pub address_known: bool,
    /// What this person asked for.
    pub asking: Option<(Level, Operations)>,
    /// What the other person asks for.
    pub asked: Option<(Level, Operations)>,
    /// What the other phone cannot prevent, as it said when it asked.
    pub asked_because: Operations,
    /// How long it has been going on.
    pub age: Duration,
    /// How it does, once it is connected.
    pub quality: Option<Quality>,
}

impl CallFacts {
    /// The call that there is.
    #[must_use]
    pub fn of(engine: &Engine, now: Moment) -> Option<Self> {
        Some(Self::of_one(engine, now, engine.call()?))
    }

    /// The secure chat that there is.
    #[must_use]
    pub fn of_session(engine: &Engine, now: Moment) -> Option<Self> {
        Some(Self::of_one(engine, now, engine.session()?))
    }

    fn of_one(engine: &Engine, now: Moment, call: &Call) -> Self {
        let leg = call.main_leg();
        let state = leg.map(|leg| *leg.state()).unwrap_or_default();
        Self {
            who: Who::of(engine, call.other(), forbidden(call)),
            kind: call.kind(),
            may_text: call.may_text(now.at),
            unknown: call.is_unknown(now.at),
            direction: call.direction(),
            phase: call.phase(),
            invited: call.is_invited(),
            level: call.level(),
            choice: call.choice().clone(),
            imposed_by_other: call.imposed_by_other(),
            raised: call.raised(),
            levels: call.guard().levels().clone(),
            own: call.guard().report().clone(),
            noticed: call.guard().noticed(),
            other: other_report(call),
            distrusted: leg.is_some_and(crate::call::Leg::is_distrusted),
            attested: leg.map(crate::call::Leg::attested).unwrap_or_default(),
            stale: leg.is_some_and(crate::call::Leg::is_stale),
            other_muted: state.muted,
            other_held: state.held,
            muted: call.is_muted(),
            held: call.is_held(),
            silent: call.is_silent(now.at),
            routes: engine.audio_routes(),
            may_sound: call.may_sound(),
            takes_answer: call.takes_answer(),
            answering: call.is_answering(),
            relay_only: call.is_relay_only(),
            address_known: call.is_address_known(),
            asking: call.asking(),
            asked: call.asked(),
            asked_because: call.asked_because(),
            age: call.age(now.at),
            quality: call
                .quality(now.at)
                .filter(|_| call.phase() == Phase::Connected),
        }
    }

    /// What the call's level forbids, together with what the guard forbids at this moment.
    #[must_use]
    pub fn forbidden(&self) -> Operations {
        let guard: Operations = self.own.answers.keys().copied().collect();
        self.levels.forbidden(self.level).or(guard)
    }

    /// Whether it is a request for a secure chat here, which changes nothing before it is accepted.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.kind == Kind::Texts
            && self.phase == Phase::Ringing
            && self.direction == Direction::Incoming
    }

    /// Whether somebody answered.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        matches!(self.phase, Phase::Connecting | Phase::Connected)
    }

    /// Whether a phone of this call is simulated.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.level.is_secure()
            && (self.own.simulated || self.other.as_ref().is_some_and(|other| other.simulated))
    }

    /// Forbidden operations that happen on the other phone.
    #[must_use]
    pub fn other_violated(&self) -> Operations {
        let other = self.other.as_ref();
        other.map_or(Operations::NONE, |other| other.violated)
    }

    /// What keeps either phone from being armed, with this phone's answers, then the other's.
    pub(super) fn lacking(&self) -> [Vec<(Operation, Answer)>; 2] {
        let other = self
            .other
            .iter()
            .flat_map(|other| other.lacking(self.noticed));
        [self.own.lacking(self.noticed).collect(), other.collect()]
    }

    /// Where the other phone's guard stands; arming while it has said nothing of this level.
    pub(super) fn other_guard(&self) -> GuardState {
        match &self.other {
            _ if self.distrusted || self.stale || self.attested == Attested::Failed => {
                GuardState::Refused
            }
            Some(other) => other.guard,
            None => GuardState::Arming,
        }
    }
}

/// What hides people and more: the level's set, and whatever the guard still forbids.
fn forbidden(call: &Call) -> Operations {
    let guard = call.guard();
    let kept: Operations = Operation::ALL
        .into_iter()
        .filter(|o| guard.forbids(*o))
        .collect();
    guard.levels().forbidden(call.level()).or(kept)
}

/// The other phone's report with what its newest packet said, if it speaks of the level in force.
fn other_report(call: &Call) -> Option<Report> {
    let leg = call.main_leg()?;
    let mut report = leg.report().clone();
    let state = leg.state();
    let newest = state.counter >= report.counter;
    if newest && state.guard == GuardState::Violated && state.level == call.level() {
        report.guard = GuardState::Violated;
        report.violated = report.violated.or(state.violated);
    }
    (report.level == call.level() && report.guard != GuardState::Released).then_some(report)
}
