//! What the shell has to pull beyond the levers of secure mode: ringing, the system's own picture of the call, sound, the
//! screen at the ear, the foreground service. All at once, so that no shell works any of it out of a screen.

use serde::Serialize;

use super::{CallFacts, push};
use crate::call::{Direction, Phase};
use crate::ding::Stage;
use crate::engine::{AudioRoute, Engine, Moment};
use crate::secure::Operation;

/// What only the shell knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// The system lets the app have the microphone.
    pub microphone: bool,
    /// An open microphone keeps other apps from it.
    pub keeps_out: bool,
    /// Nothing of the system rings for a Ding now: the app has to. Where notifications ring, that is in front only.
    pub rings: bool,
    /// The person wants the app to stay connected while nothing else wakes this phone.
    pub stays: bool,
}

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Duties {
    /// Ring and vibrate, and what for.
    pub ring: Option<Rings>,
    /// The call as the system's own lists and lock screen are to have it.
    pub call: Option<SystemCall>,
    /// Sound is to be played: the stream to the ear is open.
    pub sound: bool,
    /// The microphone is open: sound is taken down, or others are kept from it, as by a muted one.
    pub microphone: bool,
    /// Something is said that others could listen to: in a call, also while the phone arms for it, or in a Ding. Not while
    /// an ordinary call or a Ding only rings.
    pub spoken: bool,
    /// The sensor at the ear darkens the screen.
    pub darken: bool,
    /// What the foreground service says that it does.
    pub service: Service,
}

/// What rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rings {
    /// A call.
    Call,
    /// A Ding.
    Ding,
}

/// The call as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SystemCall {
    /// Another call has another number, since the phone was opened. It says nothing of the call.
    pub number: u64,
    /// It came to this phone.
    pub incoming: bool,
    /// Where it stands.
    pub state: SystemCallState,
}

/// Where a call stands, as systems have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemCallState {
    /// Made here, and nobody is connected yet.
    Dialling,
    /// It rings here.
    Ringing,
    /// It goes on; one that came, from the answer on.
    Active,
    /// This person put it on hold.
    Held,
}

/// What a foreground service says that it does. Each but the first needs it to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Nothing: it is not needed.
    None,
    /// It waits for calls.
    Waiting,
    /// A call, without the microphone.
    Call,
    /// A call, with the microphone.
    CallWithMicrophone,
}

/// What the shell has to pull at this moment.
#[must_use]
pub fn duties(engine: &Engine, now: Moment, around: Surroundings) -> Duties {
    let facts = CallFacts::of(engine, now);
    let facts = facts.as_ref();
    // one that rings here leaves sound to whoever has it before the person answers
    let rings = facts.is_some_and(|facts| system_state(facts) == SystemCallState::Ringing);
    let answering = facts.is_some_and(|facts| facts.answering);
    let talks = facts.is_some_and(|facts| !rings && !facts.held);
    let dings = engine.dings();
    let stage = dings.listening().map(crate::ding::Listening::stage);
    let hears = facts.is_none() && stage.is_some_and(|stage| stage != Stage::Arming);
    let compose = dings.compose();
    let records = facts.is_none() && compose.is_recording();
    let plays = facts.is_none() && compose.is_playing();
    // where an open microphone keeps others from it, that is how a secure Ding is kept from them
    let listened =
        [Operation::AudioRecording, Operation::Transcription].map(|heard| dings.forbids(heard));
    let keeps = hears && around.keeps_out && listened.contains(&true);
    let at_ear = engine.audio_routes().present() == AudioRoute::Earpiece;
    Duties {
        ring: ring(
            engine,
            rings && !answering,
            !around.rings || facts.is_some() || dings.listening().is_some(),
        ),
        call: facts.map(|facts| SystemCall {
            number: engine.call_number(),
            incoming: facts.direction == Direction::Incoming,
            state: system_state(facts),
        }),
        sound: talks || hears || plays,
        microphone: around.microphone && (talks || records || keeps),
        spoken: facts.is_some_and(|facts| !rings || facts.level.is_secure())
            || dings.listening().is_some(),
        darken: at_ear && (talks || hears),
        service: match facts {
            Some(_) if !rings && around.microphone => Service::CallWithMicrophone,
            Some(_) => Service::Call,
            None if around.stays && engine.is_joined() && !push(engine, now).on => Service::Waiting,
            None => Service::None,
        },
    }
}

/// `quiet`: a Ding does not ring now.
fn ring(engine: &Engine, call: bool, quiet: bool) -> Option<Rings> {
    if call {
        return Some(Rings::Call);
    }
    (!quiet && engine.dings().ringing().is_some()).then_some(Rings::Ding)
}

fn system_state(facts: &CallFacts) -> SystemCallState {
    match (facts.phase, facts.direction) {
        (Phase::Preparing | Phase::Dialling, _) | (Phase::Ringing, Direction::Outgoing) => {
            SystemCallState::Dialling
        }
        (Phase::Ringing, Direction::Incoming) => SystemCallState::Ringing,
        (Phase::Connecting, Direction::Outgoing) => SystemCallState::Dialling,
        _ if facts.held => SystemCallState::Held,
        _ => SystemCallState::Active,
    }
}
