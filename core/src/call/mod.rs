//! One call, one to one: *dialling → ringing → connected → ended* (S1.7, S2.6), its secure mode and its sound; or a
//! *secure chat*, which is a call without a media path: texts instead of sound, beats instead of packets
//! (docs/decisions/012).
//!
//! A pure machine: signals, datagrams, frames of sound, what the person does and the time go in; [`CallOutput`]s come
//! out. Containers, the mailbox and the contact book belong to the engine above it.

mod agree;
mod beats;
mod courier;
mod end;
mod fresh;
mod leg;
mod look;
mod media;
mod output;
mod phase;
mod proof;
mod pulse;
mod quality;
mod reports;
mod ring;
mod say;
mod signals;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use sotto_protocol::id::{AccountId, DeviceId, MeetingId};
use sotto_protocol::wire::container::{Invite, LevelSet, Meeting};
use zeroize::Zeroize;

pub use agree::Raised;
pub use end::Violations;
pub use fresh::FRESH;
pub use leg::Leg;
pub use output::{CallError, CallOutput, MediaSetup};
pub use phase::{Direction, EndReason, Kind, Phase};
pub use proof::ReportKeys;
pub use pulse::{BEAT, GONE, KNOWN};
pub use quality::{Hearing, LOST, Quality, Unheard};

use crate::container::{MeetingKey, SignalSalt};
use crate::media::voice::{VoiceReceiver, VoiceSender};
use crate::secure::{
    Attestation, AttestationVerifier, Choice, Guard, GuardOutput, GuardState, Level, Levels,
    Operations, to_set,
};
use crate::sframe::FrameSealer;

/// How long a call rings.
pub const RING_TIME: Duration = Duration::from_secs(45);
/// How long the media path may take once the call was answered.
pub const CONNECT_TIME: Duration = Duration::from_secs(15);
/// How long a connected call goes on without hearing a packet.
pub const SILENCE_TIME: Duration = Duration::from_secs(20);

/// How long a request for a secure chat waits for the other person.
pub const ASK_TIME: Duration = Duration::from_secs(180);

/// What a call is made of.
pub struct CallConfig {
    /// Sound or texts.
    pub kind: Kind,
    /// Made or received here.
    pub direction: Direction,
    /// The meeting's properties; its id is their hash.
    pub meeting: Meeting,
    /// That hash.
    pub id: MeetingId,
    /// The meeting key.
    pub key: MeetingKey,
    /// Drawn for this stay in the call.
    pub salt: SignalSalt,
    /// This device.
    pub me: DeviceId,
    /// The other person.
    pub other: AccountId,
    /// The level, who asked for it, and what policies on this phone impose.
    pub choice: Choice,
    /// The level that the caller's invite asks for, on the callee's phone; the choice may be stricter.
    pub invited: Level,
    /// No address of this phone may leave it: level 3, or a stranger.
    pub relay_only: bool,
    /// No real system stands behind the shell's answers.
    pub simulated: bool,
    /// Levels that this phone knows.
    pub levels: Levels,
    /// Verifies what the other phone's maker says of it, where this phone can.
    pub verifier: Option<Arc<dyn AttestationVerifier>>,
}

/// See the module.
pub struct Call {
    kind: Kind,
    pulse: pulse::Pulse,
    courier: courier::Courier,
    direction: Direction,
    meeting: Meeting,
    id: MeetingId,
    key: MeetingKey,
    salt: SignalSalt,
    me: DeviceId,
    other: AccountId,
    relay_only: bool,
    phase: Phase,
    level: Level,
    choice: Choice,
    /// Who raised the call to its level; nobody where both agreed to it.
    raised: Option<Raised>,
    guard: Guard,
    attestation: Option<Attestation>,
    attestation_asked: bool,
    is_invited: bool,
    verifier: Option<Arc<dyn AttestationVerifier>>,
    telling: fresh::Telling,
    /// A lower level (or *noticed* operations) that this person asked for.
    asking: Option<(Level, Operations)>,
    /// The same, asked by the other person.
    asked: Option<(Level, Operations)>,
    /// What the other phone cannot prevent, as it said when it asked.
    asked_because: Operations,
    /// Until then packets of the level that both just left are late ones, not a new order.
    lowered: Option<(Instant, Level)>,
    violations: Violations,
    /// Level and report counter that the invite named; what changed since is told to a device that begins to ring.
    invited_at: (Level, u32),
    /// The other phone closed the path; its reason may still come by signal until then.
    closed: Option<Instant>,
    legs: BTreeMap<DeviceId, Leg>,
    chosen: Option<DeviceId>,
    setup: Option<MediaSetup>,
    sealer: FrameSealer,
    voice: VoiceSender,
    ear: VoiceReceiver,
    timestamp: u32,
    muted: bool,
    held: bool,
    /// The person answered while this phone was not armed yet.
    answering: bool,
    /// The person ended it on this phone.
    ended_here: bool,
    started: Instant,
    answered: Option<Instant>,
    connected: Option<Instant>,
    last_heard: Option<Instant>,
    last_told_loss: Option<Instant>,
    /// The last packet left then, or the call was connected.
    last_sent: Option<Instant>,
    /// Since when silence is sent in place of a microphone that gives no sound.
    stands_in: Option<Instant>,
    wall: Wall,
    heard: say::Heard,
    outputs: VecDeque<CallOutput>,
}

/// The master clock as this call saw it when it began, in ms since 1970.
#[derive(Debug, Clone, Copy)]
struct Wall {
    at: Instant,
    ms: u64,
}

impl Call {
    /// A new call. `wall` is the master clock in ms since 1970 at `now`.
    ///
    /// # Errors
    /// [`CallError`] where the codec or the keys cannot be set up.
    pub fn new(now: Instant, wall: u64, config: CallConfig) -> Result<Self, CallError> {
        let sealer = FrameSealer::new(&config.key, 0, config.me).map_err(|_| CallError::Keys)?;
        let level = config.choice.level;
        // a phone that started again in the same call counts its reports on from where it must have been
        let made = wall.saturating_sub(config.meeting.started_at);
        let guard = Guard::new(config.levels, config.simulated)
            .counting_from(u32::try_from(made).unwrap_or(u32::MAX / 2))
            .imposing(config.choice.imposed);
        let mut call = Self {
            kind: config.kind,
            pulse: pulse::Pulse::default(),
            courier: courier::Courier::default(),
            direction: config.direction,
            meeting: config.meeting,
            id: config.id,
            key: config.key,
            salt: config.salt,
            me: config.me,
            other: config.other,
            relay_only: config.relay_only,
            phase: match config.direction {
                Direction::Outgoing => Phase::Preparing,
                Direction::Incoming => Phase::Ringing,
            },
            level,
            // the caller's level is what the callee answers to; a stricter one is this phone's own
            raised: (level > config.invited).then_some(Raised::YourPhone),
            choice: config.choice,
            guard,
            attestation: None,
            attestation_asked: false,
            is_invited: false,
            verifier: config.verifier,
            telling: fresh::Telling::default(),
            asking: None,
            asked: None,
            asked_because: Operations::NONE,
            lowered: None,
            violations: Violations::default(),
            invited_at: (config.invited, 0),
            closed: None,
            legs: BTreeMap::new(),
            chosen: None,
            setup: None,
            sealer,
            voice: media::sender(level)?,
            ear: media::receiver()?,
            timestamp: 0,
            muted: false,
            held: false,
            answering: false,
            ended_here: false,
            started: now,
            answered: None,
            connected: None,
            last_heard: None,
            last_told_loss: None,
            last_sent: None,
            stands_in: None,
            wall: Wall { at: now, ms: wall },
            heard: say::Heard::default(),
            outputs: VecDeque::new(),
        };
        if call.kind == Kind::Voice {
            call.outputs.push_back(CallOutput::NeedMedia);
        }
        // a request in a chat changes nothing on this phone before its person accepts it
        if !call.is_request() {
            call.guard.arm(now, level, Operations::NONE);
            call.after_guard(now);
        }
        Ok(call)
    }

    /// The invite that the engine seals into a container (S2.2); the meeting key is in it.
    #[must_use]
    pub fn invite(&self) -> Invite {
        Invite {
            meeting: Some(self.meeting.clone()),
            meeting_key: self.key.as_bytes().to_vec(),
            level: self.level.number().into(),
            rings_until: self.wall_at(self.started + self.patience()),
            report: self.own_report(),
            forbids: self.meaning(self.level),
        }
    }

    /// Time passed; wanted at [`Call::deadline`].
    pub fn handle_timeout(&mut self, now: Instant) {
        self.guard.handle_timeout(now);
        self.after_guard(now);
        self.beat_if_due(now);
        self.stand_in_if_due(now);
        let devices: Vec<DeviceId> = self.legs.keys().copied().collect();
        for device in devices {
            if let Some(transport) = self.leg(device).and_then(|leg| leg.transport.as_mut())
                && transport.deadline().is_some_and(|at| at <= now)
            {
                transport.handle_timeout(now);
            }
            self.drain_transport(now, device);
        }
        self.check_deadlines(now);
    }

    /// When [`Call::handle_timeout`] wants to be called.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        if matches!(self.phase, Phase::Ended(_)) {
            return None;
        }
        let transports = self
            .legs
            .values()
            .filter_map(|leg| leg.transport.as_ref()?.deadline());
        transports
            .chain(self.guard.deadline())
            .chain(self.beat_deadline())
            .chain(self.stand_in_deadline())
            .chain(self.phase_deadline())
            .min()
    }

    fn phase_deadline(&self) -> Option<Instant> {
        match self.phase {
            Phase::Preparing | Phase::Dialling | Phase::Ringing => {
                Some(self.started + self.patience())
            }
            Phase::Connected if self.kind == Kind::Texts => self.pulse.gone_at(),
            Phase::Connecting => self.closed.or(self.answered.map(|at| at + CONNECT_TIME)),
            Phase::Connected => self.closed.or(self.last_heard.map(|at| at + SILENCE_TIME)),
            Phase::Ended(_) => None,
        }
    }

    /// How long the other person may take to answer.
    fn patience(&self) -> Duration {
        match self.kind {
            Kind::Voice => RING_TIME,
            Kind::Texts => ASK_TIME,
        }
    }

    fn check_deadlines(&mut self, now: Instant) {
        if self.phase_deadline().is_none_or(|at| now < at) {
            return;
        }
        let reason = match self.phase {
            Phase::Connecting | Phase::Connected if self.closed.is_some() => EndReason::HungUp,
            // nobody was rung, because this phone could not arm
            Phase::Preparing => EndReason::SecureRefused,
            Phase::Connecting => EndReason::CannotConnect,
            Phase::Connected => EndReason::NetworkLost,
            _ => EndReason::NoAnswer,
        };
        self.end(now, reason, true);
    }

    /// The next thing to do, in order.
    pub fn poll_output(&mut self) -> Option<CallOutput> {
        self.outputs.pop_front()
    }

    /// Acts on what the guard asks for; call after everything that could move it.
    fn after_guard(&mut self, now: Instant) {
        let mut changed = false;
        while let Some(output) = self.guard.poll_output() {
            match output {
                GuardOutput::Forbid(operation) => {
                    self.outputs.push_back(CallOutput::Forbid(operation));
                }
                GuardOutput::Allow(operation) => {
                    self.outputs.push_back(CallOutput::Allow(operation));
                }
                GuardOutput::Changed => changed = true,
            }
        }
        if !changed || matches!(self.phase, Phase::Ended(_)) {
            return;
        }
        self.telling.changed();
        self.tell_report();
        self.outputs.push_back(CallOutput::Changed);
        if self.guard.state() == GuardState::Violated && self.level.is_strictest_kind() {
            self.end(now, EndReason::Violation, true);
        } else if self.answering {
            self.answer_if_armed(now);
        } else if self.phase == Phase::Preparing && self.may_invite() {
            self.phase = Phase::Dialling;
            self.outputs.push_back(CallOutput::Invite);
        }
    }

    /// An ordinary call needs nothing; a secure one needs this phone to be armed before anyone is rung, or to lack only
    /// what this person is content to have noticed; the other person is asked for that too, before sound flows.
    fn may_invite(&self) -> bool {
        let content = self.asking.is_some_and(|(level, noticed)| {
            level == self.level
                && self.guard.state() == GuardState::Refused
                && self.guard.report().lacking(noticed).next().is_none()
        });
        !self.level.is_secure() || self.guard.state() == GuardState::Armed || content
    }

    /// What this phone means by a level, for one that need not know it.
    fn meaning(&self, level: Level) -> Option<LevelSet> {
        let further = level.number() > Levels::BUILT_IN;
        further.then(|| to_set(self.guard.levels().forbidden(level)))
    }

    fn leg(&mut self, device: DeviceId) -> Option<&mut Leg> {
        self.legs.get_mut(&device)
    }

    fn wall_at(&self, at: Instant) -> u64 {
        self.wall
            .ms
            .saturating_add(u64::try_from((at - self.wall.at).as_millis()).unwrap_or(0))
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.meeting.random.zeroize();
    }
}

#[cfg(test)]
mod tests;
